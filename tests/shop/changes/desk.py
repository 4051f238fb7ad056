"""A shop of ours with its desk: Ada asks, Bob has an order as well."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from assistant.agent.stores import Stores
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.changes.requests import (
    CancelOrder,
    ChangeItems,
    Swap,
)
from assistant.shop.customers import Customer
from assistant.shop.identity import Proof
from assistant.shop.orders import Order
from assistant.testing.kept import in_memory_kept
from tests.shop.changes.shop import ADA, LAMP, NOW, ORDER, SHIRT, VISA

SHE = Shopper("conv", Proof(email="ada@example.com", customer_id="c-1"))
BLUE = ChangeItems("#1", (Swap("S-RED", "S-BLU"),), VISA)
CANCEL = CancelOrder("#1")
BOB = Customer("c-2", "Bob", "bob@example.com")
SOON = NOW + timedelta(minutes=9, seconds=59)


class Shop:
    def __init__(self) -> None:
        self.stores: Stores = in_memory_kept().stores
        stores = self.stores
        self.desk = ChangeDesk(stores.orders, stores.catalogue, stores.ledger, stores.rulebook, "Mill Lane")

    async def open(self) -> "Shop":
        await self.stores.catalogue.replace([SHIRT, LAMP], [])
        other = replace(ORDER, number="#2", email=BOB.email, customer_id=BOB.id)
        await self.stores.orders.replace([ADA, BOB], [ORDER, other])
        return self

    async def order(self, number: str = "#1") -> Order:
        order = await self.stores.orders.get(number)
        assert order is not None
        return order

    async def state(self) -> list[object]:
        """Whatever a change may touch, but for the trail."""
        stores = self.stores
        orders = [(order, order.version) for order in (await self.order(), await self.order("#2"))]
        people = [(person, person.version) for person in await stores.orders.customers()]
        return [orders, people, await stores.catalogue.all(), await stores.outbox.recent()]

    async def events(self, **of: Any) -> list[str]:
        return [entry.event for entry in reversed(await self.stores.ledger.trail(**of))]


STRANGER = Shopper("conv", Proof(email="bob@example.com", customer_id="c-2"))
NOBODY = Shopper("conv", None)
READER = Shopper("conv", replace(SHE.proof or Proof(), read_only=True))
