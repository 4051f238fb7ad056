"""The queue of conversations that wait for a person."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.conversation import CartView
from assistant.escalation.queue import Handoff
from assistant.storage.database import Database
from assistant.storage.tables import OPEN_HANDOFF, handoffs


class SqlHandoffQueue:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def open(self, handoff: Handoff) -> Handoff:
        """However many ask at once, a unique index lets one row in; the others are given that one."""
        while True:
            async with self._database.begin() as connection:
                if await _insert_unless_open(connection, handoff):
                    return handoff
                row = (await connection.execute(_still_open(handoff.conversation_id))).one_or_none()
            if row is not None:  # else it was closed between the two statements, and ours can be let in
                return _handoff(row)

    async def of_conversation(self, conversation_id: str) -> Handoff | None:
        async with self._database.connect() as connection:
            row = (await connection.execute(_still_open(conversation_id))).one_or_none()
        return None if row is None else _handoff(row)

    async def waiting(self) -> Sequence[Handoff]:
        oldest = (handoffs.c.opened_at, handoffs.c.seq)
        query = select(handoffs).where(handoffs.c.status == "waiting").order_by(*oldest)
        async with self._database.connect() as connection:
            return [_handoff(row) for row in await connection.execute(query)]


async def _insert_unless_open(connection: AsyncConnection, handoff: Handoff) -> bool:
    insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(handoffs)
    unless_open = insert.on_conflict_do_nothing(index_elements=["conversation_id"], index_where=OPEN_HANDOFF)
    result = await connection.execute(unless_open.values(_row(handoff)).returning(handoffs.c.id))
    return result.one_or_none() is not None


def _still_open(conversation_id: str) -> Select[Any]:
    return select(handoffs).where(handoffs.c.conversation_id == conversation_id, OPEN_HANDOFF)


def _row(handoff: Handoff) -> dict[str, Any]:
    return {
        "id": handoff.id,
        "conversation_id": handoff.conversation_id,
        "reason": handoff.reason,
        "evidence": handoff.evidence,
        "opened_at": handoff.opened_at,
        "transcript": [list(line) for line in handoff.transcript],
        "cart": handoff.cart.model_dump(mode="json"),
        "tried": list(handoff.tried),
        "status": handoff.status,
    }


def _handoff(row: Row[Any]) -> Handoff:
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
    )
