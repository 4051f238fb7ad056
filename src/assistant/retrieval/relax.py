"""When nothing meets all constraints: what dropping one of them would give."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from assistant.retrieval.columns import Columns, Rows
from assistant.retrieval.matching import fitting_slots
from assistant.retrieval.reading.reading import PRICE, Reading
from assistant.shop.money import Money

MOST_SENTENCES = 3


@dataclass(frozen=True)
class Relaxed:
    """What a reading finds with one constraint dropped."""

    sentence: str
    rows: Rows


def relaxations(columns: Columns, reading: Reading, find: Callable[[Reading], Rows]) -> list[Relaxed]:
    """Most useful first: those that keep most of what was asked come in the order the shopper named them."""
    found = ((dropped, looser, find(looser)) for dropped, looser in _looser(reading))
    told = [Relaxed(_sentence(columns, dropped, looser, rows), rows) for dropped, looser, rows in found if len(rows)]
    return told[:MOST_SENTENCES]


def _sentence(columns: Columns, dropped: str, reading: Reading, rows: Rows) -> str:
    lowest = columns.money.price[fitting_slots(columns, reading, rows)].min()
    where = "from" if len(rows) > 1 else "at"
    return f"Without {dropped} there would be {len(rows)}, {where} {Money(int(lowest), columns.currency)}."


def _looser(reading: Reading) -> Iterator[tuple[str, Reading]]:
    for facet in dict.fromkeys(bound.facet for bound in reading.bounds):
        kept = tuple(bound for bound in reading.bounds if bound.facet != facet)
        dropped = [bound.words for bound in reading.bounds if bound.facet == facet]
        yield _named(facet, dropped), replace(reading, bounds=kept)
    for wish in reading.wishes:
        yield f"“{wish.words}”", replace(reading, wishes=tuple(w for w in reading.wishes if w != wish))
    for feature in reading.features:
        kept_features = tuple(other for other in reading.features if other != feature)
        yield f"“{feature.told}”", replace(reading, features=kept_features)
    for refused in reading.refused_kinds:
        others = tuple(kind for kind in reading.refused_kinds if kind != refused)
        yield f"“no {refused.said}”", replace(reading, refused_kinds=others)
    if reading.group:
        yield f"“for {reading.group}”", replace(reading, group=None, ages=None)
    elif reading.ages:
        yield f"“{reading.ages.words}”", replace(reading, ages=None)
    if reading.in_stock:
        yield "the wish for stock", replace(reading, in_stock=False)
    if reading.on_sale:
        yield "the wish for a sale", replace(reading, on_sale=False)


def _named(facet: str, words: Iterable[str]) -> str:
    return "the price limit" if facet == PRICE else f"the limit “{' and '.join(words)}”"
