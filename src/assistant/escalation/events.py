"""What happens around a person's work, in one order for everybody who watches: the console and the shopper's page."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

EventKind = Literal[
    "opened", "taken", "assigned", "returned", "closed", "turn", "said", "note", "tags", "typing", "rated", "cart"
]
PUBLIC: frozenset[EventKind] = frozenset(
    {"opened", "taken", "assigned", "returned", "closed", "said", "typing", "cart"}
)
"""What the shopper's page may hear of."""


@dataclass(frozen=True)
class DeskEvent:
    """`seq` counts up in the order in which events became visible; no reader ever sees a lower one later."""

    seq: int
    conversation_id: str
    kind: EventKind
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)


class EventLog(Protocol):
    async def add(self, conversation_id: str, kind: EventKind, payload: dict[str, Any], now: datetime) -> None: ...

    async def since(self, seq: int, *, conversation_id: str | None = None, limit: int = 500) -> Sequence[DeskEvent]:
        """After `seq`, oldest first."""
        ...

    async def newest(self) -> int:
        """0 before the first."""
        ...

    async def forget(self, before: datetime) -> None:
        """Delete who was typing before then; everything else stays."""
        ...
