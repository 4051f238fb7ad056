"""The queue of conversations that wait for a person, in memory."""

from collections.abc import Sequence

from assistant.escalation.queue import Handoff


class InMemoryHandoffQueue:
    def __init__(self) -> None:
        self._handoffs: dict[str, Handoff] = {}

    async def open(self, handoff: Handoff) -> Handoff:
        if standing := await self.of_conversation(handoff.conversation_id):
            return standing
        self._handoffs[handoff.id] = handoff
        return handoff

    async def of_conversation(self, conversation_id: str) -> Handoff | None:
        own = [h for h in self._handoffs.values() if h.conversation_id == conversation_id and h.status != "closed"]
        return own[-1] if own else None

    async def waiting(self) -> Sequence[Handoff]:
        waiting = [handoff for handoff in self._handoffs.values() if handoff.status == "waiting"]
        return sorted(waiting, key=lambda handoff: handoff.opened_at)
