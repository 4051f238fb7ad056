"""Facets as things to ask for next, each with how many products it would leave."""

from collections.abc import Iterator

from assistant.conversation import Refinement
from assistant.retrieval.facet_counts import FacetCount
from assistant.retrieval.library import ProductHits
from assistant.tools.results import SHOWN


def refinements(query: str, hits: ProductHits) -> tuple[Refinement, ...]:
    """None while all that was found is on show. Each message stands alone: it asks for the query again, and more."""
    if hits.total <= SHOWN:
        return ()
    return tuple(refinement for facet in hits.facets for refinement in _of(query, facet))


def _of(query: str, facet: FacetCount) -> Iterator[Refinement]:
    field = facet.name[:1].upper() + facet.name[1:]
    for value, count in facet.values:
        yield Refinement(
            field=field, value=value, count=count, message=f"Show me {_wish(query)}, {_asked(facet.key, value)}"
        )


def _wish(query: str) -> str:
    return query.strip(" .!?").removeprefix("Show me ")


def _asked(key: str, value: str) -> str:
    if key == "brand":
        return f"from {value}"
    return f"size {value}" if key == "size" else value
