"""What the shop keeps of a conversation: who holds it, what was proved in it, and each turn, failed ones too."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from assistant.conversation import Reply
from assistant.shop.identity import Proof

RUNNING_FOR = timedelta(seconds=120)
"""Longer than `agent.deadline.TURN_SECONDS`: a turn has ended before the next one is let in."""
LOOKED_AT = 5000
"""The newest turns of the shop, where all would be too many; what lies before them is found by searching."""
STILL_ANSWERING = "I am still answering your last message. One moment, please."


@dataclass(frozen=True)
class Asked:
    """What the shopper gave towards a proof that is not complete yet; `proof` once the shop has asked for one."""

    order: str | None = None
    email: str | None = None
    name: str | None = None
    postcode: str | None = None
    proof: bool = False


@dataclass(frozen=True)
class Conversation:
    """`token_hash` is the SHA-256 of the holder's token; the token itself is never kept.

    `page` is where on the shop's site the shopper is, as their browser said last.
    """

    id: str
    token_hash: str
    created_at: datetime
    proof: Proof | None = None
    asked: Asked = Asked()
    page: str = ""


@dataclass(frozen=True)
class Turn:
    """`text` is what the shopper wrote, after redaction; `reply` is None while it runs or when it failed."""

    id: str
    conversation_id: str
    at: datetime
    text: str
    reply: Reply | None = None
    error: str = ""


class Conversations(Protocol):
    async def add(self, conversation: Conversation) -> None: ...

    async def get(self, conversation_id: str) -> Conversation | None: ...

    async def remember(self, conversation_id: str, asked: Asked) -> None:
        """Overwrite what was given towards a proof."""
        ...

    async def prove(self, conversation_id: str, proof: Proof, before: Proof | None) -> bool:
        """Write the proof where `before` still stands; False when another came first. Atomic."""
        ...

    async def visit(self, conversation_id: str, page: str) -> None:
        """The shopper is on this page now."""
        ...

    async def begin(self, turn: Turn) -> None:
        """Raises `ConversationBusy` while another turn of it runs, in whichever process; one at a time, atomically.

        Raises `CardNumberRefused` for a text that was not cleaned. A turn that has not ended after `RUNNING_FOR` is
        taken for lost with its process: the same one may begin anew then, as it may where it ended without a reply.
        Of one that has its reply `ConversationBusy` is said, too: whoever asks again finds it.
        """
        ...

    async def finish(self, turn: Turn) -> None: ...

    async def turn(self, conversation_id: str, turn_id: str) -> Turn | None: ...

    async def redact(self, turn: Turn) -> None:
        """Overwrite the text and the reply of a turn that ended. Raises `CardNumberRefused`."""
        ...

    async def turns(self, conversation_id: str) -> Sequence[Turn]:
        """Oldest first."""
        ...

    async def abstained(self) -> Sequence[Turn]:
        """Those without an answer among the newest `LOOKED_AT` of the shop, newest first."""
        ...
