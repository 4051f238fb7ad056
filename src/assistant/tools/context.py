"""What a turn hands to its tools. Hidden from the model's schemas; identity comes from here and nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic_core import CoreSchema, core_schema

from assistant.escalation.calling import Calling
from assistant.escalation.desk import HandoffDesk
from assistant.retrieval.library import Retriever
from assistant.shop.cart.cart import Cart, CartDesk
from assistant.shop.catalogue import Catalogue
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.checkout.counter import Counter
from assistant.shop.conversations import Turn
from assistant.shop.proving import Proving


@dataclass(frozen=True)
class TurnContext:
    """`text` is the shopper's message as typed; it is kept out of the checkpoint, which holds the cleaned one.

    `before` are the conversation's turns before this one; `network` is where the message comes from, "" if unknown.
    `meanwhile` is who said what since the assistant answered last, where a person of the shop had the chat.
    """

    conversation_id: str
    turn_id: str
    text: str
    now: datetime
    before: Sequence[Turn]
    carts: CartDesk
    catalogue: Catalogue
    retriever: Retriever
    proving: Proving
    changes: ChangeDesk
    checkout: Counter
    desk: HandoffDesk
    calling: Calling
    network: str = ""
    meanwhile: Sequence[tuple[str, str]] = ()

    @property
    def cart(self) -> Cart:
        """Of whoever this conversation has proved to be so far."""
        return self.carts.of(self.proving.conversation, self.turn_id)

    @property
    def shopper(self) -> Shopper:
        """Whose yes counts now: this conversation, and what it has proved so far."""
        return Shopper(self.conversation_id, self.proving.conversation.proof)

    @classmethod
    def __get_pydantic_core_schema__(cls, *_: object) -> CoreSchema:
        """A tool's schema is derived from its arguments; this one is handed through, not validated."""
        return core_schema.any_schema()
