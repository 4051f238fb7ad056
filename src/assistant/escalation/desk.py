"""Opens a hand-off with all that a person needs to go on without asking again."""

from datetime import datetime
from uuid import uuid4

from assistant.conversation import CartView, HandoffView
from assistant.escalation.policy import Decision
from assistant.escalation.queue import Handoff, HandoffQueue
from assistant.shop.conversations import Conversations, Turn


class HandoffDesk:
    def __init__(self, queue: HandoffQueue, conversations: Conversations) -> None:
        self._queue, self._conversations = queue, conversations

    async def open(self, conversation_id: str, decision: Decision, cart: CartView, now: datetime) -> HandoffView:
        """Queue the conversation, or return the hand-off that already waits."""
        turns = await self._conversations.turns(conversation_id)
        handoff = Handoff(
            id=uuid4().hex,
            conversation_id=conversation_id,
            reason=decision.reason,
            evidence=decision.evidence,
            opened_at=now,
            transcript=tuple(line for turn in turns for line in _lines(turn)),
            cart=cart,
            tried=tuple(line for turn in turns for line in _tried(turn)),
        )
        return view(await self._queue.open(handoff))

    async def current(self, conversation_id: str) -> HandoffView | None:
        handoff = await self._queue.of_conversation(conversation_id)
        return view(handoff) if handoff else None


def view(handoff: Handoff) -> HandoffView:
    return HandoffView(id=handoff.id, reason=handoff.reason, status=handoff.status)


def _lines(turn: Turn) -> list[tuple[str, str]]:
    shopper = [("shopper", turn.text)] if turn.text else []
    return [*shopper, ("assistant", turn.reply.text)] if turn.reply else shopper


def _tried(turn: Turn) -> list[str]:
    if turn.reply is None:
        return [f"failed: {turn.error}"] if turn.error else []
    return [f"{tool}: {turn.reply.outcome}" for tool in turn.reply.tools]
