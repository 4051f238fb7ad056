"""How amounts are said that may be paid, and which bare numbers mean money."""

import re

from assistant.retrieval.reading.people import wanted_group
from assistant.retrieval.reading.words import STOP, WORD, stem

ABOUT = re.compile(
    r"\b(?:around|about|roughly|circa|approximately|approx|close to|somewhere near|in the (?:region|ballpark) of"
    r"|in the neighbou?rhood of)\s*(?:the |an? )?$"
)
RANGE = r"[ -]?(?:price )?(?:range|mark|ballpark|region)\b"
OR_SO = re.compile(r"^(?: or so\b| or thereabouts\b| give or take\b| more or less\b)")
IN_RANGE = re.compile(rf"^{RANGE}")
SPENDING = re.compile(
    r"\b(?:budget (?:[a-z]+,? ){0,2}|(?:spend|afford|pay|cough up|shell out|fork out|only|just|got|have)"
    r" (?:[a-z]+ ){0,2})$"
)
COUNTING = re.compile(
    r"\b(?:sizes?|age[ds]?|turn(?:s|ing|ed)?|(?:i|he|she|they|we)(?:'m|'s|'re| is| are| am)|since|in|at|by|of|from|no"
    r"|number|level|grade|model|(?:sleep|seat|fit|hold|take|serve)s?)\s*(?:an?|the)? ?$"
)
CALENDAR_YEARS = range(1900, 2100)


def is_rough(before: str, after: str, *, money: bool) -> bool:
    """`around 50`, `50 or so`; only money has a range: "100 yards of range" are a distance."""
    return bool(ABOUT.search(before) or OR_SO.match(after) or (money and IN_RANGE.match(after)))


def nothing_counted(after: str) -> bool:
    """Whether no word follows that the number could count."""
    following = WORD.match(IN_RANGE.sub("", OR_SO.sub("", after)).lstrip())
    return not (following and stem(following[0]) not in STOP and not wanted_group(following[0]))


def may_be_rough_money(before: str, after: str, number: float) -> bool:
    """No size, age, date or party is spoken of: "size 9 or so", "she is about 8", "from around 2010"."""
    if number in CALENDAR_YEARS:
        return False
    return bool(IN_RANGE.match(after)) or not COUNTING.search(ABOUT.sub("", before))
