"""Holds the provider's list of payments against the shop's: settles what can be settled, and tells what is left."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from assistant.errors import NotFound
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout, RefundDue
from assistant.shop.checkout.settling import decide
from assistant.shop.checkout.store import Checkouts
from assistant.shop.checkout.till import Till
from assistant.shop.money import Money
from assistant.shop.orders import Order, Orders

LATE = timedelta(hours=1)
UNKNOWN = "paid at the provider for a checkout that is not known here"
MISSED = "paid at the provider, not here"
ENDED = "ended at the provider, still held here"
NOT_PAID = "paid here, not at the provider"
OTHER_AMOUNT = "paid {there} at the provider, {here} here"
OTHER_REFUND = "{there} given back at the provider, {here} here"
OTHER_WORD = "the order says that {said} went back, and {written} was sent or is owed"
OWED = "{amount} owed since {at:%Y-%m-%d %H:%M} UTC, {attempts} attempts"
FAILED = "a refund of {amount} was refused: it must be paid back by hand"
HELD = "still held, {minutes} minutes beyond its end"


@dataclass(frozen=True)
class Difference:
    """`number` is the order's, empty where the shop knows none. What is `settled` calls for nothing more."""

    number: str
    session_id: str
    what: str
    settled: bool = False


async def reconcile(
    checkouts: Checkouts, orders: Orders, till: Till, since: datetime, now: datetime
) -> Sequence[Difference]:
    """Raises `PaymentUnavailable` when the provider cannot be asked."""
    await till.pay_back(now)
    sessions = {session.id: session for session in await till.payments.recent(since)}
    found = [one for session in sessions.values() async for one in _settled(session, checkouts, till, now)]
    placed = await checkouts.since(since)
    refunds = await checkouts.refunds_of([one.session_id for one in placed if one.session_id])
    for checkout in placed:
        own = [refund for refund in refunds if refund.session_id == checkout.session_id]
        found += [one async for one in _left(checkout, own, sessions, till, now)]
        found += _said(checkout, own, await orders.get(checkout.number))
    return found


async def _settled(
    session: PaymentSession, checkouts: Checkouts, till: Till, now: datetime
) -> AsyncIterator[Difference]:
    checkout = await checkouts.of_session(session.id) or await checkouts.get(session.checkout_id)
    if checkout is None:
        if session.state == "paid" and session.refunded < session.amount:
            yield Difference("", session.id, UNKNOWN)
        return
    if decide(checkout, session, now).step != "nothing":
        await till.settled(checkout, session, now)
        yield Difference(checkout.number, session.id, MISSED if session.state == "paid" else ENDED, settled=True)


async def _left(
    checkout: Checkout,
    refunds: Sequence[RefundDue],
    sessions: Mapping[str, PaymentSession],
    till: Till,
    now: datetime,
) -> AsyncIterator[Difference]:
    number, session_id = checkout.number, checkout.session_id or ""
    if checkout.state == "awaiting payment" and now - checkout.held_until > LATE:
        minutes = (now - checkout.held_until) // timedelta(minutes=1)
        yield Difference(number, session_id, HELD.format(minutes=minutes))
    if checkout.state in {"paid", "refunded"} and checkout.total.minor:
        session = sessions.get(session_id) or await _read(till, session_id)
        if told := _otherwise(checkout, refunds, session):
            yield Difference(number, session_id, told)
    for refund in refunds:
        if refund.state == "failed":
            yield Difference(number, session_id, FAILED.format(amount=refund.amount))
        elif refund.state == "due" and now - refund.at > LATE:
            told = OWED.format(amount=refund.amount, at=refund.at, attempts=refund.attempts)
            yield Difference(number, session_id, told)


def _said(checkout: Checkout, refunds: Sequence[RefundDue], order: Order | None) -> Iterator[Difference]:
    """An order whose feed does not tell of the page's payment says nothing of its refunds either."""
    page = [payment for payment in (order.payments if order else ()) if payment.method_id == checkout.session_id]
    nothing = Money(0, checkout.total.currency)
    said = sum((payment.amount for payment in page if payment.way == "refund"), nothing)
    written = sum((refund.amount for refund in refunds), nothing)
    if checkout.state == "paid" and page and said != written:
        yield Difference(checkout.number, checkout.session_id or "", OTHER_WORD.format(said=said, written=written))


def _otherwise(checkout: Checkout, refunds: Sequence[RefundDue], session: PaymentSession | None) -> str:
    """How the provider's word on a payment differs from the shop's; empty where it does not."""
    if session is None or session.state != "paid":
        return NOT_PAID
    if checkout.state == "paid" and session.amount != checkout.total:
        return OTHER_AMOUNT.format(there=session.amount, here=checkout.total)
    done = sum((one.amount for one in refunds if one.state == "done"), Money(0, session.amount.currency))
    return OTHER_REFUND.format(there=session.refunded, here=done) if done != session.refunded else ""


async def _read(till: Till, session_id: str) -> PaymentSession | None:
    try:
        return await till.payments.read(session_id)
    except NotFound:
        return None
