"""Checkouts: what was said, what was agreed to, the stock it holds, and what became of its payment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, delete, exists, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.card_numbers import refuse_card
from assistant.shop.cart.owner import carts_of_purchase
from assistant.shop.checkout.along import numbered
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout, CheckoutState, Details, RefundDue, RefundState
from assistant.shop.checkout.said import texts_of
from assistant.shop.checkout.store import UNSOLD, Along, Fulfilled, Owed, Placed, limits_reached
from assistant.shop.orders import Order, normal_email
from assistant.shop.selling.discounts import Used
from assistant.shop.selling.rules import SellingRules
from assistant.storage.along import write_along
from assistant.storage.carts import take_bought
from assistant.storage.changes import end_proposal, still_waits
from assistant.storage.checkout_tables import checkout_details, checkouts, discount_uses, holds, payment_sessions
from assistant.storage.conversations import proof_in
from assistant.storage.database import Database, chunks, insert_new, upsert
from assistant.storage.numbers import next_number
from assistant.storage.orders import order_row, write_lines
from assistant.storage.refunds import end_refund, owe_refund, refunds_due, refunds_of
from assistant.storage.state import lock_state
from assistant.storage.stock import in_stock, move_stock
from assistant.storage.tables import orders

_DETAILS, _CHECKOUT = TypeAdapter(Details), TypeAdapter(Checkout)
_LATER = ("number", "state", "session_id", "attempt", "held_until")
LIVE: Sequence[CheckoutState] = ("awaiting payment", "paid")


class _NoError(Exception):
    """Ends the transaction; never leaves this module."""

    def __init__(self, why: Literal["out of stock", "used up"]) -> None:
        super().__init__(why)
        self.why = why


class SqlCheckouts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def details(self, cart: str) -> Details:
        async with self._database.connect() as connection:
            row = (
                await connection.execute(select(checkout_details).where(checkout_details.c.cart == cart))
            ).one_or_none()
        return Details() if row is None else replace(_DETAILS.validate_python(row.details), version=row.version)

    async def set_details(self, cart: str, details: Details) -> bool:
        refuse_card(*texts_of(details))
        row = {"cart": cart, "details": _DETAILS.dump_python(details, mode="json"), "version": details.version + 1}
        same = (checkout_details.c.cart == cart) & (checkout_details.c.version == details.version)
        async with self._database.begin() as connection:
            if details.version == 0:
                return await insert_new(connection, checkout_details, row, ["cart"])
            change = update(checkout_details).where(same).values(row).returning(checkout_details.c.cart)
            return (await connection.execute(change)).one_or_none() is not None

    async def used(self, email: str, customer_id: str | None) -> Used:
        async with self._database.connect() as connection:
            return await _used(connection, email, customer_id)

    async def place(self, checkout: Checkout, proposal_id: str, rules: SellingRules, along: Along) -> Checkout | Placed:
        # most of a rush comes too late, and need not queue behind those who write to hear so
        async with self._database.connect() as connection:
            if not await still_waits(connection, proposal_id):
                return "spent"
            if not await in_stock(connection, checkout.quantities):
                return "out of stock"
        try:
            async with self._database.begin() as connection:
                await lock_state(connection)
                if not await end_proposal(connection, proposal_id, "carried out"):
                    return "spent"
                return await _place(connection, checkout, rules, along)
        except _NoError as no:
            return no.why

    async def get(self, checkout_id: str) -> Checkout | None:
        return next(iter(await self._find(checkouts.c.id == checkout_id, 1)), None)

    async def of_session(self, session_id: str) -> Checkout | None:
        of = select(payment_sessions.c.checkout_id).where(payment_sessions.c.id == session_id)
        return next(iter(await self._find(checkouts.c.id.in_(of), 1)), None)

    async def of_number(self, number: str) -> Checkout | None:
        return next(iter(await self._find(checkouts.c.number == number, 1)), None)

    async def of_conversation(self, conversation_id: str, limit: int = 5) -> Sequence[Checkout]:
        return await self._find(checkouts.c.conversation_id == conversation_id, limit)

    async def opened(self, checkout_id: str, session: PaymentSession, attempt: int) -> bool:
        before = (checkouts.c.id == checkout_id) & (checkouts.c.attempt == attempt - 1)
        kept = update(checkouts).where(before, checkouts.c.state == "awaiting payment")
        async with self._database.begin() as connection:
            await _remember(connection, checkout_id, session.id)
            row = await connection.execute(
                kept.values(session_id=session.id, attempt=attempt).returning(checkouts.c.id)
            )
            return row.one_or_none() is not None

    async def fulfil(self, checkout: Checkout, session: PaymentSession, order: Order, along: Along) -> Fulfilled:
        try:
            async with self._database.begin() as connection:
                return await _fulfil(connection, checkout, session, order, along)
        except _NoError:
            return "out of stock"

    async def release(self, checkout_id: str, state: Literal["expired", "cancelled"], along: Along) -> bool:
        async with self._database.begin() as connection:
            await lock_state(connection)
            if await _state(connection, checkout_id) != "awaiting payment":
                return False
            await _set_state(connection, checkout_id, state=state)
            await _give_up(connection, checkout_id)
            await write_along(connection, along)
        return True

    async def owe(
        self, checkout_id: str, refund: RefundDue, along: Along, order: tuple[Order, Order] | None = None
    ) -> Owed:
        async with self._database.begin() as connection:
            await lock_state(connection)
            before = await _state(connection, checkout_id)
            # first, since a refund that was too much or made already must leave the order as it is
            outcome = await owe_refund(connection, checkout_id, refund, order)
            if outcome != "owed":
                return outcome
            if before in UNSOLD:
                await _set_state(connection, checkout_id, state="refund due", session_id=refund.session_id)
                await _give_up(connection, checkout_id)
            await _remember(connection, checkout_id, refund.session_id)
            await write_along(connection, along)
        return "owed"

    async def refunds_due(self, limit: int = 20) -> Sequence[RefundDue]:
        async with self._database.connect() as connection:
            return await refunds_due(connection, limit)

    async def refunds_of(self, session_ids: Sequence[str]) -> Sequence[RefundDue]:
        async with self._database.connect() as connection:
            return [one for part in chunks(session_ids) for one in await refunds_of(connection, part)]

    async def refunded(self, refund_id: str, state: RefundState, along: Along) -> bool:
        async with self._database.begin() as connection:
            ended = await end_refund(connection, refund_id, state)
            if ended is None:
                return False
            if state == "done":
                due = (checkouts.c.id == ended) & (checkouts.c.state == "refund due")
                await connection.execute(update(checkouts).where(due).values(state="refunded"))
            await write_along(connection, along)
        return True

    async def overdue(self, now: datetime, limit: int = 50) -> Sequence[Checkout]:
        late = (checkouts.c.state == "awaiting payment") & (checkouts.c.held_until <= now)
        return await self._find(late, limit, oldest=True)

    async def since(self, at: datetime) -> Sequence[Checkout]:
        return await self._find(checkouts.c.created_at >= at, None, oldest=True)

    async def _find(self, condition: ColumnElement[bool], limit: int | None, *, oldest: bool = False) -> list[Checkout]:
        order = checkouts.c.seq.asc() if oldest else checkouts.c.seq.desc()
        async with self._database.connect() as connection:
            rows = await connection.execute(select(checkouts).where(condition).order_by(order).limit(limit))
            return [_checkout(row) for row in rows]


async def _place(connection: AsyncConnection, checkout: Checkout, rules: SellingRules, along: Along) -> Checkout:
    email = normal_email(checkout.contact.email)
    if limits_reached(checkout.discounts, rules, await _used(connection, email, checkout.customer_id)):
        raise _NoError("used up")
    if not await move_stock(connection, _negative(checkout.quantities)):
        raise _NoError("out of stock")
    placed = replace(checkout, number=await next_number(connection))
    await connection.execute(insert(checkouts).values(_row(placed)))
    await _write_all(
        connection, holds, [{"sku": sku, "quantity": n} for sku, n in placed.quantities.items()], placed.id
    )
    await _count_discounts(connection, placed)
    await write_along(connection, numbered(along, placed.number))
    return placed


async def _fulfil(
    connection: AsyncConnection, checkout: Checkout, session: PaymentSession, order: Order, along: Along
) -> Fulfilled:
    await lock_state(connection)
    state = await _state(connection, checkout.id)
    if state not in {"awaiting payment", "expired"}:
        return "already"
    if state == "expired":
        held_anew = await move_stock(connection, _negative(checkout.quantities))
        if not held_anew:
            raise _NoError("out of stock")
        await _count_discounts(connection, checkout)
    await connection.execute(delete(holds).where(holds.c.checkout_id == checkout.id))
    await _set_state(connection, checkout.id, state="paid", session_id=session.id)
    await _remember(connection, checkout.id, session.id)
    await connection.execute(insert(orders).values(order_row(order.number, order)))
    await write_lines(connection, {order.number: order})
    proof = await proof_in(connection, checkout.conversation_id)
    owners = carts_of_purchase(checkout.cart, checkout.conversation_id, proof)
    await take_bought(connection, owners, checkout.quantities)
    await write_along(connection, along)
    return "done"


async def _count_discounts(connection: AsyncConnection, checkout: Checkout) -> None:
    whose = {"email": normal_email(checkout.contact.email), "customer_id": checkout.customer_id}
    await _write_all(connection, discount_uses, [whose | {"key": key} for key in checkout.discounts], checkout.id)


async def _used(connection: AsyncConnection, email: str, customer_id: str | None) -> Used:
    counted = select(discount_uses.c.key, func.count()).group_by(discount_uses.c.key)
    own = discount_uses.c.email == email
    if customer_id is not None:
        own |= discount_uses.c.customer_id == customer_id
    in_all = await _pairs(connection, counted)
    by_customer = await _pairs(connection, counted.where(own))
    if not (email or customer_id):
        return Used(in_all)
    return Used(in_all, by_customer, await _ordered(connection, email, customer_id))


async def _ordered(connection: AsyncConnection, email: str, customer_id: str | None) -> bool:
    own = (orders.c.normal_email == email) & (orders.c.normal_email != "")
    if customer_id is not None:
        own |= orders.c.customer_id == customer_id
    found = await connection.scalar(select(exists().where(own, orders.c.status != "cancelled")))
    return bool(found)


async def _give_up(connection: AsyncConnection, checkout_id: str) -> None:
    """What it holds, and the discounts that it uses, are free again."""
    gone = delete(holds).where(holds.c.checkout_id == checkout_id).returning(holds.c.sku, holds.c.quantity)
    await move_stock(connection, await _pairs(connection, gone))
    await connection.execute(delete(discount_uses).where(discount_uses.c.checkout_id == checkout_id))


async def _pairs(connection: AsyncConnection, statement: Any) -> dict[str, int]:
    return {str(row[0]): int(row[1]) for row in await connection.execute(statement)}


async def _state(connection: AsyncConnection, checkout_id: str) -> CheckoutState | None:
    query = select(checkouts.c.state).where(checkouts.c.id == checkout_id).with_for_update()
    state: CheckoutState | None = await connection.scalar(query)
    return state


async def _set_state(connection: AsyncConnection, checkout_id: str, **values: str) -> None:
    await connection.execute(update(checkouts).where(checkouts.c.id == checkout_id).values(values))


async def _remember(connection: AsyncConnection, checkout_id: str, session_id: str) -> None:
    await upsert(connection, payment_sessions, [{"id": session_id, "checkout_id": checkout_id}], ["id"])


async def _write_all(
    connection: AsyncConnection, table: Any, rows: Iterable[Mapping[str, Any]], checkout_id: str
) -> None:
    if whole := [{"checkout_id": checkout_id} | dict(row) for row in rows]:
        await connection.execute(insert(table), whole)


def _negative(quantities: Mapping[str, int]) -> dict[str, int]:
    return {sku: -quantity for sku, quantity in quantities.items()}


def _row(checkout: Checkout) -> dict[str, Any]:
    return {
        "id": checkout.id,
        "conversation_id": checkout.conversation_id,
        "created_at": checkout.created_at,
        "agreed": _CHECKOUT.dump_python(checkout, mode="json"),
        **{name: getattr(checkout, name) for name in _LATER},
    }


def _checkout(row: Row[Any]) -> Checkout:
    return replace(_CHECKOUT.validate_python(row.agreed), **{name: getattr(row, name) for name in _LATER})
