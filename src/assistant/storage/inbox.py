"""One row for each conversation, for the people who answer."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.escalation import inbox
from assistant.escalation.due import soonest
from assistant.escalation.inbox import MOST, View
from assistant.escalation.queue import Handoff
from assistant.shop.conversations import LOOKED_AT
from assistant.storage.database import Database
from assistant.storage.desk_tables import OPEN_HANDOFF, handoffs, staff_lines
from assistant.storage.handoffs import handoff_of
from assistant.storage.tables import turns


class SqlInbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def rows(self, view: View, staff_id: str, search: str = "") -> Sequence[inbox.Row]:
        async with self._database.connect() as connection:
            if view in {"waiting", "mine"}:
                where = _waiting() if view == "waiting" else _theirs(staff_id)
                opened = await _open(connection, where)
                if view == "waiting":
                    opened = dict(sorted(opened.items(), key=lambda one: soonest(one[1])))
                last = await _last_turns(connection, turns.c.conversation_id.in_(list(opened)))
            else:
                last = await _last_turns(connection, turns.c.seq > await _oldest(connection) if not search else None)
                opened = await _open(connection, handoffs.c.conversation_id.in_(list(last)))
            found = await _searched(connection, search) if search else None
        ids = opened if view in {"waiting", "mine"} else last
        wanted = [one for one in ids if (found is None or one in found) and not (view == "ai" and one in opened)]
        return [_row(one, opened.get(one), last.get(one)) for one in wanted[:MOST]]

    async def counts(self, staff_id: str) -> dict[str, int]:
        async with self._database.connect() as connection:
            lately = select(func.count(turns.c.conversation_id.distinct())).where(
                turns.c.seq > await _oldest(connection)
            )
            called = select(handoffs.c.conversation_id).where(OPEN_HANDOFF)
            alone = lately.where(turns.c.conversation_id.not_in(called))
            return {"ai": await connection.scalar(alone) or 0} | {
                name: await connection.scalar(select(func.count()).select_from(handoffs).where(where)) or 0
                for name, where in (("waiting", _waiting()), ("mine", _theirs(staff_id)))
            }


def _waiting() -> ColumnElement[bool]:
    return handoffs.c.status == "waiting"


def _theirs(staff_id: str) -> ColumnElement[bool]:
    return (handoffs.c.status == "taken") & (handoffs.c.owner == staff_id)


async def _open(connection: AsyncConnection, where: ColumnElement[bool]) -> dict[str, Handoff]:
    """By conversation, the longest open first."""
    query = select(handoffs).where(where, OPEN_HANDOFF).order_by(handoffs.c.opened_at, handoffs.c.seq)
    return {row.conversation_id: handoff_of(row) for row in await connection.execute(query)}


async def _oldest(connection: AsyncConnection) -> int:
    newest = await connection.scalar(select(func.max(turns.c.seq))) or 0
    return newest - LOOKED_AT


async def _last_turns(connection: AsyncConnection, where: ColumnElement[bool] | None) -> dict[str, Any]:
    """By conversation, the newest first."""
    newest = select(func.max(turns.c.seq)).group_by(turns.c.conversation_id)
    newest = newest if where is None else newest.where(where)
    query = select(turns.c.conversation_id, turns.c.text, turns.c.at).where(turns.c.seq.in_(newest))
    return {row.conversation_id: row for row in await connection.execute(query.order_by(turns.c.seq.desc()))}


async def _searched(connection: AsyncConnection, text: str) -> set[str]:
    said = turns.c.text.icontains(text, autoescape=True)
    answered = staff_lines.c.text.icontains(text, autoescape=True)
    by_turn = select(turns.c.conversation_id).where(or_(said, turns.c.conversation_id == text))
    by_line = select(staff_lines.c.conversation_id).where(answered)
    return {row[0] for query in (by_turn, by_line) for row in await connection.execute(query.distinct())}


def _row(conversation_id: str, handoff: Handoff | None, turn: Any) -> inbox.Row:
    at = turn.at if turn is not None else handoff.opened_at if handoff else None
    assert at is not None  # noqa: S101 -- a row has a turn or a hand-off
    return inbox.Row(conversation_id, handoff, turn.text if turn is not None else "", at)
