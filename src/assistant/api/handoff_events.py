"""Tells the shop's own systems of hand-offs, signed as Standard Webhooks says."""

from dataclasses import dataclass
from typing import Any

from assistant.api.events import EventsEndpoint, NotDelivered, outward, post_signed
from assistant.api.following import BodyRefused
from assistant.escalation.events import DeskEvent, EventKind

TOLD: frozenset[EventKind] = frozenset({"opened", "taken", "assigned", "returned", "closed", "said", "rated"})
PLAIN = ("handoff", "reason", "staff_id", "line", "stars")
"""Ids, numbers and our own words; the name of a member of staff and what was written are none of them."""
REFUSED = frozenset({400, 413, 422})


@dataclass(frozen=True)
class HandoffEvents:
    """`words`: what a member of staff wrote, and under which name, goes too."""

    endpoint: EventsEndpoint
    words: bool = False
    name: str = "webhook"

    async def hear(self, event: DeskEvent, *, again: bool) -> None:
        if event.kind not in TOLD:
            return
        async with outward() as client:
            own = f"{event.conversation_id}-{event.seq}"
            response = await post_signed(client, self.endpoint, own, self._body(event))
        if not response.is_success:
            raise BodyRefused if response.status_code in REFUSED else NotDelivered

    def _body(self, event: DeskEvent) -> dict[str, Any]:
        names = (*PLAIN, "staff", "name", "text") if self.words else PLAIN
        told = {name: event.payload[name] for name in names if name in event.payload}
        data = {"conversation": event.conversation_id, "seq": event.seq} | told
        return {"type": f"handoff.{event.kind}", "timestamp": event.at.isoformat(), "data": data}
