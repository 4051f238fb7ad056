"""A figure that only the shopper named is their wish. It may be repeated as one, and proves no price."""

import re
from collections.abc import Collection
from decimal import Decimal

from assistant.guardrails.figures import Figure

_UPPER = (
    r"(?:under|below|(?:no |not )?(?:less|cheaper|lower|more) than|up to|at (?:most|the most)|within|maximum(?: of)?)"
)
_LOWER = r"(?:over|above|beyond|at (?:least|the least)|minimum(?: of)?|between|from|starting at)"
_NEAR = r"(?:around|about|near|roughly|approximately|close to)"
_ECHO = (
    r"(?:(?:budget|limit|ceiling|cap|range|mark)(?: (?:of|is|was|at))?"
    r"|you (?:said|mentioned|asked for|meant|named|typed)|(?:do|did) you mean)"
)
_BEFORE = re.compile(
    rf"\b(?:(?P<upper>{_UPPER}|(?:between|from) \S+ (?:and|to))|(?P<lower>{_LOWER})|(?P<near>{_NEAR})"
    rf"|(?P<echo>{_ECHO}))"
    r" (?:(?:your|the|a|an|that|budget of|limit of) )*\W?$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\W{0,2} ?(?:(?P<upper>or (?:less|under|below|cheaper)|max(?:imum)?\b)|(?P<lower>or (?:more|over|above)|and up)"
    r"|(?P<echo>(?:budget|limit|ceiling|cap|mark|price range|to spend)))\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"(?:\b(?:costs?|costing|priced?|prices|sells?|charges?|pay|yours|is|are|was|were|be|only|just|now|for|at|off)|'s|'re)"
    r" (?:(?:all|now|well|just|only|priced|for|at|always|currently) )*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:.!?()\n–—]|\b(?:but|and|so|because|since)\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\b(?:no(?! (?:problem|worries|doubt|kidding|less|more))|none|nothing|not(?! (?:only|just|less|more))|never"
    r"|without|neither|cannot)\b|n't\b",
    re.IGNORECASE,
)


def repeats_a_wish(sentence: str, figure: Figure, known: Collection[Decimal]) -> bool:
    """`known` are figures that the shop itself told: a limit may be claimed of something only when one keeps it."""
    before, after = sentence[: figure.start], sentence[figure.end :]
    if denied(before):
        return True
    bound = _BEFORE.search(before[-80:]) or _AFTER.match(after)
    if bound is None:
        return False
    lead = before[-80:][: bound.start()] if bound.re is _BEFORE else before
    if bound.lastgroup == "echo" or (bound.re is _BEFORE and not _CLAIM.search(lead)) or _asks(after):
        return True
    return any(_keeps(value, figure.value, str(bound.lastgroup)) for value in known)


def bound_of(sentence: str, figure: Figure) -> str:
    """`upper` for "under $50" and "$50 or less", `lower` for "over $50", `near` for "around"; "" for none."""
    bound = _BEFORE.search(sentence[: figure.start][-80:]) or _AFTER.match(sentence[figure.end :])
    return str(bound.lastgroup) if bound else ""


def denied(before: str) -> bool:
    """Whether the clause that `before` ends in says no."""
    start = max((m.end() for m in _CLAUSE.finditer(before)), default=0)
    return bool(_NOTHING.search(before[start:]))


def _asks(after: str) -> bool:
    return after.rstrip().endswith("?") and not _CLAUSE.search(after.rstrip()[:-1])


def _keeps(value: Decimal, limit: Decimal, bound: str) -> bool:
    if bound == "upper":
        return value <= limit
    if bound == "lower":
        return value >= limit
    return abs(value - limit) * 4 <= limit
