"""Tells an outside tool what happens at the desk: each event at least once, in the order of the log."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Protocol
from uuid import uuid4

import httpx2
import structlog

from assistant.agent.stores import Stores
from assistant.api.events import LONGEST_PAUSE, NotDelivered
from assistant.errors import StillInFlight
from assistant.escalation.cursors import Cursor
from assistant.escalation.events import DeskEvent
from assistant.observability import failure
from assistant.shop.checkout.store import IN_FLIGHT, Once

MOST_TRIES = 20
MOST_REFUSALS = 5
AT_ONCE = 200
LONGEST_ROUND = IN_FLIGHT.total_seconds() / 3
"""A process that died in the middle is not waited for longer than `IN_FLIGHT`, so nobody may work that long."""


class BodyRefused(NotDelivered):
    """The other side will not take this event, however often it is sent."""


class Listener(Protocol):
    """One outside tool; `name` is what its cursor is kept under."""

    @property
    def name(self) -> str: ...

    async def hear(self, event: DeskEvent, *, again: bool) -> None:
        """`again` when it was begun before and nobody knows how far it came. Raises `NotDelivered` or
        `httpx2.HTTPError`.
        """
        ...


class Follower:
    """After the n-th failure an event waits `pause * 2**(n-1)` seconds, an hour at most, and those behind it wait too;
    after `MOST_TRIES`, or `MOST_REFUSALS` of its body, it is given up, counted and logged.
    """

    def __init__(self, stores: Stores, listener: Listener, now: Callable[[], datetime], pause: float = 5) -> None:
        self._stores, self._listener, self._now, self._pause = stores, listener, now, pause
        self._not_before = 0.0

    async def start(self) -> None:
        """From now on: a tool that is new hears nothing of what was before."""
        await self._stores.cursors.start(self._listener.name, await self._stores.desk_log.newest())

    async def run(self, every: float = 1) -> None:
        """Runs until it is cancelled."""
        while True:
            try:
                await self.catch_up()
            except Exception as error:  # noqa: BLE001  # a database that was busy once must not end this for good
                _log().error("follower_round_failed", follower=self._listener.name, **failure(error))
            await asyncio.sleep(every)

    async def catch_up(self) -> bool:
        """False when it is not time yet or another process is at it."""
        if asyncio.get_running_loop().time() < self._not_before:
            return False
        cursor = await self._stores.cursors.of(self._listener.name)
        if cursor is None or not await self._stores.desk_log.since(cursor.seq, limit=1):
            return False
        turn = Once("followers", self._listener.name, "", uuid4().hex)
        try:
            await self._stores.answers.claim(turn, self._now())
        except StillInFlight:
            return False
        try:
            await self._tell()
        finally:
            await self._stores.answers.drop(turn)
        return True

    async def _tell(self) -> None:
        until = asyncio.get_running_loop().time() + LONGEST_ROUND
        cursor = await self._stores.cursors.of(self._listener.name)
        for event in await self._stores.desk_log.since(cursor.seq, limit=AT_ONCE) if cursor else ():
            if cursor is None or asyncio.get_running_loop().time() > until or not await self._one(event, cursor):
                return
            cursor = Cursor(event.seq)

    async def _one(self, event: DeskEvent, cursor: Cursor) -> bool:
        name, cursors = self._listener.name, self._stores.cursors
        await cursors.begun(name, cursor.seq)
        try:
            await self._listener.hear(event, again=cursor.tries > 0)
        except (httpx2.HTTPError, OSError, NotDelivered) as error:
            tries = cursor.tries + 1
            if tries < (MOST_REFUSALS if isinstance(error, BodyRefused) else MOST_TRIES):
                self._wait(event, tries, error)
                return False
            _log().error("event_given_up", follower=name, seq=event.seq, tries=tries, kind=type(error).__name__)
            return await cursors.move(name, cursor.seq, event.seq, given_up=True)
        return await cursors.move(name, cursor.seq, event.seq)

    def _wait(self, event: DeskEvent, tries: int, error: Exception) -> None:
        pause = min(self._pause * 2 ** (tries - 1), LONGEST_PAUSE)
        self._not_before = asyncio.get_running_loop().time() + pause
        fields = {"seq": event.seq, "tries": tries, "kind": type(error).__name__}
        _log().warning("event_not_taken", follower=self._listener.name, **fields)


def _log() -> structlog.stdlib.BoundLogger:
    log: structlog.stdlib.BoundLogger = structlog.get_logger("assistant.desk")
    return log


@asynccontextmanager
async def following(followers: Sequence[Follower]) -> AsyncIterator[None]:
    for follower in followers:
        await follower.start()
    tasks = [asyncio.create_task(follower.run()) for follower in followers]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
