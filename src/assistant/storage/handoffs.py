"""The queue of conversations that wait for a person, and what becomes of each."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import Row, Select, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.conversation import CartView
from assistant.escalation.choosing import dealt, freest
from assistant.escalation.desk import announced
from assistant.escalation.events import EventKind
from assistant.escalation.queue import Ending, Handoff, Packet
from assistant.escalation.refusals import NOBODY, NobodyFree, NotOpen, NotYours, TakenAlready
from assistant.escalation.staff import Staff
from assistant.shop.conversations import Turn
from assistant.storage.conversations import finish_in
from assistant.storage.database import Database, one_at_a_time
from assistant.storage.desk_events import tell
from assistant.storage.desk_tables import OPEN_HANDOFF, handoffs, staff, staff_lines
from assistant.storage.staff import staff_of

CHOOSING = 0xF4EE  # any number, as long as every process of the shop takes the same
MOST_AT_ONCE = 20
ENDED = "This chat was given back or closed already."


@dataclass(frozen=True)
class _Needy:
    """Waits, or was left: then `owner` is who left it."""

    id: str
    queue: str
    owner: str


class SqlHandoffQueue:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, handoff: Handoff) -> Handoff:
        """However many ask at once, a unique index lets one row in; the others are given that one."""
        while True:
            async with self._database.begin() as connection:
                if opened := await _opened(connection, handoff):
                    return opened

    async def announce(self, handoff: Handoff, turn: Turn) -> Turn:
        while True:
            async with self._database.begin() as connection:
                if opened := await _opened(connection, handoff):
                    told = turn.reply and announced(turn.reply, opened)
                    ended = replace(turn, reply=told)
                    await finish_in(connection, ended)
                    return ended

    async def get(self, handoff_id: str) -> Handoff | None:
        return await self._one(select(handoffs).where(handoffs.c.id == handoff_id))

    async def of_conversation(self, conversation_id: str) -> Handoff | None:
        return await self._one(_still_open(conversation_id))

    async def last_of(self, conversation_id: str) -> Handoff | None:
        here = select(handoffs).where(handoffs.c.conversation_id == conversation_id)
        return await self._one(here.order_by(handoffs.c.seq.desc()).limit(1))

    async def waiting(self) -> Sequence[Handoff]:
        oldest = (handoffs.c.opened_at, handoffs.c.seq)
        query = select(handoffs).where(handoffs.c.status == "waiting").order_by(*oldest)
        async with self._database.connect() as connection:
            return [handoff_of(row) for row in await connection.execute(query)]

    async def take(self, handoff_id: str, staff_id: str, now: datetime) -> Handoff:
        async with self._database.begin() as connection:
            handoff = await _locked(connection, handoff_id)
            if handoff.status == "taken" and handoff.owner != staff_id:
                raise TakenAlready(f"{await _name(connection, handoff.owner)} has this chat already.")
            if handoff.status == "taken":
                return handoff
            return await _owned(connection, handoff, "taken", staff_id, now)

    async def assign(self, handoff_id: str, staff_id: str, now: datetime) -> Handoff:
        async with self._database.begin() as connection:
            handoff = await _locked(connection, handoff_id)
            return (
                handoff if handoff.owner == staff_id else await _owned(connection, handoff, "assigned", staff_id, now)
            )

    async def assign_freest(self, handoff_id: str, now: datetime) -> Handoff:
        async with self._database.begin() as connection:
            await one_at_a_time(connection, CHOOSING)
            handoff = await _locked(connection, handoff_id)
            if handoff.status == "taken":
                return handoff
            people = [staff_of(row) for row in await connection.execute(select(staff))]
            chosen = freest(people, await _load(connection), handoff.queue, now)
            if chosen is None:
                raise NobodyFree(NOBODY)
            return await _owned(connection, handoff, "assigned", chosen.id, now)

    async def hand_out(self, now: datetime) -> Sequence[Handoff]:
        """Looks without a lock first: mostly nobody waits, or nobody has room."""
        async with self._database.connect() as connection:
            if not await _dealt(connection, now):
                return []
        async with self._database.begin() as connection:
            await one_at_a_time(connection, CHOOSING)
            given = []
            for chat, chosen in await _dealt(connection, now):
                with suppress(NotOpen):
                    handoff = await _locked(connection, chat.id)
                    if handoff.owner == chat.owner:
                        given.append(await _owned(connection, handoff, "assigned", chosen.id, now))
            return given

    async def end(self, handoff_id: str, staff_id: str, ending: Ending, now: datetime) -> Handoff:
        async with self._database.begin() as connection:
            handoff = await _locked(connection, handoff_id)
            if handoff.owner != staff_id:
                raise NotYours("Only whoever has this chat can end it. Take it first.")
            ended = replace(handoff, status=ending, ended_at=now)
            name = await _name(connection, staff_id)
            return await _changed(connection, ended, ending, now, {"staff": name, "handoff": handoff.id})

    async def load(self) -> dict[str, int]:
        async with self._database.connect() as connection:
            return await _load(connection)

    async def _one(self, query: Select[Any]) -> Handoff | None:
        async with self._database.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else handoff_of(row)


async def _dealt(connection: AsyncConnection, now: datetime) -> list[tuple[_Needy, Staff]]:
    """Who gets which of the chats that need somebody, a few at a time, so that nothing else waits for long."""
    people = [staff_of(row) for row in await connection.execute(select(staff))]
    here = [one.id for one in people if one.is_here(now)]
    if not here:
        return []
    answered = select(staff_lines.c.id).where(staff_lines.c.handoff_id == handoffs.c.id, staff_lines.c.kind == "said")
    left = (handoffs.c.status == "taken") & handoffs.c.owner.not_in(here) & ~answered.exists()
    needy = select(handoffs.c.id, handoffs.c.queue, handoffs.c.owner).where(or_(handoffs.c.status == "waiting", left))
    chats = [_Needy(*row) for row in await connection.execute(needy.order_by(handoffs.c.opened_at, handoffs.c.seq))]
    return list(islice(dealt(chats, people, await _load(connection), now), MOST_AT_ONCE))


async def _load(connection: AsyncConnection) -> dict[str, int]:
    counts = select(handoffs.c.owner, func.count()).where(handoffs.c.status == "taken").group_by(handoffs.c.owner)
    return {row.owner: row[1] for row in await connection.execute(counts)}


async def _opened(connection: AsyncConnection, handoff: Handoff) -> Handoff | None:
    """None where the one that stood in the way was ended between the two statements: ours can be let in then."""
    if await _insert_unless_open(connection, handoff):
        payload = {"handoff": handoff.id, "reason": handoff.reason}
        await tell(connection, handoff.conversation_id, "opened", handoff.opened_at, payload)
        return handoff
    row = (await connection.execute(_still_open(handoff.conversation_id))).one_or_none()
    return None if row is None else handoff_of(row)


async def _insert_unless_open(connection: AsyncConnection, handoff: Handoff) -> bool:
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(handoffs)
    unless_open = insert.on_conflict_do_nothing(index_elements=["conversation_id"], index_where=OPEN_HANDOFF)
    result = await connection.execute(unless_open.values(_row(handoff)).returning(handoffs.c.id))
    return result.one_or_none() is not None


async def _locked(connection: AsyncConnection, handoff_id: str) -> Handoff:
    """Nobody else changes it until the end of this transaction. Raises `NotOpen`."""
    query = select(handoffs).where(handoffs.c.id == handoff_id, OPEN_HANDOFF).with_for_update()
    row = (await connection.execute(query)).one_or_none()
    if row is None:
        raise NotOpen(ENDED)
    return handoff_of(row)


async def _owned(
    connection: AsyncConnection, handoff: Handoff, kind: EventKind, staff_id: str, now: datetime
) -> Handoff:
    theirs = replace(handoff, status="taken", owner=staff_id, taken_at=handoff.taken_at or now)
    payload = {"staff": await _name(connection, staff_id), "staff_id": staff_id, "handoff": handoff.id}
    return await _changed(connection, theirs, kind, now, payload)


async def _changed(
    connection: AsyncConnection, handoff: Handoff, kind: EventKind, now: datetime, payload: Mapping[str, Any]
) -> Handoff:
    values = {name: getattr(handoff, name) for name in ("status", "owner", "taken_at", "ended_at")}
    await connection.execute(update(handoffs).where(handoffs.c.id == handoff.id).values(values))
    await tell(connection, handoff.conversation_id, kind, now, payload)
    return handoff


async def _name(connection: AsyncConnection, staff_id: str) -> str:
    return await connection.scalar(select(staff.c.name).where(staff.c.id == staff_id)) or "A colleague"


def _still_open(conversation_id: str) -> Select[Any]:
    return select(handoffs).where(handoffs.c.conversation_id == conversation_id, OPEN_HANDOFF)


def _row(handoff: Handoff) -> dict[str, Any]:
    plain = ("id", "conversation_id", "reason", "evidence", "opened_at", "status", "queue", "owner", "former")
    return {name: getattr(handoff, name) for name in (*plain, "taken_at", "ended_at", "due_at")} | {
        "transcript": [list(line) for line in handoff.transcript],
        "cart": handoff.cart.model_dump(mode="json"),
        "tried": list(handoff.tried),
        "packet": asdict(handoff.packet),
    }


def handoff_of(row: Row[Any]) -> Handoff:
    return Handoff(
        id=row.id,
        conversation_id=row.conversation_id,
        reason=row.reason,
        evidence=row.evidence,
        opened_at=row.opened_at,
        transcript=tuple((who, said) for who, said in row.transcript),
        cart=CartView.model_validate(row.cart),
        tried=tuple(row.tried),
        status=row.status,
        queue=row.queue,
        packet=_packet(row.packet or {}),
        owner=row.owner,
        former=row.former,
        taken_at=row.taken_at,
        ended_at=row.ended_at,
        due_at=row.due_at,
    )


def _packet(kept: Mapping[str, Any]) -> Packet:
    many = {name: tuple(kept.get(name, ())) for name in ("summary", "moods", "orders")}
    signals = tuple((name, score, evidence) for name, score, evidence in kept.get("signals", ()))
    return Packet(**many, page=kept.get("page", ""), signals=signals)
