"""Orders, their lines, and the customers they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import ColumnElement, Row, Select, bindparam, delete, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.customers import Address, Customer, PaymentMethod
from assistant.shop.money import Money
from assistant.shop.orders import (
    Exchange,
    Fulfilment,
    LastFed,
    Mailbox,
    Order,
    OrderLine,
    Payment,
    Return,
    feed_digest,
    normal_email,
    normal_number,
)
from assistant.storage.columns import PlainText, minor, money_or_none
from assistant.storage.database import Database, chunks, upsert
from assistant.storage.tables import customers as customer_table
from assistant.storage.tables import order_lines
from assistant.storage.tables import orders as order_table

_FULFILMENTS = TypeAdapter(tuple[Fulfilment, ...])
_PAYMENTS = TypeAdapter(tuple[Payment, ...])
_METHODS = TypeAdapter(tuple[PaymentMethod, ...])
_ADDRESS = TypeAdapter(Address | None)
_RETURN = TypeAdapter(Return | None)
_EXCHANGE = TypeAdapter(Exchange | None)


class SqlOrders:
    """Numbers are kept as `normal_number` writes them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def get(self, number: str) -> Order | None:
        found = await self._find(order_table.c.number == number, limit=1)
        return found[0] if found else None

    async def owned(self, number: str, customer_id: str | None, email: str | None) -> Order | None:
        # bound as parameters, so that no account is "= NULL", which nothing equals
        by_id = order_table.c.customer_id == bindparam("owner", customer_id, PlainText)
        by_email = order_table.c.normal_email == bindparam("mailbox", email, PlainText)
        found = await self._find((order_table.c.number == number) & (by_id | by_email), limit=1)
        return found[0] if found else None

    async def of_email(self, email: str, limit: int = 10) -> Sequence[Order]:
        return await self._find(order_table.c.normal_email == email, limit)

    async def of_customer(self, customer_id: str, limit: int = 10) -> Sequence[Order]:
        return await self._find(order_table.c.customer_id == customer_id, limit)

    async def replace(
        self, customers: Sequence[Customer], orders: Sequence[Order], removed: Iterable[str] = ()
    ) -> None:
        people = {customer.id: customer for customer in customers}
        wanted = {normal_number(order.number): order for order in orders}
        gone = {normal_number(number) for number in removed} - wanted.keys()
        # in one order, so that two writers cannot lock each other out; customers first, as in `storage.changes`
        people_rows = [_fed(customer_row(people[key]), people[key]) for key in sorted(people)]
        order_rows = [_fed(order_row(number, wanted[number]), wanted[number]) for number in sorted(wanted)]
        async with self._database.begin() as connection:
            await upsert(connection, customer_table, people_rows, ["id"], counter="version")
            for chunk in chunks(sorted(gone)):
                await connection.execute(delete(order_table).where(order_table.c.number.in_(chunk)))
            await upsert(connection, order_table, order_rows, ["number"], counter="version")
            await write_lines(connection, wanted)

    async def last_fed(self) -> LastFed:
        async with self._database.connect() as connection:
            people = await connection.execute(select(customer_table.c.id, customer_table.c.fed))
            numbers = await connection.execute(select(order_table.c.number, order_table.c.fed))
        return LastFed({row.id: row.fed or "" for row in people}, {row.number: row.fed or "" for row in numbers})

    async def all_numbers(self) -> set[str]:
        async with self._database.connect() as connection:
            return set((await connection.execute(select(order_table.c.number))).scalars())

    async def customer(self, customer_id: str) -> Customer | None:
        found = await self._customers(customer_table.c.id == customer_id)
        return found[0] if found else None

    async def customer_by_email(self, email: str) -> Customer | None:
        found = await self._customers(customer_table.c.normal_email == email)
        return found[0] if len(found) == 1 else None

    async def mailbox(self, email: str) -> Mailbox | None:
        accounts = _mailboxes(customer_table.c.normal_email == email)
        ordered = select(order_table.c.email).where(order_table.c.normal_email == email).limit(1)
        async with self._database.connect() as connection:
            found = [Mailbox(row.email, row.id, row.person) for row in await connection.execute(accounts)]
            address = await connection.scalar(ordered)
        if len(found) == 1:
            return found[0]
        address = found[0].address if found else address
        return None if address is None else Mailbox(address)

    async def mailbox_of(self, person: str) -> Mailbox | None:
        named = (customer_table.c.person == person) & (customer_table.c.person != "")
        async with self._database.connect() as connection:
            found = [Mailbox(row.email, row.id, row.person) for row in await connection.execute(_mailboxes(named))]
        return found[0] if len(found) == 1 else None

    async def customers(self) -> Sequence[Customer]:
        """By id."""
        return sorted(await self._customers(true()), key=lambda customer: customer.id)

    async def _customers(self, condition: ColumnElement[bool]) -> list[Customer]:
        async with self._database.connect() as connection:
            return [_customer(row) for row in await connection.execute(select(customer_table).where(condition))]

    async def _find(self, condition: ColumnElement[bool], limit: int) -> list[Order]:
        newest = (order_table.c.placed_at.desc(), order_table.c.number.desc())
        async with self._database.connect() as connection:
            rows = (await connection.execute(select(order_table).where(condition).order_by(*newest).limit(limit))).all()
            of_rows = select(order_lines).where(order_lines.c.number.in_([row.number for row in rows]))
            lines = (await connection.execute(of_rows.order_by(order_lines.c.position))).all()
        return [_order(row, [line for line in lines if line.number == row.number]) for row in rows]


def _mailboxes(condition: ColumnElement[bool]) -> Select[tuple[str, str, str]]:
    return select(customer_table.c.email, customer_table.c.id, customer_table.c.person).where(condition).limit(2)


async def rewrite_order(connection: AsyncConnection, before: Order, after: Order) -> bool:
    """The version counts up. False, and nothing written, when it has another one than `before` by now."""
    same = (order_table.c.number == before.number) & (order_table.c.version == before.version)
    row = order_row(before.number, after) | {"version": before.version + 1}
    written = await connection.execute(update(order_table).where(same).values(row).returning(order_table.c.number))
    if written.one_or_none() is None:
        return False
    await write_lines(connection, {before.number: after})
    return True


async def write_lines(connection: AsyncConnection, orders: Mapping[str, Order]) -> None:
    """In the place of those that stood there; `orders` by number."""
    for chunk in chunks(sorted(orders)):
        await connection.execute(delete(order_lines).where(order_lines.c.number.in_(chunk)))
    if lines := [row for number, order in orders.items() for row in _line_rows(number, order)]:
        await connection.execute(insert(order_lines), lines)


def _fed(row: dict[str, Any], record: Order | Customer) -> dict[str, Any]:
    return row | {"version": 0, "fed": feed_digest(record)}


def order_row(number: str, order: Order) -> dict[str, Any]:
    currency = order.total.currency
    return {
        "number": number,
        "email": order.email,
        "normal_email": normal_email(order.email),
        "customer_id": order.customer_id,
        "status": order.status,
        "placed_at": order.placed_at,
        "currency": currency,
        "shipping_minor": minor(order.shipping, currency),
        "total_minor": order.total.minor,
        "refunded_minor": minor(order.refunded, currency),
        "fulfilments": _FULFILMENTS.dump_python(order.fulfilments, mode="json"),
        "note": order.note,
        "address": _ADDRESS.dump_python(order.address, mode="json"),
        "payments": _PAYMENTS.dump_python(order.payments, mode="json"),
        "cancel_reason": order.cancel_reason,
        "items_changed": order.items_changed,
        "returned": _RETURN.dump_python(order.returned, mode="json"),
        "exchanged": _EXCHANGE.dump_python(order.exchanged, mode="json"),
        "discount_minor": minor(order.discount, currency),
        "tax_minor": minor(order.tax, currency),
        "version": order.version,
    }


def customer_row(customer: Customer) -> dict[str, Any]:
    return {
        "id": customer.id,
        "name": customer.name,
        "email": customer.email,
        "normal_email": normal_email(customer.email),
        "person": customer.person,
        "address": _ADDRESS.dump_python(customer.address, mode="json"),
        "payment_methods": _METHODS.dump_python(customer.payment_methods, mode="json"),
        "version": customer.version,
    }


def _customer(row: Row[Any]) -> Customer:
    return Customer(
        row.id,
        row.name,
        row.email,
        _ADDRESS.validate_python(row.address),
        _METHODS.validate_python(row.payment_methods or ()),
        row.version,
    )


def _line_rows(number: str, order: Order) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "position": position,
            "sku": line.sku,
            "title": line.title,
            "quantity": line.quantity,
            "unit_minor": minor(line.unit, order.total.currency),
            "handle": line.handle,
            "options": dict(line.options),
            "paid_minor": minor(line.paid, order.total.currency),
        }
        for position, line in enumerate(order.lines)
    ]


def _order(row: Row[Any], lines: Iterable[Row[Any]]) -> Order:
    return Order(
        number=row.number,
        email=row.email,
        customer_id=row.customer_id,
        status=row.status,
        placed_at=row.placed_at,
        lines=tuple(_line(line, row.currency) for line in lines),
        shipping=Money(row.shipping_minor, row.currency),
        total=Money(row.total_minor, row.currency),
        fulfilments=_FULFILMENTS.validate_python(row.fulfilments),
        refunded=money_or_none(row.refunded_minor, row.currency),
        note=row.note,
        address=_ADDRESS.validate_python(row.address),
        payments=_PAYMENTS.validate_python(row.payments or ()),
        cancel_reason=row.cancel_reason,
        items_changed=row.items_changed,
        returned=_RETURN.validate_python(row.returned),
        exchanged=_EXCHANGE.validate_python(row.exchanged),
        discount=money_or_none(row.discount_minor, row.currency),
        tax=money_or_none(row.tax_minor, row.currency),
        version=row.version,
    )


def _line(row: Row[Any], currency: str) -> OrderLine:
    unit, paid = Money(row.unit_minor, currency), money_or_none(row.paid_minor, currency)
    return OrderLine(row.sku, row.title, row.quantity, unit, row.handle, row.options or {}, paid)
