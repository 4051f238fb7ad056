"""The one row that counts changes of products and documents and names the live index."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.storage.tables import shop_state


async def lock_state(connection: AsyncConnection) -> None:
    """Let one writer of products or documents in at a time; the lock goes with the transaction."""
    await connection.execute(select(shop_state.c.id).with_for_update())


async def next_version(connection: AsyncConnection) -> int:
    """Count one change, inside the transaction that makes it."""
    counted = update(shop_state).values(version=shop_state.c.version + 1).returning(shop_state.c.version)
    version: int = (await connection.execute(counted)).scalar_one()
    return version
