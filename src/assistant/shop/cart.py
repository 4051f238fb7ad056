"""The shopper's cart: lines by variant, checked against the shop each time it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.conversation import CartLineView, CartView
from assistant.errors import NotFound, OutOfStock, QuantityLimit, UnknownProduct
from assistant.shop.catalogue import Catalogue, Product, Variant
from assistant.shop.money import Money, price_view

MOST_OF_ONE = 20
MOST_LINES = 50


@dataclass(frozen=True)
class CartLine:
    """`seen_price` is what the shopper was shown when the line was last touched, so that a change can be told."""

    sku: str
    quantity: int
    seen_price: Money


class Carts(Protocol):
    async def lines(self, conversation_id: str) -> Sequence[CartLine]:
        """In the order in which they were first added; empty when there is no cart."""
        ...

    async def put(self, conversation_id: str, line: CartLine, held: int = 0) -> bool:
        """Write the line where `held` of its SKU stand, 0 for no line; False when another writer came first. Atomic."""
        ...

    async def drop(self, conversation_id: str, sku: str) -> None: ...


class Cart:
    """One conversation's cart. Every rule of it is here; tools and routes only call."""

    def __init__(self, conversation_id: str, carts: Carts, catalogue: Catalogue, currency: str) -> None:
        self._id, self._carts, self._catalogue, self.currency = conversation_id, carts, catalogue, currency

    async def add(self, sku: str, quantity: int = 1) -> CartView:
        """Raises `UnknownProduct`, `OutOfStock`, `QuantityLimit`."""
        while True:
            held = {line.sku: line.quantity for line in await self._carts.lines(self._id)}
            if sku not in held and len(held) >= MOST_LINES:
                raise QuantityLimit(f"A cart holds at most {MOST_LINES} different items.")
            before = held.get(sku, 0)
            if await self._set(sku, before + quantity, asked=quantity, held=before):
                return await self.view()

    async def change(self, sku: str, quantity: int) -> CartView:
        """Set the quantity of a line that is in the cart; 0 removes it. Raises `NotFound` as well."""
        if quantity == 0:
            return await self.remove(sku)
        while True:
            line = await self._line(sku)
            if await self._set(sku, quantity, asked=quantity, held=line.quantity):
                return await self.view()

    async def remove(self, sku: str) -> CartView:
        await self._line(sku)
        await self._carts.drop(self._id, sku)
        return await self.view()

    async def view(self) -> CartView:
        views, subtotal = [], Money(0, self.currency)
        for line in await self._carts.lines(self._id):
            view, total = await self._line_view(line)
            views.append(view)
            subtotal = subtotal + total
        count = sum(view.quantity for view in views)
        return CartView(lines=tuple(views), count=count, subtotal=price_view(subtotal))

    async def _line(self, sku: str) -> CartLine:
        for line in await self._carts.lines(self._id):
            if line.sku == sku:
                return line
        raise NotFound("That item is not in the cart.")

    async def _set(self, sku: str, quantity: int, asked: int, held: int) -> bool:
        """False when the line changed meanwhile, so that what was checked no longer holds."""
        product, variant = await self._catalogue.by_sku(sku)
        check_quantity(product, variant, quantity, asked)
        return await self._carts.put(self._id, CartLine(sku, quantity, variant.price), held)

    async def _line_view(self, line: CartLine) -> tuple[CartLineView, Money]:
        try:
            product, variant = await self._catalogue.by_sku(line.sku)
        except UnknownProduct:
            return _gone(line), Money(0, self.currency)
        total = variant.price * line.quantity
        view = CartLineView(
            sku=line.sku,
            title=product.title,
            options=variant.label,
            image=variant.image or product.image,
            quantity=line.quantity,
            unit=price_view(variant.price),
            total=price_view(total),
            note=_note(line, variant),
        )
        if total.currency != self.currency:
            # the owner changed the shop's currency; the cart must stay readable until the goods follow
            other = f"This item is priced in {total.currency} and is not counted."
            return view.model_copy(update={"note": other}), Money(0, self.currency)
        return view, total


def check_quantity(product: Product, variant: Variant, quantity: int, asked: int) -> None:
    name = f"{product.title} ({variant.label})" if variant.label else product.title
    if asked < 1:
        raise QuantityLimit("The quantity must be at least 1.")
    if variant.stock <= 0:
        raise OutOfStock(f"{name} is out of stock.")
    if quantity > variant.stock:
        raise OutOfStock(f"Only {variant.stock} of {name} are left.")
    if quantity > MOST_OF_ONE:
        raise QuantityLimit(f"At most {MOST_OF_ONE} of one item can be ordered here.")


def _note(line: CartLine, variant: Variant) -> str:
    if variant.stock <= 0:
        return "Out of stock now"
    if variant.stock < line.quantity:
        return f"Only {variant.stock} left now"
    if variant.price != line.seen_price:
        return f"The price was {line.seen_price} when you added it"
    return ""


def _gone(line: CartLine) -> CartLineView:
    nothing = price_view(Money(0, line.seen_price.currency))
    return CartLineView(
        sku=line.sku,
        title="No longer sold",
        options="",
        image="",
        quantity=line.quantity,
        unit=nothing,
        total=nothing,
        note="This item is no longer sold and is not counted.",
    )
