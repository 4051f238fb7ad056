"""What people of the shop do, in memory: events, what they write, who they are."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from assistant.card_numbers import refuse_card
from assistant.escalation.events import DeskEvent, EventKind
from assistant.escalation.lines import Canned, Rating, StaffLine
from assistant.escalation.refusals import EmailTaken, NotSignedIn
from assistant.escalation.staff import Staff
from assistant.shop.orders import normal_email


class InMemoryEventLog:
    def __init__(self) -> None:
        self._events: list[DeskEvent] = []
        self._last = 0

    def tell(self, conversation_id: str, kind: EventKind, now: datetime, payload: Mapping[str, Any]) -> None:
        self._last += 1
        self._events.append(DeskEvent(self._last, conversation_id, kind, now, dict(payload)))

    async def add(self, conversation_id: str, kind: EventKind, payload: dict[str, Any], now: datetime) -> None:
        self.tell(conversation_id, kind, now, payload)

    async def since(self, seq: int, *, conversation_id: str | None = None, limit: int = 500) -> Sequence[DeskEvent]:
        here = (event for event in self._events if conversation_id in {None, event.conversation_id})
        return [event for event in here if event.seq > seq][:limit]

    async def newest(self) -> int:
        return self._events[-1].seq if self._events else 0

    async def forget(self, before: datetime) -> None:
        self._events = [event for event in self._events if event.kind != "typing" or event.at >= before]


class InMemoryLines:
    def __init__(self, log: InMemoryEventLog) -> None:
        self._log = log
        self._lines: dict[str, StaffLine] = {}
        self._tags: dict[str, tuple[str, ...]] = {}
        self._canned: dict[str, Canned] = {}
        self._ratings: dict[str, Rating] = {}

    async def write(self, line: StaffLine) -> bool:
        refuse_card(line.text)
        if line.id in self._lines:
            return False
        self._lines[line.id] = line
        told = {"line": line.id, "name": line.name, "text": line.text} if line.kind == "said" else {}
        self._log.tell(line.conversation_id, line.kind, line.at, told)
        return True

    async def of(self, conversation_id: str) -> Sequence[StaffLine]:
        own = (line for line in self._lines.values() if line.conversation_id == conversation_id)
        return sorted(own, key=lambda line: line.at)

    async def tag(self, conversation_id: str, tags: Sequence[str], now: datetime) -> None:
        self._tags[conversation_id] = tuple(tags)
        self._log.tell(conversation_id, "tags", now, {"tags": list(tags)})

    async def tags(self, conversation_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
        return {key: self._tags[key] for key in conversation_ids if key in self._tags}

    async def canned(self) -> Sequence[Canned]:
        return sorted(self._canned.values(), key=lambda canned: (canned.title, canned.id))

    async def keep_canned(self, canned: Canned) -> None:
        self._canned[canned.id] = canned

    async def drop_canned(self, canned_id: str) -> None:
        self._canned.pop(canned_id, None)

    async def rate(self, rating: Rating) -> bool:
        refuse_card(rating.word)
        if rating.handoff_id in self._ratings:
            return False
        self._ratings[rating.handoff_id] = rating
        told = {"stars": rating.stars, "handoff": rating.handoff_id}
        self._log.tell(rating.conversation_id, "rated", rating.at, told)
        return True

    async def rating(self, handoff_id: str) -> Rating | None:
        return self._ratings.get(handoff_id)


class InMemoryStaffBook:
    def __init__(self) -> None:
        self._staff: dict[str, Staff] = {}
        self._sessions: dict[str, tuple[str, datetime]] = {}

    def name(self, staff_id: str) -> str:
        return self._staff[staff_id].name if staff_id in self._staff else "A colleague"

    async def add(self, member: Staff) -> None:
        if await self.by_email(member.email):
            raise EmailTaken("Somebody signs in with this e-mail address already.")
        self._staff[member.id] = replace(member, email=normal_email(member.email))

    async def change(self, member: Staff) -> None:
        seen = self._staff[member.id].seen_at
        self._staff[member.id] = replace(member, email=normal_email(member.email), seen_at=seen)
        if not member.active:
            self._sessions = {token: held for token, held in self._sessions.items() if held[0] != member.id}

    async def be_away(self, staff_id: str, *, away: bool) -> Staff:
        if staff_id not in self._staff:
            raise NotSignedIn("Please sign in.")
        self._staff[staff_id] = replace(self._staff[staff_id], away=away)
        return self._staff[staff_id]

    async def seen(self, staff_id: str, at: datetime | None) -> None:
        if staff_id in self._staff:
            self._staff[staff_id] = replace(self._staff[staff_id], seen_at=at)

    async def get(self, staff_id: str) -> Staff | None:
        return self._staff.get(staff_id)

    async def by_email(self, email: str) -> Staff | None:
        return next((one for one in self._staff.values() if one.email == normal_email(email)), None)

    async def all(self) -> Sequence[Staff]:
        return sorted(self._staff.values(), key=lambda one: (one.name, one.id))

    async def sign_in(self, token_hash: str, staff_id: str, until: datetime) -> None:
        self._sessions[token_hash] = (staff_id, until)

    async def signed_in(self, token_hash: str, now: datetime) -> Staff | None:
        staff_id, until = self._sessions.get(token_hash, ("", now))
        found = self._staff.get(staff_id)
        return found if found and found.active and until > now else None

    async def sign_out(self, token_hash: str) -> None:
        self._sessions.pop(token_hash, None)
