"""What past turns say: their lines, and whether the shopper has been failed."""

from collections.abc import Sequence

from assistant.conversation import Line
from assistant.shop.conversations import Turn

BROKEN_OFF = "broken off"


def failed_in_a_row(turns: Sequence[Turn]) -> int:
    """A turn that the shopper left says nothing about the answers."""
    count = 0
    for turn in reversed(turns):
        if turn.error == BROKEN_OFF:
            continue
        if not turn.error and (turn.reply is None or turn.reply.outcome not in {"abstained", "failed"}):
            break
        count += 1
    return count


def lines_of(turn: Turn) -> list[Line]:
    shopper = Line(who="shopper", text=turn.text, at=turn.at)
    if turn.reply is None:
        return [shopper]
    reply = turn.reply
    return [
        shopper,
        Line(who="assistant", text=reply.text, at=turn.at, cards=reply.cards, citations=reply.citations),
    ]
