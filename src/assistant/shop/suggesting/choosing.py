"""Which product is suggested beside a cart, and on what evidence. Pure: everything it weighs is handed in."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.shop.catalogue import Product, Variant
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import EVERYTHING, GoesWith, Scope
from assistant.shop.suggesting.kinds import Kinds
from assistant.shop.suggesting.together import Together

Evidence = Literal["goes with", "bought together", "collection"]
Room = Callable[[Variant], bool]
REASONS: Mapping[Evidence, str] = {
    "goes with": "Goes with {title}.",
    "bought together": "Often bought together with {title}.",
    "collection": "From the same collection as {title}.",
}


@dataclass(frozen=True)
class Candidate:
    """`beside` is the product of the cart that speaks for it; only variants that `of` holds are meant."""

    handle: str
    evidence: Evidence
    beside: str
    of: Scope = EVERYTHING


@dataclass(frozen=True)
class Suggestion:
    """`product` has the variants that can be added now, and no others."""

    product: Product
    evidence: Evidence
    beside: Product

    @property
    def reason(self) -> str:
        return REASONS[self.evidence].format(title=self.beside.title)


@dataclass(frozen=True)
class Known:
    """What the shop knows of its goods and of what was bought, counted now and then."""

    kinds: Kinds = field(default_factory=Kinds)
    together: Together = field(default_factory=dict)


def candidates(cart: Sequence[Goods], rules: Sequence[GoesWith], known: Known) -> Iterator[Candidate]:
    """The best first: what the owner says goes with it, what is bought with it, what is of its collection.

    `cart` has the goods that were added last in front. Nothing that is in it is a candidate.
    """
    held = {goods.handle for goods in cart}
    told = set[str]()
    for found in (_missing(cart, rules, known), _bought(cart, known), _collected(cart, known)):
        for candidate in found:
            if candidate.handle not in held | told:
                told.add(candidate.handle)
                yield candidate


def suggested(
    found: Sequence[Candidate], products: Mapping[str, Product], never: Collection[str], room: Room
) -> Suggestion | None:
    """The first that is sold, not among the handles in `never`, and has a variant in stock that there is `room` for."""
    for candidate in found:
        product, beside = products.get(candidate.handle), products.get(candidate.beside)
        if product is None or beside is None or candidate.handle in never:
            continue
        fits = tuple(v for v in product.available if candidate.of.holds(Goods.of(product, v, 1)) and room(v))
        if fits:
            return Suggestion(replace(product, variants=fits), candidate.evidence, beside)
    return None


def _missing(cart: Sequence[Goods], rules: Sequence[GoesWith], known: Known) -> Iterator[Candidate]:
    for goods in cart:
        own = known.kinds.known.get(goods.handle)
        for handle in own.complements if own else ():
            yield Candidate(handle, "goes with", goods.handle)
        for rule in rules:
            if rule.of.holds(goods) and not any(rule.suggest.holds(other) for other in cart):
                for handle in sorted(known.kinds.within(rule.suggest), key=_nearest_to(goods, known)):
                    yield Candidate(handle, "goes with", goods.handle, rule.suggest)


def _bought(cart: Sequence[Goods], known: Known) -> Iterator[Candidate]:
    pairs = [(partner, goods.handle) for goods in cart for partner in known.together.get(goods.handle, ())]
    for partner, beside in sorted(pairs, key=lambda pair: -pair[0].share):
        yield Candidate(partner.handle, "bought together", beside)


def _collected(cart: Sequence[Goods], known: Known) -> Iterator[Candidate]:
    kinds = {goods.category.casefold() for goods in cart}
    for goods in cart:
        others = (known.kinds.known[handle] for handle in known.kinds.beside(goods.handle))
        wanted = [other.handle for other in others if other.category.casefold() not in kinds]
        for handle in sorted(wanted, key=_nearest_to(goods, known)):
            yield Candidate(handle, "collection", goods.handle)


def _nearest_to(goods: Goods, known: Known) -> Callable[[str], tuple[float, bool, str]]:
    """What is bought with it first, then what its maker makes."""
    shares = {partner.handle: partner.share for partner in known.together.get(goods.handle, ())}

    def key(handle: str) -> tuple[float, bool, str]:
        kind = known.kinds.known.get(handle)
        return -shares.get(handle, 0.0), kind is None or kind.vendor != goods.vendor, handle

    return key
