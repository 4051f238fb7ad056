"""What past turns say: their lines, and whether the shopper has been failed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from langchain_core.messages import AnyMessage, HumanMessage

from assistant.agent.gather import CLOSE_UP
from assistant.conversation import Card, Line
from assistant.escalation.policy import has_failed
from assistant.retrieval.reading.words import content
from assistant.shop.conversations import Turn

BROKEN_OFF = "broken off"
SAME = 0.5  # of the words that carry meaning


@dataclass(frozen=True)
class Ended:
    """What a turn came to. `handles` are the products whose records were read for it."""

    text: str
    outcome: str
    handles: frozenset[str] = frozenset()

    def repeats(self, other: "Ended") -> bool:
        """Whether it asks the same of the same product."""
        mine, theirs = set(content(self.text)), set(content(other.text))
        alike = len(mine & theirs) >= SAME * len(mine | theirs)
        return bool(self.handles & other.handles) and alike


def ended(text: str, outcome: str, tools: Iterable[str], cards: Iterable[Card]) -> Ended:
    return Ended(text, outcome, frozenset(c.handle for c in cards) if CLOSE_UP & set(tools) else frozenset())


def before(turns: Iterable[Turn]) -> list[Ended]:
    """A turn that the shopper left says nothing about the answers."""
    return [_ended(turn) for turn in turns if turn.error != BROKEN_OFF]


def failed_in_a_row(turns: Sequence[Ended]) -> int:
    """How many of the last turns failed the shopper, one after another."""
    silences = [(at, turn) for at, turn in enumerate(turns) if turn.outcome == "abstained"]
    count = 0
    for at, turn in reversed(list(enumerate(turns))):
        again = any(earlier < at and turn.repeats(other) for earlier, other in silences)
        if not has_failed(turn.outcome, of_record=bool(turn.handles), asked_again=again):
            break
        count += 1
    return count


def _ended(turn: Turn) -> Ended:
    if turn.reply is None or turn.error:
        return Ended(turn.text, "failed" if turn.error else "answered")
    return ended(turn.text, turn.reply.outcome, turn.reply.tools, turn.reply.cards)


def last_words(messages: Sequence[AnyMessage]) -> str:
    """The shopper's message that is being answered, as it may be kept."""
    return next((m.text for m in reversed(messages) if isinstance(m, HumanMessage)), "")


def lines_of(turn: Turn) -> list[Line]:
    shopper = Line(who="shopper", text=turn.text, at=turn.at, id=turn.id)
    if turn.reply is None or turn.reply.outcome == "with_person":
        return [shopper]
    reply = turn.reply
    return [
        shopper,
        Line(
            who="assistant",
            text=reply.text,
            at=turn.at,
            id=turn.id,
            cards=reply.cards,
            citations=reply.citations,
            orders=reply.orders,
            receipt=reply.receipt,
            checkout=reply.checkout,
        ),
    ]
