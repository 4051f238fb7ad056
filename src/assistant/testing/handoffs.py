"""The queue of conversations that wait for a person, in memory."""

from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import replace
from datetime import datetime

from assistant.escalation.choosing import dealt, freest
from assistant.escalation.desk import announced
from assistant.escalation.events import EventKind
from assistant.escalation.queue import Ending, Handoff
from assistant.escalation.refusals import NOBODY, NobodyFree, NotOpen, NotYours, TakenAlready
from assistant.shop.conversations import Turn
from assistant.shop.handoff_policy import Policy
from assistant.testing.conversations import InMemoryConversations
from assistant.testing.desk import InMemoryEventLog, InMemoryLines, InMemoryStaffBook


class InMemoryHandoffQueue:
    def __init__(
        self,
        conversations: InMemoryConversations,
        log: InMemoryEventLog,
        staff: InMemoryStaffBook,
        lines: InMemoryLines,
    ) -> None:
        self._handoffs: dict[str, Handoff] = {}
        self._conversations, self._log, self._staff, self._lines = conversations, log, staff, lines

    async def open(self, handoff: Handoff) -> Handoff:
        if standing := await self.of_conversation(handoff.conversation_id):
            return standing
        self._handoffs[handoff.id] = handoff
        payload = {"handoff": handoff.id, "reason": handoff.reason}
        self._log.tell(handoff.conversation_id, "opened", handoff.opened_at, payload)
        return handoff

    async def announce(self, handoff: Handoff, turn: Turn) -> Turn:
        opened = await self.open(handoff)
        ended = replace(turn, reply=turn.reply and announced(turn.reply, opened))
        await self._conversations.finish(ended)
        return ended

    def opened(self) -> Sequence[Handoff]:
        """The longest open first."""
        standing = [handoff for handoff in self._handoffs.values() if handoff.is_open]
        return sorted(standing, key=lambda handoff: handoff.opened_at)

    async def get(self, handoff_id: str) -> Handoff | None:
        return self._handoffs.get(handoff_id)

    async def of_conversation(self, conversation_id: str) -> Handoff | None:
        last = await self.last_of(conversation_id)
        return last if last and last.is_open else None

    async def last_of(self, conversation_id: str) -> Handoff | None:
        return next((h for h in reversed(self._handoffs.values()) if h.conversation_id == conversation_id), None)

    async def waiting(self) -> Sequence[Handoff]:
        waiting = [handoff for handoff in self._handoffs.values() if handoff.status == "waiting"]
        return sorted(waiting, key=lambda handoff: handoff.opened_at)

    async def take(self, handoff_id: str, staff_id: str, now: datetime) -> Handoff:
        handoff = self._open(handoff_id)
        if handoff.status == "taken" and handoff.owner != staff_id:
            raise TakenAlready(f"{self._staff.name(handoff.owner)} has this chat already.")
        return handoff if handoff.status == "taken" else self._owned(handoff, "taken", staff_id, now)

    async def assign(self, handoff_id: str, staff_id: str, now: datetime) -> Handoff:
        handoff = self._open(handoff_id)
        return handoff if handoff.owner == staff_id else self._owned(handoff, "assigned", staff_id, now)

    async def assign_freest(self, handoff_id: str, now: datetime) -> Handoff:
        handoff = self._open(handoff_id)
        if handoff.status == "taken":
            return handoff
        chosen = freest(await self._staff.all(), await self.load(), handoff.queue, now)
        if chosen is None:
            raise NobodyFree(NOBODY)
        return self._owned(handoff, "assigned", chosen.id, now)

    async def hand_out(self, now: datetime) -> Sequence[Handoff]:
        people = await self._staff.all()
        here = {one.id for one in people if one.is_here(now)}
        needy = [one for one in self.opened() if one.status == "waiting" or await self._left(one, here)]
        given = dealt(needy, people, await self.load(), now)
        return [self._owned(chat, "assigned", chosen.id, now) for chat, chosen in given]

    async def _left(self, handoff: Handoff, here: Container[str]) -> bool:
        lines = await self._lines.of(handoff.conversation_id)
        answered = any(line.handoff_id == handoff.id and line.kind == "said" for line in lines)
        return handoff.owner not in here and not answered

    async def end(self, handoff_id: str, staff_id: str, ending: Ending, now: datetime) -> Handoff:
        handoff = self._open(handoff_id)
        if handoff.owner != staff_id:
            raise NotYours("Only whoever has this chat can end it. Take it first.")
        self._handoffs[handoff_id] = replace(handoff, status=ending, ended_at=now)
        payload = {"staff": self._staff.name(staff_id), "handoff": handoff_id}
        self._log.tell(handoff.conversation_id, ending, now, payload)
        return self._handoffs[handoff_id]

    async def load(self) -> dict[str, int]:
        return dict(Counter(handoff.owner for handoff in self._handoffs.values() if handoff.status == "taken"))

    def _open(self, handoff_id: str) -> Handoff:
        handoff = self._handoffs.get(handoff_id)
        if handoff is None or not handoff.is_open:
            raise NotOpen("This chat was given back or closed already.")
        return handoff

    def _owned(self, handoff: Handoff, kind: EventKind, staff_id: str, now: datetime) -> Handoff:
        theirs = replace(handoff, status="taken", owner=staff_id, taken_at=handoff.taken_at or now)
        self._handoffs[handoff.id] = theirs
        payload = {"staff": self._staff.name(staff_id), "staff_id": staff_id, "handoff": handoff.id}
        self._log.tell(handoff.conversation_id, kind, now, payload)
        return theirs


class InMemoryPolicyBook:
    def __init__(self) -> None:
        self._policy = Policy()

    async def policy(self) -> Policy:
        return self._policy

    async def set_policy(self, policy: Policy) -> None:
        self._policy = policy
