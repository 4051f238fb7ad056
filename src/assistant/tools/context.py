"""What a turn hands to its tools. Hidden from the model's schemas; identity comes from here and nowhere else."""

from dataclasses import dataclass
from datetime import datetime

from assistant.escalation.desk import HandoffDesk
from assistant.retrieval.library import Retriever
from assistant.shop.cart import Cart
from assistant.shop.catalogue import Catalogue
from assistant.shop.proving import Proving


@dataclass(frozen=True)
class TurnContext:
    """`text` is the shopper's message as typed; it is kept out of the checkpoint, which holds the cleaned one.

    `failed_before` counts the turns right before this one that ended without an answer.
    """

    conversation_id: str
    turn_id: str
    text: str
    now: datetime
    failed_before: int
    cart: Cart
    catalogue: Catalogue
    retriever: Retriever
    proving: Proving
    desk: HandoffDesk
