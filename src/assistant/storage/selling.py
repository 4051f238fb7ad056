"""The shop's rules for selling, and the outbox of events."""

import time
from collections.abc import Sequence

from sqlalchemy import case, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.checkout.records import ShopEvent
from assistant.shop.selling.rules import Limits, SellingRules
from assistant.storage.checkout_tables import events, selling_rules
from assistant.storage.database import Database, upsert
from assistant.storage.shared import SharedRead

ONE_ROW = 1
MOST_TRIES = 20
LIMITS_HOLD = 1.0


class SqlSellingBook:
    def __init__(self, database: Database) -> None:
        self._database = database
        self._limits: tuple[float, Limits] | None = None
        self._shared = SharedRead(self.selling)

    async def selling(self) -> SellingRules:
        async with self._database.connect() as connection:
            return await load_selling(connection)

    async def limits(self) -> Limits:
        """Read anew when they were read more than `LIMITS_HOLD` seconds ago."""
        if self._limits is None or self._limits[0] < time.monotonic():
            until = time.monotonic() + LIMITS_HOLD
            self._limits = until, (await self._shared()).limits
        return self._limits[1]

    async def set_selling(self, rules: SellingRules) -> None:
        async with self._database.begin() as connection:
            await write_selling(connection, rules)
        self._limits = None


async def load_selling(connection: AsyncConnection) -> SellingRules:
    kept = await connection.scalar(select(selling_rules.c.rules))
    return SellingRules() if kept is None else SellingRules.model_validate(kept)


async def write_selling(connection: AsyncConnection, rules: SellingRules) -> None:
    await upsert(connection, selling_rules, [{"id": ONE_ROW, "rules": rules.model_dump(mode="json")}], ["id"])


class SqlEvents:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def queued(self, limit: int = 50) -> Sequence[ShopEvent]:
        query = select(events).where(events.c.status == "queued").order_by(events.c.seq).limit(limit)
        async with self._database.connect() as connection:
            return [ShopEvent(row.id, row.kind, row.at, row.data) for row in await connection.execute(query)]

    async def mark(self, event_id: str, *, delivered: bool) -> None:
        failed = case((events.c.attempts + 1 >= MOST_TRIES, "failed"), else_="queued")
        outcome = update(events).where(events.c.id == event_id)
        status = "delivered" if delivered else failed
        async with self._database.begin() as connection:
            await connection.execute(outcome.values(status=status, attempts=events.c.attempts + 1))
