"""How far each follower of the log of the desk has come."""

from sqlalchemy import Column, Integer, Table, select, update

from assistant.escalation.cursors import Cursor
from assistant.storage.columns import PlainText
from assistant.storage.database import Database, insert_new
from assistant.storage.metadata import metadata

NUMBERS = ("seq", "tries", "given_up")

desk_cursors = Table(
    "desk_cursors",
    metadata,
    Column("name", PlainText, primary_key=True),
    *(Column(name, Integer, nullable=False) for name in NUMBERS),
)


class SqlCursors:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def start(self, name: str, seq: int) -> None:
        async with self._database.begin() as connection:
            await insert_new(connection, desk_cursors, {"name": name, "seq": seq, "tries": 0, "given_up": 0}, ["name"])

    async def of(self, name: str) -> Cursor | None:
        query = select(*(desk_cursors.c[number] for number in NUMBERS)).where(desk_cursors.c.name == name)
        async with self._database.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else Cursor(*row)

    async def begun(self, name: str, seq: int) -> None:
        here = (desk_cursors.c.name == name) & (desk_cursors.c.seq == seq)
        async with self._database.begin() as connection:
            await connection.execute(update(desk_cursors).where(here).values(tries=desk_cursors.c.tries + 1))

    async def move(self, name: str, before: int, after: int, *, given_up: bool = False) -> bool:
        here = (desk_cursors.c.name == name) & (desk_cursors.c.seq == before)
        moved = {"seq": after, "tries": 0, "given_up": desk_cursors.c.given_up + int(given_up)}
        change = update(desk_cursors).where(here).values(moved).returning(desk_cursors.c.name)
        async with self._database.begin() as connection:
            return (await connection.execute(change)).one_or_none() is not None
