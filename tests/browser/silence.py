"""A stream of events in which nothing happens."""

import asyncio
from collections.abc import AsyncIterator


async def silence() -> AsyncIterator[str]:
    while True:
        yield ": nobody says anything here\n\n"
        await asyncio.sleep(0.2)
