"""Reads that many ask for at once, made as few times as the truth allows."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class SharedRead(Generic[T]):
    """One read for all who ask together. Who asks while one is under way gets the answer of the next: nobody is told
    what was true before they asked.
    """

    def __init__(self, read: Callable[[], Awaitable[T]]) -> None:
        self._read = read
        self._running: asyncio.Task[T] | None = None
        self._waiting: asyncio.Task[T] | None = None

    async def __call__(self) -> T:
        if self._waiting is None or self._waiting.done():
            self._waiting = asyncio.create_task(self._next(self._running))
        # who is not waited for any more must not take the answer from the others
        return await asyncio.shield(self._waiting)

    async def _next(self, before: asyncio.Task[T] | None) -> T:
        if before is not None and not before.done():
            await asyncio.wait([before])
        self._running, self._waiting = self._waiting, None
        return await self._read()
