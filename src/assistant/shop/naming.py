"""First and last name and postcode, as shoppers write them when they say who they are."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

Hearing = Literal["nothing", "offers", "answers", "a postcode"]
"""What to listen for: name and postcode together, either as an answer, or a postcode to a name that is known."""

Span = tuple[int, int]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_NAMED = re.compile(r"\bname(?:\s+is|['’]s|\s*:)\s+", re.IGNORECASE)
_SAYS_I = re.compile(r"\b(?:I['’]?m|I am|this is|it['’]s|it is|my name)\s+", re.IGNORECASE)
_PARTS = re.compile(
    r"\bfirst name(?:\s+is|['’]s|\s*:)?\s+(?P<first>[^\W\d_]+)\b.{0,30}?"
    r"\b(?:last|family|sur)\s*name(?:\s+is|['’]s|\s*:)?\s+(?P<last>[^\W\d_]+(?:['’-][^\W\d_]+)*)",
    re.IGNORECASE | re.DOTALL,
)
_LABELLED = re.compile(
    r"\b(?:zip|post(?:al)?)[\s-]*(?:code)?\b[^\d\n#$€£]{0,30}?\b"
    r"((?-i:\d{4}\s?[A-Z]{2}\b)|(?:[A-Z]{1,2}-?)?\d[\dA-Z]{1,5}(?:[ -](?=[A-Z]*\d)[\dA-Z]{2,4})?)\b",
    re.IGNORECASE,
)
_BARE = re.compile(
    r"(?<![\w#$€£.,-])(\d{5}(?:-\d{4})?|(?-i:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]\d[A-Z]\s?\d[A-Z]\d|\d{4}\s?[A-Z]{2}))"
    r"(?!\w|[.,-]\d)"
)
_ALONE = re.compile(r"\W*(\d{4,6})\W*")
_MOST_WORDS = 4
_NO_NAMES = frozenset((
    "a", "address", "an", "and", "at", "but", "can", "cancel", "code", "did", "do", "does", "e-mail", "email",
    "exchange", "for", "from", "have", "hello", "help", "here", "hey", "hi", "i", "in", "interested", "is",
    "it", "live", "living", "looking", "mail", "my", "need", "no", "not", "of", "ok", "okay", "on", "or",
    "order", "orders", "person", "please", "postal", "postcode", "refund", "return", "sorry", "sure", "talk",
    "thank", "thanks", "that", "the", "there", "this", "to", "track", "trying", "want", "what", "when", "where",
    "which", "who", "with", "yes", "you", "your", "zip",
))  # fmt: skip


@dataclass(frozen=True)
class Person:
    """`name` and `postcode` as written; `spans` are where they stand."""

    name: str | None = None
    postcode: str | None = None
    spans: tuple[tuple[Span, str], ...] = ()


def read_person(text: str, hearing: Hearing, taken: Iterable[Span] = ()) -> Person:
    """`taken` are digits of something else, unless they are said to be a postcode.

    What was not asked for must be said in full.
    """
    if hearing == "nothing":
        return Person()
    name = next(_introduced(text), None)
    code = _postcode(text, hearing, taken, named=name is not None)
    if name is None and hearing != "offers":
        name = _only_a_name(text, code)
    if hearing == "offers" and (name is None or code is None):
        return Person()
    found = tuple((span, what) for span, what in ((name, "(name given)"), (code, "(postcode given)")) if span)
    return Person(_name(text, name) if name else None, text[slice(*code)] if code else None, found)


def without(text: str, person: Person) -> str:
    for (start, end), instead in sorted(person.spans, reverse=True):
        text = text[:start] + instead + text[end:]
    return text


def _name(text: str, span: Span) -> str:
    """Without what stands between a first and a last name that were told apart."""
    parts = _PARTS.fullmatch(text, *span)
    return f"{parts['first']} {parts['last']}" if parts else text[slice(*span)]


def _introduced(text: str) -> Iterator[Span]:
    if parts := _PARTS.search(text):
        yield parts.span()
    for match in _NAMED.finditer(text):
        if span := _words(text, match.end(), capitals=False):
            yield span
    for match in _SAYS_I.finditer(text):
        if span := _words(text, match.end(), capitals=True):
            yield span


def _words(text: str, start: int, *, capitals: bool) -> Span | None:
    """Two to four words that may be a name, with nothing but spaces between them."""
    end = at = start
    count = 0
    while count < _MOST_WORDS and (word := _WORD.match(text, at)):
        if word.group().casefold().rstrip(".") in _NO_NAMES or (capitals and not word.group()[0].isupper()):
            break
        count, end = count + 1, word.end() - word.group().endswith(".")
        if (space := re.compile(r"[ \t]+").match(text, word.end())) is None:
            break
        at = space.end()
    return (start, end) if count > 1 else None


def _only_a_name(text: str, code: Span | None) -> Span | None:
    """A message of nothing but a name, and perhaps its postcode."""
    left = text if code is None else text[: code[0]] + " " * (code[1] - code[0]) + text[code[1] :]
    start = len(left) - len(left.lstrip(" \t\n,;:"))
    span = _words(left, start, capitals=True)
    return span if span and not left[span[1] :].strip(" \t\n,;:.!") else None


def _postcode(text: str, hearing: Hearing, taken: Iterable[Span], *, named: bool) -> Span | None:
    if labelled := _LABELLED.search(text):
        return labelled.span(1)
    bare: list[re.Match[str]] = []
    if named or hearing == "a postcode" or (hearing == "answers" and _only_a_name_before(text)):
        bare = [*_BARE.finditer(text)]
    if hearing == "a postcode" and (alone := _ALONE.fullmatch(text)):
        bare.append(alone)
    taken = list(taken)
    spans = (match.span(1) for match in bare)
    return next((s for s in spans if not any(start < s[1] and s[0] < end for start, end in taken)), None)


def _only_a_name_before(text: str) -> bool:
    match = _BARE.search(text)
    return match is not None and _only_a_name(text, match.span(1)) is not None
