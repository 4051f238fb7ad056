"""All the stores of a shop, and things to put in them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from assistant.escalation.queue import HandoffQueue
from assistant.retrieval.library import Library
from assistant.shop.cart import Carts
from assistant.shop.catalogue import Catalogue
from assistant.shop.conversations import Conversations
from assistant.shop.identity import Challenges
from assistant.shop.mail import Outbox
from assistant.shop.orders import Orders
from assistant.storage.carts import SqlCarts
from assistant.storage.catalogue import SqlCatalogue
from assistant.storage.conversations import SqlConversations
from assistant.storage.database import Database
from assistant.storage.handoffs import SqlHandoffQueue
from assistant.storage.identity import SqlChallenges
from assistant.storage.library import SqlLibrary
from assistant.storage.mail import SqlOutbox
from assistant.storage.orders import SqlOrders
from assistant.testing.stores import (
    InMemoryCarts,
    InMemoryCatalogue,
    InMemoryChallenges,
    InMemoryConversations,
    InMemoryHandoffQueue,
    InMemoryLibrary,
    InMemoryOrders,
    InMemoryOutbox,
)

NOW = datetime(2026, 3, 14, 9, 26, 53, 589793, tzinfo=UTC)


@dataclass(frozen=True)
class Stores:
    catalogue: Catalogue
    library: Library
    carts: Carts
    orders: Orders
    challenges: Challenges
    outbox: Outbox
    conversations: Conversations
    handoffs: HandoffQueue


def in_memory() -> Stores:
    catalogue, outbox = InMemoryCatalogue(), InMemoryOutbox()
    return Stores(
        catalogue=catalogue,
        library=InMemoryLibrary(catalogue),
        carts=InMemoryCarts(),
        orders=InMemoryOrders(),
        challenges=InMemoryChallenges(outbox),
        outbox=outbox,
        conversations=InMemoryConversations(),
        handoffs=InMemoryHandoffQueue(),
    )


def on(database: Database) -> Stores:
    return Stores(
        catalogue=SqlCatalogue(database),
        library=SqlLibrary(database),
        carts=SqlCarts(database),
        orders=SqlOrders(database),
        challenges=SqlChallenges(database),
        outbox=SqlOutbox(database),
        conversations=SqlConversations(database),
        handoffs=SqlHandoffQueue(database),
    )
