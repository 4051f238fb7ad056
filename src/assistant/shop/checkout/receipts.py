"""What becomes of a checkout in writing: the order, the mails and the events of each step."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from assistant.shop.checkout.payments import PaymentRequest, PaymentSession
from assistant.shop.checkout.records import Checkout, RefundDue, ShopEvent
from assistant.shop.checkout.store import Along, Once
from assistant.shop.mail import Mail
from assistant.shop.money import Money
from assistant.shop.orders import Order, Payment


def request_of(checkout: Checkout, attempt: int, until: datetime) -> PaymentRequest:
    return PaymentRequest(
        key=f"{checkout.id}-{attempt}",
        checkout_id=checkout.id,
        number=checkout.number,
        email=checkout.contact.email,
        total=checkout.total,
        lines=tuple((part.label, part.amount) for part in checkout.parts if part.kind != "tax included"),
        expires_at=until,
    )


def free_of_charge(checkout: Checkout, now: datetime) -> PaymentSession:
    """What stands for the payment where a discount or a gift leaves nothing to pay."""
    nothing = checkout.total
    return PaymentSession(f"free-{checkout.id}", checkout.id, "", "paid", nothing, nothing, now)


def order_of(checkout: Checkout, session: PaymentSession, now: datetime) -> Order:
    return Order(
        number=checkout.number,
        email=checkout.contact.email,
        customer_id=checkout.customer_id,
        status="paid",
        placed_at=now,
        lines=checkout.lines,
        shipping=_sum(checkout, "shipping"),
        total=checkout.total,
        discount=_sum(checkout, "discount"),
        tax=_sum(checkout, "tax"),
        note=checkout.note,
        address=checkout.address,
        payments=_payments(session, now),
    )


def refund_of(checkout: Checkout, session: PaymentSession, amount: Money, why: str, now: datetime) -> RefundDue:
    """Of all that was paid there: one for each session, however often it is asked for."""
    return RefundDue(f"whole-{session.id}", checkout.number, session.id, amount, session.amount, why, now)


def paid(checkout: Checkout, session: PaymentSession, shop_name: str, now: datetime) -> Along:
    lines = (
        f"Thank you! Your order {checkout.number} is paid.",
        "\n".join(part.words for part in checkout.parts),
        f"Total: {checkout.total}, {_paid_with(session)}.",
        *_where(checkout),
        f"You can ask us about order {checkout.number} in the chat at any time.",
    )
    return Along(
        mails=_mail(checkout, f"{shop_name}: order {checkout.number} is confirmed", lines, now),
        events=(_event("order.paid", checkout, now, {"session": session.id}),),
    )


def expired(checkout: Checkout, shop_name: str, now: datetime) -> Along:
    lines = (
        f"The items of {checkout.number} were kept for you until {checkout.held_until:%H:%M} UTC and no payment came.",
        f"Nothing was charged. Your cart is as it was; you can check out again at any time. {shop_name}",
    )
    subject = f"{shop_name}: your checkout has ended"
    return Along(_mail(checkout, subject, lines, now), (_event("checkout.expired", checkout, now),))


def cancelled(checkout: Checkout, now: datetime) -> Along:
    return Along(events=(_event("checkout.cancelled", checkout, now),))


def returned(
    checkout: Checkout,
    refund: RefundDue,
    shop_name: str,
    now: datetime,
    answer: tuple[Once, Mapping[str, Any]] | None = None,
) -> Along:
    lines = (
        f"{refund.amount} of {checkout.number} goes back to the way you paid, because {refund.reason}.",
        "It is on its way; banks take up to 10 days to show it.",
    )
    subject = f"{shop_name}: a refund of {refund.amount} for {checkout.number}"
    event = _event("refund.due", checkout, now, {"refund": refund.id, "minor": refund.amount.minor})
    return Along(_mail(checkout, subject, lines, now), (event,), answer=answer)


def refund_done(refund: RefundDue, now: datetime) -> Along:
    return Along(events=(_ended("refund.done", refund, now),))


def refund_failed(refund: RefundDue, now: datetime) -> Along:
    return Along(events=(_ended("refund.failed", refund, now),))


def _ended(kind: Any, refund: RefundDue, now: datetime) -> ShopEvent:
    data = {"number": refund.number, "refund": refund.id, "minor": refund.amount.minor}
    return ShopEvent(uuid4().hex, kind, now, data | {"currency": refund.amount.currency})


def _event(kind: Any, checkout: Checkout, now: datetime, more: Mapping[str, Any] | None = None) -> ShopEvent:
    data = {"checkout": checkout.id, "number": checkout.number, "minor": checkout.total.minor}
    return ShopEvent(uuid4().hex, kind, now, data | {"currency": checkout.total.currency} | dict(more or {}))


def _mail(checkout: Checkout, subject: str, lines: tuple[str, ...], now: datetime) -> tuple[Mail, ...]:
    return (Mail(uuid4().hex, checkout.contact.email, subject, "\n\n".join(lines), now),)


def _payments(session: PaymentSession, now: datetime) -> tuple[Payment, ...]:
    page = Payment("payment", session.amount, session.id, session.method, now, on_page=True)
    return (page,) if session.amount.minor else ()


def _paid_with(session: PaymentSession) -> str:
    return f"paid with {session.method or 'your way to pay'}" if session.amount.minor else "nothing was to be paid"


def _where(checkout: Checkout) -> tuple[str, ...]:
    return (f"It goes to {checkout.contact.name}, {checkout.address}.",) if checkout.address else ()


def _sum(checkout: Checkout, kind: str) -> Money:
    nothing = Money(0, checkout.total.currency)
    return sum((part.amount for part in checkout.parts if part.kind == kind), nothing)
