"""Order numbers, given out once each."""

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from assistant.shop.orders import normal_number
from assistant.storage.checkout_tables import order_numbers
from assistant.storage.database import insert_new
from assistant.storage.tables import orders

FIRST = 1001
ONE_ROW = 1


async def next_number(connection: AsyncConnection) -> str:
    """Above every number that a feed brought before the first was given out; one that exists already is skipped."""
    if await connection.scalar(select(order_numbers.c.id)) is None:
        await insert_new(connection, order_numbers, {"id": ONE_ROW, "last": await _highest(connection)}, ["id"])
    counted = update(order_numbers).values(last=order_numbers.c.last + 1).returning(order_numbers.c.last)
    while True:
        number = normal_number(str((await connection.execute(counted)).scalar_one()))
        if await connection.scalar(select(orders.c.number).where(orders.c.number == number)) is None:
            return number


async def _highest(connection: AsyncConnection) -> int:
    numbers = (await connection.execute(select(orders.c.number))).scalars()
    plain = [int(number[1:]) for number in numbers if number[1:].isdecimal() and len(number) < 12]
    return max(plain, default=FIRST - 1)
