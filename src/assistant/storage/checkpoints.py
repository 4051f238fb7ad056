"""Where the graph keeps its checkpoints: beside the shop's tables in PostgreSQL; in a file of its own with SQLite."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from langgraph.checkpoint.base import BaseCheckpointSaver

from assistant.agent.stores import Scrub, nothing_to_scrub
from assistant.storage.database import EMPTY_LOG

Checkpoints = tuple[BaseCheckpointSaver[Any], Scrub]


@asynccontextmanager
async def checkpoints(url: str, folder: Path) -> AsyncIterator[Checkpoints]:
    """The checkpoints, and how to leave no copy of deleted ones."""
    async with _postgres(url) if url.startswith("postgres") else _sqlite(folder) as opened:
        yield opened


@asynccontextmanager
async def _postgres(url: str) -> AsyncIterator[Checkpoints]:
    from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver  # noqa: PLC0415 -- only when it is used

    async with AsyncPostgresSaver.from_conn_string(url.replace("postgresql+psycopg://", "postgresql://")) as saver:
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
