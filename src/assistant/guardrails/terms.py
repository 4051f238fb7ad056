"""How long the shop gives for what: a count of days that is true of returns is none of a delivery."""

import re
from collections.abc import Iterable, Iterator

from assistant.guardrails.days import Span, timed

_FLAGS = re.IGNORECASE | re.VERBOSE
# in this order: a sentence about a return that tells of its arrival is one about the return
_TOPICS = (
    ("warranty", re.compile(r"""\b(?:warrant\w*|guarante\w*|cover(?:s|ed|age)?|fault\w*|maker\ backs
        |defects?)\b""", _FLAGS)),
    ("return", re.compile(
        r"""\b(?:return\w*|unused|label|trial|chang\w*\ your\ mind|to\ (?:decide|think\ it\ over)
        |(?:send|sent|bring|brought|come|comes
        |came|go|goes|give
        |given|take|taken|ship)\w*\b.{0,25}\bback|back\ to\ us)\b""", _FLAGS)),
    ("exchange", re.compile(r"\bexchang\w*", _FLAGS)),
    ("refund", re.compile(r"\b(?:refund\w*|money\ back|your\ money|banks?)\b", _FLAGS)),
    ("delivery", re.compile(
        r"""\b(?:arriv\w*|deliver\w*|reach\w*|be\ (?:there|here|yours)|with\ you|get\ (?:it|them|there|here)
        |receive\w*|ship\w*|dispatch\w*
        |leaves?|parcel|your\ (?:hands?|door)|in\ the\ (?:post|mail))\b""", _FLAGS)),
)  # fmt: skip
_HEAD = re.compile(r"^(title|heading): ")
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_WINDOWS = frozenset({"return", "exchange", "warranty"})
_SAME = {"day": "working day", "working day": "day"}
Term = tuple[str, Span]


def topics(text: str) -> list[str]:
    """The one that counts first."""
    return [name for name, words in _TOPICS if words.search(text)]


def given(about: str, known: Iterable[Term]) -> frozenset[Span]:
    """What holds for returns holds for exchanges, too; not the other way round.

    How long the shopper has is one thing in days and another in working days; how long something takes may be told
    either way.
    """
    covers = {about, "return"} if about == "exchange" else {about}
    found = frozenset(span for topic, span in known if topic in covers)
    return found if about in _WINDOWS else found | {(n, _SAME.get(unit, unit)) for n, unit in found}


def terms(told: str) -> Iterator[Term]:
    """Each span of time of the shop's texts with what it is told of, in its sentence or in the headings above it."""
    title = heading = ""
    for line in told.split("\n"):
        if head := _HEAD.match(line):
            title, heading = (title, line) if head[1] == "heading" else (line, "")
            continue
        for sentence in _SENTENCE.split(line) if timed(line) else ():
            # few sentences have a span, and looking for topics is dear
            if told_of := timed(sentence):
                about = _told_of(title, f"{heading} {sentence}")
                yield from ((topic, span) for span in told_of for topic in about)


def _told_of(title: str, text: str) -> set[str]:
    """A page of returns and exchanges also tells what holds for exchanges only."""
    closer = set(topics(text))
    apart = {"return"} if "exchange" in closer and "return" not in closer else set[str]()
    return {*topics(title), *closer} - apart
