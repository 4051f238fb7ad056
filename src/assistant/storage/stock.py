"""Moving stock inside somebody's transaction."""

from collections.abc import Mapping

from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.catalogue import apply_moves
from assistant.storage.products import ProductRows, load_products, owners_of, write_products
from assistant.storage.state import lock_state, next_version


async def move_stock(connection: AsyncConnection, moves: Mapping[str, int]) -> bool:
    """As a push of offers does: who else writes products waits, and search hears of it by the next version.

    False, and nothing written, when a stock would fall below zero.
    """
    await lock_state(connection)
    owners = await owners_of(connection, moves)
    known = await load_products(connection, sorted(set(owners.values())))
    after = apply_moves(known, owners, moves)
    if after is None:
        return False
    fresh = [product for handle, product in after.items() if product != known[handle]]
    if fresh:
        await write_products(connection, ProductRows.of(fresh, (), known), await next_version(connection))
    return True
