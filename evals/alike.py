"""Whether two samples of times can be told apart: the rank-sum test, and how often a guess by time would be right."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np


@dataclass(frozen=True)
class Told:
    """`advantage` is 2·|AUC - 1/2|: 0 for a guess that time does not help, 1 for one that it decides (Cliff's delta).

    `bound` is the upper end of its 95 % interval; `p` of the two-sided Mann-Whitney test; `microseconds` the
    difference of the medians.
    """

    advantage: float
    bound: float
    p: float
    microseconds: float


def told_apart(one: Sequence[float], other: Sequence[float]) -> Told:
    """Both in seconds."""
    a, b = np.asarray(one), np.sort(np.asarray(other))
    below, upto = np.searchsorted(b, a, "left"), np.searchsorted(b, a, "right")
    auc = float((below + upto).mean() / (2 * len(b)))
    error = math.sqrt((len(a) + len(b) + 1) / (12 * len(a) * len(b)))
    advantage = 2 * abs(auc - 0.5)
    p = math.erfc(abs(auc - 0.5) / error / math.sqrt(2))
    return Told(advantage, min(1.0, advantage + 2 * 1.96 * error), p, float(np.median(a) - np.median(b)) * 1e6)


def worst(samples: Mapping[str, Sequence[float]]) -> Told:
    """The pair that is told apart best, its `p` corrected for the number of pairs."""
    pairs = [told_apart(samples[a], samples[b]) for a, b in combinations(samples, 2)]
    found = max(pairs, key=lambda told: told.advantage)
    return Told(found.advantage, found.bound, min(1.0, min(t.p for t in pairs) * len(pairs)), found.microseconds)
