"""Splitting and rounding of minor units, so that parts always add up to the whole."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal


def part_of(minor: int, percent: Decimal) -> int:
    """That percentage, half a minor unit rounded up."""
    return int((Decimal(minor) * percent / 100).quantize(Decimal(1), ROUND_HALF_UP))


def included_in(minor: int, percent: Decimal) -> int:
    """The tax that an amount holds already, at that rate."""
    net = Decimal(minor) * 100 / (100 + percent)
    return minor - int(net.quantize(Decimal(1), ROUND_HALF_UP))


def shared(minor: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`minor` in proportion to the weights, by largest remainder; no part above its weight while the sum allows it.

    The parts add up to `minor`, or to all the weights where these are less.
    """
    whole = sum(weights)
    given = min(minor, whole)
    if given <= 0:
        return (0,) * len(weights)
    floors = [given * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: (-(given * weights[at] % whole), at))
    left = given - sum(floors)
    return tuple(floor + (at in by_remainder[:left]) for at, floor in enumerate(floors))
