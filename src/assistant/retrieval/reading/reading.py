"""What was read from a question: constraints, an order, and what is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.retrieval.reading.kinds import ANY, Kind
from assistant.retrieval.reading.units import Unit
from assistant.retrieval.reading.words import stems

PRICE = "price"

Operator = Literal["<", "<=", ">", ">=", "=", "!="]


@dataclass(frozen=True)
class Bound:
    """A limit on a number. `value` is in base units of `unit`, which bare numbers are in; else it is bare too.

    Prices are minor units. `words` tells the shopper, e.g. `price at most $50.00`.
    """

    facet: str
    operator: Operator
    value: float
    words: str
    unit: Unit | None = None


def unrefused(bounds: Sequence[Bound]) -> Iterator[Bound]:
    """Each once; a number that was refused is not wanted again: "I have 58 mm filters, no 58 mm please"."""
    refused = {(bound.facet, bound.value) for bound in bounds if bound.operator == "!="}
    yield from (b for b in dict.fromkeys(bounds) if b.operator != "=" or (b.facet, b.value) not in refused)


@dataclass(frozen=True)
class Wish:
    """Values wanted (any of them) or refused (all of them), exactly as the catalogue writes them."""

    facet: str
    values: frozenset[str]
    words: str
    refused: bool = False


@dataclass(frozen=True)
class Feature:
    """A thing a product can do, told by its title, its tags or an attribute: waterproof.

    `said` is the shopper's own word for it: bluetooth for wireless.
    """

    words: str
    refused: bool = False
    said: str = ""

    @property
    def told(self) -> str:
        return f"{'not ' if self.refused else ''}{self.said or self.words}"


GROWN_UP = 16


@dataclass(frozen=True)
class Ages:
    """Years, both ends included."""

    youngest: float
    oldest: float

    @property
    def words(self) -> str:
        if self.youngest >= GROWN_UP:
            return "for adults"
        span = f"{self.youngest:g}" if self.youngest == self.oldest else f"{self.youngest:g} to {self.oldest:g}"
        return f"age {span}" if self.oldest >= 1 else "age under 1"


@dataclass(frozen=True)
class Extreme:
    """The least or the most of a number."""

    facet: str
    lowest: bool
    words: str
    unit: Unit | None = None


@dataclass(frozen=True)
class Unknown:
    """Asked for, and no product of the kind speaks of it. `demanded` means that none can be right.

    `elsewhere` says that the shop uses the words, of other things.
    """

    words: str
    demanded: bool = False
    elsewhere: bool = False


def once(found: Sequence[Unknown]) -> Iterator[Unknown]:
    """Without what is a part of another."""
    told = list({unknown.words.casefold(): unknown for unknown in reversed(found)}.values())[::-1]
    for unknown in told:
        others = (set(stems(other.words)) for other in told if other is not unknown)
        if not any(set(stems(unknown.words)) < other for other in others):
            yield unknown


@dataclass(frozen=True)
class Reading:
    """`extremes` pick the `best` winners ("the two lightest"); `leanings` only order ("light", "not pricey").

    `free_text` is for ranking.
    `topic` is the part of it that a product must speak of, without what it is only meant for ("for my mother").
    `implied` marks a category that was not called by its name, so that its products must speak of the topic.
    `preferences` are wishes that only order, such as an occasion or a season.
    `kind` says which products are meant; `category` words it for the shopper. Of `refused_kinds` none are shown.
    `described` has stems that one product must speak of, in whatever field: silk and slip of "a silk slip dress".
    `group` names people ("women"): products for others are left out, products for nobody in particular stay.
    """

    free_text: str = ""
    topic: str = ""
    category: str | None = None
    kind: Kind = ANY
    wider: Kind | None = None
    refused_kinds: tuple[Kind, ...] = ()
    implied: bool = False
    bounds: tuple[Bound, ...] = ()
    wishes: tuple[Wish, ...] = ()
    preferences: tuple[Wish, ...] = ()
    features: tuple[Feature, ...] = ()
    described: tuple[str, ...] = ()
    extremes: tuple[Extreme, ...] = ()
    best: int = 1
    leanings: tuple[Extreme, ...] = ()
    group: str | None = None
    ages: Ages | None = None
    in_stock: bool = False
    on_sale: bool = False
    unknown: tuple[Unknown, ...] = ()

    @property
    def absent(self) -> bool:
        return any(unknown.demanded for unknown in self.unknown)

    @property
    def refuses(self) -> bool:
        named = any(wish.refused for wish in self.wishes) or any(feature.refused for feature in self.features)
        return named or bool(self.refused_kinds) or any(bound.operator == "!=" for bound in self.bounds)

    @property
    def best_of_bounded(self) -> bool:
        bounded = {bound.facet for bound in self.bounds}
        return bool(self.extremes) and all(extreme.facet in bounded for extreme in self.extremes)

    @property
    def constrained(self) -> bool:
        return bool(
            self.category
            or self.refused_kinds
            or self.bounds
            or self.wishes
            or self.features
            or self.in_stock
            or self.on_sale
            or self.group
        )

    @property
    def understood(self) -> tuple[str, ...]:
        """A few short plain words for each constraint, for the shopper to read."""
        parts = [shown(self.category or ""), *(b.words for b in self.bounds), *(w.words for w in self.wishes)]
        parts += [f"no {kind.said}" for kind in self.refused_kinds] + [feature.told for feature in self.features]
        parts += [f"for {self.group}"] if self.group else []
        parts += [self.ages.words] if self.ages else []
        parts += ["in stock"] * self.in_stock + ["on sale"] * self.on_sale + [e.words for e in self.extremes]
        return tuple(dict.fromkeys(part for part in parts if part))


def shown(category: str) -> str:
    """The last level of a category's path, in lower case."""
    return category.rsplit(">", 1)[-1].replace("_", " ").strip().lower()
