"""When nothing meets all constraints: what dropping one of them would give."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.retrieval.match import fitting
from assistant.retrieval.reading.reading import PRICE, Reading
from assistant.shop.catalogue import Product

MOST_SENTENCES = 3


@dataclass(frozen=True)
class Relaxed:
    """A reading with one constraint dropped, and what it finds."""

    dropped: str
    reading: Reading
    products: Sequence[Product]

    @property
    def sentence(self) -> str:
        count = len(self.products)
        lowest = min(variant.price for product in self.products for variant in fitting(product, self.reading))
        where = "from" if count > 1 else "at"
        return f"Without {self.dropped} there would be {count}, {where} {lowest}."


def relaxations(reading: Reading, find: Callable[[Reading], Sequence[Product]]) -> list[Relaxed]:
    """Most useful first: those that keep most of what was asked come in the order the shopper named them."""
    found = [Relaxed(dropped, looser, find(looser)) for dropped, looser in _looser(reading)]
    return [relaxed for relaxed in found if relaxed.products][:MOST_SENTENCES]


def _looser(reading: Reading) -> Iterator[tuple[str, Reading]]:
    for facet in dict.fromkeys(bound.facet for bound in reading.bounds):
        kept = tuple(bound for bound in reading.bounds if bound.facet != facet)
        dropped = [bound.words for bound in reading.bounds if bound.facet == facet]
        yield _named(facet, dropped), replace(reading, bounds=kept)
    for wish in reading.wishes:
        yield f"“{wish.words}”", replace(reading, wishes=tuple(w for w in reading.wishes if w != wish))
    if reading.in_stock:
        yield "the wish for stock", replace(reading, in_stock=False)
    if reading.on_sale:
        yield "the wish for a sale", replace(reading, on_sale=False)


def _named(facet: str, words: Iterable[str]) -> str:
    listed = " and ".join(words)
    return f"the price limit ({listed})" if facet == PRICE else f"the limit “{listed}”"
