"""How a sentence claims to have done something, and which effect has to stand behind it."""

import re
from collections.abc import Sequence

from assistant.guardrails.evidence import Evidence

_FLAGS = re.IGNORECASE | re.VERBOSE
_ADVERB = r"(?:\ (?:just|now|already|also|successfully|happily|gladly|gone\ ahead\ and|went\ ahead\ and))*"
_I_DID = rf"\bi(?:'ve|\ have|'m|\ am)?{_ADVERB}\ "
_WAS = r"\b(?:has|have|was|were)(?:\ been)?(?:\ now)?\ |\bsuccessfully\ "
_TO_CART = r"(?=.*\b(?:your|the|my)\ (?:\w+\ )?(?:cart|basket|bag)\b)"

# None: no tool of this shop can do it, so nobody may say that it was done or will be
CLAIMS: Sequence[tuple[re.Pattern[str], str | None]] = (
    (re.compile(rf"(?:{_I_DID}|{_WAS})(?:added|put|placed)\b{_TO_CART} | ^\W*added\b", _FLAGS), "added"),
    (re.compile(rf"(?:{_I_DID}|{_WAS})(?:removed|taken\ out)\b | ^\W*removed\b", _FLAGS), "removed"),
    (re.compile(rf"(?:{_I_DID}|{_WAS})(?:changed|updated|set)\b(?=.*\b(?:quantity|cart|basket)\b)", _FLAGS), "changed"),
    (
        re.compile(
            rf"{_I_DID}(?:pass(?:ed|ing)|hand(?:ed|ing)|transferr?(?:ed|ing)|connect(?:ed|ing)|forward(?:ed|ing))\b"
            r"(?=.*\b(?:person|human|colleague|team|agent|staff)\b)",
            _FLAGS,
        ),
        "handed over",
    ),
    (
        re.compile(
            rf"\bi(?:'ve|\ have|'ll|\ will|'m|\ am)?{_ADVERB}(?:\ going\ to)?\ "
            r"(?:cancel|refund|process|appl(?:y|ie)|issu|order(?:ed|ing)?\b|book|reserv|ship|exchang|credit|charg|waiv)\w*\b",
            _FLAGS,
        ),
        None,
    ),
    (re.compile(r"\bi(?:'ll|\ will)\ (?:call|phone|e-?mail|notify|remind|follow\ up)\b", _FLAGS), None),
    (
        re.compile(
            r"\b(?:we|someone|a\ colleague|our\ team)(?:\ will|'ll)\ "
            r"(?:call|phone|e-?mail|contact|reply|get\ back|notify|reach\ out|follow\ up)\b",
            _FLAGS,
        ),
        None,
    ),
)
# what became of an order is the order's record to say
_BECAME = re.compile(
    r"\byour\ (?:\w+\ )?(?:order|refund|return|exchange|payment)(?:\ \#?\w*\d\w*)?\ "
    r"(?:has\ been|was|is\ being|is\ now|will\ be)\ (?:now\ |successfully\ )?"
    r"(?P<what>cancell?ed|refunded|returned|exchanged|processed|issued|approved|confirmed|placed)\b",
    _FLAGS,
)
_RECORD = {"canceled": "cancelled", "processed": "refunded:", "issued": "refunded:", "approved": "refunded:"}
GIVEN_AWAY = re.compile(
    r"""\bfor\ free\b | \bfree\ of\ charge\b | \bat\ no\ (?:extra\ |additional\ )?(?:cost|charge)\b | \bcomplimentary\b
    | \bon\ the\ house\b | \bfree\ (?:\w+\ )?(?:shipping|delivery|postage|returns?|exchanges?|gifts?|samples?)\b
    | \b(?:shipping|delivery|postage|returns?|exchanges?)\ (?:is|are|comes?)\ (?:\w+\ )?free\b
    | \bhalf[\ -](?:price|off)\b | \b(?:two|three|2|3)\ for\ (?:one|1|two|2)\b | \bbuy\ one\b.{0,20}\bget\ one\b""",
    _FLAGS,
)
_DENIED = re.compile(
    r"""\b(?: can(?:not|'t|\ not) | could(?:n't|\ not) | (?:have|has|did|do|will|was)(?:n't|\ not)
    | unable | nothing | never )\b""",
    _FLAGS,
)
_ONLY_IF = re.compile(
    r"\b(?: if | once | when | would\ you\ like | shall\ i | should\ i | do\ you\ want | want\ me\ to )\b", _FLAGS
)
_CLAUSE = re.compile(r"[,;:.!?()\n–—]|\b(?:but|and|so|because)\b", re.IGNORECASE)


def unproved_claims(sentence: str, known: Evidence) -> list[str]:
    found = [m for pattern, effect in CLAIMS if effect not in known.effects for m in pattern.finditer(sentence)]
    found += [m for m in _BECAME.finditer(sentence) if not _on_record(m["what"].casefold(), known)]
    return [m.group() for m in found if not _no_claim(sentence, m)]


def _no_claim(sentence: str, claim: re.Match[str]) -> bool:
    """A no counts in its own clause only; an if or an offer reaches over what follows it."""
    before = sentence[: claim.end()]
    start = max((m.end() for m in _CLAUSE.finditer(sentence[: claim.start()])), default=0)
    return bool(_DENIED.search(before[start:]) or _ONLY_IF.search(before))


def _on_record(what: str, known: Evidence) -> bool:
    record = _RECORD.get(what, what)
    return record in known.words if record.endswith(":") else bool(re.search(rf"\bstatus: .*{record}", known.words))
