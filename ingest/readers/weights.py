"""Weights as feeds write them, in grams."""

import re
from decimal import Decimal

from ingest.validate import Invalid, shown

_GRAMS = {"g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.349523125"), "lb": Decimal("453.59237")}
_NAMES = {"lbs": "lb", "gram": "g", "grams": "g", "kilogram": "kg", "kilograms": "kg", "ounce": "oz", "ounces": "oz"}
_NAMES |= {"pound": "lb", "pounds": "lb", "gr": "g"}
_WEIGHT = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]*)", re.ASCII)


def in_grams(text: str, unit: str = "g") -> str:
    """`0.5` with the unit kg, or `0.5 kg` -> `500`. Raises `Invalid`."""
    found = _WEIGHT.fullmatch(text.casefold())
    name = (found[2] or unit.casefold()) if found else ""
    factor = _GRAMS.get(_NAMES.get(name, name))
    if found is None or factor is None:
        raise Invalid(f"the weight {shown(text)} is not a number with g, kg, oz or lb", field="weight")
    return str(round(Decimal(found[1]) * factor))
