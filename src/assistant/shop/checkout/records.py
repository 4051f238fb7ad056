"""What the shop keeps of a checkout."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from assistant.shop.customers import Address
from assistant.shop.money import Money
from assistant.shop.orders import OrderLine
from assistant.shop.selling.totals import BillPart

CheckoutState = Literal["awaiting payment", "paid", "expired", "cancelled", "refund due", "refunded"]
RefundState = Literal["due", "done", "failed"]


@dataclass(frozen=True)
class Contact:
    """`phone` in E.164, `email` as the shopper wrote it; empty where nothing was said yet."""

    name: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Details:
    """What was said for the checkout of one cart so far, each part checked when it was said."""

    contact: Contact = Contact()
    address: Address | None = None
    method: str = ""
    codes: tuple[str, ...] = ()
    note: str = ""
    version: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Checkout:
    """A cart as the shopper agreed to it; nothing of it but the state changes any more.

    `cart` is the cart's owner key. `number` is the order's, given out when the stock is held. `session_id` is the
    provider's, None until a payment page was opened; `attempt` counts the pages.
    """

    id: str
    cart: str
    conversation_id: str
    customer_id: str | None
    contact: Contact
    address: Address | None
    method: str
    lines: tuple[OrderLine, ...]
    parts: tuple[BillPart, ...]
    total: Money
    discounts: tuple[str, ...]
    created_at: datetime
    held_until: datetime
    note: str = ""
    state: CheckoutState = "awaiting payment"
    number: str = ""
    session_id: str | None = None
    attempt: int = 0

    @property
    def quantities(self) -> dict[str, int]:
        """By SKU: what is held for it while it waits, and leaves for good when it is paid."""
        counts: dict[str, int] = {}
        for line in self.lines:
            counts[line.sku] = counts.get(line.sku, 0) + line.quantity
        return counts


@dataclass(frozen=True)
class RefundDue:
    """Money that the shop owes: written with the reason for it, paid out afterwards under `id` as idempotency key.

    `paid` is what the session took in; all its refunds together never come to more.
    """

    id: str
    number: str
    session_id: str
    amount: Money
    paid: Money
    reason: str
    at: datetime
    state: RefundState = "due"
    attempts: int = 0


@dataclass(frozen=True)
class ShopEvent:
    """For the shop's other systems; written with the business rows, delivered afterwards at least once."""

    id: str
    kind: Literal[
        "checkout.placed",
        "checkout.expired",
        "checkout.cancelled",
        "order.paid",
        "refund.due",
        "refund.done",
        "refund.failed",
    ]
    at: datetime
    data: Mapping[str, Any]
