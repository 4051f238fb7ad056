"""A turn ends, whatever in it hangs."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import TypeVar

T = TypeVar("T")
TURN_SECONDS = 100.0


async def ending(stream: AsyncGenerator[T, None], seconds: float) -> AsyncGenerator[T, None]:
    """Raises `TimeoutError` where all of it together takes longer; whoever listens may take their time."""
    async with aclosing(stream) as parts:
        left = seconds
        while True:
            begun = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(left):
                    part = await anext(parts)
            except StopAsyncIteration:
                return
            left = max(0.0, left - (asyncio.get_running_loop().time() - begun))
            yield part
