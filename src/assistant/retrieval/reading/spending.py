"""How much a shopper says that may be spent, read without knowing the shop."""

import re

from assistant.retrieval.reading.budgets import ABOUT, SPENDING, nothing_counted
from assistant.retrieval.reading.numbers import Measure, measures, normalised
from assistant.retrieval.reading.units import MONEY

_JUST = re.compile(r"\b(?:only|just)(?: the)? $")
_OF = re.compile(r" of\b")
_NOT = re.compile(r"\b(?:\w+n't|not|never|nothing|without)\b[^.?!]{0,30}$")


def most_to_spend(text: str) -> float | None:
    """The upper end of the last amount that is told as a limit, in major units; None where none is."""
    plain = normalised(text)
    limits = [measure.high for measure in measures(plain) if _is_limit(measure, plain)]
    return limits[-1] if limits else None


def _is_limit(measure: Measure, text: str) -> bool:
    before, after = ABOUT.sub("", text[: measure.start]), text[measure.end :]
    if measure.unit is None and _counts_things(before, after):
        return False
    if measure.unit not in {None, MONEY}:
        return False
    if measure.comparison in {">", ">="}:
        return bool(_NOT.search(before))
    if measure.comparison == "between":
        return measure.unit == MONEY or bool(SPENDING.search(before))
    return measure.comparison is not None or bool(SPENDING.search(before))


def _counts_things(before: str, after: str) -> bool:
    """`just 2`, `at most 2 of them`, `under 3 people`."""
    return bool(_JUST.search(before) or _OF.match(after)) or not nothing_counted(after.removeprefix(" to spend"))
