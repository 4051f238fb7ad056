"""The only way to a suggestion: everything that could speak against it is looked up at this moment."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.errors import ShopError
from assistant.shop.cart.cart import Cart, CartDesk
from assistant.shop.cart.contents import Contents
from assistant.shop.cart.rules import Shelf
from assistant.shop.catalogue import Product, Variant
from assistant.shop.checkout.store import SellingBook
from assistant.shop.money import Money
from assistant.shop.selling.goods import Goods
from assistant.shop.suggesting.choosing import Candidate, Suggestion, candidates, suggested
from assistant.shop.suggesting.habits import RecentHabits

MOST_LOOKED_AT = 24
"""Of so many candidates, the best ones, the records are read; where none of them can be had, nothing is suggested."""


class SuggestionDesk:
    def __init__(self, carts: CartDesk, selling: SellingBook, habits: RecentHabits) -> None:
        self._carts, self._selling, self.habits = carts, selling, habits

    async def suggest(
        self, cart: Cart, grown: Collection[str], never: Collection[str], former: Collection[str], budget: Money | None
    ) -> Suggestion | None:
        """For what is in the cart, what has just `grown` (SKUs) first. Never a handle of `never`, a product of which a
        SKU is saved for later or was in the cart before (`former`, and what the cart itself remembers), nor one that
        would not fit into the `budget` beside all the rest.
        """
        rules = await self._selling.selling()
        if not rules.suggestions:
            return None
        kept = await cart.kept()
        known, refused = kept.contents, kept.former | (set(former) - kept.contents.skus)
        shelf = await self._carts.shelf(known.skus | refused)
        goods = _goods(known, shelf, grown)
        unwanted = {*never, *_handles(shelf, refused | {line.sku for line in known.saved})}
        habits = await self.habits.known()
        wanted = (one for one in candidates(goods, rules.goes_with, habits) if one.handle not in unwanted)
        found = list(islice(wanted, MOST_LOOKED_AT))
        products = await self._products(found)
        stocked = {**shelf.stocked, **{v.sku: (p, v) for p in products.values() for v in p.variants}}
        left = _left(known, shelf, (budget, rules.limits.most_in_all(cart.currency)), cart.currency)
        room = _Room(Shelf(stocked, rules.limits), known.quantities, cart.currency, left)
        return suggested(found, products, unwanted, room)

    async def _products(self, found: Sequence[Candidate]) -> Mapping[str, Product]:
        if not found:
            return {}
        return await self._carts.catalogue.by_handles({handle for one in found for handle in (one.handle, one.beside)})


def _goods(held: Contents, shelf: Shelf, grown: Collection[str]) -> list[Goods]:
    """What was added last in front."""
    lines = [line for line in reversed(held.lines) if line.sku in shelf]
    lines.sort(key=lambda line: line.sku not in grown)
    return [Goods.of(*shelf.stocked[line.sku], line.quantity) for line in lines]


def _handles(shelf: Shelf, skus: Collection[str]) -> Iterator[str]:
    return (shelf.stocked[sku][0].handle for sku in skus if sku in shelf)


def _left(held: Contents, shelf: Shelf, bounds: Sequence[Money | None], currency: str) -> int | None:
    """What may still be spent, in minor units; None where nothing bounds it."""
    prices = [shelf.variant(line.sku).price * line.quantity for line in held.lines if line.sku in shelf]
    spent = sum(price.minor for price in prices if price.currency == currency)
    return min((bound.minor - spent for bound in bounds if bound is not None), default=None)


@dataclass(frozen=True)
class _Room:
    """Whether one more of a variant can be added now, and be paid for with what is `left`."""

    shelf: Shelf
    held: Mapping[str, int]
    currency: str
    left: int | None

    def __call__(self, variant: Variant) -> bool:
        if variant.price.currency != self.currency or (self.left is not None and variant.price.minor > self.left):
            return False
        try:
            self.shelf.require_room(variant.sku, 1, self.held)
        except ShopError:
            return False
        return True
