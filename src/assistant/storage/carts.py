"""Cart lines."""

from collections.abc import Sequence

from sqlalchemy import delete, select

from assistant.shop.cart import CartLine
from assistant.shop.money import Money
from assistant.storage.database import Database, upsert
from assistant.storage.tables import cart_lines


class SqlCarts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines(self, conversation_id: str) -> Sequence[CartLine]:
        query = select(cart_lines).where(cart_lines.c.conversation_id == conversation_id).order_by(cart_lines.c.seq)
        async with self._database.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [CartLine(row.sku, row.quantity, Money(row.seen_price_minor, row.currency)) for row in rows]

    async def put(self, conversation_id: str, line: CartLine) -> None:
        row = {
            "conversation_id": conversation_id,
            "sku": line.sku,
            "quantity": line.quantity,
            "seen_price_minor": line.seen_price.minor,
            "currency": line.seen_price.currency,
        }
        async with self._database.begin() as connection:
            await upsert(connection, cart_lines, [row], ["conversation_id", "sku"])

    async def drop(self, conversation_id: str, sku: str) -> None:
        line = (cart_lines.c.conversation_id == conversation_id) & (cart_lines.c.sku == sku)
        async with self._database.begin() as connection:
            await connection.execute(delete(cart_lines).where(line))
