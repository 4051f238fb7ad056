"""Cart lines."""

from collections.abc import Sequence

from sqlalchemy import delete, select, update

from assistant.shop.cart import CartLine
from assistant.shop.money import Money
from assistant.storage.database import Database, insert_new
from assistant.storage.tables import cart_lines


class SqlCarts:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def lines(self, conversation_id: str) -> Sequence[CartLine]:
        query = select(cart_lines).where(cart_lines.c.conversation_id == conversation_id).order_by(cart_lines.c.seq)
        async with self._database.connect() as connection:
            rows = (await connection.execute(query)).all()
        return [CartLine(row.sku, row.quantity, Money(row.seen_price_minor, row.currency)) for row in rows]

    async def put(self, conversation_id: str, line: CartLine, held: int = 0) -> bool:
        row = {
            "conversation_id": conversation_id,
            "sku": line.sku,
            "quantity": line.quantity,
            "seen_price_minor": line.seen_price.minor,
            "currency": line.seen_price.currency,
        }
        async with self._database.begin() as connection:
            if held:
                same = (cart_lines.c.conversation_id == conversation_id) & (cart_lines.c.sku == line.sku)
                change = update(cart_lines).where(same, cart_lines.c.quantity == held).values(row)
                return (await connection.execute(change.returning(cart_lines.c.seq))).one_or_none() is not None
            return await insert_new(connection, cart_lines, row, ["conversation_id", "sku"])

    async def drop(self, conversation_id: str, sku: str) -> None:
        line = (cart_lines.c.conversation_id == conversation_id) & (cart_lines.c.sku == sku)
        async with self._database.begin() as connection:
            await connection.execute(delete(cart_lines).where(line))
