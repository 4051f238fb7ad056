"""What a shop can be asked for: its categories, and its fields with their values, for a model to choose from."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.vocabulary import Vocabulary

MOST_CATEGORIES, MOST_FIELDS, MOST_VALUES = 60, 30, 6
LONGEST_NAME = 30
_SPOKEN = re.compile(r"[^\w\s%°'\"&/.,+-]")


@dataclass(frozen=True)
class Field:
    """`values` are its most common ones; of a number, `low` and `high` are in `unit`, or bare."""

    name: str
    values: tuple[str, ...] = ()
    low: float | None = None
    high: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Outline:
    """Both lists have the most common first, and are cut at a length that a prompt can bear."""

    categories: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()


def outline_of(vocabulary: Vocabulary) -> Outline:
    sizes = {name: scope.size for name, scope in vocabulary.categories.items()}
    categories = sorted(filter(_fit_to_show, sizes), key=lambda name: (-sizes[name], name))[:MOST_CATEGORIES]
    named = (facet for facet in vocabulary.shop.facets.values() if not facet.is_price and _fit_to_show(facet.name))
    facets = sorted(named, key=lambda facet: (-_spread(facet), facet.name))[:MOST_FIELDS]
    return Outline(tuple(categories), tuple(map(_field, facets)))


def _field(facet: Facet) -> Field:
    if facet.kind == "number":
        unit = facet.units[0] if facet.units else None
        factor = unit.factor if unit and facet.base_unit else 1.0
        return Field(facet.name, (), facet.low / factor, facet.high / factor, unit.name if unit else "")
    common: Sequence[str] = sorted(facet.holders, key=lambda value: (-facet.holders[value], value))
    return Field(facet.name, tuple(islice(filter(_fit_to_show, common), MOST_VALUES)))


def _spread(facet: Facet) -> int:
    return sum(facet.numbers.values() if facet.kind == "number" else facet.holders.values())


def _fit_to_show(words: str) -> bool:
    """Short and plain: a feed's text must not be able to pose as an instruction."""
    return 0 < len(words) <= LONGEST_NAME and not _SPOKEN.search(words) and "\n" not in words
