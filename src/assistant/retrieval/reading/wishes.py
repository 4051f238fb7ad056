"""Values that were named, as what is wanted and what is refused of each attribute."""

from collections.abc import Iterator, Mapping, Sequence

from assistant.retrieval.reading.facets import Facet, spoken
from assistant.retrieval.reading.ladders import widened
from assistant.retrieval.reading.reading import Wish
from assistant.retrieval.reading.values import Mention


def wishes(named: Sequence[Mention], judged: Mapping[Mention, bool], text: str) -> Iterator[Wish]:
    """Wanted values of one facet are alternatives; a value that was refused once is not wanted again."""
    facets: dict[str, Facet] = {}
    wanted: dict[str, set[str]] = {}
    barred: dict[str, set[str]] = {}
    said: dict[tuple[str, bool], dict[str, None]] = {}
    for mention in named:
        facets[mention.facet.key] = mention.facet
        wider = widened(mention, text)
        meant, refused = (wider, False) if wider else (mention, judged[mention])
        (barred if refused else wanted).setdefault(mention.facet.key, set()).update(meant.values)
        said.setdefault((mention.facet.key, refused), {})[text[meant.start : meant.end].rstrip(" +")] = None
    for key, facet in facets.items():
        values = wanted.get(key, set()) - barred.get(key, set())
        if values:
            yield Wish(key, frozenset(values), spoken(facet, " or ".join(said[key, False])))
        if key in barred:
            words = spoken(facet, " or ".join(said[key, True]))
            yield Wish(key, frozenset(barred[key]), f"not {words}", refused=True)
