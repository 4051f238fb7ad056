"""Which conversation of an outside tool stands for which hand-off."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Link:
    """`contact` and `remote` are the tool's names for the shopper and the conversation, `last_message` its id of what
    we wrote there last; `live` until we have told it of the end.
    """

    handoff_id: str
    conversation_id: str
    contact: str
    remote: int
    last_message: int = 0
    live: bool = True


class Links(Protocol):
    async def keep(self, link: Link) -> None:
        """New, or in place of the one of this hand-off."""
        ...

    async def of_handoff(self, handoff_id: str) -> Link | None: ...

    async def of_remote(self, remote: int) -> Link | None: ...

    async def of_conversation(self, conversation_id: str) -> list[Link]:
        """All of them, in no order."""
        ...
