"""From signals to the decision to hand over. Pure, so that it can be replayed over past conversations."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from assistant.escalation.signals import Signal, Signals
from assistant.shop.handoff_policy import DEFAULT, HandoffReason, Policy, Urgency

_NAMED: tuple[tuple[str, HandoffReason], ...] = (
    ("self-harm", "self-harm"),
    ("safety", "safety"),
    ("fraud", "fraud"),
    ("chargeback", "chargeback"),
    ("legal", "legal"),
    ("press", "press"),
    ("asked for a person", "asked for a person"),
    ("regulated goods", "regulated goods"),
    ("anger", "anger"),
    ("repeated failure", "frustration"),
    ("frustration", "frustration"),
    ("silence", "silence"),
)
"""Signals and the reasons they are for, the most pressing first."""


_NO_SIGNALS = Signals()


@dataclass(frozen=True)
class Decision:
    """`signals` are (name, score 0..1, evidence); an empty `message` leaves the words to the reason's own;
    `away` is said after them when nobody is in; a first answer is due in so many seconds.
    """

    reason: HandoffReason
    evidence: str
    queue: str = ""
    message: str = ""
    away: str = ""
    urgency: Urgency = "normal"
    due_in: float = 600
    signals: tuple[tuple[str, float, str], ...] = ()

    def kept(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "Decision":
        """From `kept`, also after a way through JSON."""
        signals = tuple((str(name), float(score), str(found)) for name, score, found in kept.get("signals", ()))
        return cls(**{**kept, "signals": signals})


def decide(signals: Signals, policy: Policy = DEFAULT, now: datetime | None = None) -> Decision | None:
    """Before the turn: what the message and the talk so far call for. `now` tells whether the shop's people are in."""
    value = signals.of("value at stake")
    at_stake = float(value.evidence) if value else 0.0
    for name, reason in _NAMED:
        signal = signals.of(name)
        if signal and policy.calls(reason, signal.score + policy.sooner(at_stake)):
            return called(reason, signal.evidence, policy, now, signals)
    return None


def has_failed(outcome: str, *, of_record: bool, asked_again: bool) -> bool:
    """Whether a turn failed the shopper.

    That a product's record does not state something is an answer about it, until the same is asked again.
    """
    return outcome == "failed" or (outcome == "abstained" and (asked_again or not of_record))


def decide_after(
    failed_in_a_row: int, policy: Policy = DEFAULT, now: datetime | None = None, tier: str = ""
) -> Decision | None:
    """After the turn: `failed_in_a_row` counts this one too."""
    if failed_in_a_row < policy.failed_turns or not policy.rule("three failed turns").enabled:
        return None
    evidence = f"{failed_in_a_row} turns in a row without an answer"
    return called("three failed turns", evidence, policy, now, of_tier(tier))


def called(
    reason: HandoffReason, evidence: str, policy: Policy, now: datetime | None, signals: Signals = _NO_SIGNALS
) -> Decision:
    """A person comes for this reason: what the policy says of the queue, the words and how soon."""
    tier, rule = signals.of("customer tier"), policy.rule(reason)
    queue = policy.queue(reason, tier.evidence if tier else "")
    told = tuple((one.name, one.score, one.evidence) for one in signals.found)
    due_in = (policy.due(reason, now) - now).total_seconds() if now else Decision.due_in
    return Decision(
        reason, evidence, queue, rule.message, policy.away(reason, now), policy.urgency(reason), due_in, told
    )


def of_tier(tier: str) -> Signals:
    return Signals((Signal("customer tier", 1.0, tier),)) if tier else _NO_SIGNALS
