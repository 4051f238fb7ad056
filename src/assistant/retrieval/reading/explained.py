"""How much of a question a category's own words, values and numbers explain."""

from collections.abc import Iterable, Mapping

from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.reading import PRICE, Bound, Reading
from assistant.retrieval.reading.values import DERIVED, MISSPELT, SAME, Mention

WORTH = {SAME: 1.0, DERIVED: 0.4, MISSPELT: 0.4}
BRAND, FLAG, PLAUSIBLE, IMPLAUSIBLE, EXTREME, UNKNOWN = 1.5, 0.8, 1.0, 0.2, 0.5, -0.8


def explained(reading: Reading, named: Iterable[Mention], flags: int, facets: Mapping[str, Facet]) -> float:
    """The more the better; what the category has no answer for counts against it."""
    spans = {(mention.start, mention.end): mention for mention in named}
    score = sum(BRAND if m.facet.is_brand and m.quality == SAME else WORTH[m.quality] for m in spans.values())
    bounds = {bound.facet: bound for bound in reading.bounds if bound.facet != PRICE}
    score += sum(PLAUSIBLE if _plausible(bound, facets[key]) else IMPLAUSIBLE for key, bound in bounds.items())
    score += EXTREME * any(extreme.facet != PRICE for extreme in reading.extremes)
    return score + FLAG * flags + UNKNOWN * len(reading.unknown)


def _plausible(bound: Bound, facet: Facet) -> bool:
    return facet.low * 0.5 <= bound.value <= facet.high * 2
