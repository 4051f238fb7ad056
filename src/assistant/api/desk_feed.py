"""What happens at the desk, told to everybody who listens: read once from the log, not by each of them."""

import asyncio
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager, suppress

import structlog

from assistant.escalation.events import DeskEvent, EventLog
from assistant.observability import failure

EVERY_SECONDS = 0.25
REMEMBERED = 2000


class DeskFeed:
    """One reader a process, and only while somebody listens. Other processes' events come by the same log.

    All events after `_floor` and up to `_seq` are remembered; what came before is read from the log.
    """

    def __init__(self, log: EventLog, every: float = EVERY_SECONDS, remembered: int = REMEMBERED) -> None:
        self._log, self._every = log, every
        self._recent = deque[DeskEvent](maxlen=remembered)
        self._floor = self._seq = self._listening = 0
        self._more, self._ready = asyncio.Condition(), asyncio.Event()

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
        self._listening += 1
        try:
            await self._ready.wait()
            while True:
                found, seq = await self._found(seq, conversation_id)
                for event in found:
                    yield event
                if not found and not await self._heard(seq, keep_alive):
                    yield None
        finally:
            self._listening -= 1

    async def _found(self, seq: int, conversation_id: str | None) -> tuple[list[DeskEvent], int]:
        """What there is after `seq`, and how far that reaches."""
        floor, newest = self._floor, self._seq
        if seq < floor:
            found = list(await self._log.since(seq, conversation_id=conversation_id))
            return found, found[-1].seq if found else floor
        mine = (event for event in self._recent if event.seq > seq)
        return [event for event in mine if conversation_id in {None, event.conversation_id}], max(seq, newest)

    async def _heard(self, seq: int, seconds: float) -> bool:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds), self._more:
                await self._more.wait_for(lambda: self._seq > seq)
                return True
        return False

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
        async with self._more:
            self._more.notify_all()
