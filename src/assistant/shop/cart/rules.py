"""How much of what one cart may hold: the shop's limits, and the stock."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.errors import OutOfStock, QuantityLimit, ShopError
from assistant.shop.cart.contents import CartLine, Lines
from assistant.shop.catalogue import Product, Variant
from assistant.shop.selling.goods import Goods
from assistant.shop.selling.rules import Limits

Stocked = Mapping[str, tuple[Product, Variant]]


@dataclass(frozen=True)
class Shelf:
    """What the shop has of these SKUs now, and its limits. A limit of a product or a category counts all of a cart's
    lines that it is about, together.
    """

    stocked: Stocked
    limits: Limits

    def __contains__(self, sku: str) -> bool:
        return sku in self.stocked

    def variant(self, sku: str) -> Variant:
        return self.stocked[sku][1]

    def name(self, sku: str) -> str:
        product, variant = self.stocked[sku]
        return f"{product.title} ({variant.label})" if variant.label else product.title

    def require_room(self, sku: str, quantity: int, held: Mapping[str, int]) -> None:
        """For so many of a SKU that is sold, beside what is held. Raises `OutOfStock` or `QuantityLimit`."""
        most, refusal = self.most_of(sku, held)
        if quantity > most:
            raise refusal
        if sku not in held and len(held) >= self.limits.most_lines:
            raise self._too_many_lines

    def most_of(self, sku: str, held: Mapping[str, int]) -> tuple[int, ShopError]:
        """How many may be held beside the others, and what to say to who wants more."""
        return min(self._bounds(sku, held), key=lambda bound: bound[0])

    def fitted(self, wanted: Sequence[CartLine], standing: Mapping[str, int]) -> tuple[Lines, tuple[str, ...]]:
        """As much of `wanted` as may be held, and why not the rest. What stands already (by SKU) is never cut down."""
        held = {line.sku: n for line in wanted if (n := min(line.quantity, standing.get(line.sku, 0)))}
        short = list[str]()
        for line in wanted:
            least = held.get(line.sku, 0)
            if line.quantity <= least:
                continue
            most, why = self._most_more(line, held)
            if most > least:
                held[line.sku] = min(line.quantity, most)
            if most < line.quantity:
                short.append(why)
        return tuple(replace(line, quantity=held[line.sku]) for line in wanted if line.sku in held), tuple(short)

    def _most_more(self, line: CartLine, held: Mapping[str, int]) -> tuple[int, str]:
        name = line.name or line.sku
        if line.sku not in self:
            return 0, f"{name} is no longer sold."
        if line.sku not in held and len(held) >= self.limits.most_lines:
            return 0, f"{name} found no room: {self._too_many_lines.message}"
        most, refusal = self.most_of(line.sku, held)
        return most, refusal.message

    def _bounds(self, sku: str, held: Mapping[str, int]) -> Iterator[tuple[int, ShopError]]:
        name, stock, one = self.name(sku), max(self.variant(sku).stock, 0), self.limits.most_of_one
        yield stock, OutOfStock(f"Only {stock} of {name} are left." if stock else f"{name} is out of stock.")
        yield one, QuantityLimit(f"At most {one} of {name} can be ordered here.")
        goods = self._goods(sku, 1)
        for limit in self.limits.most_of:
            if limit.of.holds(goods):
                others = [self._goods(other, n) for other, n in held.items() if other != sku and other in self]
                left = limit.most - sum(other.quantity for other in others if limit.of.holds(other))
                what = f"our {limit.of.category}" if limit.of.category else goods.title
                yield max(left, 0), QuantityLimit(f"At most {limit.most} of {what} can be ordered at once.")

    def _goods(self, sku: str, quantity: int) -> Goods:
        return Goods.of(*self.stocked[sku], quantity)

    @property
    def _too_many_lines(self) -> QuantityLimit:
        return QuantityLimit(f"A cart holds at most {self.limits.most_lines} different items.")


def require_positive(quantity: int) -> None:
    if quantity < 1:
        raise QuantityLimit("The quantity must be at least 1.")
