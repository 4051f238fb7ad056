"""The staff's side of a conversation: what they see of it and what they may do in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.agent.at_desk import AtDesk, name_of
from assistant.agent.messages import line_id_of
from assistant.agent.stores import Stores
from assistant.conversation import CartView, Line
from assistant.errors import UnknownConversation
from assistant.escalation.desk import HandoffDesk
from assistant.escalation.events import EventKind
from assistant.escalation.lines import StaffLine
from assistant.escalation.policy import Decision
from assistant.escalation.queue import Ending, Handoff
from assistant.escalation.refusals import NotOpen, NotYours
from assistant.escalation.staff import Staff
from assistant.guardrails.inbound import screen
from assistant.shop.conversations import Conversation

MOST_TAGS, LONGEST_TAG = 12, 40


@dataclass(frozen=True)
class AtConsole:
    """`who` has signed in; what their role allows is the routes' to know."""

    stores: Stores
    who: Staff
    now: datetime

    async def conversation(self, conversation_id: str) -> Conversation:
        """Raises `UnknownConversation`."""
        found = await self.stores.conversations.get(conversation_id)
        if found is None:
            raise UnknownConversation("There is no such conversation.")
        return found

    async def lines(self, conversation: Conversation) -> list[Line]:
        """With the private notes."""
        shown = await AtDesk(self.stores, conversation, self.now).lines()
        notes = [line for line in await self.stores.lines.of(conversation.id) if line.kind == "note"]
        private = [Line(id=one.id, who="note", name=one.name, text=one.text, at=one.at) for one in notes]
        return sorted((*shown, *private), key=lambda line: line.at)

    async def take(self, conversation: Conversation, cart: CartView) -> Handoff:
        """Also from the assistant, before anybody was called. Raises `TakenAlready`."""
        open_one = await self.stores.handoffs.of_conversation(conversation.id)
        if open_one is None:
            desk = HandoffDesk(self.stores.handoffs, self.stores.conversations)
            stepped_in = Decision("staff stepped in", self.who.name)
            prepared = await desk.prepared(conversation.id, stepped_in, cart, self.now)
            open_one = await self.stores.handoffs.open(prepared)
        return await self.stores.handoffs.take(open_one.id, self.who.id, self.now)

    async def end(self, conversation: Conversation, ending: Ending) -> Handoff:
        """Raises `NotOpen` or `NotYours`."""
        return await self.stores.handoffs.end((await self._open(conversation)).id, self.who.id, ending, self.now)

    async def assign(self, conversation: Conversation, member: Staff) -> Handoff:
        """Raises `NotOpen`, or `NotYours` where another has it and this is no owner of the shop."""
        handoff = await self._open(conversation)
        if handoff.owner not in {"", self.who.id} and self.who.role != "owner":
            raise NotYours(f"Only {await name_of(self.stores, handoff)} or an owner can give this chat away.")
        return await self.stores.handoffs.assign(handoff.id, member.id, self.now)

    async def assign_freest(self, conversation: Conversation) -> Handoff:
        """Nothing changes where somebody has it. Raises `NotOpen` or `NobodyFree`."""
        return await self.stores.handoffs.assign_freest((await self._open(conversation)).id, self.now)

    async def say(self, conversation: Conversation, key: str, text: str) -> Line:
        """To the shopper, once for each key. Raises `NotOpen`, `NotYours` or `CardNumberRefused`."""
        handoff = await self.owned(conversation)
        line = await self._write(conversation, handoff.id, "said", key, text)
        return Line(id=line.id, who="staff", name=line.name, text=line.text, at=line.at)

    async def owned(self, conversation: Conversation) -> Handoff:
        """Raises `NotOpen` or `NotYours`."""
        handoff = await self._open(conversation)
        if handoff.owner != self.who.id:
            raise NotYours("Take this chat first: a shopper hears one person at a time.")
        return handoff

    async def tell(self, conversation: Conversation, kind: EventKind) -> None:
        """Everybody who listens, with the name of who did it."""
        await self.stores.desk_log.add(conversation.id, kind, {"staff": self.who.name}, self.now)

    async def note(self, conversation: Conversation, key: str, text: str) -> Line:
        handoff = await self.stores.handoffs.last_of(conversation.id)
        line = await self._write(conversation, handoff.id if handoff else "", "note", key, text)
        return Line(id=line.id, who="note", name=line.name, text=line.text, at=line.at)

    async def tag(self, conversation: Conversation, tags: Sequence[str]) -> tuple[str, ...]:
        kept = tuple(dict.fromkeys(" ".join(tag.split())[:LONGEST_TAG] for tag in tags if tag.strip()))[:MOST_TAGS]
        await self.stores.lines.tag(conversation.id, kept, self.now)
        return kept

    async def typing(self, conversation: Conversation) -> None:
        await self.stores.desk_log.add(conversation.id, "typing", {"who": self.who.name}, self.now)

    async def _write(
        self, conversation: Conversation, handoff_id: str, kind: Literal["said", "note"], key: str, text: str
    ) -> StaffLine:
        line_id, said = line_id_of(conversation, self.who.id, kind, key), screen(text).text
        line = StaffLine(line_id, conversation.id, handoff_id, kind, self.who.id, self.who.name, said, self.now)
        if await self.stores.lines.write(line):
            return line
        return next(one for one in await self.stores.lines.of(conversation.id) if one.id == line_id)

    async def _open(self, conversation: Conversation) -> Handoff:
        handoff = await self.stores.handoffs.of_conversation(conversation.id)
        if handoff is None:
            raise NotOpen("Nobody has this chat but the assistant. Take it first.")
        return handoff
