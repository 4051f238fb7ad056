"""Numbers in a text that are no small counts: sizes, weights, ratings, years; in digits or in words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from assistant.guardrails.figures import IN_DIGITS, IN_WORDS, REMEMBERED, Figure, number

COUNTED = 10
"""A reply may count what it tells; larger numbers, and any with a unit, are the shop's to say."""
_UNITS = {
    "ml": "ml|millilit(?:er|re)s?", "cl": "cl", "l": "l|lit(?:er|re)s?", "gal": "gal|gallons?", "qt": "qts?|quarts?",
    "cup": "cups?", "kg": "kg|kilos?|kilograms?",
    "g": "g|gr|grams?", "mg": "mg", "mm": "mm", "cm": "cm",
    "m": "m|met(?:er|re)s?", "km": "km", "in": "in|inch(?:es)?|″", "ft": "ft|feet|foot",
    "oz": "(?:fl )?oz|(?:fluid )?ounces?",
    "lb": "lbs?|pounds?", "kw": "kw|kilowatts?",
    "w": "w|watts?", "wh": "wh|watt[- ]hours?", "v": "v|volts?", "mah": "mah",
    "gb": "gb", "tb": "tb", "mb": "mb", "mp": "mp", "hz": "hz", "lumen": "lumens?|lm", "degree": "degrees?|°",
    "°c": "°c", "°f": "°f", "star": "stars?", "minute": "min|mins|minutes?", "hour": "h|hrs?|hours?", "year": "years?",
    "person": "persons?|people",
}  # fmt: skip
_UNIT = rf"(?:{'|'.join(_UNITS.values())})"
_NAMED = {unit: re.compile(words, re.IGNORECASE) for unit, words in _UNITS.items()}
_NUMBER = re.compile(
    rf"(?<![\w.,#-])(?P<digits>{IN_DIGITS})(?P<unit>[ -]?{_UNIT}(?![\w]))?(?!\w*[a-z]\d)"
    rf"|\b(?P<words>{IN_WORDS})(?P<named>[ -]{_UNIT}(?!\w))?\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"^\s*\d+[.)]\s")


@dataclass(frozen=True)
class Measured:
    """A number and its unit, however it is written."""

    value: tuple[Decimal, str]
    start: int
    end: int


@lru_cache(REMEMBERED)
def measured(text: str) -> tuple[Measured, ...]:
    return tuple(_measured(text))


def _measured(text: str) -> Iterator[Measured]:
    marker = _MARKER.match(text)
    for m in _NUMBER.finditer(text, marker.end() if marker else 0):
        if said := (m["unit"] or m["named"]):
            unit = next(name for name, words in _NAMED.items() if words.fullmatch(said.strip(" -")))
            yield Measured((number(m["digits"] or m["words"]).normalize(), unit), m.start(), m.end())


@lru_cache(REMEMBERED)
def quantities(text: str) -> tuple[Figure, ...]:
    """Without the number of a list's item."""
    return tuple(_quantities(text))


def _quantities(text: str) -> Iterator[Figure]:
    marker = _MARKER.match(text)
    for m in _NUMBER.finditer(text, marker.end() if marker else 0):
        value = number(m["digits"] or m["words"])
        if value > COUNTED or m["unit"] or m["named"] or value != value.to_integral_value():
            yield Figure(value.normalize() if value else Decimal(0), m.start(), m.end())
