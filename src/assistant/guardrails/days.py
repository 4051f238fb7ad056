"""Days and spans of time: when something arrives, and how long the shop gives."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache

from assistant.guardrails.figures import IN_WORDS, REMEMBERED, number

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|ust|tember|ober|ember)?\.?"
_DATE = re.compile(
    rf"\b(?P<m1>{_MONTH}) (?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,? (?P<y1>\d{{4}}))?"
    rf"|\b(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m2>{_MONTH})(?![a-z])(?:,? (?P<y2>\d{{4}}))?"
    r"|\b(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})\b",
    re.IGNORECASE,
)
_SPAN = re.compile(
    rf"(?P<n>(?<!\d)\d{{1,4}}+|\b{IN_WORDS}|\ban?(?= full| whole)|(?<=\bwithin )an?|(?<=\bhave )an?)"
    rf"(?:[ -]?(?:to|or|and|–|-)[ -]?(?P<m>\d{{1,4}}+|{IN_WORDS}))?"
    r"[ -](?:full |whole |calendar |(?P<work>business |working ))?(?P<unit>hour|day|week|month|year)s?\b",
    re.IGNORECASE,
)
_OF_TIME = re.compile(r"hour|day|week|month|year", re.IGNORECASE)
_SOON = re.compile(
    rf"\b(?:today|tonight|tomorrow|overnight|(?:same|next)[- ]day|(?:this|next) (?:week|weekend|{'|'.join(_WEEKDAYS)})"
    rf"|(?:on|by|before|until) (?:{'|'.join(_WEEKDAYS)})s?)\b",
    re.IGNORECASE,
)

Day = tuple[int, int]
Span = tuple[Decimal, str]


def days(text: str) -> Iterator[Day]:
    """(month, day) of each date that is written out."""
    for m in _DATE.finditer(text):
        month = int(m["m3"]) if m["m3"] else _month(m["m1"] or m["m2"])
        yield month, int(m["d1"] or m["d2"] or m["d3"])


def spans(text: str) -> Iterator[Span]:
    """Both ends: "3 to 5 working days" is (3, "day") and (5, "day")."""
    return ((n, unit.removeprefix("working ")) for n, unit in timed(text))


@lru_cache(REMEMBERED)
def timed(text: str) -> tuple[Span, ...]:
    """As `spans`, but "5 business days" are (5, "working day")."""
    return tuple(_timed(text))


def _timed(text: str) -> Iterator[Span]:
    # number words are dear to look for, and few lines tell of time
    for m in _SPAN.finditer(text) if _OF_TIME.search(text) else ():
        for n in filter(None, (m["n"], m["m"])):
            yield _count(n), f"{'working ' if m['work'] else ''}{m['unit'].casefold()}"


def _count(words: str) -> Decimal:
    return Decimal(1) if words.casefold() in {"a", "an"} else number(words)


def soon(text: str) -> Iterator[str]:
    """Days told from today on: "tomorrow", "by friday", "next-day"."""
    return (m.group().casefold() for m in _SOON.finditer(text))


def worded(known: frozenset[Day], today: date) -> frozenset[str]:
    """How the known days of the coming week may be called today."""
    words = {"today": 0, "tomorrow": 1}
    found = {word for word, ahead in words.items() if _day(today + timedelta(ahead)) in known}
    for ahead in range(7):
        day = today + timedelta(ahead)
        if _day(day) in known:
            name = _WEEKDAYS[day.weekday()]
            found |= {f"{lead} {name}" for lead in ("on", "by", "before", "until", "this", "next")}
    return frozenset(found)


def _day(day: date) -> Day:
    return day.month, day.day


def _month(name: str) -> int:
    return _MONTHS.index(name.casefold()[:3]) + 1
