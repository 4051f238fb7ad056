"""How long the shop gives for what: a count of days that is true of returns is none of a delivery."""

import re
from collections.abc import Iterator

from assistant.guardrails.days import Span, spans

_FLAGS = re.IGNORECASE | re.VERBOSE
# in this order: a sentence about a return that tells of its arrival is one about the return
_TOPICS = (
    ("warranty", re.compile(r"""\b(?:warrant\w*|guarante\w*|cover(?:s|ed|age)?|fault\w*|maker\ backs
        |defects?)\b""", _FLAGS)),
    ("return", re.compile(
        r"""\b(?:return\w*|exchang\w*|unused|label|trial|chang\w*\ your\ mind|(?:send|sent|bring|brought|come|comes
        |came|go|goes|give
        |given|take|taken|ship)\w*\b.{0,25}\bback|back\ to\ us)\b""", _FLAGS)),
    ("refund", re.compile(r"\b(?:refund\w*|money\ back|your\ money|banks?)\b", _FLAGS)),
    ("delivery", re.compile(
        r"""\b(?:arriv\w*|deliver\w*|reach\w*|be\ (?:there|here|yours)|with\ you|get\ (?:it|them|there|here)
        |receive\w*|ship\w*|dispatch\w*
        |leaves?|parcel|your\ (?:hands?|door)|in\ the\ (?:post|mail))\b""", _FLAGS)),
)  # fmt: skip
_HEAD = re.compile(r"^(?:title|heading): ")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_OF_TIME = re.compile(r"hour|day|week|month|year", re.IGNORECASE)
Term = tuple[str, Span]


def topics(text: str) -> list[str]:
    """The one that counts first."""
    return [name for name, words in _TOPICS if words.search(text)]


def terms(told: str) -> Iterator[Term]:
    """Each span of time of the shop's texts with what it is told of, in its sentence or in the heading above it."""
    above = ""
    for line in told.split("\n"):
        if _HEAD.match(line):
            above = f"{above} {line}" if line.startswith("heading") else line
            continue
        for sentence in _SENTENCE.split(line) if _OF_TIME.search(line) else ():
            # few sentences have a span, and looking for topics is dear
            if told_of := list(spans(sentence)):
                about = topics(f"{above} {sentence}")
                yield from ((topic, span) for span in told_of for topic in about)
