"""One row for each conversation, in memory."""

from collections.abc import Sequence

from assistant.escalation.due import soonest
from assistant.escalation.inbox import MOST, Row, View
from assistant.escalation.queue import Handoff
from assistant.testing.conversations import InMemoryConversations
from assistant.testing.desk import InMemoryLines
from assistant.testing.handoffs import InMemoryHandoffQueue


class InMemoryInbox:
    def __init__(
        self, conversations: InMemoryConversations, handoffs: InMemoryHandoffQueue, lines: InMemoryLines
    ) -> None:
        self._conversations, self._handoffs, self._lines = conversations, handoffs, lines

    async def rows(self, view: View, staff_id: str, search: str = "") -> Sequence[Row]:
        opened = {one.conversation_id: one for one in self._handoffs.opened() if _is_in(view, one, staff_id)}
        turns = self._conversations.every_turn()
        last = {turn.conversation_id: turn for turn in turns}
        newest = dict.fromkeys(turn.conversation_id for turn in reversed(turns))
        if view == "waiting":
            opened = dict(sorted(opened.items(), key=lambda one: soonest(one[1])))
        ids = list(opened) if view in {"waiting", "mine"} else list(newest)
        rows = []
        for one in ids:
            handoff, turn = opened.get(one), last.get(one)
            if (view == "ai" and handoff) or not await self._has(one, search):
                continue
            at = turn.at if turn else handoff.opened_at if handoff else None
            if at is not None:
                rows.append(Row(one, handoff, turn.text if turn else "", at))
        return rows[:MOST]

    async def counts(self, staff_id: str) -> dict[str, int]:
        return {view: len(await self.rows(view, staff_id)) for view in ("ai", "waiting", "mine")}

    async def _has(self, conversation_id: str, search: str) -> bool:
        turns = await self._conversations.turns(conversation_id)
        lines = await self._lines.of(conversation_id)
        texts = [*(turn.text for turn in turns), *(line.text for line in lines)]
        return not search or search == conversation_id or any(search.casefold() in text.casefold() for text in texts)


def _is_in(view: View, handoff: Handoff, staff_id: str) -> bool:
    if view == "waiting":
        return handoff.status == "waiting"
    return view != "mine" or (handoff.status == "taken" and handoff.owner == staff_id)
