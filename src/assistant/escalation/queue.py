"""The durable queue of conversations that wait for a person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from assistant.conversation import CartView

HandoffReason = Literal["asked for a person", "anger", "three failed turns", "safety"]
HandoffStatus = Literal["waiting", "taken", "closed"]


@dataclass(frozen=True)
class Handoff:
    """Everything a person needs. `transcript` holds (who, text) pairs, oldest first; `tried` the tools and outcomes."""

    id: str
    conversation_id: str
    reason: HandoffReason
    evidence: str
    opened_at: datetime
    transcript: tuple[tuple[str, str], ...]
    cart: CartView
    tried: tuple[str, ...]
    status: HandoffStatus = "waiting"


class HandoffQueue(Protocol):
    async def open(self, handoff: Handoff) -> Handoff:
        """Queue it, or return the one that already waits for this conversation."""
        ...

    async def of_conversation(self, conversation_id: str) -> Handoff | None:
        """The newest one that is not closed."""
        ...

    async def waiting(self) -> Sequence[Handoff]:
        """Oldest first."""
        ...
