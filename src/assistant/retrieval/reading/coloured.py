"""Whether a word that may be a colour is said as one, and of what."""

import re
from collections.abc import Sequence

from assistant.retrieval.reading.described import in_front
from assistant.retrieval.reading.values import Question
from assistant.retrieval.reading.words import Token

COLOUR_IN = re.compile(r"\b(?:in|colou?r)\s$")
GOING_GREEN = re.compile(r"\b(?:go|going|stay|staying|be|being|feel|feeling|think)\s$")
WITH_A = re.compile(r"\b(?:with|has|have|having)(?: an?)? $")


def said_as_colour(question: Question, token: Token, heads: Sequence[str]) -> bool:
    """A fruit or a stone is a colour in front of the thing itself, before "colored" and after "in"."""
    after = question.text[token.end :]
    if re.match(r"[ -](?:colou?red|colou?r|tone)\b", after) or (
        COLOUR_IN.search(question.text[: token.start]) and re.match(r"\W*$|[,.;!?]", after)
    ):
        return True
    return any(token.start == front.start for front in in_front(question, heads))


def part_coloured(question: Question, token: Token) -> Token | None:
    """The light of "with a red light"."""
    following = next((other for other in question.words if other.start >= token.end), None)
    return following if WITH_A.search(question.text[: token.start]) else None


def figurative(question: Question, token: Token) -> bool:
    """Colours that are none: "going green", or a part of another word as in "blue-ray"."""
    text = question.text
    return text[token.end : token.end + 1] == "-" or bool(GOING_GREEN.search(text[: token.start]))
