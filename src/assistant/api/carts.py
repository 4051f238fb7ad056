"""Empties carts that nobody touched for too long, every hour."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog

from assistant.observability import failure
from assistant.shop.cart.cart import CartDesk

log = structlog.get_logger("assistant.carts")


async def sweep_carts(desk: CartDesk, every: float) -> None:
    """Runs until it is cancelled; a store that fails is asked again later."""
    while True:
        try:
            log.info("carts_swept", emptied=await desk.sweep())
        except Exception as error:  # noqa: BLE001  # one busy database must not end the sweeping for good
            log.error("sweep_failed", **failure(error))  # noqa: TRY400  # a traceback may quote what is kept
        await asyncio.sleep(every)


@asynccontextmanager
async def sweep_in_background(desk: CartDesk, every: float = 3600) -> AsyncIterator[None]:
    task = asyncio.create_task(sweep_carts(desk, every))
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
