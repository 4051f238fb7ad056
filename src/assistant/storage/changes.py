"""Proposals, the trail, and the one transaction that carries a change out."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, Literal

from sqlalchemy import insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.changes.effect import Effect
from assistant.shop.changes.ledger import CarriedOut, Entry, Proposal, ProposalState
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.checkout.owing import owed_by
from assistant.shop.checkout.records import RefundDue
from assistant.shop.customers import Customer
from assistant.shop.mail import Mail
from assistant.storage.change_tables import proposals, shop_rules, trail
from assistant.storage.database import Database, upsert
from assistant.storage.orders import customer_row, rewrite_order
from assistant.storage.refunds import owe_for_change
from assistant.storage.state import lock_state
from assistant.storage.stock import move_stock
from assistant.storage.tables import customers
from assistant.storage.tables import mail as mail_table

ONE_ROW = 1


class _ChangedSinceError(Exception):
    """Ends the transaction; never leaves this module."""


class SqlLedger:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def hold(self, proposal: Proposal, entry: Entry) -> Proposal:
        async with self._database.begin() as connection:
            if await _held(connection, proposal):
                await write_entry(connection, entry)
                return proposal
            return await _proposal(connection, proposal.id) or proposal

    async def proposal(self, proposal_id: str) -> Proposal | None:
        async with self._database.connect() as connection:
            return await _proposal(connection, proposal_id)

    async def end(self, proposal_id: str, state: Literal["declined", "voided"], entry: Entry) -> bool:
        async with self._database.begin() as connection:
            if ended := await end_proposal(connection, proposal_id, state):
                await write_entry(connection, entry)
        return ended

    async def carry_out(self, proposal_id: str, effect: Effect, entry: Entry, mails: Sequence[Mail]) -> CarriedOut:
        try:
            async with self._database.begin() as connection:
                # first of all, as checkouts take it, so that no two of them wait for each other
                await lock_state(connection)
                if not await end_proposal(connection, proposal_id, "carried out"):
                    return "spent"
                await _write(connection, effect, owed_by(effect, proposal_id, entry.at))
                await write_entry(connection, entry)
                for mail in mails:
                    await connection.execute(insert(mail_table).values(asdict(mail)))
        except _ChangedSinceError:
            return "changed"
        return "done"

    async def note(self, entry: Entry) -> None:
        async with self._database.begin() as connection:
            await write_entry(connection, entry)

    async def trail(
        self, *, number: str | None = None, customer_id: str | None = None, limit: int = 100
    ) -> Sequence[Entry]:
        query = select(*(column for column in trail.c if column.name != "seq"))
        if number is not None:
            query = query.where(trail.c.number == number)
        if customer_id is not None:
            query = query.where(trail.c.customer_id == customer_id)
        async with self._database.connect() as connection:
            rows = await connection.execute(query.order_by(trail.c.at.desc(), trail.c.seq.desc()).limit(limit))
            return [Entry(**row) for row in rows.mappings()]


class SqlRuleBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def rules(self) -> ChangeRules:
        async with self._database.connect() as connection:
            return await load_rules(connection)

    async def set_rules(self, rules: ChangeRules) -> None:
        async with self._database.begin() as connection:
            await write_rules(connection, rules)


async def load_rules(connection: AsyncConnection) -> ChangeRules:
    kept = await connection.scalar(select(shop_rules.c.rules))
    return ChangeRules() if kept is None else ChangeRules.model_validate(kept)


async def write_rules(connection: AsyncConnection, rules: ChangeRules) -> None:
    await upsert(connection, shop_rules, [{"id": ONE_ROW, "rules": rules.model_dump(mode="json")}], ["id"])


async def _held(connection: AsyncConnection, proposal: Proposal) -> bool:
    """False, and nothing written, where `Proposal.may_be_renewed` says no of the one that is kept."""
    row = asdict(proposal)
    statement = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(proposals).values(row)
    ended = proposals.c.state.in_(("declined", "voided"))
    expired = (proposals.c.state == "waiting") & (proposals.c.expires_at <= proposal.created_at)
    changed = {name: statement.excluded[name] for name in row if name != "id"}
    renewed = statement.on_conflict_do_update(index_elements=["id"], set_=changed, where=ended | expired)
    return (await connection.execute(renewed.returning(proposals.c.id))).one_or_none() is not None


async def _proposal(connection: AsyncConnection, proposal_id: str) -> Proposal | None:
    row = (await connection.execute(select(proposals).where(proposals.c.id == proposal_id))).mappings().one_or_none()
    return None if row is None else Proposal(**row)


async def still_waits(connection: AsyncConnection, proposal_id: str) -> bool:
    state = await connection.scalar(select(proposals.c.state).where(proposals.c.id == proposal_id))
    return state == "waiting"


async def end_proposal(connection: AsyncConnection, proposal_id: str, state: ProposalState) -> bool:
    waits = (proposals.c.id == proposal_id) & (proposals.c.state == "waiting")
    return await _hit(connection, update(proposals).where(waits).values(state=state).returning(proposals.c.id))


async def write_entry(connection: AsyncConnection, entry: Entry) -> None:
    await connection.execute(insert(trail).values(asdict(entry)))


async def _write(connection: AsyncConnection, effect: Effect, owed: Sequence[RefundDue]) -> None:
    """Always in this order, so that two writers cannot lock each other out. Raises `_ChangedSinceError`."""
    if effect.customer:
        await _write_customer(connection, *effect.customer)
    if effect.order and not await rewrite_order(connection, *effect.order):
        raise _ChangedSinceError
    if effect.stock and not await move_stock(connection, effect.stock):
        raise _ChangedSinceError
    if not await owe_for_change(connection, owed):
        raise _ChangedSinceError


async def _write_customer(connection: AsyncConnection, before: Customer, after: Customer) -> None:
    unchanged = (customers.c.id == before.id) & (customers.c.version == before.version)
    row = customer_row(after) | {"version": before.version + 1}
    if not await _hit(connection, update(customers).where(unchanged).values(row).returning(customers.c.id)):
        raise _ChangedSinceError


async def _hit(connection: AsyncConnection, statement: Any) -> bool:
    return (await connection.execute(statement)).one_or_none() is not None
