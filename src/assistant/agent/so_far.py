"""What is known of the talk before a message, for the signals that it gives."""

from collections.abc import Sequence
from datetime import datetime

from babel.numbers import get_currency_precision

from assistant.escalation.signals import Said, Talk
from assistant.shop.conversations import Turn

SETTLED = frozenset({"handed_over", "with_person"})


def talk_of(turns: Sequence[Turn], now: datetime) -> Talk:
    """What came before a person was called counts no more. At stake is the cart as the last reply showed it."""
    before: list[Said] = []
    for turn in turns:
        outcome = "failed" if turn.error else turn.reply.outcome if turn.reply else ""
        before = [] if outcome in SETTLED else [*before, Said(turn.text, outcome, turn.at)]
    return Talk(tuple(before), _at_stake(turns), now=now)


def _at_stake(turns: Sequence[Turn]) -> float:
    last = turns[-1].reply if turns else None
    if last is None or last.cart is None:
        return 0.0
    subtotal = last.cart.subtotal
    return float(subtotal.minor / 10 ** get_currency_precision(subtotal.currency))
