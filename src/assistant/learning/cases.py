"""Turns that failed a shopper, kept so that an eval asks the same again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

Wrong = Literal["no answer", "wrong answer", "wrong products", "needed a person"]


@dataclass(frozen=True)
class FrozenTurn:
    """Holds no word of the chat but staff's `note`: the case is made from the conversation as it is kept."""

    turn_id: str
    conversation_id: str
    wrong: Wrong
    note: str
    by: str
    at: datetime


class CaseBook(Protocol):
    async def freeze(self, turn: FrozenTurn) -> None:
        """In place of what was said of this turn before. Raises `CardNumberRefused`."""
        ...

    async def thaw(self, turn_id: str) -> None: ...

    async def all(self) -> Sequence[FrozenTurn]:
        """Oldest first."""
        ...

    async def of(self, conversation_id: str) -> Sequence[FrozenTurn]:
        """Oldest first."""
        ...
