"""Which conversation of an outside tool stands for which hand-off."""

from dataclasses import asdict

from sqlalchemy import BigInteger, Boolean, Column, ColumnElement, Table, select

from assistant.escalation.bridge import Link
from assistant.storage.columns import PlainText
from assistant.storage.database import Database, upsert
from assistant.storage.metadata import metadata
from assistant.storage.metadata import text_column as _text

bridge_links = Table(
    "bridge_links",
    metadata,
    Column("handoff_id", PlainText, primary_key=True),
    _text("conversation_id", index=True),
    _text("contact"),
    Column("remote", BigInteger, nullable=False, unique=True),
    Column("last_message", BigInteger, nullable=False),
    Column("live", Boolean, nullable=False),
)


class SqlLinks:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def keep(self, link: Link) -> None:
        async with self._database.begin() as connection:
            await upsert(connection, bridge_links, [asdict(link)], ["handoff_id"])

    async def of_handoff(self, handoff_id: str) -> Link | None:
        return next(iter(await self._where(bridge_links.c.handoff_id == handoff_id)), None)

    async def of_remote(self, remote: int) -> Link | None:
        return next(iter(await self._where(bridge_links.c.remote == remote)), None)

    async def of_conversation(self, conversation_id: str) -> list[Link]:
        return await self._where(bridge_links.c.conversation_id == conversation_id)

    async def _where(self, here: ColumnElement[bool]) -> list[Link]:
        async with self._database.connect() as connection:
            return [Link(**row) for row in (await connection.execute(select(bridge_links).where(here))).mappings()]
