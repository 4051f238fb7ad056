"""What a stream says: an event, or nothing for as long as somebody listens."""

import asyncio
from collections.abc import AsyncIterator


async def silence() -> AsyncIterator[str]:
    while True:
        yield ": nobody says anything here\n\n"
        await asyncio.sleep(0.2)


def event(name: str, data: str) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode()
