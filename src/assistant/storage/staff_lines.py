"""What people of the shop wrote, tags, canned replies and ratings."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select

from assistant.card_numbers import refuse_card
from assistant.escalation.lines import Canned, Rating, StaffLine
from assistant.storage.database import Database, insert_new, upsert
from assistant.storage.desk_events import tell
from assistant.storage.desk_tables import canned_replies, conversation_tags, ratings, staff_lines


class SqlLines:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def write(self, line: StaffLine) -> bool:
        refuse_card(line.text)
        async with self._database.begin() as connection:
            new = await insert_new(connection, staff_lines, asdict(line), ["id"])
            if new:
                told = {"line": line.id, "name": line.name, "text": line.text} if line.kind == "said" else {}
                await tell(connection, line.conversation_id, line.kind, line.at, told)
        return new

    async def of(self, conversation_id: str) -> Sequence[StaffLine]:
        query = select(staff_lines).where(staff_lines.c.conversation_id == conversation_id)
        async with self._database.connect() as connection:
            rows = (await connection.execute(query.order_by(staff_lines.c.at, staff_lines.c.seq))).mappings().all()
        return [StaffLine(**{name: row[name] for name in StaffLine.__dataclass_fields__}) for row in rows]

    async def tag(self, conversation_id: str, tags: Sequence[str], now: datetime) -> None:
        row = {"conversation_id": conversation_id, "tags": list(tags)}
        async with self._database.begin() as connection:
            await upsert(connection, conversation_tags, [row], ["conversation_id"])
            await tell(connection, conversation_id, "tags", now, {"tags": list(tags)})

    async def tags(self, conversation_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        query = select(conversation_tags).where(conversation_tags.c.conversation_id.in_(conversation_ids))
        async with self._database.connect() as connection:
            return {row.conversation_id: tuple(row.tags) for row in await connection.execute(query)}

    async def canned(self) -> Sequence[Canned]:
        query = select(canned_replies).order_by(canned_replies.c.title, canned_replies.c.id)
        async with self._database.connect() as connection:
            return [Canned(row.id, row.title, row.text) for row in await connection.execute(query)]

    async def keep_canned(self, canned: Canned) -> None:
        async with self._database.begin() as connection:
            await upsert(connection, canned_replies, [asdict(canned)], ["id"])

    async def drop_canned(self, canned_id: str) -> None:
        async with self._database.begin() as connection:
            await connection.execute(delete(canned_replies).where(canned_replies.c.id == canned_id))

    async def rate(self, rating: Rating) -> bool:
        refuse_card(rating.word)
        async with self._database.begin() as connection:
            new = await insert_new(connection, ratings, asdict(rating), ["handoff_id"])
            if new:
                told = {"stars": rating.stars, "handoff": rating.handoff_id}
                await tell(connection, rating.conversation_id, "rated", rating.at, told)
        return new

    async def rating(self, handoff_id: str) -> Rating | None:
        async with self._database.connect() as connection:
            query = select(ratings).where(ratings.c.handoff_id == handoff_id)
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else Rating(**row)
