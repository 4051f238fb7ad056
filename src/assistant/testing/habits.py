"""What was bought together, counted in memory."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import combinations

from assistant.shop.catalogue import Catalogue
from assistant.shop.orders import Order, Orders, normal_email
from assistant.shop.suggesting.habits import MOST_IN_ONE, NEVER_BOUGHT
from assistant.shop.suggesting.kinds import Kind
from assistant.shop.suggesting.together import FEWEST_BUYERS, Counts, Pair


class InMemoryHabits:
    def __init__(self, orders: Orders, catalogue: Catalogue) -> None:
        self._orders, self._catalogue = orders, catalogue

    async def counts(self) -> Counts:
        ordered, pairs, buyers = Counter[str](), Counter[Pair](), defaultdict[Pair, set[str]](set)
        sizes = list[int]()
        owners = {variant.sku: p.handle for p in await self._catalogue.all() for variant in p.variants}
        for order in [await self._orders.get(number) for number in await self._orders.all_numbers()]:
            held = _held(order, owners) if order else []
            if order is None or order.status in NEVER_BOUGHT or len(held) > MOST_IN_ONE:
                continue
            sizes += [len(held)] if held else []
            ordered.update(held)
            for pair in combinations(held, 2):
                pairs[pair] += 1
                buyers[pair].add(normal_email(order.email))
        enough = {pair: count for pair, count in pairs.items() if len(buyers[pair]) >= FEWEST_BUYERS}
        return Counts(ordered, enough, len(sizes), sum(sizes), sum(size * (size - 1) for size in sizes))

    async def kinds(self) -> Sequence[Kind]:
        return [Kind.of(p.handle, p.category, p.vendor, p.attributes) for p in await self._catalogue.all()]


def _held(order: Order, owners: dict[str, str]) -> list[str]:
    handles = {line.handle or owners.get(line.sku, "") for line in order.lines}
    return sorted(handles - {""})
