"""Figures in a text and where they stand: amounts of money and percentages, in digits or in words."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any, Protocol

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_VALUES = {word: i for i, word in enumerate(_ONES.split())} | {w: 10 * i for i, w in enumerate(_TENS.split(), 2)}
_WORD = rf"(?:{'|'.join(_VALUES)}|hundred|thousand)"
IN_WORDS = rf"(?:an?[ ](?=hundred|thousand))?{_WORD}(?:[ -](?:and[ ])?{_WORD}){{0,6}}"
IN_DIGITS = r"\d[\d,]*+(?:\.\d++)?+"

_CODE = r"(?:USD|EUR|GBP|CHF|CAD|AUD|NZD|JPY|SEK|NOK|DKK|PLN)"
_COIN = r"(?:dollars?|bucks?|quid|euros?|pounds?[ ]sterling|cents?)"
_AMOUNT = re.compile(
    rf"(?:[$€£¥₹]|\b{_CODE})[ _]?(?P<after>{IN_DIGITS})"
    rf"|(?<![\d,])(?P<before>{IN_DIGITS})(?:[ -]?(?P<unit>{_COIN}|{_CODE})\b"
    r"|\$(?!\d)|[ ]?[€£](?![ ]?\d))"
    rf"|\b(?P<words>{IN_WORDS})[ -](?P<worded>{_COIN})\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(
    r"(?<!\d)(?P<digits>\d++(?:\.\d++)?+)[ ]?(?:%|percent\b|per[ ]cent\b)"
    rf"|\b(?P<words>{IN_WORDS})[ ](?:percent|per[ ]cent)\b",
    re.IGNORECASE,
)
_OF_MONEY = re.compile(rf"[$€£¥₹]|{_CODE}|{_COIN}", re.IGNORECASE)
_OF_SHARE = re.compile(r"%|cent", re.IGNORECASE)
_OFF = re.compile(r"\W{0,2}(?:off|discount|reduc\w+|sav\w+|less|cheaper|lower)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\W{0,2}or (?:more|less|above|over)\b", re.IGNORECASE)
_SAVE = re.compile(r"\b(?:save|discount of|reduced by|reduction of|saving of) (?:up to )?$", re.IGNORECASE)


@dataclass(frozen=True)
class Figure:
    value: Decimal
    start: int
    end: int


class Valued(Protocol):
    @property
    def value(self) -> Any: ...


REMEMBERED = 16384
"""Texts: each sentence of a turn asks again for what the same lines of the same results say."""


def values(read: Callable[[str], Iterable[Valued]], text: str) -> frozenset[Any]:
    """Line by line, as no figure goes over one and most lines were read before."""
    return frozenset(found.value for line in dict.fromkeys(text.split("\n")) for found in read(line))


@lru_cache(REMEMBERED)
def amounts(text: str) -> tuple[Figure, ...]:
    return tuple(_amounts(text))


def _amounts(text: str) -> Iterator[Figure]:
    # number words are dear to look for, and few lines tell of money
    for m in _AMOUNT.finditer(text) if _OF_MONEY.search(text) else ():
        value = number(m["after"] or m["before"] or m["words"])
        cents = (m["unit"] or m["worded"] or "").casefold().startswith("cent")
        yield Figure(value / 100 if cents else value, m.start(), m.end())


@lru_cache(REMEMBERED)
def percents(text: str) -> tuple[Figure, ...]:
    found = _PERCENT.finditer(text) if _OF_SHARE.search(text) else ()
    return tuple(Figure(number(m["digits"] or m["words"]), m.start(), m.end()) for m in found)


def discounts(text: str) -> Iterator[Figure]:
    """Percentages that are taken off; "reduced by 40% or more" is a condition, and takes nothing off."""
    offered = (f for f in percents(text) if not _CONDITION.match(text, f.end))
    return (f for f in offered if _OFF.match(text, f.end) or _SAVE.search(text[: f.start]))


def number(text: str) -> Decimal:
    """Reads `1,049.50` and `a hundred and twenty-five`."""
    if text[0].isdecimal():
        return Decimal(text.replace(",", ""))
    whole = part = 0
    for word in re.findall(r"[a-z]+", text.casefold()):
        if word == "hundred":
            part = (part or 1) * 100
        elif word == "thousand":
            whole, part = whole + (part or 1) * 1000, 0
        else:
            part += _VALUES.get(word, 0)
    return Decimal(whole + part)
