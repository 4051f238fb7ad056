"""Conversations go on when the database was started again in between, and many are kept at once."""

import asyncio
from pathlib import Path
from typing import Any

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import empty_checkpoint
from sqlalchemy import text

from assistant.bootstrap import build
from assistant.retrieval.embedding import MiniLM
from assistant.settings import Settings
from assistant.storage.checkpoints import checkpoints
from assistant.storage.database import Database
from assistant.testing.clock import FixedClock
from tests.conftest import ask

CUT = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "


async def cut_off(url: str) -> int:
    """Every connection of others to this database, as a restart of it does."""
    database = Database(url)
    async with database.begin() as connection:
        cut = (await connection.execute(text(f"{CUT} current_database()"))).scalar_one()
    await database.close()
    return int(cut)


@pytest.mark.parametrize("url", ["postgres"], indirect=True)
async def test_a_conversation_goes_on_after_the_database_was_started_again(
    own: Settings, embeddings: MiniLM, clock: FixedClock, url: str
) -> None:
    async with build(own, embeddings=embeddings, now=clock) as assistant:
        conversation, _ = await assistant.start()
        await ask(assistant, conversation, "hello")
        assert await cut_off(url) > 1
        reply = await ask(assistant, conversation, "what is in my cart?")
        assert (reply.outcome, len(await assistant.lines(conversation))) == ("answered", 4)


async def test_many_conversations_are_kept_at_once(url: str, tmp_path: Path) -> None:
    async def keep(saver: Any, number: int) -> str:
        config: RunnableConfig = {"configurable": {"thread_id": str(number), "checkpoint_ns": ""}}
        checkpoint = empty_checkpoint()
        await saver.aput(config, checkpoint, {}, {})
        kept = await saver.aget_tuple(config)
        return "" if kept and kept.checkpoint["id"] == checkpoint["id"] else f"{number} is lost"

    async with checkpoints(url, tmp_path) as (saver, _):
        lost = await asyncio.gather(*(keep(saver, number) for number in range(60)))
    assert not any(lost)
