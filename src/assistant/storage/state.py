"""The one row that counts changes of products and documents and names the live index."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.storage.tables import shop_state


async def lock_state(connection: AsyncConnection) -> None:
    """Let one ingest write at a time; the lock goes with the transaction."""
    await connection.execute(select(shop_state.c.id).with_for_update())


async def count_change(connection: AsyncConnection) -> None:
    await connection.execute(update(shop_state).values(version=shop_state.c.version + 1))
