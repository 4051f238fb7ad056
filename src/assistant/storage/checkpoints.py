"""Where the graph keeps its checkpoints: beside the shop's tables in PostgreSQL; in a file of its own with SQLite."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from assistant.agent.stores import Scrub, nothing_to_scrub
from assistant.storage.database import EMPTY_LOG

CONNECTIONS = 10

Checkpoints = tuple[BaseCheckpointSaver[Any], Scrub]


@asynccontextmanager
async def checkpoints(url: str, folder: Path) -> AsyncIterator[Checkpoints]:
    """The checkpoints, and how to leave no copy of deleted ones."""
    async with _postgres(url) if url.startswith("postgres") else _sqlite(folder) as opened:
        yield opened


@asynccontextmanager
async def _postgres(url: str) -> AsyncIterator[Checkpoints]:
    """Over several connections, each looked at before it is used, so that the database may be started again."""
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver  # noqa: PLC0415 -- only when it is used
    from psycopg import AsyncConnection  # noqa: PLC0415 -- the same
    from psycopg.rows import DictRow, dict_row  # noqa: PLC0415 -- the same
    from psycopg_pool import AsyncConnectionPool  # noqa: PLC0415 -- the same

    plain = url.replace("postgresql+psycopg://", "postgresql://")
    pool = AsyncConnectionPool[AsyncConnection[DictRow]](
        plain,
        connection_class=AsyncConnection[DictRow],
        kwargs={"autocommit": True, "prepare_threshold": 0, "row_factory": dict_row, "connect_timeout": 5},
        check=AsyncConnectionPool.check_connection,
        min_size=1,
        max_size=CONNECTIONS,
        open=False,
    )
    async with pool:
        saver = AsyncPostgresSaver(pool)
        # its own lock keeps two from using one connection, and here each has another
        saver.lock = asyncio.BoundedSemaphore(CONNECTIONS)  # type: ignore[assignment]
        await saver.setup()
        yield saver, nothing_to_scrub


@asynccontextmanager
async def _sqlite(folder: Path) -> AsyncIterator[Checkpoints]:
    """In a file of their own, so that writers do not wait. What is deleted is overwritten."""
    from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver  # noqa: PLC0415 -- only when it is used

    async with AsyncSqliteSaver.from_conn_string(str(folder / "conversations.db")) as saver:
        await saver.setup()
        await saver.conn.execute("PRAGMA secure_delete = ON")

        async def scrub() -> None:
            async with saver.lock:
                await saver.conn.execute(EMPTY_LOG)

        yield saver, scrub
