"""A room of carts over one catalogue, with a clock that a test turns."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from assistant.shop.cart.cart import Cart, CartDesk
from assistant.shop.cart.contents import Carts
from assistant.shop.catalogue import Catalogue, Offer
from assistant.shop.conversations import Conversation
from assistant.shop.identity import Proof
from assistant.shop.selling.rules import Limits
from assistant.testing.carts import InMemoryCarts
from assistant.testing.clock import FixedClock
from tests.goods import usd

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@dataclass
class Room:
    catalogue: Catalogue
    carts: Carts = field(default_factory=InMemoryCarts)
    limits: Limits = field(default_factory=Limits)
    clock: FixedClock = field(default_factory=lambda: FixedClock(NOW))
    currency: str = "USD"

    @property
    def desk(self) -> CartDesk:
        return CartDesk(self.carts, self.catalogue, self.currency, self._limits, self.clock)

    async def _limits(self) -> Limits:
        return self.limits

    def cart(self, conversation: str = "c1", proof: Proof | None = None, turn: str = "") -> Cart:
        return self.desk.of(Conversation(conversation, "", NOW, proof), turn)

    async def offer(self, sku: str, price: str | None = None, stock: int | None = None) -> None:
        await self.catalogue.set_offers([Offer(sku, usd(price) if price else None, stock=stock)])
