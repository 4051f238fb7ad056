"""What must be traced whatever else a sentence says: numbers, currencies, codes, names, and whose fact a fact is."""

import re

from assistant.guardrails.compared import worked_out
from assistant.guardrails.days import days
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.figures import Figure, amounts, discounts, percents
from assistant.guardrails.ledger import others_figures, others_values
from assistant.guardrails.names import codes, currencies, names
from assistant.guardrails.quantities import measured, quantities
from assistant.guardrails.verdict import Verdict, all_known
from assistant.guardrails.wished import denied, repeats_a_wish

_WORD = re.compile(r"[a-z0-9]+")
_SHOUTED = re.compile(r"\b[A-Z]{5,}\b")
_JOINED = re.compile(r" (?:and|&) ")
_LABEL_WORD = (
    r"(?:address|card|city|code|colou?r|cost|country|current|date|delivery|details|e-?mail|id|item|line|material|method"
    r"|name|new|number|of|old|option|order|original|payment|phone|postal|price|product|quantity|reason|refund|returned?"
    r"|shipping|size|state|status|street|the|total|tracking|zip)s?"
)
_LABEL = re.compile(rf"{_LABEL_WORD}(?: {_LABEL_WORD})*", re.IGNORECASE)
"""What a list calls its lines: "Shipping Address", "Order ID"."""
_REDEEMS = re.compile(
    r"\b(?:appl(?:y|ies)|use|enter|type|checkout|pay|off|redeem|unlock\w*|basket|cart)\b", re.IGNORECASE
)


def unknown_quantity(sentence: str, known: Evidence) -> Verdict:
    """Amounts and percentages have checks of their own; what is left is sizes, counts, years and dates."""
    sentence = known.ledger.without_titles(sentence)
    taken = [(f.start, f.end) for read in (amounts, percents) for f in read(sentence)]
    said = [f for f in quantities(sentence) if not any(f.start < end and start < f.end for start, end in taken)]
    wrong = [f for f in said if f.value not in known.quantities and not _asked_or_denied(sentence, f.start)]
    unknown = [sentence[f.start : f.end] for f in wrong if sentence[f.start : f.end].strip() not in known.digits]
    unknown += [
        sentence[f.start : f.end]
        for f in measured(sentence)
        if f.value not in known.measured and not _asked_or_denied(sentence, f.start)
    ]
    dates = [] if _asked_or_denied(sentence, len(sentence)) else [d for d in days(sentence) if d not in known.days]
    asked = set(days(known.wishes))
    return all_known("unknown_quantity", [*unknown, *(f"{m}-{d}" for m, d in dates if (m, d) not in asked)])


def unknown_currency(sentence: str, known: Evidence) -> Verdict:
    """A currency that only the shopper named may stand in what repeats the shopper's own amounts."""
    told = list(amounts(sentence))
    said = currencies(sentence) if any(c.isdigit() for c in sentence) or told else frozenset()
    unknown = frozenset(code for code in said if not known.tells_currency(code))
    if (
        unknown
        and told
        and all(f.value in known.wished_amounts and repeats_a_wish(sentence, f, known.amounts) for f in told)
    ):
        unknown -= currencies(known.wishes)
    return all_known("unknown_currency", sorted(unknown))


def unknown_discount(sentence: str, known: Evidence) -> Verdict:
    """A share that is known of something else, such as of a fabric, takes nothing off."""
    said = [
        f for f in discounts(sentence) if f.value not in known.discounts and not _asked_or_denied(sentence, f.start)
    ]
    return all_known("unknown_discount", [sentence[f.start : f.end] for f in said])


def unknown_code(sentence: str, known: Evidence) -> Verdict:
    """A code that only the shopper named may be asked about or refused, never called good."""
    redeems = _REDEEMS.search(sentence)
    told = known.redeemable if redeems else known.words
    shouted = _SHOUTED.findall(sentence) if redeems else []
    said = [code for code in dict.fromkeys([*codes(sentence), *shouted]) if not _has(code, told)]
    refused = _asked_or_denied(sentence, len(sentence))
    return all_known("unknown_code", [c for c in said if not (refused and _has(c, known.wishes.casefold()))])


def others_fact(sentence: str, known: Evidence) -> Verdict:
    """What the shop says of one product is no fact of another."""
    figures = [
        sentence[f.start : f.end]
        for _, f in others_figures(sentence, known.ledger)
        if f.value not in worked_out(sentence, known.ledger)
        and not _asked_or_denied(sentence, f.start)
        and not (
            isinstance(f, Figure) and f.value in known.wished_amounts and repeats_a_wish(sentence, f, known.amounts)
        )
    ]
    values = [v for v, at in others_values(sentence, known.ledger) if not _asked_or_denied(sentence, at)]
    return all_known("others_fact", [*figures, *values])


def invented_name(sentence: str, known: Evidence) -> Verdict:
    """A name is known as it stands, or by words of one line that the shop or the shopper wrote; so is each of two."""
    said = [n for n in names(sentence) if not _LABEL.fullmatch(n)]
    return all_known("invented_name", [n for n in said if not all(_named(part, known) for part in _parts(n, known))])


def _parts(name: str, known: Evidence) -> list[str]:
    parts = _JOINED.split(name)
    return [name] if _named(name, known) else [part for part in parts if " " in part or len(parts) == 1]


def _named(name: str, known: Evidence) -> bool:
    said = name.casefold()
    if said in known.words or said in known.wishes.casefold():
        return True
    wanted = set(_WORD.findall(said))
    return any(wanted <= words for words in known.lines)


def _has(word: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text))


def _asked_or_denied(sentence: str, at: int) -> bool:
    return sentence.rstrip().endswith("?") or denied(sentence[:at].rstrip(".! "))
