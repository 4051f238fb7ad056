"""What lies before the people who answer: one row for each conversation."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

from assistant.escalation.queue import Handoff

View = Literal["ai", "waiting", "mine", "all"]
MOST = 200
SNIPPET = 140


@dataclass(frozen=True)
class Row:
    """`handoff` is the open one; `text` is what the shopper wrote last, "" before they wrote anything."""

    conversation_id: str
    handoff: Handoff | None
    text: str
    last_at: datetime


class Inbox(Protocol):
    async def rows(self, view: View, staff_id: str, search: str = "") -> Sequence[Row]:
        """`waiting` what is due first, the others the newest first; at most `MOST`.

        `search` keeps conversations in which the shopper or a member of staff wrote it.
        """
        ...

    async def counts(self, staff_id: str) -> dict[str, int]:
        """How many the assistant has, how many wait, and how many are theirs."""
        ...


def short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SNIPPET else f"{plain[: SNIPPET - 1]}…"
