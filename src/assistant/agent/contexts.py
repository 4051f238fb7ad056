"""What a turn works with, made anew for each: who this is as far as was proved, and the desks of the shop."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from assistant.agent.at_desk import calling_of
from assistant.agent.buying import buying
from assistant.agent.meanwhile import said_meanwhile
from assistant.agent.stores import Stores
from assistant.escalation.desk import HandoffDesk
from assistant.retrieval.library import Retriever
from assistant.shop.cart.cart import CartDesk
from assistant.shop.changes.desk import ChangeDesk
from assistant.shop.checkout.counter import Counter
from assistant.shop.conversations import Conversation
from assistant.shop.identity import Identity, OrderDesk
from assistant.shop.proving import Proving
from assistant.tools.context import TurnContext


@dataclass(frozen=True)
class Contexts:
    stores: Stores
    retriever: Retriever
    identity: Identity
    changes: ChangeDesk
    checkout: Counter
    carts: CartDesk
    now: Callable[[], datetime]

    async def of(self, conversation: Conversation, turn_id: str, text: str, now: datetime, network: str) -> TurnContext:
        stores, before = self.stores, await self.stores.conversations.turns(conversation.id)
        buys = buying(before, text) and bool((await self.carts.of(conversation).view()).count)
        return TurnContext(
            conversation_id=conversation.id,
            turn_id=turn_id,
            text=text,
            now=now,
            before=before,
            carts=self.carts,
            catalogue=stores.catalogue,
            retriever=self.retriever,
            proving=await self.proving(conversation, now, network, buying=buys),
            changes=self.changes,
            checkout=self.checkout,
            desk=HandoffDesk(stores.handoffs, stores.conversations),
            calling=await calling_of(stores),
            network=network,
            meanwhile=said_meanwhile(before, await stores.lines.of(conversation.id)),
        )

    async def proving(
        self, conversation: Conversation, now: datetime, network: str = "", *, buying: bool = False
    ) -> Proving:
        """Over the conversation as it stands now: it may have been opened before a turn that proved something."""
        known = await self.stores.conversations.get(conversation.id) or conversation
        desk = OrderDesk(self.stores.orders)
        return Proving(
            known, self.stores.conversations, self.identity, desk, now,
            network=network, read_by_name=self._read_by_name, buying=buying,
        )  # fmt: skip

    async def _read_by_name(self) -> bool:
        return (await self.stores.rulebook.rules()).read_by_name
