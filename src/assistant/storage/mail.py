"""The outbox. `SqlChallenges.add` writes to the same table, in its own transaction."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Select, insert, select, update

from assistant.shop.mail import Mail, MailStatus
from assistant.storage.database import Database, one_at_a_time
from assistant.storage.tables import mail as mail_table

ADDING = 0x4A11  # any number that no other lock has


class SqlOutbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, mail: Mail, group: str, most: int) -> bool:
        alike = select(mail_table.c.id).where(mail_table.c.id.startswith(group, autoescape=True))
        async with self._database.begin() as connection:
            await one_at_a_time(connection, ADDING)
            known = (await connection.execute(alike)).scalars().all()
            if mail.id in known:
                return True
            if len(known) < most:
                await connection.execute(insert(mail_table).values(asdict(mail)))
        return len(known) < most

    async def queued(self, limit: int = 20) -> Sequence[Mail]:
        oldest = (mail_table.c.at, mail_table.c.seq)
        return await self._read(_mails().where(mail_table.c.status == "queued").order_by(*oldest).limit(limit))

    async def mark(self, mail_id: str, status: MailStatus) -> None:
        outcome = update(mail_table).where(mail_table.c.id == mail_id)
        async with self._database.begin() as connection:
            await connection.execute(outcome.values(status=status, attempts=mail_table.c.attempts + 1))

    async def recent(self, limit: int = 50) -> Sequence[Mail]:
        newest = (mail_table.c.at.desc(), mail_table.c.seq.desc())
        return await self._read(_mails().where(mail_table.c.status != "void").order_by(*newest).limit(limit))

    async def _read(self, query: Select[Any]) -> list[Mail]:
        async with self._database.connect() as connection:
            return [Mail(**row) for row in (await connection.execute(query)).mappings()]


def _mails() -> Select[Any]:
    return select(*(column for column in mail_table.c if column.name != "seq"))
