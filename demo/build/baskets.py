"""What the made-up shoppers buy."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from demo.build.families import Family
from demo.build.variants import Variant, expand

GROUND_ONLY: Final = {"ANV1", "ANV2"}


@dataclass(frozen=True)
class Line:
    family: Family
    variant: Variant
    quantity: int

    @property
    def amount(self) -> Decimal:
        return self.variant.price * self.quantity

    @property
    def title(self) -> str:
        label = " / ".join(self.variant.options.values())
        return f"{self.family.title} ({label})" if label else self.family.title

    def as_json(self) -> dict[str, Any]:
        return {
            "sku": self.variant.sku,
            "title": self.title,
            "quantity": self.quantity,
            "unit": str(self.variant.price),
            "handle": self.family.handle,
            "options": dict(self.variant.options),
        }


@dataclass(frozen=True)
class Shelf:
    """The families that a basket may be filled from."""

    families: Sequence[Family]

    def only(self, *, returnable: bool = False, ground: bool = True) -> "Shelf":
        """Without what cannot come back when worn or opened, and without what may travel by ground only."""
        kept = [
            family
            for family in self.families
            if (family.returns == "standard" or not returnable) and (ground or family.sku not in GROUND_ONLY)
        ]
        return Shelf(kept)

    def basket(self, draw: random.Random) -> list[Line]:
        chosen = draw.sample(self.families, draw.choices([1, 2, 3, 4], [45, 32, 16, 7])[0])
        return [_line(draw, family) for family in chosen]


def goods(lines: Sequence[Line]) -> Decimal:
    """What counts toward free shipping."""
    return sum((line.amount for line in lines if not line.family.gift_card), Decimal("0.00"))


def subtotal(lines: Sequence[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal("0.00"))


def _line(draw: random.Random, family: Family) -> Line:
    variant = draw.choice(expand(family))
    several = variant.price < 50 and draw.random() < 0.25
    return Line(family, variant, 2 if several else 1)
