"""Keeps Chatwoot's side of each hand-off: told from the log, and heard by its webhooks. Our desk is the truth."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

import structlog
from pydantic import BaseModel, ValidationError

from assistant.agent.messages import line_id_of
from assistant.agent.stores import Stores
from assistant.api.chatwoot import Chatwoot
from assistant.api.events import NotDelivered
from assistant.errors import AssistantError, BadRequest
from assistant.escalation.bridge import Link
from assistant.escalation.events import DeskEvent
from assistant.escalation.lines import StaffLine
from assistant.escalation.queue import Handoff
from assistant.escalation.refusals import EmailTaken, HandoffRefused
from assistant.escalation.staff import Staff
from assistant.guardrails.inbound import screen

STAFF_ID = "chatwoot"
MEMBER = Staff(STAFF_ID, "Chatwoot", "chatwoot@bridge.invalid", "agent")
"""Has no password, so nobody signs in as it."""
MOST_TEXT, LONGEST_NAME = 10_000, 80


class NotSigned(AssistantError):
    status = 401


class _Sender(BaseModel):
    name: str | None = None


class _Conversation(BaseModel):
    id: int


class _Notice(BaseModel):
    """`id` is of the message, or of the conversation where that changed."""

    event: str
    id: int | None = None
    message_type: Literal["incoming", "outgoing", "activity", "template"] | None = None
    private: bool = False
    content: str | None = None
    status: str | None = None
    sender: _Sender | None = None
    conversation: _Conversation | None = None


@dataclass(frozen=True)
class Bridge:
    stores: Stores
    chatwoot: Chatwoot
    name: str = "chatwoot"

    async def hear(self, event: DeskEvent, *, again: bool) -> None:
        """An event of the log. Raises as `Listener` says."""
        try:
            await self._hear(event, again=again)
        except (KeyError, TypeError, ValueError) as error:
            raise NotDelivered from error  # an answer that is not of this API

    async def _hear(self, event: DeskEvent, *, again: bool) -> None:
        if event.kind == "opened":
            await self._open(event, again=again)
        elif link := await self._live(event.conversation_id):
            if event.kind in {"returned", "closed"}:
                await self.chatwoot.resolve(link.contact, link.remote)
                await self.stores.links.keep(replace(link, live=False))
            elif text := await self._text(event):
                await self._write(link, text, again=again)

    async def _open(self, event: DeskEvent, *, again: bool) -> None:
        handoff = await self.stores.handoffs.get(event.payload["handoff"])
        if handoff is None:
            return
        link = await self.stores.links.of_handoff(handoff.id)
        if link is None:
            contact = self.chatwoot.contact_of(event.conversation_id)
            await self.chatwoot.keep_contact(contact)
            remote = await self._remote(event.conversation_id, contact, again=again)
            link = Link(handoff.id, event.conversation_id, contact, remote)
            await self.stores.links.keep(link)
        await self._write(link, _summary(handoff), again=again)

    async def _remote(self, conversation_id: str, contact: str, *, again: bool) -> int:
        """One that was opened before we were stopped belongs to no hand-off yet."""
        known = {link.remote for link in await self.stores.links.of_conversation(conversation_id)}
        begun = [one for one in await self.chatwoot.conversations(contact) if one not in known] if again else []
        return max(begun) if begun else await self.chatwoot.open(contact)

    async def _write(self, link: Link, text: str, *, again: bool) -> None:
        """A text that is there already under a newer id than our last is this one, its answer lost."""
        text = text[:MOST_TEXT].strip()
        written = await self.chatwoot.written(link.contact, link.remote) if again else []
        arrived = [own for own, told in written if own > link.last_message and told.strip() == text]
        own = arrived[0] if arrived else await self.chatwoot.write(link.contact, link.remote, text)
        await self.stores.links.keep(replace(link, last_message=max(own, link.last_message)))

    async def _text(self, event: DeskEvent) -> str:
        """What the shopper wrote, or a colleague in our own console; "" for what Chatwoot knows or need not."""
        if event.kind == "turn":
            turn = await self.stores.conversations.turn(event.conversation_id, event.payload["turn"])
            return turn.text if turn else ""
        if event.kind != "said":
            return ""
        lines = await self.stores.lines.of(event.conversation_id)
        line = next((one for one in lines if one.id == event.payload["line"]), None)
        return f"[{line.name}, in the shop's console] {line.text}" if line and line.staff_id != STAFF_ID else ""

    async def _live(self, conversation_id: str) -> Link | None:
        links = await self.stores.links.of_conversation(conversation_id)
        return next((link for link in links if link.live), None)

    async def notice(self, body: bytes, timestamp: str, signature: str, now: datetime) -> None:
        """A webhook of Chatwoot; the same one again changes nothing. Raises `NotSigned`, `BadRequest` or
        `CardNumberRefused`.
        """
        if not self.chatwoot.signed(body, timestamp, signature, now):
            raise NotSigned("This notice is not signed with the secret of the shop's Chatwoot inbox.")
        try:
            told = _Notice.model_validate_json(body)
        except ValidationError:
            raise BadRequest("This is no notice as Chatwoot documents them.") from None
        if told.event == "message_created" and told.message_type == "outgoing" and not told.private:
            await self._said(told, now)
        elif told.event == "conversation_status_changed" and told.status == "resolved" and told.id is not None:
            await self._resolved(told.id, now)

    async def _said(self, told: _Notice, now: datetime) -> None:
        link = await self.stores.links.of_remote(told.conversation.id) if told.conversation else None
        conversation = await self.stores.conversations.get(link.conversation_id) if link else None
        text = screen(told.content or "").text.strip()
        if link is None or conversation is None or told.id is None or not text:
            return
        name = (told.sender.name if told.sender else None) or MEMBER.name
        own = line_id_of(conversation, STAFF_ID, "said", str(told.id))
        if any(line.id == own for line in await self.stores.lines.of(conversation.id)):
            return
        await self._owned(link, now)
        line = StaffLine(own, conversation.id, link.handoff_id, "said", STAFF_ID, name[:LONGEST_NAME], text, now)
        await self.stores.lines.write(line)

    async def _owned(self, link: Link, now: datetime) -> None:
        """Whoever writes to the shopper has the chat. A line that comes after the end is told all the same."""
        handoff = await self.stores.handoffs.get(link.handoff_id)
        if handoff is None or not handoff.is_open:
            return
        await self._member()
        try:
            if handoff.status == "waiting":
                await self.stores.handoffs.take(handoff.id, STAFF_ID, now)
            else:
                await self.stores.handoffs.assign(handoff.id, STAFF_ID, now)
        except HandoffRefused as error:
            _note("chat_not_taken", error)

    async def _resolved(self, remote: int, now: datetime) -> None:
        """Gives the chat back, unless a colleague has it in our console."""
        link = await self.stores.links.of_remote(remote)
        handoff = await self.stores.handoffs.get(link.handoff_id) if link else None
        if handoff is None or not handoff.is_open or handoff.owner not in {"", STAFF_ID}:
            return
        await self._member()
        try:
            await self.stores.handoffs.take(handoff.id, STAFF_ID, now)
            await self.stores.handoffs.end(handoff.id, STAFF_ID, "returned", now)
        except HandoffRefused as error:
            _note("chat_not_ended", error)

    async def _member(self) -> None:
        if await self.stores.staff.get(STAFF_ID) is None:
            try:
                await self.stores.staff.add(MEMBER)
            except EmailTaken as error:
                _note("member_there_already", error)


def _summary(handoff: Handoff) -> str:
    said = (f"{who}: {text}" for who, text in handoff.transcript)
    return "\n".join((f"Called for: {handoff.reason}", *handoff.packet.summary, "", *said))


def _note(event: str, error: Exception) -> None:
    structlog.get_logger("assistant.desk").info(event, kind=type(error).__name__)
