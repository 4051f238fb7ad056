"""Which of several products has more or less of what is asked for: any attribute with numbers, units converted."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.offline_model.focus import Record
from assistant.retrieval.reading.adjectives import degrees, ends, verbs
from assistant.retrieval.reading.numbers import measures, normalised
from assistant.retrieval.reading.units import Number, number_in, quantity_of, unit_called
from assistant.retrieval.reading.words import content, stems

NOT_STATED = "not stated"
MOST_MEASURES = 3
ENOUGH = 1.0
_MUCH = frozenset("more most higher highest greater greatest".split())  # noqa: SIM905  # reads best as text
_LITTLE = frozenset("less least fewer fewest lower lowest".split())  # noqa: SIM905  # reads best as text
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)?")
_FARTHER = {"farther": "far", "further": "far", "farthest": "far", "furthest": "far"}
_SIDES = re.compile(
    r"(?:[,:]|\bbetween|\bcompare|^(?:is|are|does|do|has))\s+(?P<one>[^,:?]+?)\s+"
    r"(?:or|and|vs\.?|versus|(?:\w+er|(?:more|less|fewer)\s[\w\s]+?)\sthan)\s+(?P<other>[^,:?]+?)\W*$",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"^(?:(?:it|its|this|that|they|these|those|the (?:first|second|third|last))\b|\d)", re.IGNORECASE)
_COUNT_OF = re.compile(r"^(?:number|amount|quantity|count) of ")


@dataclass(frozen=True)
class Degree:
    """`word` as said; `adjective` is empty when it names no quality itself ("more"); `flipped` as in "less noisy"."""

    word: str
    adjective: str = ""
    flipped: bool = False


@dataclass(frozen=True)
class Row:
    """One attribute of the products compared: what each states, and the product that wins; None without a winner.

    `tied` tells that all state the same, `missing` that some state nothing; `word` is the comparison as said.
    """

    name: str
    word: str
    values: tuple[str, ...]
    best: int | None = None
    tied: bool = False
    adjective: bool = False

    @property
    def missing(self) -> bool:
        return NOT_STATED in self.values


def degree(text: str) -> Degree | None:
    """The comparison that a question makes: "lighter", "the most storage", "less noisy"."""
    read = _WORD.findall(text.casefold())
    for at, word in enumerate(read):
        following = read[at + 1] if at + 1 < len(read) else ""
        if word in _MUCH | _LITTLE:
            named = following in degrees()
            return Degree(f"{word} {following}" if named else word, following if named else "", word in _LITTLE)
        if adjective := _plain_form(word):
            return Degree(word, adjective)
    return None


def sides_of(text: str) -> tuple[str, ...]:
    """The two names of "which is lighter, the Hut or the Ridge?", or nothing."""
    found = _SIDES.search(text)
    sides = tuple(re.sub(r"^(?:an?|the)\s", "", side) for side in found.group("one", "other")) if found else ()
    named = found and not any(_NO_NAME.match(side) for side in found.group("one", "other"))
    return sides if named and all(content(side) for side in sides) else ()


def ranked(text: str, products: Sequence[Record]) -> list[Row]:
    """The attributes that the question compares by, the best first; several when it fits them alike."""
    said = degree(text)
    if said is None:
        return []
    titles = {word for p in products for word in content(str(p.get("title") or ""))}
    asked = tuple(word for word in content(text) if word not in titles)
    names = dict.fromkeys(str(name) for p in products for name in p.get("attributes") or {})
    scored = [(_score(said, asked, name), name) for name in names if _has_numbers(name, products)]
    best = max((score for score, _ in scored), default=0.0)
    rows = [_row(said, name, products) for score, name in scored if score == best >= ENOUGH]
    # a second meaning of the word that decides nothing would only read as a contradiction
    return ([row for row in rows if row.best is not None] or rows)[:MOST_MEASURES]


def _score(said: Degree, asked: Sequence[str], name: str) -> float:
    own = tuple(stems(_plain(name)))
    named = sum(word in asked for word in own) / max(len(own), 1)
    hints = quantity_of(own)
    units = {unit.family for word in asked if (unit := unit_called(word))}
    hinted = bool(set(asked) & (hints.hints | set(verbs(own))) or units & hints.families)
    if said.adjective:
        much, little = ends(own)
        fits = said.adjective in much | little
        return 1.5 + 2 * named if fits else 0.0
    return 2 * named + hinted if named or hinted else 0.0


def _row(said: Degree, name: str, products: Sequence[Record]) -> Row:
    values = tuple(str((p.get("attributes") or {}).get(name) or NOT_STATED) for p in products)
    row = Row(_plain(name), said.word, values, adjective=bool(said.adjective))
    stated = [(at, _number(value)) for at, value in enumerate(values) if value != NOT_STATED]
    numbers = [(at, number) for at, number in stated if number]
    families = {number.unit.family if number.unit else None for _, number in numbers}
    if len(stated) < 2 or len(numbers) < len(stated) or len(families) > 1:
        return row
    choose = max if _wants_much(said, name) else min
    best, _ = choose(numbers, key=lambda one: one[1].base)
    bases = [number.base for _, number in numbers]
    alike = max(bases) - min(bases) <= 1e-6 * max(abs(max(bases)), 1)
    return replace(row, best=None if alike else best, tied=alike and not row.missing)


def _wants_much(said: Degree, name: str) -> bool:
    if not said.adjective:
        return not said.flipped
    much, _ = ends(tuple(stems(_plain(name))))
    return (said.adjective in much) != said.flipped


def _plain(name: str) -> str:
    return _COUNT_OF.sub("", name.replace("_", " ").lower())


def _has_numbers(name: str, products: Sequence[Record]) -> bool:
    return any(_number(str((p.get("attributes") or {}).get(name) or "")) for p in products)


def _number(value: str) -> Number | None:
    """A range, or several numbers that are not one said twice, cannot be compared."""
    if whole := number_in(value):
        return whole
    found = measures(normalised(value))
    return Number(found[0].low, found[0].unit) if len(found) == 1 and found[0].low == found[0].high else None


@lru_cache(maxsize=4096)
def _plain_form(word: str) -> str:
    """The known adjective of a comparative or superlative, or nothing: "heaviest" is heavy, "leather" is none."""
    return next((form for form in _forms(word) if form in degrees()), "")


def _forms(word: str) -> Iterator[str]:
    if word in _FARTHER:
        yield _FARTHER[word]
    for ending in ("er", "est"):
        if word.endswith(ending):
            bare = word.removesuffix(ending)
            yield from (bare, f"{bare}e", re.sub(r"i$", "y", bare), re.sub(r"(.)\1$", r"\1", bare))
