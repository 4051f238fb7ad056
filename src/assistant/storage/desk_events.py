"""What happens around a person's work, in one order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.escalation.events import DeskEvent, EventKind
from assistant.storage.database import Database, one_at_a_time
from assistant.storage.desk_tables import desk_events

IN_ORDER = 0xDE5C  # any number, as long as every process of the shop takes the same


class SqlEventLog:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, conversation_id: str, kind: EventKind, payload: dict[str, Any], now: datetime) -> None:
        async with self._database.begin() as connection:
            await tell(connection, conversation_id, kind, now, payload)

    async def since(self, seq: int, *, conversation_id: str | None = None, limit: int = 500) -> Sequence[DeskEvent]:
        query = select(desk_events).where(desk_events.c.seq > seq).order_by(desk_events.c.seq).limit(limit)
        if conversation_id is not None:
            query = query.where(desk_events.c.conversation_id == conversation_id)
        async with self._database.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [DeskEvent(row.seq, row.conversation_id, row.kind, row.at, row.payload) for row in rows]

    async def newest(self) -> int:
        async with self._database.connect() as connection:
            return await connection.scalar(select(func.max(desk_events.c.seq))) or 0

    async def forget(self, before: datetime) -> None:
        old = delete(desk_events).where(desk_events.c.kind == "typing", desk_events.c.at < before)
        async with self._database.begin() as connection:
            await connection.execute(old)


async def tell(
    connection: AsyncConnection, conversation_id: str, kind: EventKind, now: datetime, payload: Mapping[str, Any]
) -> None:
    """The last statement of a transaction: on PostgreSQL who tells waits for who is telling, so that numbers become
    visible in their order and a reader that stands on one has missed none below it.
    """
    await one_at_a_time(connection, IN_ORDER)
    row = {"conversation_id": conversation_id, "kind": kind, "at": now, "payload": dict(payload)}
    await connection.execute(insert(desk_events).values(row))
