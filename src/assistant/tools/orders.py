"""Order data, after proof only. No tool takes a name, an e-mail address or a customer id."""

from typing import Annotated, Any

from babel.dates import format_date
from langchain.tools import ToolRuntime, tool
from pydantic import Field

from assistant.shop.orders import Fulfilment, Order
from assistant.shop.proving import Need
from assistant.tools.context import TurnContext
from assistant.tools.results import Result, result


@tool(response_format="content_and_artifact")
async def order_status(
    order_number: Annotated[str, Field(max_length=40, description="As the shopper wrote it, e.g. #1042")],
    runtime: ToolRuntime[TurnContext, Any],
) -> Result:
    """Where an order is, what is in it, its tracking. Tells what proof is still needed."""
    answer = await runtime.context.proving.order(order_number)
    return _need(answer) if isinstance(answer, Need) else result({"order": order_json(answer)})


@tool(response_format="content_and_artifact")
async def recent_orders(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """The shopper's latest orders. Tells what proof is still needed."""
    answer = await runtime.context.proving.recent()
    return _need(answer) if isinstance(answer, Need) else result({"orders": [order_json(o) for o in answer]})


def order_json(order: Order) -> dict[str, Any]:
    return {
        "number": order.number,
        "status": order.status,
        "placed": format_date(order.placed_at.date(), "long", locale="en_US"),
        "lines": [{"title": ln.title, "quantity": ln.quantity, "unit": str(ln.unit)} for ln in order.lines],
        "shipping": str(order.shipping),
        "total": str(order.total),
        "fulfilments": [_fulfilment_json(f) for f in order.fulfilments],
        "refunded": str(order.refunded) if order.refunded else None,
        "note": order.note,
    }


def _fulfilment_json(fulfilment: Fulfilment) -> dict[str, Any]:
    def day(value: Any) -> str | None:
        return format_date(value, "long", locale="en_US") if value else None

    return {
        "carrier": fulfilment.carrier,
        "tracking": fulfilment.tracking,
        "url": fulfilment.url,
        "expected": day(fulfilment.expected),
        "delivered": day(fulfilment.delivered),
    }


def _need(need: Need) -> Result:
    return result({"proof": {"need": need.need, "order_number": need.order_number}})
