"""What was bought together, counted by the database over all orders in one pass."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import CTE, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.suggesting.habits import MOST_IN_ONE, NEVER_BOUGHT
from assistant.shop.suggesting.kinds import Kind
from assistant.shop.suggesting.together import FEWEST_BUYERS, Counts, Pair
from assistant.storage.database import CHUNK, Database
from assistant.storage.tables import order_lines, orders, products, variants


class SqlHabits:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def counts(self) -> Counts:
        baskets = _baskets()
        async with self._database.connect() as connection:
            sizes = await _sizes(connection, baskets)
            held = select(baskets.c.handle, func.count()).group_by(baskets.c.handle)
            ordered = {str(row[0]): int(row[1]) for row in await connection.execute(held)}
            pairs = {_pair(*row[:2]): int(row[2]) for row in await connection.execute(_pairs(baskets))}
        return Counts(
            ordered, pairs, sum(n for _, n in sizes),
            lines=sum(n * size for size, n in sizes),
            meetings=sum(n * size * (size - 1) for size, n in sizes),
        )  # fmt: skip

    async def kinds(self) -> Sequence[Kind]:
        """In parts, so that other work gets its turn while the attributes of a large shop are read."""
        query = select(products.c.handle, products.c.category, products.c.vendor, products.c.attributes)
        found = list[Kind]()
        async with self._database.connect() as connection:
            rows = await connection.stream(query.order_by(products.c.handle))
            async for part in rows.partitions(CHUNK):
                found += [Kind.of(*row) for row in part]
        return found


def _pair(one: str, other: str) -> Pair:
    """As Python sorts them; each database sorts in its own way."""
    return min(one, other), max(one, other)


def _baskets() -> CTE:
    """Each product of each order once; one of an unknown handle is known by its SKU, or else left out."""
    unnamed = order_lines.c.handle == ""
    handle = case((unnamed, variants.c.handle), else_=order_lines.c.handle)
    lines = order_lines.join(orders).outerjoin(variants, unnamed & (variants.c.sku == order_lines.c.sku))
    bought = orders.c.status.not_in(NEVER_BOUGHT) & handle.is_not(None)
    whole = select(orders.c.number, orders.c.normal_email.label("buyer"), handle.label("handle")).select_from(lines)
    every = whole.where(bought).distinct().cte("every")
    few = select(every.c.number).group_by(every.c.number).having(func.count() <= MOST_IN_ONE)
    return select(every).where(every.c.number.in_(few)).cte("baskets")


async def _sizes(connection: AsyncConnection, baskets: CTE) -> list[tuple[int, int]]:
    """Each size with the number of orders that have it."""
    each = select(func.count().label("size")).select_from(baskets).group_by(baskets.c.number).subquery()
    rows = await connection.execute(select(each.c.size, func.count()).group_by(each.c.size))
    return [(int(row[0]), int(row[1])) for row in rows]


def _pairs(baskets: CTE) -> Any:
    one, other = baskets.alias("one"), baskets.alias("other")
    both = (one.c.number == other.c.number) & (one.c.handle < other.c.handle)
    buyers = func.count(one.c.buyer.distinct())
    return (
        select(one.c.handle, other.c.handle, func.count())
        .select_from(one.join(other, both))
        .group_by(one.c.handle, other.c.handle)
        .having(buyers >= FEWEST_BUYERS)
    )
