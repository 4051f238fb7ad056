"""What the shop's orders and goods say of each other, read now and then and not in each turn."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from assistant.shop.orders import OrderStatus
from assistant.shop.suggesting.choosing import Known
from assistant.shop.suggesting.kinds import Kind, Kinds
from assistant.shop.suggesting.together import Counts, bought_together

NEVER_BOUGHT: Sequence[OrderStatus] = ("pending payment", "cancelled", "returned", "refunded")
MOST_IN_ONE = 30
"""An order of more different products is a reseller's, and says nothing of what goes together."""
READ_EVERY, LIFE = timedelta(hours=1), timedelta(hours=2)


class Habits(Protocol):
    """Knows orders without whose they are."""

    async def counts(self) -> Counts:
        """Of all orders that were bought and kept, with at most `MOST_IN_ONE` products; pairs of `FEWEST_BUYERS`."""
        ...

    async def kinds(self) -> Sequence[Kind]:
        """Of every product that is sold."""
        ...


class RecentHabits:
    """`read` is for the background. A turn reads only where nobody did so, or not for too long, and nobody is at it."""

    def __init__(self, habits: Habits, now: Callable[[], datetime]) -> None:
        self._habits, self._now = habits, now
        self._known, self._read_at = Known(), datetime.min.replace(tzinfo=now().tzinfo)
        self._reading = asyncio.Lock()

    async def known(self) -> Known:
        if self._is_old() and not self._reading.locked():
            await self.read()
        return self._known

    async def read(self) -> None:
        async with self._reading:
            await self._read()

    def _is_old(self) -> bool:
        return self._now() - self._read_at >= LIFE

    async def _read(self) -> None:
        kinds, counts = await self._habits.kinds(), await self._habits.counts()
        self._known = await asyncio.to_thread(lambda: Known(Kinds.of(kinds), bought_together(counts)))
        self._read_at = self._now()
