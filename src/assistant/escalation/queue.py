"""The durable queue of conversations that wait for a person, and what becomes of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from assistant.conversation import CartView
from assistant.shop.conversations import Turn
from assistant.shop.handoff_policy import HandoffReason

HandoffStatus = Literal["waiting", "taken", "returned", "closed"]
OPEN: tuple[HandoffStatus, ...] = ("waiting", "taken")
Ending = Literal["returned", "closed"]


@dataclass(frozen=True)
class Packet:
    """What spares a person to ask again, as it stood when they were called.

    `moods` are VADER's compounds of the shopper's last messages, -1..1, oldest first; `orders` the numbers that were
    proved here; `signals` (name, score 0..1, evidence).
    """

    summary: tuple[str, ...] = ()
    moods: tuple[float, ...] = ()
    page: str = ""
    orders: tuple[str, ...] = ()
    signals: tuple[tuple[str, float, str], ...] = ()


@dataclass(frozen=True)
class Handoff:
    """Everything a person needs. `transcript` holds (who, text) pairs, oldest first; `tried` the tools and outcomes.

    `owner` is the id of the one person who has it, `former` of who had the conversation before; `due_at` is when a
    first answer is due, which those from before it was kept do not tell.
    """

    id: str
    conversation_id: str
    reason: HandoffReason
    evidence: str
    opened_at: datetime
    transcript: tuple[tuple[str, str], ...]
    cart: CartView
    tried: tuple[str, ...]
    status: HandoffStatus = "waiting"
    queue: str = ""
    packet: Packet = field(default_factory=Packet)
    owner: str = ""
    former: str = ""
    taken_at: datetime | None = None
    ended_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN


class HandoffQueue(Protocol):
    """Each change of a hand-off is one transaction with the event that tells of it."""

    async def open(self, handoff: Handoff) -> Handoff:
        """Queue it, or return the one that is open already for this conversation."""
        ...

    async def announce(self, handoff: Handoff, turn: Turn) -> Turn:
        """`open` and the end of the turn that tells of it, both or neither. The turn as it was kept: its reply names
        the hand-off that is open now.
        """
        ...

    async def get(self, handoff_id: str) -> Handoff | None: ...

    async def of_conversation(self, conversation_id: str) -> Handoff | None:
        """The one that is open."""
        ...

    async def last_of(self, conversation_id: str) -> Handoff | None:
        """The newest one, however it stands."""
        ...

    async def waiting(self) -> Sequence[Handoff]:
        """Oldest first."""
        ...

    async def take(self, handoff_id: str, staff_id: str, now: datetime) -> Handoff:
        """Make it theirs while nobody has it; again by the same person it stays as it is.

        Raises `TakenAlready` or `NotOpen`.
        """
        ...

    async def assign(self, handoff_id: str, staff_id: str, now: datetime) -> Handoff:
        """Make it theirs, whoever has it. Raises `NotOpen`."""
        ...

    async def assign_freest(self, handoff_id: str, now: datetime) -> Handoff:
        """Make it the one's whom `freest` picks, while nobody has it; one choice at a time, in one transaction.

        One that somebody has already stays theirs. Raises `NotOpen` or `NobodyFree`.
        """
        ...

    async def hand_out(self, now: datetime) -> Sequence[Handoff]:
        """Give those that wait, oldest first, to whom `freest` picks, some at a time. One whose person is not here any
        more and never answered waits, too. What was given.
        """
        ...

    async def end(self, handoff_id: str, staff_id: str, ending: Ending, now: datetime) -> Handoff:
        """Give it back to the assistant, or close it. Raises `NotYours` or `NotOpen`."""
        ...

    async def load(self) -> dict[str, int]:
        """How many each person has now, by staff id."""
        ...
