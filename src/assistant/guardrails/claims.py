"""How a sentence claims to have done something, and which effect has to stand behind it."""

import re
from collections.abc import Sequence

from assistant.guardrails.evidence import Evidence
from assistant.guardrails.promises import PROMISES, UNDER_WAY

_FLAGS = re.IGNORECASE | re.VERBOSE
_ADVERB = r"(?:\ (?:just|now|already|also|successfully|happily|gladly|gone\ ahead\ and|went\ ahead\ and))*"
_I_DID = rf"\b(?:i(?:'ve|\ have|'m|\ am)?|we(?:'ve|\ have)){_ADVERB}\ "
_WAS = r"\b(?:has|have|was|were)(?:\ been)?(?:\ now)?\ |\bsuccessfully\ "
_TO_CART = r"(?=.*\b(?:your|the|my)\ (?:\w+\ )?(?:cart|basket|bag)\b)"

_NO_NOTE = r"(?!.*\b(?:notes?|message)\b)"

_I_DO = rf"\b(?:i(?:'ve|\ have|'ll|\ will|'m|\ am)?|we(?:'ve|\ have)){_ADVERB}(?:\ going\ to)?\ "
_HAS_BEEN = r"\b(?:has|have)(?:\ now|\ just|\ successfully)*\ been(?:\ now|\ just|\ successfully)*\ "
_ASKED_FOR = rf"(?:{_I_DO}|{_HAS_BEEN})(?:arrang|set\ up|start|request|creat|register|initiat|process|submit|book)\w*\b"
_IT_IS = (
    r"\b(?:it|they|that|this|these|those|both|everything|all\ of\ (?:it|them)|your\ (?:order|items?|things?))"
    r"(?:\ (?:is|are|has\ been|have\ been)|'s|'re)"
)
_DONE = re.compile(r"^\W*(?:(?:all|that(?:'s|\ is)|it(?:'s|\ is))\ )?done(?:[.!:,]|\s*$)", _FLAGS)
_NOBODY = frozenset[str]()


def _any(*effects: str) -> frozenset[str]:
    return frozenset(effects)


# each with the effects that prove it, any of them; none: no tool of this shop can do it, so nobody may say so
CLAIMS: Sequence[tuple[re.Pattern[str], frozenset[str]]] = (
    (
        re.compile(rf"(?:{_I_DID}|{_WAS})(?:added|put|placed)\b{_NO_NOTE}{_TO_CART} | ^\W*added\b{_NO_NOTE}", _FLAGS),
        _any("added", "moved", "undone"),
    ),
    (
        re.compile(rf"(?:{_I_DID}|{_WAS})(?:removed|taken\ out|emptied|cleared)\b | ^\W*removed\b", _FLAGS),
        _any("removed", "undone", "noted"),
    ),
    (
        re.compile(
            rf"(?:{_I_DID}|{_WAS})(?:undone|undid|reverted|restored|(?:brought|taken)\b.*\bback)\b | ^\W*undone\b",
            _FLAGS,
        ),
        _any("undone"),
    ),
    (
        re.compile(
            rf"(?:{_I_DID}|{_WAS})(?:saved|moved|set|put|kept)\b(?=.*\b(?:for\ later|aside)\b)"
            r" | ^\W*saved\ for\ later\b",
            _FLAGS,
        ),
        _any("saved", "undone"),
    ),
    (re.compile(rf"(?:{_I_DID}|{_WAS})moved\b{_TO_CART} | ^\W*moved\b{_TO_CART}", _FLAGS), _any("moved", "undone")),
    (
        re.compile(
            rf"(?:{_I_DID}|{_WAS})(?:added|put|written|wrote|attached|noted|included|saved)\b"
            r"(?=.*\b(?:notes?|message)\b)"
            r" | ^\W*noted\ (?:on|for)\b",
            _FLAGS,
        ),
        _any("noted"),
    ),
    (
        re.compile(rf"(?:{_I_DID}|{_WAS})(?:changed|updated|set)\b(?=.*\b(?:quantity|cart|basket)\b)", _FLAGS),
        _any("changed"),
    ),
    (
        re.compile(
            rf"(?<!yes,\ )(?<!yes\ ){_IT_IS}(?:\ (?:now|all|both|safely))*\ in\ your\ (?:\w+\ )?(?:cart|basket|bag)\b",
            _FLAGS,
        ),
        _any("added", "moved", "undone", "changed"),
    ),
    (
        re.compile(rf"{_IT_IS}(?:\ now)?\ (?:held|reserved|(?:set|put)\ aside)\ for\ you\b", _FLAGS),
        _any("checkout"),
    ),
    (
        re.compile(
            rf"{_I_DID}(?:pass(?:ed|ing)|hand(?:ed|ing)|transferr?(?:ed|ing)|connect(?:ed|ing)|forward(?:ed|ing))\b"
            r"(?=.*\b(?:person|human|colleague|team|agent|staff)\b)",
            _FLAGS,
        ),
        _any("handed over"),
    ),
    (re.compile(rf"{_I_DO}cancel\w*\b", _FLAGS), _any("cancel", "checkout cancelled")),
    (re.compile(rf"{_I_DO}(?:plac|order(?:ed|ing)?\b|reserv)\w*\b", _FLAGS), _any("checkout", "added")),
    (re.compile(rf"{_I_DO}(?:appl(?:y|ie))\w*\b(?=.*\b(?:code|discount|voucher|coupon)\b)", _FLAGS), _any("details")),
    (re.compile(rf"{_I_DO}(?:refund|credit)\w*\b", _FLAGS), _any("cancel", "payment", "items")),
    (re.compile(rf"{_I_DO}exchang\w*\b", _FLAGS), _any("exchange", "items")),
    (re.compile(rf"{_I_DO}(?:swap|switch|replac)\w*\b", _FLAGS), _any("exchange", "items", "payment")),
    (re.compile(rf"{_I_DO}charg\w*\b", _FLAGS), _any("items", "payment")),
    (re.compile(rf"{_ASKED_FOR}(?=.*\breturns?\b)", _FLAGS), _any("return")),
    (re.compile(rf"{_ASKED_FOR}(?=.*\bexchanges?\b)", _FLAGS), _any("exchange")),
    (re.compile(rf"{_ASKED_FOR}(?=.*\bcancell?ations?\b)", _FLAGS), _any("cancel")),
    (
        re.compile(
            rf"(?:{_I_DO}|{_HAS_BEEN})(?:chang|updat|modif|amend)\w*\b(?=.*\baddress\b)"
            rf"|\baddress\b.*{_HAS_BEEN}(?:changed|updated|modified|amended)\b",
            _FLAGS,
        ),
        _any("address", "default address"),
    ),
    (
        re.compile(
            rf"(?:{_I_DO}|{_HAS_BEEN})(?:chang|updat|modif)\w*\b(?=.*\b(?:payment|pay|paid|card|paypal)\b)"
            rf"|\bpayment\b.*{_HAS_BEEN}(?:changed|updated|modified)\b",
            _FLAGS,
        ),
        _any("payment", "items", "cancel"),
    ),
    (
        re.compile(rf"{_I_DID}(?:changed|updated|modified|amended)\b(?=.*\b(?:orders?|items?)\b)", _FLAGS),
        _any("address", "payment", "items", "exchange"),
    ),
    (
        re.compile(
            rf"{_I_DO}(?:appl(?:y|ie)\w*\b(?!.*\b(?:code|discount|voucher|coupon)\b)|(?:issu|ship|waiv)\w*\b)"
            rf"|{_I_DO}(?:process|book)\w*\b(?!.*\b(?:returns?|exchanges?|cancell?ations?|changes?)\b)",
            _FLAGS,
        ),
        _NOBODY,
    ),
    (re.compile(r"\bi(?:'ll|\ will)\ (?:call|phone|e-?mail|notify|remind|follow\ up)\b", _FLAGS), _NOBODY),
    (
        re.compile(
            r"\b(?:we|someone|a\ colleague|our\ team)(?:\ will|'ll)\ "
            r"(?:call|phone|e-?mail|contact|reply|get\ back|notify|reach\ out|follow\ up)\b",
            _FLAGS,
        ),
        _NOBODY,
    ),
)
# what became of an order is the order's record to say
_BECAME = re.compile(
    r"\byour\ (?:\w+\ )?(?:order|refund|return|exchange|payment)(?:\ \#?\w*\d\w*)?\ "
    r"(?:has\ been|was|is\ being|is\ now|will\ be)\ (?:now\ |successfully\ )?"
    r"(?P<what>cancell?ed|refunded|returned|exchanged|processed|issued|approved|confirmed|placed)\b",
    _FLAGS,
)
_ARRANGED = re.compile(
    rf"\b(?P<what>return|exchange)\b[^.!?]*{_HAS_BEEN}"
    r"(?:arranged|set\ up|started|requested|created|registered|initiated|submitted|processed|booked)\b",
    _FLAGS,
)
_RECORD = {"canceled": "cancelled", "processed": "refunded:", "issued": "refunded:", "approved": "refunded:"}
GIVEN_AWAY = re.compile(
    r"""\bfor\ free\b | \bfree\ of\ charge\b | \bat\ no\ (?:extra\ |additional\ )?(?:cost|charge)\b | \bcomplimentary\b
    | \bon\ the\ house\b
    | \b(?:shipping|delivery|postage|returns?|exchanges?|returning\ it|sending\ it\ back)\ (?:will\ )?costs?
    \ (?:you\ )?nothing\b
    | \bfree\ (?:\w+\ )?(?:shipping|delivery|postage|returns?|exchanges?|gifts?|samples?)\b
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
    found = [m for pattern, proofs in CLAIMS if not proofs & known.effects for m in pattern.finditer(sentence)]
    found += [] if known.effects else list(_DONE.finditer(sentence))
    found += [m for m in _BECAME.finditer(sentence) if not _on_record(m["what"].casefold(), known)]
    found += [m for m in PROMISES.finditer(sentence) if m.group().casefold() not in known.words]
    found += [m for m in UNDER_WAY.finditer(sentence) if not _told_so(m.group(), known)]
    found += [m for m in _ARRANGED.finditer(sentence) if not _on_record(f"{m['what'].casefold()} requested", known)]
    return [m.group() for m in found if not _no_claim(sentence, m)]


def _told_so(claim: str, known: Evidence) -> bool:
    """In more words than one, which any rule may have; alone it must be an order's status."""
    said = claim.casefold().strip()
    return said in known.words if " " in said else _on_record(said, known)


def _no_claim(sentence: str, claim: re.Match[str]) -> bool:
    """A no counts in its own clause only; an if or an offer reaches over what follows it."""
    before = sentence[: claim.end()]
    start = max((m.end() for m in _CLAUSE.finditer(sentence[: claim.start()])), default=0)
    return bool(_DENIED.search(before[start:]) or _ONLY_IF.search(before))


def _on_record(what: str, known: Evidence) -> bool:
    record = _RECORD.get(what, what)
    return record in known.words if record.endswith(":") else bool(re.search(rf"\bstatus: .*{record}", known.words))
