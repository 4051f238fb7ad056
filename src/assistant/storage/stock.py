"""Moving stock inside somebody's transaction."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.shelves import apply_moves
from assistant.storage.products import ProductRows, load_products, owners_of, write_products
from assistant.storage.state import next_version
from assistant.storage.tables import variants


async def in_stock(connection: AsyncConnection, quantities: Mapping[str, int]) -> bool:
    """As it stands now; only `move_stock` can promise it."""
    query = select(variants.c.sku, variants.c.stock).where(variants.c.sku.in_(quantities))
    stock = {row.sku: row.stock for row in await connection.execute(query)}
    return all(stock.get(sku, 0) >= quantity for sku, quantity in quantities.items())


async def move_stock(connection: AsyncConnection, moves: Mapping[str, int]) -> bool:
    """As a push of offers does: search hears of it by the next version. The caller holds `lock_state`.

    False, and nothing written, when a stock would fall below zero.
    """
    owners = await owners_of(connection, moves)
    known = await load_products(connection, sorted(set(owners.values())))
    after = apply_moves(known, owners, moves)
    if after is None:
        return False
    fresh = [product for handle, product in after.items() if product != known[handle]]
    if fresh:
        await write_products(connection, ProductRows.of(fresh, (), known), await next_version(connection))
    return True
