"""What happens at the desk, told to everybody who listens: read once from the log, not by each of them."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import takewhile

import structlog

from assistant.escalation.events import DeskEvent, EventLog
from assistant.observability import failure

EVERY_SECONDS = 0.1
REMEMBERED = 2000


class DeskFeed:
    """One reader a process, and only while somebody listens. Other processes' events come by the same log.

    All events after `_floor` and up to `_seq` are remembered; what came before is read from the log. Who listens to one
    conversation is woken by its events only: hundreds of pages are open, and few of them are written to.
    """

    def __init__(self, log: EventLog, every: float = EVERY_SECONDS, remembered: int = REMEMBERED) -> None:
        self._log, self._every = log, every
        self._recent = deque[DeskEvent](maxlen=remembered)
        self._floor = self._seq = 0
        self._listening: dict[str | None, set[asyncio.Event]] = {}
        self._ready = asyncio.Event()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        task = asyncio.create_task(self._run())
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def after(
        self, seq: int, conversation_id: str | None = None, keep_alive: float = 15
    ) -> AsyncGenerator[DeskEvent | None, None]:
        """Every event after `seq`, in order, for as long as somebody listens; None where there was none for a while."""
        woken = asyncio.Event()
        self._listening.setdefault(conversation_id, set()).add(woken)
        try:
            await self._ready.wait()
            while True:
                woken.clear()
                found, seq = await self._found(seq, conversation_id)
                for event in found:
                    yield event
                if not found and not await _set_within(woken, keep_alive):
                    yield None
        finally:
            self._leave(conversation_id, woken)

    def _leave(self, conversation_id: str | None, woken: asyncio.Event) -> None:
        others = self._listening[conversation_id]
        others.discard(woken)
        if not others:
            del self._listening[conversation_id]

    async def _found(self, seq: int, conversation_id: str | None) -> tuple[list[DeskEvent], int]:
        """What there is after `seq`, and how far that reaches."""
        floor, newest = self._floor, self._seq
        if seq < floor:
            found = list(await self._log.since(seq, conversation_id=conversation_id))
            return found, found[-1].seq if found else floor
        fresh = takewhile(lambda event: event.seq > seq, reversed(self._recent))  # hundreds listen: few look far back
        mine = [event for event in fresh if conversation_id in {None, event.conversation_id}]
        return mine[::-1], max(seq, newest)

    async def _run(self) -> None:
        while True:
            if self._listening:
                try:
                    await self._read()
                except Exception as error:  # noqa: BLE001 -- a database that is away comes back
                    structlog.get_logger("assistant.desk").error("desk_log_unreadable", **failure(error))
            await asyncio.sleep(self._every)

    async def _read(self) -> None:
        if not self._ready.is_set():
            self._floor = self._seq = await self._log.newest()
            self._ready.set()
        found = await self._log.since(self._seq)
        if not found:
            return
        self._recent.extend(found)
        self._seq = found[-1].seq
        if len(self._recent) == self._recent.maxlen:
            self._floor = self._recent[0].seq - 1
        for conversation_id in {None, *(event.conversation_id for event in found)}:
            for woken in self._listening.get(conversation_id, ()):
                woken.set()


async def _set_within(woken: asyncio.Event, seconds: float) -> bool:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            return await woken.wait()
    return False
