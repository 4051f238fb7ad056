"""What a change of an order owes to a payment page: money that it says goes back, and that somebody has to send."""

from collections.abc import Iterable
from datetime import datetime

from assistant.shop.changes.effect import Effect
from assistant.shop.checkout.records import RefundDue
from assistant.shop.money import Money
from assistant.shop.orders import Payment


def owed_by(effect: Effect, proposal_id: str, at: datetime) -> tuple[RefundDue, ...]:
    """One for each new refund of the order. Whether `session_id` is a payment page at all, only the store knows."""
    if effect.order is None:
        return ()
    before, after = effect.order
    fresh = [payment for payment in after.payments[len(before.payments) :] if payment.way == "refund"]
    return tuple(
        RefundDue(
            id=f"{proposal_id}-{at_}",
            number=after.number,
            session_id=payment.method_id,
            amount=payment.amount,
            paid=_paid(before.payments, payment),
            reason=effect.title,
            at=at,
        )
        for at_, payment in enumerate(fresh)
        if payment.method_id
    )


def _paid(payments: Iterable[Payment], back: Payment) -> Money:
    own = (p.amount for p in payments if p.way == "payment" and p.method_id == back.method_id)
    return sum(own, Money(0, back.amount.currency))
