"""Reads what is bought together at the start and every hour, so that no turn has to wait for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from assistant.observability import failure
from assistant.shop.suggesting.habits import READ_EVERY, RecentHabits

log = structlog.get_logger("assistant.suggesting")


async def read_habits(habits: RecentHabits, every: float) -> None:
    """Runs until it is cancelled; a store that fails is asked again later."""
    while True:
        try:
            await habits.read()
        except Exception as error:  # noqa: BLE001  # one busy database must not end the reading for good
            log.error("reading_failed", **failure(error))  # noqa: TRY400  # a traceback may quote what is kept
        await asyncio.sleep(every)


@asynccontextmanager
async def read_in_background(habits: RecentHabits, every: float = READ_EVERY.total_seconds()) -> AsyncIterator[None]:
    task = asyncio.create_task(read_habits(habits, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
