"""From signals to the decision to hand over. Pure, so that it can be replayed over past conversations."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from assistant.escalation.queue import HandoffReason
from assistant.escalation.signals import Signals

FAILED_TURNS = 3


Urgency = Literal["now", "soon", "normal"]


@dataclass(frozen=True)
class Decision:
    """`signals` are (name, score 0..1, evidence); an empty `message` leaves the words to the reason's own."""

    reason: HandoffReason
    evidence: str
    queue: str = ""
    message: str = ""
    urgency: Urgency = "normal"
    signals: tuple[tuple[str, float, str], ...] = ()

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Decision":
        """From `kept`, also after a way through JSON."""
        signals = tuple((str(name), float(score), str(found)) for name, score, found in kept.get("signals", ()))
        return cls(**{**kept, "signals": signals})


def decide(signals: Signals) -> Decision | None:
    """Before the turn: what the message itself calls for."""
    if signals.safety:
        return Decision("safety", signals.safety)
    if signals.asked:
        return Decision("asked for a person", signals.asked)
    if signals.anger:
        return Decision("anger", signals.anger)
    return None


def has_failed(outcome: str, *, of_record: bool, asked_again: bool) -> bool:
    """Whether a turn failed the shopper.

    That a product's record does not state something is an answer about it, until the same is asked again.
    """
    return outcome == "failed" or (outcome == "abstained" and (asked_again or not of_record))


def decide_after(failed_in_a_row: int) -> Decision | None:
    """After the turn: `failed_in_a_row` counts this one too."""
    if failed_in_a_row >= FAILED_TURNS:
        return Decision("three failed turns", f"{failed_in_a_row} turns in a row without an answer")
    return None
