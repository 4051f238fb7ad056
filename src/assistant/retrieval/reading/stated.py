"""Amounts that attributes state in words and not as one plain number: `15 bar pump`, `40 h, 30 h with ANC`."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from assistant.retrieval.reading.amounts import plain_amounts
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.numbers import Measure, measures
from assistant.retrieval.reading.words import plain, stems

MOST_VALUES = 200
SPAN = re.compile(r"(\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


def stated(facets: Iterable[Facet], family: str | None) -> list[Measure]:
    """With a unit of the family, or with none."""
    return [amount for amount in _amounts(facets) if family_of(amount) == family]


def values_meeting(facet: Facet, measure: Measure) -> frozenset[str]:
    """Those of the facet that state an amount as is asked for."""
    family = family_of(measure)
    return frozenset(
        value
        for value in facet.holders
        if any(family_of(told) == family and met(measure, told) for told in _read(value))
    )


def family_of(measure: Measure) -> str | None:
    return measure.unit.family if measure.unit else None


def met(asked: Measure, told: Measure) -> bool:
    """Whether what is told can be what is asked for; more than a bare number is fine."""
    low, high = (_base(told, told.low), _base(told, told.high))
    wanted = _base(asked, asked.low)
    if asked.comparison == "between":
        return low <= _base(asked, asked.high) and wanted <= high
    return low <= wanted if asked.comparison in {"<", "<="} else high >= wanted


def _base(measure: Measure, number: float) -> float:
    return measure.unit.base(number) if measure.unit else number


def _amounts(facets: Iterable[Facet]) -> Iterator[Measure]:
    for facet in facets:
        for value in [value for value in facet.holders if any(char.isdigit() for char in value)][:MOST_VALUES]:
            yield from _read(value)


@lru_cache(maxsize=20_000)
def _read(value: str) -> tuple[Measure, ...]:
    return tuple(measures(plain_amounts(plain(value))))


def has_size(facets: Sequence[Facet], word: str) -> bool:
    """Whether a size of this name is among the values; a list of sizes as of socks has it inside."""
    if any((word,) in facet.aliases for facet in facets):
        return True
    values = [value for facet in facets for value in facet.holders]
    if word.replace(".", "", 1).isdigit() and any(_spanned(float(word), value) for value in values):
        return True
    numbers = {f"{number:g}" for facet in facets for number in facet.numbers}
    return word in numbers or any(word in stems(value) for value in values)


def _spanned(number: float, value: str) -> bool:
    """8 is among "M (US 7.5-9.5)"."""
    return any(float(low) <= number <= float(high) for low, high in SPAN.findall(plain(value)))
