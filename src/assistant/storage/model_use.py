"""What hosted models were used for, counted across processes."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import BigInteger, Column, Date, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite

from assistant.agent.spending import Use
from assistant.storage.columns import PlainText
from assistant.storage.database import Database
from assistant.storage.metadata import metadata

COUNTS = ("tokens_in", "tokens_out", "micros")

model_use = Table(
    "model_use",
    metadata,
    Column("subject", PlainText, primary_key=True),
    Column("day", Date, nullable=False, index=True),
    *(Column(name, BigInteger, nullable=False) for name in COUNTS),
)


class SqlUseBook:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, subjects: Mapping[str, Use], day: date) -> None:
        """In the order of their names, so that two that count at once never wait for each other in a ring."""
        async with self._database.begin() as connection:
            insert = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(model_use)
            counted = {name: model_use.c[name] + insert.excluded[name] for name in COUNTS}
            adding = insert.on_conflict_do_update(index_elements=["subject"], set_={"day": day, **counted})
            for subject, use in sorted(subjects.items()):
                row = {"subject": subject, "day": day} | {name: getattr(use, name) for name in COUNTS}
                await connection.execute(adding, [row])

    async def of(self, subjects: tuple[str, ...]) -> dict[str, Use]:
        query = select(model_use).where(model_use.c.subject.in_(subjects))
        async with self._database.connect() as connection:
            rows = (await connection.execute(query)).all()
        return {row.subject: Use(row.tokens_in, row.tokens_out, row.micros) for row in rows}

    async def forget(self, prefix: str, before: date) -> None:
        old = delete(model_use).where(model_use.c.day < before, model_use.c.subject.startswith(prefix, autoescape=True))
        async with self._database.begin() as connection:
            await connection.execute(old)
