"""What a payment means for its checkout: a pure decision over what the provider says now and what the shop knows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout

Step = Literal["nothing", "fulfil", "release", "refund"]
PAID_TWICE = "it was paid twice"
CANCELLED = "it was cancelled before the payment arrived"
OTHER_AMOUNT = "the amount paid is not the amount due"
SOLD_OUT = "the items were sold out when the payment arrived"


@dataclass(frozen=True)
class Decision:
    step: Step
    why: str = ""


def decide(checkout: Checkout, session: PaymentSession, now: datetime) -> Decision:
    """The same facts always lead to the same step, so that notices may come twice, late or in any order."""
    if session.state == "paid":
        return _paid(checkout, session)
    waits = checkout.state == "awaiting payment" and checkout.session_id == session.id
    if waits and (session.state == "expired" or now >= checkout.held_until):
        return Decision("release")
    return Decision("nothing")


def _paid(checkout: Checkout, session: PaymentSession) -> Decision:
    if session.refunded >= session.amount:
        return Decision("nothing")
    if checkout.state in {"paid", "refund due", "refunded"}:
        own = session.id == checkout.session_id
        return Decision("nothing") if own else Decision("refund", PAID_TWICE)
    if session.amount != checkout.total:
        return Decision("refund", OTHER_AMOUNT)
    if checkout.state == "cancelled":
        return Decision("refund", CANCELLED)
    return Decision("fulfil")
