"""Gives chats that wait to people of the shop, where the owner's policy says so."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog

from assistant.agent.stores import Stores
from assistant.observability import failure

SECONDS = 2.0


async def hand_out(stores: Stores, now: datetime) -> int:
    """How many were given. Any number of processes may do it at once."""
    policy = await stores.handoff_policy.policy()
    return len(await stores.handoffs.hand_out(now)) if policy.assign == "freest" else 0


@asynccontextmanager
async def hand_out_in_background(
    stores: Stores, now: Callable[[], datetime], every: float = SECONDS
) -> AsyncIterator[None]:
    task = asyncio.create_task(_handing_out(stores, now, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def _handing_out(stores: Stores, now: Callable[[], datetime], every: float) -> None:
    while True:
        try:
            await hand_out(stores, now())
        except Exception as error:  # noqa: BLE001  # a database that was busy once must not end this for good
            structlog.get_logger("assistant.desk").error("handing_out_failed", **failure(error))
        await asyncio.sleep(every)
