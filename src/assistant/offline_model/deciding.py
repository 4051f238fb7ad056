"""Decides a question about one product from its attributes, or not at all.

An attribute decides only when it is the very concept that is asked for: every word of the question is its name's, its
value's or the product's own. What is merely related decides nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from assistant.offline_model.asked import Asked, asked, concept
from assistant.offline_model.focus import Record
from assistant.offline_model.words import stem, tokens
from assistant.retrieval.reading.numbers import Measure, measures, normalised

Side = Literal["yes", "no"]
_YES = re.compile(r"^\W*(?:yes|true|included|supported)\W*$", re.IGNORECASE)
_NO = re.compile(
    r"^\W*(?:no|false|none|n/?a|not\s(?:applicable|included|supported|available)|without)\W*$", re.IGNORECASE
)
_NONE_OF = re.compile(r"^\W*(?:no|without|not)\s", re.IGNORECASE)
_GOOD = frozenset({"good", "excellent", "very good", "great", "high", "strong"})
_BAD = frozenset({"poor", "bad", "very poor", "weak", "low"})
_BARE = re.compile(r"^\W*(\d+(?:[.,]\d+)?)\W*$")
_FIXED = frozenset(map(stem, ("built", "integrated", "included")))
_DENYING = frozenset({"no", "not", "non", "without", "except", "never", "free"})
_UNIVERSAL = frozenset(
    stem(word)
    for word in """material color size weight fit style length width height capacity occasion fabric price connectivity
    resolution compatibility quality speed precision range brand""".split()  # noqa: SIM905  # reads best as text
)


@dataclass(frozen=True)
class Attribute:
    name: str
    value: str

    @property
    def named(self) -> frozenset[str]:
        return concept(self.name)

    @property
    def head(self) -> str:
        """The word of the name that the others only qualify."""
        return next((stem(t) for t in reversed(tokens(self.name.replace("_", " "))) if stem(t) in self.named), "")

    @property
    def told(self) -> frozenset[str]:
        return concept(self.value)

    @property
    def number(self) -> Measure | None:
        found = measures(normalised(self.value))
        return found[0] if len(found) == 1 else None


@dataclass(frozen=True)
class Decided:
    """`side` is None for a question that asks for the value."""

    attribute: Attribute
    side: Side | None


def decided(question: str, product: Record) -> Decided | None:
    """None when no attribute is the concept itself, or when two of them disagree."""
    wish = asked(question, product)
    found = list(_each(wish, product.get("attributes") or {}))
    sides = {one.side for one in found}
    return found[0] if len(sides) == 1 and (wish.yes_no or len(found) == 1) else None


def is_flag(value: str) -> bool:
    """Whether a value only tells that there is such a thing, or that there is none."""
    return bool(_YES.match(value) or _NO.match(value))


def _each(wish: Asked, attributes: Mapping[str, object]) -> Iterator[Decided]:
    if not (wish.yes_no or wish.value) or wish.denied:
        return
    for name, value in attributes.items():
        attribute = Attribute(str(name), str(value))
        if wish.yes_no and (side := _side(wish, attribute)):
            yield Decided(attribute, side)
        elif wish.value and _asks_value(wish, attribute):
            yield Decided(attribute, None)


def _side(wish: Asked, attribute: Attribute) -> Side | None:
    if wish.numbers:
        return _by_number(wish, attribute)
    if is_flag(attribute.value):
        return _by_flag(wish, attribute)
    if attribute.value.casefold() in _GOOD | _BAD:
        good = attribute.value.casefold() in _GOOD
        return ("yes" if good else "no") if _is_all(wish, attribute) else None
    if _BARE.match(attribute.value):
        return _there_is(wish, attribute)
    return _by_value(wish, attribute)


def _is_all(wish: Asked, attribute: Attribute) -> bool:
    """Whether the question asks for the attribute by its whole name and for nothing beside."""
    beyond = wish.beyond(attribute.named, there=wish.yes_no)
    return (
        bool(attribute.named & (wish.words | wish.called))
        and wish.names(attribute.named) == attribute.named
        and not beyond
    )


def _by_flag(wish: Asked, attribute: Attribute) -> Side | None:
    """A yes stands for the head of the name alone, too; without "removable pads" there may still be others."""
    said, yes = wish.names(attribute.named), bool(_YES.match(attribute.value))
    missing = attribute.named - said - (frozenset() if yes else _FIXED)
    enough = 2 * len(said) >= len(attribute.named) if yes else not missing
    if attribute.head not in said or not enough or wish.beyond(attribute.named, there=True):
        return None
    return "yes" if yes else "no"


def _there_is(wish: Asked, attribute: Attribute) -> Side | None:
    """A bare number tells that there is such a thing, and 0 that there is none."""
    if not _is_all(wish, attribute) or attribute.named & _UNIVERSAL:
        return None
    return "yes" if float(_BARE.sub(r"\1", attribute.value).replace(",", ".")) else "no"


def _by_value(wish: Asked, attribute: Attribute) -> Side | None:
    if _NONE_OF.match(attribute.value):
        return "no" if _is_all(wish, attribute) else None
    hit = (wish.words | wish.names(attribute.named)) & attribute.told - attribute.named
    if not hit or wish.beyond(attribute.named | attribute.told):
        return None
    if hit & _denied(attribute.value):
        return "no"
    return "yes"


def _denied(value: str) -> frozenset[str]:
    """The words of a value that it says are not so ("non-adjustable straps")."""
    read = tokens(value)
    return frozenset(stem(word) for before, word in pairwise(read) if before in _DENYING)


def _by_number(wish: Asked, attribute: Attribute) -> Side | None:
    """For one number against one number of the same family of units."""
    stated = attribute.number
    [bound, *others] = wish.numbers
    if (
        stated is None
        or others
        or wish.beyond(attribute.named | wish.counted, there=True)
        or attribute.named != wish.names(attribute.named)
    ):
        return None
    wanted, has = _same(bound, stated)
    if wanted is None or has is None:
        return None
    return "yes" if _holds(has, bound, wanted) else "no"


def _same(bound: Measure, stated: Measure) -> tuple[float | None, float | None]:
    if bound.unit is None and stated.unit is None:
        return bound.low, stated.low
    if bound.unit is None or stated.unit is None or bound.unit.family != stated.unit.family:
        return None, None
    return bound.unit.base(bound.low), stated.unit.base(stated.low)


def _holds(has: float, bound: Measure, wanted: float) -> bool:
    close = abs(has - wanted) < 1e-6 * max(abs(wanted), 1)
    if bound.comparison in {">", ">="}:
        return has > wanted or (close and bound.comparison == ">=")
    if bound.comparison in {"<", "<="}:
        return has < wanted or (close and bound.comparison == "<=")
    return close


def _asks_value(wish: Asked, attribute: Attribute) -> bool:
    if is_flag(attribute.value):
        return False
    if _BARE.match(attribute.value) and not wish.counts:
        return False
    return _is_all(wish, attribute)
