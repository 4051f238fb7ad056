"""What an owner approved goes onto the shop's pages: ingest is run until it has been taken in."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import structlog

from assistant.learning.faqs import FaqBook
from assistant.observability import failure

SECONDS, LONGEST = 2.0, 600.0

Publish = Callable[[], Awaitable[bool]]
"""Run ingest once over all that is approved; False where it could not, such as while another one runs."""


class Publisher:
    """Of several processes each may try: ingest lets one in at a time, and who comes later finds nothing left."""

    def __init__(self, faqs: FaqBook, publish: Publish) -> None:
        self._faqs, self._publish = faqs, publish

    async def run(self, every: float = SECONDS) -> None:
        """Runs until it is cancelled. What fails is tried again after twice as long, at most `LONGEST` seconds."""
        pause = every
        while True:
            await asyncio.sleep(pause)
            pause = every if await self._tried() else min(pause * 2, LONGEST)

    async def once(self) -> bool:
        """False when something is left to publish."""
        return not await self._faqs.lacking() or await self._publish()

    async def _tried(self) -> bool:
        try:
            return await self.once()
        except Exception as error:  # noqa: BLE001  # what was approved waits for the next time
            structlog.get_logger("assistant.publishing").error("publishing_failed", **failure(error))
            return False


@asynccontextmanager
async def publish_in_background(faqs: FaqBook, publish: Publish | None) -> AsyncIterator[None]:
    """Without `publish` what is approved waits for whoever runs ingest by hand."""
    if publish is None:
        yield
        return
    task = asyncio.create_task(Publisher(faqs, publish).run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
