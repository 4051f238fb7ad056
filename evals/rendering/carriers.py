"""Every field that the widget shows, with hostile texts in it. No text is cleaned; the widget stands alone."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from assistant.conversation import (
    BillPartView,
    Card,
    CartLineView,
    CartNews,
    CartView,
    CheckoutView,
    Choice,
    Citation,
    Confirmation,
    Line,
    ModelUse,
    Moved,
    OrderLineView,
    OrderView,
    PlaceView,
    Price,
    Receipt,
    Recommendation,
    Refinement,
    RefusedCode,
    Reply,
    ShippingView,
)

Texts = Sequence[str]


def whole_text(texts: Texts) -> str:
    return "\n\n".join(texts)


def reply(texts: Texts) -> Reply:
    return Reply(
        turn_id="t1",
        text=whole_text(texts),
        cards=tuple(card(text) for text in texts),
        citations=tuple(Citation(title=text, url=text, quote=text) for text in texts),
        cart=cart(texts),
        confirmation=_confirmation(texts),
        receipt=Receipt(title=texts[0], lines=tuple(texts), movements=_movements(texts)),
        orders=tuple(_order(text) for text in texts),
        checkout=checkout(texts),
        recommendation=Recommendation(card=card(texts[-1]), evidence="goes with", reason=texts[-1]),
        suggestions=tuple(texts),
        refinements=tuple(Refinement(field=text, value=text, count=1, message=text) for text in texts),
        model=ModelUse(name=texts[0], kind="hosted", fallback=texts[0], prompt="0" * 8),
    )


def lines(texts: Texts) -> list[Line]:
    """The same as it stands in the history, and as somebody of the shop wrote it."""
    at, said, told = datetime.now(UTC), reply(texts), whole_text(texts)
    kept = said.model_dump(include={"cards", "citations", "orders", "receipt", "checkout"})
    return [
        Line(who="shopper", text=told, at=at),
        Line(who="assistant", text=told, at=at, **kept),
        Line(who="staff", text=told, at=at),
    ]


def opening(texts: Texts) -> dict[str, Any]:
    return {
        "greeting": {"text": whole_text(texts), "suggestions": list(texts)},
        "shop": {"name": texts[0], "links": ["https://shop.example"], "pictures": ["https://cdn.shop.example"]},
        "model": {"name": texts[0], "kind": "hosted"},
    }


def card(text: str) -> Card:
    cost = _price(text)
    choices = tuple(Choice(sku=f"{text}{at}", label=text, price=cost, stock="in stock") for at in range(2))
    return Card(
        handle=text, title=text, vendor=text, image=text, url=text, price=cost, compare_at=cost, stock="in stock",
        choices=choices,
    )  # fmt: skip


def cart(texts: Texts) -> CartView:
    return CartView(
        lines=tuple(_cart_line(text) for text in texts),
        count=len(texts),
        subtotal=_price(texts[0]),
        saved=tuple(_cart_line(text) for text in texts),
        message=texts[0],
        news=tuple(CartNews(id=str(at), kind="price", sku=text, text=text) for at, text in enumerate(texts)),
        before=_price(texts[0]),
        undo=texts[0],
    )


def checkout(texts: Texts) -> CheckoutView:
    cost, text = _price(texts[0]), texts[0]
    return CheckoutView(
        state="open",
        parts=(
            *(BillPartView(kind="goods", label=one, amount=cost) for one in texts),
            *(BillPartView(kind="discount", label=one, amount=cost) for one in texts),
        ),
        total=cost,
        subtotal=cost,
        methods=tuple(ShippingView(name=one, price=cost, days=one) for one in texts),
        method=text,
        codes=tuple(texts),
        refused_codes=tuple(RefusedCode(code=one, why=one) for one in texts),
        hints=tuple(texts),
        missing=tuple(texts),
        name=text,
        email=text,
        phone=text,
        place=PlaceView(line1=text, line2=text, city=text, region=text, postcode=text, country=text),
        note=text,
    )


def paid(texts: Texts) -> CheckoutView:
    return checkout(texts).model_copy(update={"state": "paid", "number": texts[0]})


def _confirmation(texts: Texts) -> Confirmation:
    until = datetime.now(UTC) + timedelta(minutes=5)
    return Confirmation(
        id="c1", effect=texts[0], title=texts[0], lines=tuple(texts), movements=_movements(texts), expires_at=until
    )


def _movements(texts: Texts) -> tuple[Moved, ...]:
    return tuple(Moved(way="refund", amount=_price(text), method=text, when=text) for text in texts)


def _order(text: str) -> OrderView:
    line = OrderLineView(title=text, options=text, quantity=2, total=_price(text))
    return OrderView(number=text, status=text, placed=text, lines=(line,), total=_price(text))


def _cart_line(text: str) -> CartLineView:
    cost = _price(text)
    return CartLineView(
        sku=text, title=text, options=text, image=text, quantity=2, unit=cost, total=cost, note=text, message=text
    )


def _price(text: str) -> Price:
    return Price(minor=100, currency="USD", text=text)
