"""The customer's own account: where they live, what they pay with, which orders they have. After proof only."""

from collections.abc import Sequence
from typing import Any

from langchain.tools import ToolRuntime, tool

from assistant.shop.customers import Customer, PaymentMethod, labelled
from assistant.shop.orders import Order
from assistant.shop.proving import Need
from assistant.tools.context import TurnContext
from assistant.tools.orders import address_json, need_result
from assistant.tools.results import Result, result


@tool(response_format="content_and_artifact")
async def my_account(runtime: ToolRuntime[TurnContext, Any]) -> Result:
    """The shopper's name, address, saved ways to pay and order numbers. Tells what proof is still needed."""
    context = runtime.context
    customer = await context.proving.account()
    if isinstance(customer, Need):
        return need_result(customer)
    orders = await context.proving.recent()
    return result({"account": account_json(customer, [] if isinstance(orders, Need) else orders)})


def account_json(customer: Customer, orders: Sequence[Order]) -> dict[str, Any]:
    """Ways to pay by the label that the tools take; never a token, an e-mail address or the customer's id."""
    return {
        "name": customer.name,
        "address": address_json(customer.address),
        "ways_to_pay": [_way(label, method) for label, method in labelled(customer.payment_methods).items()],
        "orders": [{"number": order.number, "status": order.status} for order in orders],
    }


def _way(label: str, method: PaymentMethod) -> dict[str, str | None]:
    return {"label": label, "kind": method.kind, "balance": str(method.balance) if method.balance else None}
