"""The order of products that are eligible, and which of them a superlative leaves."""

from collections.abc import Sequence

import numpy as np

from assistant.retrieval.columns import Columns, Mask, Rows
from assistant.retrieval.legs import Floats, Scores
from assistant.retrieval.matching import fitting_slots, granted, numbers_of, owning
from assistant.retrieval.reading.people import made_for
from assistant.retrieval.reading.reading import Extreme, Reading, Wish
from assistant.retrieval.reading.words import stems
from assistant.shop.catalogue import Product

IN_STOCK_FIRST = 0.1
PREFERRED = 0.15
UNASKED = 0.1


def ordered(columns: Columns, rows: Rows, reading: Reading, scores: Scores) -> tuple[Rows, int]:
    """Best first, and how many of them a superlative leaves; products that are equal stay in the shop's order."""
    by_relevance = rows[np.argsort(-_relevance(columns, rows, reading, scores), kind="stable")]
    asked = (*reading.extremes, *reading.leanings)
    if not asked:
        return by_relevance, len(rows)
    standings = [_standings(columns, by_relevance, extreme, reading) for extreme in asked]
    places = np.lexsort(standings[::-1])
    ranked = np.stack(standings)[: len(reading.extremes), places]
    return by_relevance[places], _winners(ranked, reading.best)


def preferring(columns: Columns, rows: Rows, wish: Wish) -> Mask:
    """By an attribute of any variant, or by a tag with the same words."""
    words = frozenset(stems(wish.words))
    tagged = columns.judge(("tagged", words), rows, lambda product: _tagged(product, words))
    slots = columns.slots_of(rows)
    return tagged | owning(columns, slots[granted(columns, wish, slots)])[rows]


def _tagged(product: Product, words: frozenset[str]) -> bool:
    return words <= {word for tag in product.tags for word in stems(tag)}


def _relevance(columns: Columns, rows: Rows, reading: Reading, scores: Scores) -> Floats:
    relevance = scores.blended[rows] + IN_STOCK_FIRST * columns.in_stock[rows]
    for wish in reading.preferences:
        relevance += PREFERRED * preferring(columns, rows, wish)
    if reading.group is None:
        relevance -= UNASKED * for_kids(columns, rows)
    return relevance


def for_kids(columns: Columns, rows: Rows) -> Mask:
    return columns.judge("for kids", rows, lambda product: made_for(product, "kids"))


def _standings(columns: Columns, rows: Rows, extreme: Extreme, reading: Reading) -> Floats:
    """The lower the better; a product without the number comes last."""
    slots = fitting_slots(columns, reading, rows)
    numbers = (1.0 if extreme.lowest else -1.0) * numbers_of(columns, extreme.facet, extreme.unit, slots)
    stocked = columns.money.stock[slots] > 0
    can_be_bought = owning(columns, slots[stocked])
    counted = (stocked | ~can_be_bought[columns.owner[slots]]) & ~np.isnan(numbers)
    best = np.full(len(columns.products), np.inf)
    np.minimum.at(best, columns.owner[slots[counted]], numbers[counted])
    standings: Floats = best[rows]
    return standings


def _winners(standings: Floats, most: int) -> int:
    """As many as were asked for and whoever is their equal; a superlative that nobody has a number for keeps all.

    `standings` holds a row for each superlative, its columns in order.
    """
    known = int(np.count_nonzero((standings < np.inf).any(axis=0))) if len(standings) else 0
    if not known:
        return int(standings.shape[1])
    last = standings[:, [min(most, known) - 1]]
    equals: list[int] = np.flatnonzero((standings == last).all(axis=0)).tolist()
    return 1 + equals[-1]


def in_order(columns: Columns, rows: Sequence[int] | Rows) -> tuple[str, ...]:
    """Their handles."""
    return tuple(columns.handles[np.asarray(rows, np.int32)].tolist())
