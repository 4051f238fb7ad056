"""Opens a hand-off with all that a person needs to go on without asking again."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import uuid4

from assistant.conversation import CartView, HandoffView, Reply
from assistant.escalation.packet import packet_of
from assistant.escalation.policy import Decision
from assistant.escalation.queue import Handoff, HandoffQueue
from assistant.shop.conversations import Conversations, Turn


class HandoffDesk:
    """Of one turn: what is called for during the turn is written with its reply."""

    def __init__(self, queue: HandoffQueue, conversations: Conversations) -> None:
        self._queue, self._conversations = queue, conversations
        self.called: Handoff | None = None

    async def call(self, conversation_id: str, decision: Decision, cart: CartView, now: datetime) -> HandoffView:
        """Hold a hand-off for the end of this turn, or return the one that is open."""
        self.called = await self.prepared(conversation_id, decision, cart, now)
        return _told(self.called, decision)

    async def open(self, conversation_id: str, decision: Decision, cart: CartView, now: datetime) -> HandoffView:
        """At once, outside of a turn."""
        opened = await self._queue.open(await self.prepared(conversation_id, decision, cart, now))
        return _told(opened, decision)

    async def prepared(self, conversation_id: str, decision: Decision, cart: CartView, now: datetime) -> Handoff:
        standing = await self._queue.of_conversation(conversation_id)
        if standing is not None:
            return standing
        conversation = await self._conversations.get(conversation_id)
        last = await self._queue.last_of(conversation_id)
        turns = await self._conversations.turns(conversation_id)
        handoff = _handoff(conversation_id, decision, turns, cart, now)
        return replace(
            handoff,
            former=last.owner if last else "",
            packet=packet_of(turns, decision, cart, conversation.page if conversation else ""),
        )

    async def current(self, conversation_id: str) -> HandoffView | None:
        handoff = await self._queue.of_conversation(conversation_id)
        return view(handoff) if handoff else None


def view(handoff: Handoff) -> HandoffView:
    return HandoffView(id=handoff.id, reason=handoff.reason, status=handoff.status)


def announced(reply: Reply, handoff: Handoff) -> Reply:
    """With the hand-off that is open now, and what was said of it while it waits."""
    message = reply.handoff.message if reply.handoff and handoff.status == "waiting" else ""
    return reply.model_copy(update={"handoff": view(handoff).model_copy(update={"message": message})})


def _told(handoff: Handoff, decision: Decision) -> HandoffView:
    """Once a person has it, nothing more is said of when one comes."""
    message = f"{decision.message} {decision.away}".strip() if handoff.status == "waiting" else ""
    return view(handoff).model_copy(update={"message": message})


def _handoff(conversation_id: str, decision: Decision, turns: Sequence[Turn], cart: CartView, now: datetime) -> Handoff:
    return Handoff(
        id=uuid4().hex,
        conversation_id=conversation_id,
        reason=decision.reason,
        evidence=decision.evidence,
        opened_at=now,
        transcript=tuple(line for turn in turns for line in _lines(turn)),
        cart=cart,
        tried=tuple(line for turn in turns for line in _tried(turn)),
        queue=decision.queue,
        due_at=now + timedelta(seconds=decision.due_in),
    )


def _lines(turn: Turn) -> list[tuple[str, str]]:
    shopper = [("shopper", turn.text)] if turn.text else []
    return [*shopper, ("assistant", turn.reply.text)] if turn.reply and turn.reply.text else shopper


def _tried(turn: Turn) -> list[str]:
    if turn.reply is None:
        return [f"failed: {turn.error}"] if turn.error else []
    return [f"{tool}: {turn.reply.outcome}" for tool in turn.reply.tools]
