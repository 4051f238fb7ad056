"""The same sample of cases each time, whatever their order in the file."""

import hashlib
from collections.abc import Callable, Sequence
from typing import TypeVar

Case = TypeVar("Case")


def sampled(cases: Sequence[Case], most: int, name: Callable[[Case], str]) -> list[Case]:
    """At most `most` of them, in the order given; 0 keeps all."""
    if not most or len(cases) <= most:
        return list(cases)
    drawn = sorted(range(len(cases)), key=lambda at: hashlib.sha256(name(cases[at]).encode()).digest())[:most]
    return [cases[at] for at in sorted(drawn)]
