"""Whether a reply about one product says what is right. Pure functions: the reply's words against a short answer."""

import re
from collections import Counter
from collections.abc import Iterable
from enum import StrEnum

import snowballstemmer

_NUMBERS = dict(zip("one two three four five six seven eight nine ten".split(), map(str, range(1, 11)), strict=True))  # noqa: SIM905  # reads best as text
_UNITS = {
    "lb": "pound", "lbs": "pound", "oz": "ounce", "in": "inch", "ft": "feet", "hr": "hour", "hrs": "hour",
    "h": "hour", "min": "minute", "mins": "minute", "w": "watt", "lm": "lumen", "°": "degree", "mah": "milliamp",
}  # fmt: skip
_EMPTY = frozenset(
    """a about almost an and approximately around as at be by can could each for from generally has have in is it its
    just least nearly of on only or over per quite roughly some than that the this to typically up usually very was
    with""".split()  # noqa: SIM905  # a list of words reads best as text
)
_TOKEN = re.compile(r"\d+(?:[.,/:]\d+)*|[^\W\d_]+|°")
_LEAD = re.compile(r"\W*(yes|no)\b(?!\.\s*\d)", re.IGNORECASE)
_STATED = re.compile(r":\s*(yes|no)\b\W*(?:$|\n)", re.IGNORECASE)
_BARE = re.compile(r":\s*\d[\d.,]*$")
_stemmer = snowballstemmer.stemmer("english")


class Verdict(StrEnum):
    """`UNDECIDED` states something and leaves the yes or no to the shopper; `ELSEWHERE` never came to the record."""

    RIGHT = "right"
    WRONG = "wrong"
    UNDECIDED = "undecided"
    NOT_STATED = "not_stated"
    ELSEWHERE = "elsewhere"


def judged(question: str, expected: str, told: str) -> Verdict:
    """For a reply that tells something. `expected` is "yes", "no" or a value."""
    wanted = side(expected, lead_only=True)
    if wanted is None:
        return Verdict.RIGHT if holds_value(question, expected, told.strip()) else Verdict.WRONG
    found = side(told)
    if found is None:
        return Verdict.UNDECIDED
    return Verdict.RIGHT if found == wanted else Verdict.WRONG


def side(text: str, *, lead_only: bool = False) -> str | None:
    """The yes or no that it opens with, else the one that it states as a value ("Waterproof: yes.")."""
    found = _LEAD.match(text) or (None if lead_only else _STATED.search(text))
    return found[1].casefold() if found else None


def holds_value(question: str, expected: str, told: str) -> bool:
    """Each number of the value and half of its words; the unit may lack where a bare number is stated ("Size: 8.").

    Words that the question said already ("how many cups": "8 cups") need not be said again.
    """
    wanted, heard = set(_words(expected)), set(_words(told))
    wanted = wanted - set(_words(question)) or wanted
    numbers = {word for word in wanted if word[0].isdigit()}
    words = wanted - numbers
    if not numbers <= heard:
        return False
    return 2 * len(words & heard) >= len(words) or bool(numbers and _BARE.search(told))


def shares(verdicts: Iterable[Verdict]) -> dict[str, float]:
    """By verdict, of all; and `right_of_decided`, of those that took a side: right against wrong."""
    counts = Counter(verdicts)
    total, decided = counts.total(), counts[Verdict.RIGHT] + counts[Verdict.WRONG]
    found = {verdict.value: counts[verdict] / total for verdict in Verdict} if total else {}
    if decided:
        found["right_of_decided"] = counts[Verdict.RIGHT] / decided
    return {name: round(share, 4) for name, share in found.items()}


def _words(text: str) -> list[str]:
    said = (_UNITS.get(token, _NUMBERS.get(token, token)) for token in _TOKEN.findall(text.casefold()))
    return [_stemmer.stemWord(word) for word in said if word not in _EMPTY]
