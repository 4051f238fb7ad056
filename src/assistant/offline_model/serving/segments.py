"""Cuts a text into what it says of each item: how it is described, and what is wanted instead of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline_model.serving.lines import Mention, mentions, narrowed
from assistant.offline_model.serving.records import Line
from assistant.offline_model.serving.text import plain

_VERB = re.compile(
    r"\b(?:exchang|swap|chang|modif|replac|switch|return|send|cancel|upgrad|remov|updat)(?:e|ing|y|ying|ping|ed)?\b"
)
_BOUNDARY = re.compile(r"[,;.?!]|\b(?:and|but|also|then)\b")
_INSTEAD = re.compile(
    r"\s(?:for|to|into|with|instead\sof)\s(?!(?:my|the|an?)\sorder|return|exchange|cancel|change|modify|swap|be\sreturned|(?:a|my|the)\s(?:gift|paypal|credit|card))"
)
_STOP = re.compile(r"[.?!](?=\s|$)")
_PARENTHESES = re.compile(r"\([^)]*\)")


@dataclass(frozen=True)
class Segment:
    """`wish` is empty where nothing is said to be wanted instead; `text` may still say it ("the cheapest lamp")."""

    mention: Mention
    text: str
    description: str
    wish: str

    @property
    def lines(self) -> list[Line]:
        """The lines that its own words describe."""
        lines = list(self.mention.lines)
        return lines if self.mention.whole else narrowed(lines, self.description)


def segments(text: str, lines: Sequence[Line]) -> list[Segment]:
    """One for each item that is named; a second name for the same item goes on with it."""
    low = plain(text)
    bare = _PARENTHESES.sub(lambda found: " " * len(found[0]), low)
    found = mentions(text, lines)
    verb = _VERB.search(bare)
    found = [one for one in found if verb and one.at > verb.start()] or found
    starts: list[tuple[int, Mention]] = []
    for one in found:
        before = starts[-1][1].upto if starts else 0
        gaps = list(_BOUNDARY.finditer(bare, before, one.at))
        if not starts:
            starts.append((0, one))
        elif gaps:
            starts.append((gaps[-1].start(), one))
    ends = [*(start for start, _ in starts[1:]), len(low)][: len(starts)]
    return [_segment(low, bare, start, end, one) for (start, one), end in zip(starts, ends, strict=True)]


def _segment(low: str, bare: str, start: int, end: int, mention: Mention) -> Segment:
    stop = _STOP.search(bare, mention.upto, end)
    instead = _INSTEAD.search(bare, mention.upto - 1, stop.start() if stop else end)
    if instead is None:
        return Segment(mention, low[start:end], low[start:end], "")
    return Segment(mention, low[start:end], low[start : instead.start()], low[instead.end() : end])


def wish_text(text: str, line: Line, lines: Sequence[Line]) -> str:
    """What a text says is wanted instead of this line; all of it where it names no item."""
    parts = segments(text, lines)
    if not parts:
        return plain(text)
    own = [at for at, part in enumerate(parts) if line in part.lines]
    return ". ".join(_wished(parts, at) for at in own)


def _wished(parts: Sequence[Segment], at: int) -> str:
    """As in “the bed and the chair to the cheapest”: what is said after the next item is said of both."""
    part = parts[at]
    if part.wish:
        return part.wish
    after = parts[at + 1] if at + 1 < len(parts) else None
    shared = after is not None and after.wish and not re.search(r"[.?!]", part.text[1:])
    return after.wish if shared and after else part.text
