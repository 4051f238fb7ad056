"""How far each follower of the log has come: an outside tool is told on, also after a restart."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Cursor:
    """`seq` is the last event that is settled, `tries` how often the next one was begun, `given_up` how many never
    got through.
    """

    seq: int
    tries: int = 0
    given_up: int = 0


class Cursors(Protocol):
    async def start(self, name: str, seq: int) -> None:
        """Where a new follower begins; a known one stays where it stands."""
        ...

    async def of(self, name: str) -> Cursor | None: ...

    async def begun(self, name: str, seq: int) -> None:
        """One more try of the event after `seq`; nothing where the cursor is not there any more."""
        ...

    async def move(self, name: str, before: int, after: int, *, given_up: bool = False) -> bool:
        """False, and nothing moved, where the cursor does not stand at `before`."""
        ...
