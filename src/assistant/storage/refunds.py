"""Refunds that are owed, inside somebody's transaction."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Row, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.checkout.records import RefundDue, RefundState
from assistant.shop.checkout.store import Owed
from assistant.shop.money import Money
from assistant.shop.orders import Order
from assistant.storage.checkout_tables import payment_sessions, refunds
from assistant.storage.orders import rewrite_order


async def owe_refund(
    connection: AsyncConnection, checkout_id: str, refund: RefundDue, order: tuple[Order, Order] | None = None
) -> Owed:
    """The caller holds a lock that lets one writer of this checkout in at a time."""
    if await connection.scalar(select(refunds.c.id).where(refunds.c.id == refund.id)) is not None:
        return "already"
    of_session = (refunds.c.session_id == refund.session_id) & (refunds.c.state != "failed")
    before = await connection.scalar(select(func.coalesce(func.sum(refunds.c.amount_minor), 0)).where(of_session))
    if int(before or 0) + refund.amount.minor > refund.paid.minor:
        return "too much"
    if order is not None and not await rewrite_order(connection, *order):
        return "changed"
    await connection.execute(insert(refunds).values(_row(checkout_id, refund)))
    return "owed"


async def owe_for_change(connection: AsyncConnection, owed: Iterable[RefundDue]) -> bool:
    """Those whose session is a payment page of ours; False when one would come to more than is left of it."""
    for refund in owed:
        page = select(payment_sessions.c.checkout_id).where(payment_sessions.c.id == refund.session_id)
        checkout_id = await connection.scalar(page)
        outcome = None if checkout_id is None else await owe_refund(connection, checkout_id, refund)
        if outcome == "too much":
            return False
    return True


async def refunds_due(connection: AsyncConnection, limit: int) -> Sequence[RefundDue]:
    """Oldest first."""
    query = select(refunds).where(refunds.c.state == "due").order_by(refunds.c.seq).limit(limit)
    return [_refund(row) for row in await connection.execute(query)]


async def refunds_of(connection: AsyncConnection, session_ids: Sequence[str]) -> Sequence[RefundDue]:
    query = select(refunds).where(refunds.c.session_id.in_(session_ids)).order_by(refunds.c.seq)
    return [_refund(row) for row in await connection.execute(query)]


async def end_refund(connection: AsyncConnection, refund_id: str, state: RefundState) -> str | None:
    """The checkout that it belongs to; None when the refund was not due any more."""
    due = (refunds.c.id == refund_id) & (refunds.c.state == "due")
    ended = update(refunds).where(due).values(state=state, attempts=refunds.c.attempts + 1)
    checkout_id: str | None = (await connection.execute(ended.returning(refunds.c.checkout_id))).scalar_one_or_none()
    return checkout_id


def _row(checkout_id: str, refund: RefundDue) -> dict[str, Any]:
    return {
        "id": refund.id,
        "checkout_id": checkout_id,
        "number": refund.number,
        "session_id": refund.session_id,
        "amount_minor": refund.amount.minor,
        "paid_minor": refund.paid.minor,
        "currency": refund.amount.currency,
        "reason": refund.reason,
        "at": refund.at,
        "state": refund.state,
        "attempts": refund.attempts,
    }


def _refund(row: Row[Any]) -> RefundDue:
    return RefundDue(
        row.id,
        row.number,
        row.session_id,
        Money(row.amount_minor, row.currency),
        Money(row.paid_minor, row.currency),
        row.reason,
        row.at,
        row.state,
        row.attempts,
    )
