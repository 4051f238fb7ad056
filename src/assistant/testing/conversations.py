"""Conversations in memory."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.card_numbers import refuse_card
from assistant.errors import ConversationBusy, UnknownConversation
from assistant.shop.conversations import LOOKED_AT, RUNNING_FOR, STILL_ANSWERING, Asked, Conversation, Turn
from assistant.shop.identity import Proof
from assistant.testing.desk import InMemoryEventLog


class InMemoryConversations:
    def __init__(self, log: InMemoryEventLog | None = None) -> None:
        self._log = log or InMemoryEventLog()
        self._conversations: dict[str, Conversation] = {}
        self._turns: dict[str, Turn] = {}

    async def add(self, conversation: Conversation) -> None:
        self._conversations[conversation.id] = conversation

    async def get(self, conversation_id: str) -> Conversation | None:
        return self._conversations.get(conversation_id)

    async def remember(self, conversation_id: str, asked: Asked) -> None:
        """Raises `UnknownConversation`."""
        known = self._known(conversation_id)
        self._conversations[known.id] = replace(known, asked=asked)

    async def prove(self, conversation_id: str, proof: Proof, before: Proof | None) -> bool:
        """Raises `UnknownConversation`."""
        known = self._known(conversation_id)
        if known.proof != before:
            return False
        self._conversations[known.id] = replace(known, proof=proof)
        return True

    def _known(self, conversation_id: str) -> Conversation:
        known = self._conversations.get(conversation_id)
        if known is None:
            raise UnknownConversation("This conversation is not known here.")
        return known

    async def begin(self, turn: Turn) -> None:
        """Raises `ConversationBusy` and `CardNumberRefused`."""
        refuse_card(turn.text)
        own = [t for t in self._turns.values() if t.conversation_id == turn.conversation_id]
        runs = any(t.reply is None and not t.error and t.at > turn.at - RUNNING_FOR for t in own)
        if runs or any(t.id == turn.id and t.reply for t in own):
            raise ConversationBusy(STILL_ANSWERING)
        self._turns.pop(turn.id, None)
        self._turns[turn.id] = turn

    async def finish(self, turn: Turn) -> None:
        if known := self._turns.get(turn.id):
            self._turns[turn.id] = replace(known, reply=turn.reply, error=turn.error)
            self._log.tell(known.conversation_id, "turn", known.at, {"turn": turn.id})

    async def turn(self, conversation_id: str, turn_id: str) -> Turn | None:
        found = self._turns.get(turn_id)
        return found if found and found.conversation_id == conversation_id else None

    async def visit(self, conversation_id: str, page: str) -> None:
        if known := self._conversations.get(conversation_id):
            self._conversations[known.id] = replace(known, page=page)

    def every_turn(self) -> Sequence[Turn]:
        """As they began."""
        return list(self._turns.values())

    async def abstained(self) -> Sequence[Turn]:
        newest = reversed(list(self._turns.values())[-LOOKED_AT:])
        return [turn for turn in newest if turn.reply and turn.reply.outcome == "abstained"]

    async def redact(self, turn: Turn) -> None:
        refuse_card(turn.text)
        self._turns[turn.id] = turn

    async def turns(self, conversation_id: str) -> Sequence[Turn]:
        own = [turn for turn in self._turns.values() if turn.conversation_id == conversation_id]
        return sorted(own, key=lambda turn: turn.at)
