"""Order data, after proof only. No tool takes a name, an e-mail address or a customer id."""

from datetime import date
from typing import Annotated, Any

from babel.dates import format_date
from langchain.tools import ToolRuntime, tool
from pydantic import Field

from assistant.conversation import OrderLineView, OrderView
from assistant.shop.changes.possible import Possible
from assistant.shop.customers import Address
from assistant.shop.money import price_view
from assistant.shop.orders import Exchange, Fulfilment, Order, OrderLine, Piece, Return
from assistant.shop.proving import Need
from assistant.tools.context import TurnContext
from assistant.tools.placed import placed_here
from assistant.tools.results import Result, result

OrderNumber = Annotated[str, Field(max_length=40, description="As the shopper wrote it, e.g. #1042")]


@tool(response_format="content_and_artifact")
async def order_status(order_number: OrderNumber, runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """Where an order is, what is in it, how it was paid, what can still be changed. Tells what proof is needed."""
    proving = runtime.context.proving
    if proving.conversation.proof is None and (own := await placed_here(runtime.context, order_number)):
        return own
    answer = await proving.order(order_number)
    if isinstance(answer, Need):
        return need_result(answer)
    return result({"order": await _told(answer, runtime.context)}, orders=[order_view(answer)])


@tool(response_format="content_and_artifact")
async def recent_orders(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """The shopper's latest orders. Tells what proof is still needed."""
    answer = await runtime.context.proving.recent()
    if isinstance(answer, Need):
        return need_result(answer)
    told = [await _told(order, runtime.context) for order in answer]
    return result({"orders": told}, orders=list(map(order_view, answer)))


def need_result(need: Need) -> Result:
    return result({"proof": {"need": need.need, "order_number": need.order_number, "accepts": list(need.accepts)}})


async def _told(order: Order, context: TurnContext) -> dict[str, Any]:
    return order_json(order, await context.changes.possible(order, context.shopper.proof, context.now))


def order_json(order: Order, can: Possible) -> dict[str, Any]:
    """`can` names the changes that its status and the shop's rules still allow, the keys beside it what they take."""
    return {
        "number": order.number,
        "status": order.status,
        "placed": _day(order.placed_at.date()),
        "lines": [_line_json(line) for line in order.lines],
        "shipping": str(order.shipping),
        "total": str(order.total),
        "address": address_json(order.address),
        "payments": [{"way": p.way, "amount": str(p.amount), "method": p.method} for p in order.payments],
        "fulfilments": [_fulfilment_json(f) for f in order.fulfilments],
        "refunded": str(order.refunded) if order.refunded else None,
        "note": order.note,
        "cancelled_because": order.cancel_reason or None,
        "items_changed": order.items_changed or None,
        "returned": _return_json(order.returned) if order.returned else None,
        "exchanged": _exchange_json(order.exchanged) if order.exchanged else None,
        "can": list(can.kinds),
        "cancel_reasons": list(can.cancel_reasons),
        "return_reasons": list(can.return_reasons),
        "refund_to": list(can.refund_to),
        "return_until": _day(can.until),
    }


def order_view(order: Order) -> OrderView:
    return OrderView(
        number=order.number,
        status=order.status,
        placed=_day(order.placed_at.date()) or "",
        lines=tuple(_line_view(line) for line in order.lines),
        total=price_view(order.total),
    )


def _line_view(line: OrderLine) -> OrderLineView:
    options = ", ".join(line.options.values())
    return OrderLineView(
        title=line.title,
        options="" if options in line.title else options,
        quantity=line.quantity,
        total=price_view(line.total),
    )


def address_json(address: Address | None) -> dict[str, str] | None:
    """In parts, as the tools take them, and as one text."""
    if address is None:
        return None
    parts = ("line1", "line2", "city", "region", "postcode", "country")
    return {part: getattr(address, part) for part in parts} | {"text": str(address)}


def _line_json(line: OrderLine) -> dict[str, Any]:
    return {
        "sku": line.sku,
        "handle": line.handle,
        "title": line.title,
        "options": dict(line.options),
        "quantity": line.quantity,
        "unit": str(line.unit),
        "total": str(line.total),
    }


def _return_json(wanted: Return) -> dict[str, Any]:
    return {
        "asked": _day(wanted.at.date()),
        "items": [_piece_json(piece) for piece in wanted.pieces],
        "refund": str(wanted.refund),
        "refund_to": wanted.method,
        "fee": str(wanted.fee) if wanted.fee.minor else None,
        "because": wanted.reason or None,
    }


def _exchange_json(wanted: Exchange) -> dict[str, Any]:
    due = "nothing" if not wanted.difference.minor else "to pay" if wanted.difference.minor > 0 else "to get back"
    return {
        "asked": _day(wanted.at.date()),
        "items": [_piece_json(piece) for piece in wanted.outgoing],
        "new_items": [_piece_json(piece) for piece in wanted.incoming],
        "difference": str(wanted.difference).lstrip("-"),
        "difference_is": due,
        "settled_with": wanted.method,
    }


def _piece_json(piece: Piece) -> dict[str, Any]:
    return {"sku": piece.sku, "title": piece.title, "quantity": piece.quantity, "unit": str(piece.unit)}


def _fulfilment_json(fulfilment: Fulfilment) -> dict[str, Any]:
    return {
        "carrier": fulfilment.carrier,
        "tracking": fulfilment.tracking,
        "url": fulfilment.url,
        "expected": _day(fulfilment.expected),
        "delivered": _day(fulfilment.delivered),
    }


def _day(day: date | None) -> str | None:
    return format_date(day, "long", locale="en_US") if day else None
