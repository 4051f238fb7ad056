"""A cart as it is shown: each line checked against the shop at this moment."""

from assistant.conversation import CartLineView, CartView
from assistant.shop.cart.contents import CartLine, KeptCart
from assistant.shop.cart.news import news_of, total_seen
from assistant.shop.cart.rules import Shelf
from assistant.shop.catalogue import Variant
from assistant.shop.money import Money, price_view


def view_of(kept: KeptCart, shelf: Shelf, currency: str) -> CartView:
    contents, news = kept.contents, news_of(kept, shelf, currency)
    subtotal = sum((_counted(line, shelf, currency) for line in contents.lines), Money(0, currency))
    before = total_seen(contents.lines, currency)
    told = any(item.sku for item in news) and before != subtotal
    return CartView(
        lines=tuple(_line_view(line, shelf, currency) for line in contents.lines),
        count=sum(line.quantity for line in contents.lines),
        subtotal=price_view(subtotal),
        saved=tuple(_line_view(line, shelf, currency) for line in contents.saved),
        message=contents.message,
        news=news,
        before=price_view(before) if told else None,
        undo=kept.history[-1].words if kept.history else "",
    )


def _counted(line: CartLine, shelf: Shelf, currency: str) -> Money:
    """The owner may change the shop's currency; the cart must stay readable until the goods follow."""
    price = shelf.variant(line.sku).price if line.sku in shelf else None
    return price * line.quantity if price is not None and price.currency == currency else Money(0, currency)


def _line_view(line: CartLine, shelf: Shelf, currency: str) -> CartLineView:
    if line.sku not in shelf:
        return _gone(line)
    product, variant = shelf.stocked[line.sku]
    return CartLineView(
        sku=line.sku,
        title=product.title,
        options=variant.label,
        image=variant.image or product.image,
        quantity=line.quantity,
        unit=price_view(variant.price),
        total=price_view(variant.price * line.quantity),
        note=_note(line, variant, currency),
        message=line.message,
    )


def _note(line: CartLine, variant: Variant, currency: str) -> str:
    if variant.price.currency != currency:
        return f"This item is priced in {variant.price.currency} and is not counted."
    if variant.stock <= 0:
        return "Out of stock now"
    if variant.stock < line.quantity:
        return f"Only {variant.stock} left now"
    return f"The price was {line.seen_price} before" if variant.price != line.seen_price else ""


def _gone(line: CartLine) -> CartLineView:
    nothing = price_view(Money(0, line.seen_price.currency))
    return CartLineView(
        sku=line.sku,
        title=line.name or "No longer sold",
        options="",
        image="",
        quantity=line.quantity,
        unit=nothing,
        total=nothing,
        note="This item is no longer sold and is not counted.",
        message=line.message,
    )
