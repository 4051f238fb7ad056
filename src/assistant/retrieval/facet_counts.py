"""What could narrow a search: the few facets that split its products best, with how many have each value."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from assistant.retrieval.columns import Column, Columns, Rows
from assistant.retrieval.matching import fitting_slots
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.reading import PRICE, Reading
from assistant.retrieval.reading.vocabulary import Vocabulary

CATEGORY = "category"
MOST_FACETS, MOST_VALUES, LONGEST_VALUE = 3, 5, 30
FEWEST_PRODUCTS, LEAST_COVERED, MOST_DISTINCT, JUDGED = 3, 0.5, 40, 8

Counts = Mapping[str, int]


@dataclass(frozen=True)
class FacetCount:
    """`values` are (value, products), the most common first; each counts products with one variant that fits whole."""

    key: str
    name: str
    values: tuple[tuple[str, int], ...]


def facet_counts(columns: Columns, vocabulary: Vocabulary, rows: Rows, reading: Reading) -> tuple[FacetCount, ...]:
    """None for a handful of products, and never a facet that the question names already."""
    if len(rows) < FEWEST_PRODUCTS:
        return ()
    found = [FacetCount(CATEGORY, "Category", _top(_by_category(columns, rows)))] if not reading.category else []
    fit = fitting_slots(columns, reading, rows)
    for facet in _promising(vocabulary, reading):
        column = columns.facets.get(facet.key)
        counts = _count(columns, column, fit) if column else {}
        if _splits(counts, len(rows)):
            found.append(FacetCount(facet.key, facet.name.replace("_", " "), _top(counts)))
    splitting = [one for one in found if len(one.values) > 1]
    return tuple(sorted(splitting, key=lambda one: one.key != CATEGORY)[:MOST_FACETS])


def _promising(vocabulary: Vocabulary, reading: Reading) -> Sequence[Facet]:
    """Chosen by what the whole scope has of them, so that few columns are counted."""
    scope = vocabulary.scope(reading.kind)
    asked = {wish.facet for wish in reading.wishes if not wish.refused} | {bound.facet for bound in reading.bounds}
    values = [f for f in scope.facets.values() if f.kind == "value" and f.key not in asked | {PRICE, CATEGORY}]
    return sorted(values, key=lambda facet: (-_evenness(facet.holders) * sum(facet.holders.values()), facet.key))[
        :JUDGED
    ]


def _count(columns: Columns, column: Column, slots: Rows) -> Counts:
    """Spellings of one value that differ in case only count together, under the first of them. None of too many."""
    codes = column.codes_at(slots)
    owners, codes = _numbered(columns.owner[slots[codes >= 0]]), column.folded[codes[codes >= 0]]
    present = np.flatnonzero(np.bincount(codes, minlength=len(column.values)))
    if len(present) > MOST_DISTINCT:
        return {}
    places = np.zeros(len(column.values), np.int64)
    places[present] = np.arange(len(present))
    has = np.zeros((len(present), owners.max(initial=-1) + 1), np.bool_)
    has[places[codes], owners] = True
    counts = np.count_nonzero(has, axis=1)
    return {column.values[code]: count for code, count in zip(present.tolist(), counts.tolist(), strict=True)}


def _numbered(owners: Rows) -> Rows:
    """From 0 in the order they come: a product's variants stand together."""
    steps = np.cumsum(owners[1:] != owners[:-1], dtype=np.int32)
    return np.concatenate([np.zeros(min(1, len(owners)), np.int32), steps])


def _by_category(columns: Columns, rows: Rows) -> Counts:
    inside = np.zeros(len(columns.products), np.bool_)
    inside[rows] = True
    sizes = {name: int(np.count_nonzero(inside[members])) for name, members in columns.categories.items()}
    return {name: size for name, size in sizes.items() if name and size}


def _splits(counts: Counts, products: int) -> bool:
    """Most products state it, by values that many of them share."""
    return len(counts) > 1 and max(counts.values()) < products and (sum(counts.values()) >= LEAST_COVERED * products)


def _evenness(holders: Counts) -> float:
    """0 where all have one value, 1 where the values are shared out evenly; many values count against it."""
    total = sum(holders.values())
    if len(holders) < 2 or not total:
        return 0.0
    entropy = -sum(count / total * math.log(count / total) for count in holders.values())
    return entropy / math.log(len(holders)) * min(1.0, total / (4 * len(holders)))


def _top(counts: Counts) -> tuple[tuple[str, int], ...]:
    return tuple(list(_readable(counts))[:MOST_VALUES])


def _readable(counts: Counts) -> Iterator[tuple[str, int]]:
    for value in sorted(counts, key=lambda value: (-counts[value], value)):
        if len(value) <= LONGEST_VALUE:
            yield value, counts[value]
