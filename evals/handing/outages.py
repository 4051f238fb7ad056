"""The database goes away, again and again: a PostgreSQL that ends its connections, a SQLite that is locked."""

import asyncio
import random
import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import make_url

from assistant.testing.postgres import Postgres

LEAST, MOST = 4.0, 12.0  # seconds between two
GONE = 1.5  # seconds

_END_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"


@dataclass
class Outages:
    """`server` is the one of a PostgreSQL database, None for SQLite."""

    url: str
    server: Postgres | None = None
    count: int = 0

    async def run(self, seed: int) -> None:
        """For as long as it is let."""
        rng = random.Random(seed)  # noqa: S311  # when, no secrets
        while True:
            await asyncio.sleep(rng.uniform(LEAST, MOST))
            await asyncio.to_thread(self._cut if self.server else self._lock)
            self.count += 1

    def _cut(self) -> None:
        """Every connection, in the middle of whatever it does."""
        assert self.server is not None
        self.server.execute(_END_ALL.format(name=make_url(self.url).database))

    def _lock(self) -> None:
        """Nobody can write meanwhile."""
        with closing(sqlite3.connect(make_url(self.url).database or "", isolation_level=None, timeout=60)) as held:
            held.execute("BEGIN EXCLUSIVE")
            time.sleep(GONE)
            held.execute("ROLLBACK")
