"""An order that was placed in a conversation, as that conversation may see it, with no other proof."""

from typing import Any

from assistant.conversation import BillPartView, CheckoutView, PlaceView
from assistant.shop.checkout.records import Checkout, Details
from assistant.shop.customers import Address
from assistant.shop.money import price_view
from assistant.shop.orders import normal_number
from assistant.tools.context import TurnContext
from assistant.tools.results import Result, result


async def placed_here(context: TurnContext, number: str) -> Result | None:
    """What this conversation placed itself: that order's payment, items and total, and nothing else of anybody."""
    last = await context.checkout.desk.last(context.shopper)
    if last is None or last.number != normal_number(number):
        return None
    if last.state != "awaiting payment":
        return result({"placed_here": placed_json(last)}, checkout=placed_view(last, ""))
    last, view = await with_page(last, context)
    return result({"placed_here": placed_json(last, view)}, checkout=view)


async def with_page(checkout: Checkout, context: TurnContext) -> tuple[Checkout, CheckoutView]:
    """Asking for its page may have found it paid, or nothing to be paid."""
    page = await context.checkout.pay_page(checkout, context.now)
    now = await context.checkout.desk.last(context.shopper) or checkout
    return now, placed_view(now, page)


def placed_json(checkout: Checkout, view: CheckoutView | None = None) -> dict[str, Any]:
    """`payment_page` tells whether its link stands below the reply."""
    return {
        "number": checkout.number,
        "total": str(checkout.total),
        "state": checkout.state,
        "items": [{"title": line.title, "quantity": line.quantity} for line in checkout.lines],
        "held_until": f"{checkout.held_until:%H:%M} UTC",
        "payment_page": bool(view and view.pay_url),
    }


def placed_view(checkout: Checkout, page: str) -> CheckoutView:
    return CheckoutView(
        state=checkout.state,
        parts=tuple(BillPartView(kind=p.kind, label=p.label, amount=price_view(p.amount)) for p in checkout.parts),
        total=price_view(checkout.total),
        method=checkout.method,
        number=checkout.number,
        pay_url=page,
        held_until=checkout.held_until,
        **told_of(checkout),
    )


def told_of(said: Checkout | Details) -> dict[str, Any]:
    """Who it is for, and where it goes."""
    contact, place = said.contact, place_view(said.address)
    return {"name": contact.name, "email": contact.email, "phone": contact.phone, "place": place, "note": said.note}


def place_view(address: Address | None) -> PlaceView | None:
    if address is None:
        return None
    return PlaceView(
        line1=address.line1,
        line2=address.line2,
        city=address.city,
        region=address.region,
        postcode=address.postcode,
        country=address.country,
    )
