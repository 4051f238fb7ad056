"""How much of a question a category's own words, values and numbers explain."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.retrieval.match import by_facet, within
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.reading import PRICE, Bound, Extreme, Unknown, Wish, unrefused
from assistant.retrieval.reading.values import DERIVED, MISSPELT, SAME, Mention

WORTH = {SAME: 1.0, DERIVED: 0.4, MISSPELT: 0.4}
BRAND, FLAG, EXTREME, UNKNOWN = 1.5, 0.8, 0.5, -0.8
MET, PLAUSIBLE, IMPLAUSIBLE = 1.0, 0.6, 0.2


@dataclass(frozen=True)
class Understood:
    """What one scope finds in a question: values, wishes for a yes or a no, limits, superlatives, and what it lacks."""

    named: Sequence[Mention]
    flags: Sequence[Wish]
    bounds: Sequence[Bound]
    extremes: Sequence[Extreme]
    unknown: Sequence[Unknown]


def explained(found: Understood, facets: Mapping[str, Facet]) -> float:
    """The more the better; what the category has no answer for counts against it, seasons and occasions for none."""
    spans = {(mention.start, mention.end): mention for mention in found.named}
    score = sum(_worth(mention) for mention in spans.values() if not mention.facet.is_soft)
    limits = [limit for limit in by_facet(tuple(unrefused(found.bounds))) if limit[0].facet != PRICE]
    score += sum(_likely(limit, facets[limit[0].facet]) for limit in limits)
    score += EXTREME * any(extreme.facet != PRICE for extreme in found.extremes)
    return score + FLAG * len(found.flags) + UNKNOWN * len(found.unknown)


def _worth(mention: Mention) -> float:
    return BRAND if mention.facet.is_brand and mention.quality == SAME else WORTH[mention.quality]


def _likely(limit: Sequence[Bound], facet: Facet) -> float:
    """Met by a product, or at least of the size that they have."""
    if any(within(number, limit) for number in facet.numbers):
        return MET
    return PLAUSIBLE if all(facet.low * 0.5 <= bound.value <= facet.high * 2 for bound in limit) else IMPLAUSIBLE
