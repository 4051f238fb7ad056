"""The orders of whoever was proved in a conversation, for the page: told as the chat's tools tell them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assistant.errors import UnknownOrder
from assistant.shop.changes.desk import ChangeDesk
from assistant.shop.identity import OrderDesk, Proof
from assistant.shop.orders import Order
from assistant.tools.orders import order_json

MOST_ORDERS = 20
NO_ORDER = "I see no such order here. If it is yours, please prove in the chat who you are first."


@dataclass(frozen=True)
class AtOrders:
    desk: OrderDesk
    changes: ChangeDesk
    proof: Proof | None
    now: datetime

    async def all(self) -> list[dict[str, Any]]:
        """Newest first; none for nobody."""
        return [await self._told(order) for order in await self.desk.recent(self.proof, MOST_ORDERS)]

    async def one(self, number: str) -> dict[str, Any]:
        """Raises `UnknownOrder`, alike for what is not there, not theirs, or not proved yet."""
        order = await self.desk.status(number, self.proof)
        if order is None:
            raise UnknownOrder(NO_ORDER)
        return await self._told(order)

    async def _told(self, order: Order) -> dict[str, Any]:
        return order_json(order, await self.changes.possible(order, self.proof, self.now))
