"""What is bought together more than chance brings together, told from counts of orders alone.

Two kinds of chance are reckoned with, and whichever expects more counts: that each order holds each product or not,
whatever else it holds, so that a best seller is not "bought together" with everything; and that each line of orders of
these sizes is drawn by how much its product sells, so that nothing is because a few orders are large.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

Pair = tuple[str, str]

FEWEST_BUYERS = 5
"""Fewer different buyers of a pair say nothing, and could be guessed at."""
FALSE_SHARE = 0.05
"""Of all pairs that are told, at most so many are chance (Benjamini and Hochberg's procedure)."""
OFTEN = 0.1
"""The share of a product's buyers that "often" takes, at least."""
PRIOR = 20
"""Orders as chance would have them that each product is given, so that a share of few orders counts for less."""
MOST_PARTNERS = 20


@dataclass(frozen=True)
class Counts:
    """By product handle: the orders that hold each, and each pair (in the order of the alphabet) of enough buyers.

    `number` counts all orders, `lines` is the sum of their sizes, `meetings` the sum of size * (size - 1).
    """

    orders: Mapping[str, int] = field(default_factory=dict)
    pairs: Mapping[Pair, int] = field(default_factory=dict)
    number: int = 0
    lines: int = 0
    meetings: int = 0

    def expected(self, one: str, other: str) -> float:
        """How many orders would hold both by chance."""
        return self.orders[one] * self.orders[other] * max(1 / self.number, self.meetings / self.lines**2)


@dataclass(frozen=True)
class Partner:
    """`share` of those who bought the one bought this with it, drawn towards chance where they are few."""

    handle: str
    share: float


Together = Mapping[str, Sequence[Partner]]


def bought_together(counts: Counts) -> Together:
    """For each product its partners, the likeliest first."""
    found: dict[str, list[Partner]] = {}
    for one, other in _beyond_chance(counts):
        for handle, partner in ((one, other), (other, one)):
            if (share := _share(counts, handle, partner)) >= OFTEN:
                found.setdefault(handle, []).append(Partner(partner, share))
    return {handle: sorted(partners, key=_likeliest)[:MOST_PARTNERS] for handle, partners in found.items()}


def poisson_tail(observed: int, mean: float) -> float:
    """The probability of `observed` or more, for `observed` above the mean; exact in its own size, however small."""
    total = ratio = 1.0
    count = observed
    while ratio > 1e-12 * total:
        count += 1
        ratio *= mean / count
        total += ratio
    return min(1.0, math.exp(observed * math.log(mean) - mean - math.lgamma(observed + 1)) * total)


def _beyond_chance(counts: Counts) -> list[Pair]:
    """Every pair of products that were sold is tested, also those that nobody bought together."""
    tests = len(counts.orders) * (len(counts.orders) - 1) / 2
    tails = sorted((_tail(counts, pair), pair) for pair in counts.pairs)
    passed = [rank for rank, (tail, _) in enumerate(tails, 1) if tail <= FALSE_SHARE * rank / tests]
    return [pair for _, pair in tails[: max(passed, default=0)]]


def _tail(counts: Counts, pair: Pair) -> float:
    observed, expected = counts.pairs[pair], counts.expected(*pair)
    return poisson_tail(observed, expected) if observed > expected else 1.0


def _share(counts: Counts, handle: str, partner: str) -> float:
    both, alone = counts.pairs[min(handle, partner), max(handle, partner)], counts.orders[handle]
    by_chance = counts.expected(handle, partner) / alone
    return (both + PRIOR * by_chance) / (alone + PRIOR)


def _likeliest(partner: Partner) -> tuple[float, str]:
    return -partner.share, partner.handle
