"""Numbers in a text that are no small counts: sizes, weights, ratings, years; in digits or in words."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.guardrails.figures import IN_DIGITS, IN_WORDS, Figure, number

COUNTED = 10
"""A reply may count what it tells; larger numbers, and any with a unit, are the shop's to say."""
_UNIT = (
    r"(?:ml|cl|l|lit(?:er|re)s?|kg|kilos?|kilograms?|g|gr|grams?|mg|mm|cm|m|met(?:er|re)s?|km|in|inch(?:es)?|ft|feet|foot"
    r"|oz|ounces?|fl oz|lbs?|pounds?|watts?|w|v|volts?|mah|gb|tb|mb|mp|hz|lumens?|degrees?|°c|°f|stars?|hours?|years?)"
)
_NUMBER = re.compile(
    rf"(?<![\w.,#-])(?P<digits>{IN_DIGITS})(?P<unit>[ -]?{_UNIT}(?![\w]))?(?!\w*[a-z]\d)"
    rf"|\b(?P<words>{IN_WORDS})(?P<named>[ -]{_UNIT}(?!\w))?\b",
    re.IGNORECASE,
)
_MARKER = re.compile(r"^\s*\d+[.)]\s")


def quantities(text: str) -> Iterator[Figure]:
    """Without the number of a list's item."""
    marker = _MARKER.match(text)
    for m in _NUMBER.finditer(text, marker.end() if marker else 0):
        value = number(m["digits"] or m["words"])
        if value > COUNTED or m["unit"] or m["named"] or value != value.to_integral_value():
            yield Figure(value.normalize() if value else Decimal(0), m.start(), m.end())
