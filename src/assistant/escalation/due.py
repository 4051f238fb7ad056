"""How soon a person should answer first, by what they are called for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import MappingProxyType

from assistant.escalation.queue import Handoff
from assistant.shop.handoff_policy import HandoffReason

SOONER: Mapping[HandoffReason, int] = MappingProxyType(
    {
        "self-harm": 1,
        "safety": 1,
        "fraud": 5,
        "chargeback": 5,
        "legal": 5,
        "press": 5,
        "anger": 5,
        "frustration": 5,
        "came back": 5,
    }
)
"""Minutes to the first answer."""
OTHERWISE = 10


def due_at(handoff: Handoff) -> datetime | None:
    """None once somebody has it, or it is over."""
    return soonest(handoff) if handoff.status == "waiting" else None


def soonest(handoff: Handoff) -> datetime:
    """What a queue is sorted by."""
    return handoff.opened_at + timedelta(minutes=SOONER.get(handoff.reason, OTHERWISE))
