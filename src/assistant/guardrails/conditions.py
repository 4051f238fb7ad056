"""What may come back in spite of how it is, or until which season: only what the shop's own sentences allow."""

import re

from assistant.guardrails.evidence import Evidence
from assistant.guardrails.terms import topics
from assistant.guardrails.verdict import Verdict, all_known

_BACK = frozenset({"return", "exchange", "refund"})
_STATE = re.compile(
    r"\b(?:worn|(?<!get )used(?! to)|opened|unsealed|washed|unwashed|broken by you|final sale|sale items?"
    r"|items? on sale|(?:reduced|discounted) items?|gift cards?"
    r"|until (?:christmas|easter|new year\w*|the end of [^,.;!?]{3,20}|next \w+|spring|summer|autumn|fall|winter)"
    r"|without (?:the |its |their |any )?(?:tags?|box|packag\w+|receipt|seal|liner))",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    r"\b(?:not|never|cannot|only|unless|must|except|but|if|when|as long as|provided|un\w+ed|once)\b|n't\b",
    re.IGNORECASE,
)


def unfounded_return(sentence: str, known: Evidence) -> Verdict:
    """A sentence that names a limit of its own is left to the other checks."""
    if sentence.rstrip().endswith("?") or not _BACK & set(topics(sentence)) or _LIMITED.search(sentence):
        return Verdict("allow", "unfounded_return")
    said = [m.group().casefold() for m in _STATE.finditer(sentence)]
    return all_known("unfounded_return", [state for state in said if not _allowed(state, known)])


def _allowed(state: str, known: Evidence) -> bool:
    told = (one for one in known.statements if state in one and not one.endswith("?"))
    return any(not _LIMITED.search(one) for one in told)
