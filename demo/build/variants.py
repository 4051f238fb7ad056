"""Expands a family into its variants: options, SKU, barcode, price, stock and weight."""

import hashlib
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from demo.build.families import Family, Figure

COLOR_CODES: Final = {
    "red": "RED", "green": "GRN", "blue": "BLU", "navy": "NVY", "black": "BLK", "white": "WHT", "gray": "GRY",
    "brown": "BRN", "yellow": "YLW", "orange": "ORG", "pink": "PNK", "tan": "TAN", "sand": "SND", "olive": "OLV",
    "charcoal": "CHA", "cream": "CRM", "teal": "TEA", "natural": "NAT", "stone": "STO", "rust": "RST",
}  # fmt: skip
# The GS1 range that shops use inside their own walls, so that no barcode is somebody's real article.
IN_STORE_PREFIX: Final = "200"


@dataclass(frozen=True)
class Variant:
    sku: str
    options: Mapping[str, str]
    price: Decimal
    was: Decimal | None
    stock: int
    grams: int
    barcode: str

    @property
    def off_percent(self) -> float:
        return float(100 * (1 - self.price / self.was)) if self.was else 0.0


def expand(family: Family) -> list[Variant]:
    codes = {name: _codes(values) for name, values in family.options.items()}
    combinations = product(*family.options.values())
    return [_variant(family, dict(zip(family.options, values, strict=True)), codes) for values in combinations]


def _variant(family: Family, options: Mapping[str, str], codes: Mapping[str, Mapping[str, str]]) -> Variant:
    sku = "-".join(["LF", family.sku, *(codes[name][value] for name, value in options.items())])
    price, was = _figure(family.price, options), _figure(family.was, options)
    grams = _figure(family.g, options)
    if price is None or grams is None:
        raise ValueError(f"{sku} has no price or no weight in its table")
    return Variant(
        sku=sku,
        options=options,
        price=Decimal(price).quantize(Decimal("0.01")),
        was=Decimal(was).quantize(Decimal("0.01")) if was else None,
        stock=_stock(family, options, sku),
        grams=grams,
        barcode=ean13(sku),
    )


def _figure(figure: Figure, options: Mapping[str, str]) -> int | None:
    if isinstance(figure, int):
        return figure
    return next((figure[value] for value in options.values() if value in figure), None)


def _stock(family: Family, options: Mapping[str, str], sku: str) -> int:
    whole = " / ".join(options.values())
    for key in (whole, *options.values()):
        if key in family.stock:
            return family.stock[key]
    # Drawn from the SKU alone, so that a new family never moves the stock of another.
    draw = random.Random(sku)
    kind = draw.random()
    if kind < 0.05:
        return 0
    return draw.randint(1, 5) if kind < 0.14 else draw.randint(6, 60)


def _codes(values: Sequence[str]) -> dict[str, str]:
    """Short codes for one option's values, different from each other."""
    codes: dict[str, str] = {}
    for value in values:
        code = _code(value)
        codes[value] = code if code not in codes.values() else _letters(value)[:6]
    return codes


def _code(value: str) -> str:
    known = COLOR_CODES.get(value.lower().split()[-1])
    if known:
        return known
    letters = _letters(value.split(" (", maxsplit=1)[0])
    return letters if any(map(str.isdigit, letters)) else letters[:4]


def _letters(value: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", value.upper())


def ean13(sku: str) -> str:
    number = int(hashlib.sha256(sku.encode()).hexdigest(), 16) % 10**9
    digits = f"{IN_STORE_PREFIX}{number:09d}"
    return digits + str(check_digit(digits))


def check_digit(twelve: str) -> int:
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return -weighted % 10
