"""Sentence by sentence: a claim that nothing in this conversation supports does not leave."""

import re
from collections.abc import Callable, Sequence

from assistant.guardrails.claims import CLAIMS, NO_CLAIM
from assistant.guardrails.evidence import Evidence, amounts, links, order_numbers, percents
from assistant.guardrails.verdict import Verdict

Check = Callable[[str, Evidence], Verdict]

_STOCK = re.compile(r"\b(?:in stock|out of stock|sold out|low stock|(?:only )?\d+ (?:are )?left)\b", re.IGNORECASE)


def unknown_amount(sentence: str, known: Evidence) -> Verdict:
    return _all_known("unknown_amount", [str(a) for a in amounts(sentence) if a not in known.amounts])


def unknown_percent(sentence: str, known: Evidence) -> Verdict:
    return _all_known("unknown_percent", [str(p) for p in percents(sentence) if p not in known.percents])


def unknown_order(sentence: str, known: Evidence) -> Verdict:
    return _all_known("unknown_order", [n for n in order_numbers(sentence) if n not in known.orders])


def unknown_link(sentence: str, known: Evidence) -> Verdict:
    return _all_known("unknown_link", [link for link in links(sentence) if link.casefold() not in known.words])


def unknown_stock(sentence: str, known: Evidence) -> Verdict:
    said = [m.group().casefold() for m in _STOCK.finditer(sentence)]
    return _all_known("unknown_stock", said if said and "stock" not in known.words else [])


def claimed_effect(sentence: str, known: Evidence) -> Verdict:
    """A claim to have done X needs X among the effects of this turn; what no tool can do may never be claimed."""
    if NO_CLAIM.search(sentence):
        return Verdict("allow", "claimed_effect")
    claims = [
        m.group() for pattern, effect in CLAIMS if effect not in known.effects and (m := pattern.search(sentence))
    ]
    quoted = [c for c in claims if sentence.strip().strip('"“”').casefold() not in known.words]
    return _all_known("claimed_effect", quoted)


SENTENCE_CHECKS: Sequence[Check] = (
    unknown_amount,
    unknown_percent,
    unknown_order,
    unknown_link,
    unknown_stock,
    claimed_effect,
)


def review(sentence: str, known: Evidence, checks: Sequence[Check] = SENTENCE_CHECKS) -> Verdict:
    """The first verdict that is not `allow`. A check that breaks holds the sentence back."""
    straight = sentence.replace("’", "'").replace("**", "")
    for check in checks:
        try:
            verdict = check(straight, known)
        except Exception as error:  # noqa: BLE001 -- fail closed: whatever breaks here, the sentence does not leave
            return Verdict("error", getattr(check, "__name__", "check"), type(error).__name__)
        if not verdict.passed:
            return verdict
    return Verdict("allow", "all")


def _all_known(check: str, unknown: Sequence[str]) -> Verdict:
    return Verdict("block", check, ", ".join(unknown)) if unknown else Verdict("allow", check)
