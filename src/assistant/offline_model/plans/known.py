"""What a service turn knows: the proved customer's orders and account, kept up with what is done in the turn."""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.offline_model.serving.records import (
    Account,
    Address,
    OrderRecord,
    Variant,
    account_of,
    order_of,
    orders_of,
    variants_of,
)
from assistant.offline_model.steps import Call, Say
from assistant.offline_model.transcript import Result
from assistant.offline_model.wording import orders as wording
from assistant.offline_model.wording import talk

MOST_LOOKED_UP = 12


@dataclass
class Known:
    """`address` is the newest one that was settled in this turn; `said` waits to be told."""

    orders: list[OrderRecord]
    account: Account
    focus: tuple[str, ...] = ()
    address: Address | None = None
    products: dict[str, Sequence[Variant]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def told(self) -> str:
        """All that waits, which is then no longer waiting."""
        text, self.said = "\n\n".join(filter(None, self.said)), []
        return text

    def after(self, data: Mapping[str, Any]) -> None:
        """Keep the order as a change left it."""
        if isinstance(data.get("order"), dict):
            changed = order_of(data["order"])
            self.orders = [changed if order.number == changed.number else order for order in self.orders]

    def order(self, number: str) -> OrderRecord:
        return next(order for order in self.orders if order.number == number)


Gathering = Generator[Call, Result, Known | Say]


def gathered() -> Gathering:
    """Every order of whoever has proved who they are; or the words that ask for that proof."""
    recent = yield Call("recent_orders")
    if stop := _stopped(recent):
        return stop
    own = yield Call("my_account")
    account = account_of(own.data.get("account") or {}) if not own.error else Account()
    orders = orders_of(recent.data.get("orders") or ())
    missing = [number for number in account.numbers if number not in {order.number for order in orders}]
    for number in missing[:MOST_LOOKED_UP]:
        found = yield Call("order_status", {"order_number": number})
        if isinstance(found.data.get("order"), dict):
            orders.append(order_of(found.data["order"]))
    return Known(orders, account)


def _stopped(result: Result) -> Say | None:
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    if isinstance(result.data.get("proof"), dict):
        return Say(wording.proof(result.data["proof"]))
    return None if result.data.get("orders") else Say(wording.NO_ORDERS, "abstained")


def variants_known(known: Known, handle: str) -> Generator[Call, Result, Sequence[Variant]]:
    """Of one product, looked up once; none where it is no longer sold."""
    if handle not in known.products:
        found = yield Call("product_details", {"handle": handle})
        known.products[handle] = variants_of(found.data.get("product") or {})
    return known.products[handle]
