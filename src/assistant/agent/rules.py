"""What an owner sets for every conversation."""

from dataclasses import dataclass, field

from assistant.agent.deadline import TURN_SECONDS
from assistant.agent.tokens import SignIns


@dataclass(frozen=True)
class Rules:
    """`sign_ins` verifies the tokens that the shop's site signs; a turn ends after `turn_seconds`."""

    currency: str = "USD"
    message_limit: int = 2000
    sign_ins: SignIns = field(default_factory=SignIns)
    turn_seconds: float = TURN_SECONDS
