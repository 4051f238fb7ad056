"""Sentence by sentence: a claim that nothing in this conversation supports does not leave."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal

from assistant.guardrails.claims import GIVEN_AWAY, unproved_claims
from assistant.guardrails.compared import worked_out, wrong_comparison
from assistant.guardrails.conditions import unfounded_return
from assistant.guardrails.days import days, soon, spans, timed, worded
from assistant.guardrails.deeds import unproved_deeds
from assistant.guardrails.evidence import Evidence, links, order_numbers, plainly
from assistant.guardrails.figures import Figure, amounts, percents
from assistant.guardrails.hearsay import hearsay
from assistant.guardrails.instructions import told_instructions, unknown_token
from assistant.guardrails.stock import unsupported_stock
from assistant.guardrails.terms import given, topics
from assistant.guardrails.traced import (
    invented_name,
    others_fact,
    unknown_code,
    unknown_currency,
    unknown_discount,
    unknown_quantity,
)
from assistant.guardrails.verdict import Verdict, all_known
from assistant.guardrails.wished import denied, repeats_a_wish

Check = Callable[[str, Evidence], Verdict]

_ARRIVAL = re.compile(
    r"\b(?:arriv\w+|deliver\w*|reach(?:es)? you|be (?:there|here|with you)|get (?:it|them|there|here)|receive|"
    r"have (?:it|them|this)|ship\w*|dispatch\w*|with you|leaves?|at your door|in your hands?|be yours)\b",
    re.IGNORECASE,
)
_TERMS = re.compile(
    r"\b(?:return\w*|refund\w*|exchang\w*|warrant\w*|guarante\w*|money back|trial|window|chang\w+ your mind|"
    r"(?:send|sent|bring|brought|give|given|take|taken|hand|post|mail)\w*\b.{0,20}\bback)\b",
    re.IGNORECASE,
)


_FREE = re.compile(
    r"\bfree\b|\bno (?:extra )?(?:cost|charge|fee)|\bnothing\b|\bcomplimentary\b|\bon (?:us|the house)\b"
)
_GOES_FREE = tuple(
    map(re.compile, (r"\b(?:shipp|deliver|postage)", r"\b(?:return|back\b|label)", r"\bexchang", r"\b(?:gift|sample)"))
)


def unknown_amount(sentence: str, known: Evidence) -> Verdict:
    said = list(amounts(sentence))
    if not said:
        return Verdict("allow", "unknown_amount")
    told = known.amounts | worked_out(sentence, known.ledger)
    return _figures("unknown_amount", sentence, said, told, known.wished_amounts)


def unknown_percent(sentence: str, known: Evidence) -> Verdict:
    said = list(percents(sentence))
    return (
        _figures("unknown_percent", sentence, said, known.percents, known.wished_percents)
        if said
        else Verdict("allow", "unknown_percent")
    )


def unknown_order(sentence: str, known: Evidence) -> Verdict:
    return all_known("unknown_order", [n for n in order_numbers(sentence) if n not in known.orders])


def unknown_link(sentence: str, known: Evidence) -> Verdict:
    return all_known("unknown_link", [link for link in links(sentence) if not known.address(link)])


def unknown_stock(sentence: str, known: Evidence) -> Verdict:
    return all_known("unknown_stock", unsupported_stock(sentence, known))


def unknown_day(sentence: str, known: Evidence) -> Verdict:
    """When something arrives and how long the shop gives is the shop's to say, whatever day the shopper hopes for."""
    if denied(sentence.rstrip(".! ")) or sentence.rstrip().endswith("?"):
        return Verdict("allow", "unknown_day")
    arrives = bool(_ARRIVAL.search(sentence))
    about = next(iter(topics(sentence)), "")
    if about:
        told, said = given(about, known.terms), list(timed(sentence))
    else:
        hoped = frozenset() if arrives or _TERMS.search(sentence) else known.wished_spans
        told, said = known.spans | hoped, list(spans(sentence))
    unknown = [f"{n} {unit}" for n, unit in said if (n, unit) not in told]
    if arrives:
        may_say = worded(known.days, known.today) if known.today else frozenset[str]()
        unknown += [f"{month}-{day}" for month, day in days(sentence) if (month, day) not in known.days]
        unknown += [word for word in soon(sentence) if word not in may_say and word not in known.words]
    return all_known("unknown_day", unknown)


def given_away(sentence: str, known: Evidence) -> Verdict:
    """What costs nothing or less, told without a figure."""
    said = [m.group() for m in GIVEN_AWAY.finditer(sentence) if not denied(sentence[: m.start()])]
    return all_known("given_away", [] if _quoted(sentence, known) else [s for s in said if not _offered(s, known)])


def claimed_effect(sentence: str, known: Evidence) -> Verdict:
    """A claim to have done X needs X among the effects of this turn; what no tool can do may never be claimed."""
    return all_known("claimed_effect", [] if _quoted(sentence, known) else unproved_claims(sentence, known))


def unproved_deed(sentence: str, known: Evidence) -> Verdict:
    return all_known("unproved_deed", [] if _quoted(sentence, known) else unproved_deeds(sentence, known))


CODES_CHECKS: Sequence[Check] = (
    unknown_amount,
    unknown_percent,
    unknown_order,
    unknown_link,
    unknown_stock,
    unknown_day,
    given_away,
    claimed_effect,
)
"""For the offline model, which is code that words the records itself."""
SENTENCE_CHECKS: Sequence[Check] = (
    *CODES_CHECKS,
    unproved_deed,
    hearsay,
    unfounded_return,
    wrong_comparison,
    told_instructions,
    unknown_token,
    unknown_currency,
    unknown_code,
    unknown_discount,
    unknown_quantity,
    others_fact,
    invented_name,
)
ACROSS_LINES = frozenset[Check]({claimed_effect, unproved_deed, given_away, hearsay, unknown_discount})
"""What two lines without a full stop between them may say together."""


LONGEST_SENTENCE = 2000
"""Characters. Some patterns take the square of it, which `evals bench patterns` tells; nothing stops one that runs."""


def review(sentence: str, known: Evidence, checks: Sequence[Check] = SENTENCE_CHECKS) -> Verdict:
    """The first verdict that is not `allow`. A check that breaks holds the sentence back, and so does its length."""
    if len(sentence) > LONGEST_SENTENCE:
        return Verdict("block", "too_long")
    plain = plainly(sentence)
    for check in checks:
        try:
            verdict = check(plain, known)
        except Exception as error:  # noqa: BLE001 -- fail closed: whatever breaks here, the sentence does not leave
            return Verdict("error", getattr(check, "__name__", "check"), type(error).__name__)
        if not verdict.passed:
            return verdict
    return Verdict("allow", "all")


def _figures(
    check: str, sentence: str, said: Sequence[Figure], told: frozenset[Decimal], wished: frozenset[Decimal]
) -> Verdict:
    unknown = [f for f in said if f.value not in told]
    return all_known(
        check, [str(f.value) for f in unknown if f.value not in wished or not repeats_a_wish(sentence, f, told)]
    )


def _quoted(sentence: str, known: Evidence) -> bool:
    return sentence.strip().strip('"“”').casefold() in known.words


def _offered(words: str, known: Evidence) -> bool:
    """The shop's own "free" carries any wording of it, of what it is told of; other offers must stand there as said."""
    words = words.casefold()
    if not _FREE.search(words):
        return words in known.words
    about = [topic for topic in _GOES_FREE if topic.search(words)]
    return any(_FREE.search(line) and all(topic.search(line) for topic in about) for line in known.statements)
