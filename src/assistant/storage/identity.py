"""Codes that were asked for."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import ColumnElement, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.identity import Challenge, CodeLimits
from assistant.shop.mail import Mail
from assistant.storage.database import Database, one_at_a_time
from assistant.storage.tables import challenges
from assistant.storage.tables import mail as mail_table

CODES_LOCK = 0xC0DE


class SqlChallenges:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, challenge: Challenge, mail: Mail, limits: CodeLimits) -> bool:
        async with self._database.begin() as connection:
            await one_at_a_time(connection, CODES_LOCK)
            if await _reached(connection, challenge, limits):
                return False
            await connection.execute(insert(challenges).values(asdict(challenge)))
            await connection.execute(insert(mail_table).values(asdict(mail)))
        return True

    async def latest(self, conversation_id: str) -> Challenge | None:
        columns = [column for column in challenges.c if column.name != "seq"]
        newest = (challenges.c.created_at.desc(), challenges.c.seq.desc())
        query = select(*columns).where(challenges.c.conversation_id == conversation_id).order_by(*newest).limit(1)
        async with self._database.connect() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return None if row is None else Challenge(**row)

    async def count_try(self, challenge_id: str) -> int:
        one_more = update(challenges).where(challenges.c.id == challenge_id).values(tries=challenges.c.tries + 1)
        async with self._database.begin() as connection:
            tries: int = (await connection.execute(one_more.returning(challenges.c.tries))).scalar_one()
        return tries

    async def use(self, challenge_id: str) -> bool:
        unused = (challenges.c.id == challenge_id) & ~challenges.c.used
        async with self._database.begin() as connection:
            result = await connection.execute(
                update(challenges).where(unused).values(used=True).returning(challenges.c.id)
            )
            return result.one_or_none() is not None


async def _reached(connection: AsyncConnection, challenge: Challenge, limits: CodeLimits) -> bool:
    """Counts all of them whatever comes out; what was not said, an empty text, is nothing to count."""
    limited = {
        "conversation_id": limits.here,
        "number": limits.for_order,
        "subject": limits.for_subject,
        "network": limits.for_network,
    }
    said = {name: getattr(challenge, name) for name in limited}
    counts = [
        _count(limits.since, (challenges.c[name] == value) & (literal(value) != "")) for name, value in said.items()
    ]
    found = (await connection.execute(select(*counts))).one()
    return any(count >= most for count, most in zip(found, limited.values(), strict=True))


def _count(since: datetime, condition: ColumnElement[bool]) -> ColumnElement[int]:
    query = select(func.count()).select_from(challenges).where(condition, challenges.c.created_at >= since)
    return query.scalar_subquery()
