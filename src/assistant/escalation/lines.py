"""What people of the shop wrote: to the shopper, and for each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol


@dataclass(frozen=True)
class StaffLine:
    """`said` reaches the shopper, a `note` never does. `name` is as it was when it was written."""

    id: str
    conversation_id: str
    handoff_id: str
    kind: Literal["said", "note"]
    staff_id: str
    name: str
    text: str
    at: datetime


@dataclass(frozen=True)
class Canned:
    """A reply that is written once and used often. `title` is what it is found by."""

    id: str
    title: str
    text: str


@dataclass(frozen=True)
class Rating:
    """One for each hand-off: 1 to 5 and a word, with who handled it."""

    handoff_id: str
    conversation_id: str
    stars: int
    word: str
    staff_id: str
    at: datetime


class Lines(Protocol):
    async def write(self, line: StaffLine) -> bool:
        """False, and nothing written, when a line of this id is there already. Raises `CardNumberRefused`."""
        ...

    async def of(self, conversation_id: str) -> Sequence[StaffLine]:
        """Oldest first, notes too."""
        ...

    async def tag(self, conversation_id: str, tags: Sequence[str], now: datetime) -> None:
        """In place of the tags before."""
        ...

    async def tags(self, conversation_ids: Sequence[str]) -> dict[str, tuple[str, ...]]: ...

    async def canned(self) -> Sequence[Canned]:
        """By title."""
        ...

    async def keep_canned(self, canned: Canned) -> None: ...

    async def drop_canned(self, canned_id: str) -> None: ...

    async def rate(self, rating: Rating) -> bool:
        """False, and nothing written, when this hand-off was rated before."""
        ...

    async def rating(self, handoff_id: str) -> Rating | None: ...
