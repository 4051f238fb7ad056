"""How soon a person should answer first."""

from datetime import datetime

from assistant.escalation.queue import Handoff
from assistant.shop.handoff_policy import DEFAULT


def due_at(handoff: Handoff) -> datetime | None:
    """None once somebody has it, or it is over."""
    return soonest(handoff) if handoff.status == "waiting" else None


def soonest(handoff: Handoff) -> datetime:
    """What a queue is sorted by."""
    return handoff.due_at or DEFAULT.due(handoff.reason, handoff.opened_at)
