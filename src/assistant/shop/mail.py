"""Mail as an outbox: written with the business rows, delivered afterwards, shown in the demo."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

MailStatus = Literal["queued", "sent", "failed", "void"]


@dataclass(frozen=True)
class Mail:
    """`to` is None for a mail that must not leave: it is written so that a right and a wrong guess cost the same."""

    id: str
    to: str | None
    subject: str
    body: str
    at: datetime
    status: MailStatus = "queued"
    attempts: int = 0


class Outbox(Protocol):
    async def add(self, mail: Mail, group: str, most: int) -> bool:
        """False and nothing written where `most` ids begin with `group`; one that is there already counts as added."""
        ...

    async def queued(self, limit: int = 20) -> Sequence[Mail]:
        """Oldest first."""
        ...

    async def mark(self, mail_id: str, status: MailStatus) -> None:
        """Records the outcome of one delivery attempt and counts it."""
        ...

    async def recent(self, limit: int = 50) -> Sequence[Mail]:
        """Newest first, without void ones."""
        ...
