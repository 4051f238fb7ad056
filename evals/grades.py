"""Which products answer a question, by what the catalogue says of them: rules instead of lists of a hundred ids."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

RIGHT, FINE = 2, 1


@dataclass(frozen=True)
class Described:
    """What a rule may look at. `price` is in major units; `gender` is "F", "M" or "" for either."""

    id: str
    title: str
    description: str
    category: str
    style: str
    gender: str
    price: float


class Rule(BaseModel):
    """All that is given must hold. `category` and `style` match whole; the other words are sought, in any case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: str | None = None
    style: str | None = None
    gender: str | None = None
    title: str | None = None
    text: str | None = None
    lacks: str | None = None
    ids: tuple[str, ...] = ()

    def names(self, product: Described) -> bool:
        everything = f"{product.title} {product.description}"
        return (
            (self.category is None or re.fullmatch(self.category, product.category) is not None)
            and (self.style is None or re.fullmatch(self.style, product.style) is not None)
            and (self.gender is None or product.gender in {"", self.gender})
            and (self.title is None or _in(self.title, product.title))
            and (self.text is None or _in(self.text, everything))
            and (self.lacks is None or not _in(self.lacks, everything))
            and (not self.ids or product.id.startswith(self.ids))
        )


class GradedQuestion(BaseModel):
    """`below` and `above` are the shopper's budget in major units, both inclusive, and bind every rule."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    question: str
    right: tuple[Rule, ...] = ()
    fine: tuple[Rule, ...] = ()
    below: float | None = None
    above: float | None = None

    def affordable(self, price: float) -> bool:
        return (self.below is None or price <= self.below) and (self.above is None or price >= self.above)

    def grades(self, products: Sequence[Described]) -> dict[str, int]:
        """2 or 1 by id; what is not in it is worth nothing."""
        affordable = [product for product in products if self.affordable(product.price)]
        fine = {product.id: FINE for product in _named(affordable, self.fine)}
        return fine | {product.id: RIGHT for product in _named(affordable, self.right)}


def _named(products: Iterable[Described], rules: Sequence[Rule]) -> Iterable[Described]:
    return (product for product in products if any(rule.names(product) for rule in rules))


def _in(pattern: str, text: str) -> bool:
    return re.search(pattern, text, re.IGNORECASE) is not None
