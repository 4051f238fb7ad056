"""Baskets as the shop counts them, made-up ones with pairs hidden in them, and what is found of a left-out item."""

import random
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.shop.catalogue import Product
from assistant.shop.selling.goods import Goods
from assistant.shop.suggesting.choosing import Known, candidates
from assistant.shop.suggesting.kinds import Kind, Kinds
from assistant.shop.suggesting.together import FEWEST_BUYERS, Counts, Pair, bought_together

Basket = Sequence[str]
Rank = Callable[[Basket], Sequence[str]]
SIZES, WEIGHTS = (1, 2, 3, 4, 5), (40, 30, 15, 10, 5)
TAKEN_ALONG = 0.25


def counted(baskets: Iterable[Basket]) -> Counts:
    """Of product handles, each once in a basket; each basket another buyer's."""
    orders, pairs, sizes = Counter[str](), Counter[Pair](), list[int]()
    for basket in baskets:
        orders.update(basket)
        pairs.update(combinations(sorted(basket), 2))
        sizes.append(len(basket))
    enough = {pair: count for pair, count in pairs.items() if count >= FEWEST_BUYERS}
    return Counts(orders, enough, len(sizes), sum(sizes), sum(size * (size - 1) for size in sizes))


@dataclass(frozen=True)
class Ranking:
    """Of left-out items: `hit_1` and `hit_5` are shares of all, `hit_of_offered` of those where one was offered."""

    asked: int
    hit_1: float
    hit_5: float
    reciprocal_rank: float
    offered: float
    hit_of_offered: float

    def told(self) -> dict[str, float]:
        return {name: round(value, 4) for name, value in vars(self).items()}


def left_out(baskets: Iterable[Basket], rank: Rank) -> Ranking:
    """Each item of each basket of two or more is left out once, and is to be found from the others."""
    places = []
    for basket in baskets:
        for item in basket if len(basket) > 1 else ():
            ranked = rank([other for other in basket if other != item])
            places.append((bool(ranked), ranked.index(item) + 1 if item in ranked else 0))
    asked, offered = max(len(places), 1), sum(any_ for any_, _ in places)
    first = sum(place == 1 for _, place in places)
    return Ranking(
        len(places), first / asked, sum(0 < place <= 5 for _, place in places) / asked,
        sum(1 / place for _, place in places if place) / asked, offered / asked, first / max(offered, 1),
    )  # fmt: skip


def ranks(products: Sequence[Product], counts: Counts) -> Mapping[str, Rank]:
    """Ours as the shop runs it (without an owner's rules), and the baselines."""
    shelf = {product.handle: product for product in products}
    kinds = Kinds.of(Kind.of(p.handle, p.category, p.vendor, p.attributes) for p in products)
    known, popular = Known(kinds, bought_together(counts)), [handle for handle, _ in _by_count(counts.orders)]
    beside: dict[str, Counter[str]] = {}
    for (one, other), count in counts.pairs.items():
        beside.setdefault(one, Counter())[other] += count
        beside.setdefault(other, Counter())[one] += count

    def ours(cart: Basket) -> Sequence[str]:
        goods = [Goods.of(shelf[handle], shelf[handle].variants[0], 1) for handle in cart]
        return [candidate.handle for candidate in candidates(goods, (), known)]

    def most_popular(cart: Basket) -> Sequence[str]:
        return [handle for handle in popular if handle not in cart]

    def same_category(cart: Basket) -> Sequence[str]:
        wanted = {shelf[handle].category for handle in cart}
        return [handle for handle in most_popular(cart) if shelf[handle].category in wanted]

    def co_occurrence(cart: Basket) -> Sequence[str]:
        summed = sum((beside.get(handle, Counter()) for handle in cart), Counter[str]())
        return [handle for handle, _ in _by_count(summed) if handle not in cart]

    return {
        "ours": ours, "most popular": most_popular, "same category": same_category, "co-occurrence": co_occurrence,
    }  # fmt: skip


@dataclass(frozen=True)
class MadeUp:
    """Baskets of chance and popularity, in which `pairs` (each both ways) are taken along now and then."""

    baskets: Sequence[Basket]
    pairs: frozenset[Pair]


def made_up(products: Sequence[Product], orders: int, seed: int) -> MadeUp:
    """The more popular a product, the more it is drawn (Zipf); one in ten of them has a partner."""
    draw = random.Random(7)  # noqa: S311  # the same shop for each number of orders
    handles = [product.handle for product in products]
    draw.shuffle(handles)
    paired = draw.sample(handles, len(handles) // 10 // 2 * 2)
    partner = dict(zip(paired[::2], paired[1::2], strict=True))
    partner |= {other: one for one, other in partner.items()}
    weights = [1 / (place + 10) for place in range(len(handles))]
    again = random.Random(seed)  # noqa: S311  # see above
    baskets = list(_drawn(again, handles, weights, partner, orders))
    return MadeUp(baskets, frozenset((min(pair), max(pair)) for pair in partner.items()))


def _drawn(
    draw: random.Random, handles: list[str], weights: list[float], partner: Mapping[str, str], orders: int
) -> Iterator[Basket]:
    for size in draw.choices(SIZES, WEIGHTS, k=orders):
        basket = dict.fromkeys(draw.choices(handles, weights, k=size))
        along = [partner[one] for one in basket if one in partner and draw.random() < TAKEN_ALONG]
        yield list(basket | dict.fromkeys(along))


def _by_count(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
