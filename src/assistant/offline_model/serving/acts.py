"""Which changes of an order a message asks for, in its own words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.offline_model.serving.text import plain, sentences

Kind = Literal["cancel", "return", "swap", "address", "payment", "default address", "remove", "add", "undo", "question"]
_FLAGS = re.IGNORECASE | re.VERBOSE
_ADDRESS = r"(?:address(?:es)?|suite|apartment|apt|zip\s?code|postcode|street)"
_WAY = r"""(?:payment(?:\smethods?)?|method\sof\spayment|pay(?:ing)?|credit\scard|card|paypal|visa|mastercard
    |amex|gift\scard)"""
_HOME = re.compile(
    r"""\b(?:default|account|profile|home)(?:'s)?\s(?:\w+\s)?address | \baddress\s(?:on|in|of|for)\s(?:my
    |the)\s(?:user\s)?(?:account|profile)
    | \bmy\s(?:user\s)?(?:profile|account)\b | \b(?:as|my)\s(?:\w+\s)?default\b""",
    _FLAGS,
)
_VERBS: Sequence[tuple[Kind, re.Pattern[str]]] = (
    (
        "undo",
        re.compile(
            r"""\b(?:undo|revers\w*|reinstat\w*|revok\w*|take\sback)\b.{0,30}\b(?:cancel\w*|order)\b | \b(?:order
            |it)\sback\b(?=.*\bcancel)""",
            _FLAGS,
        ),
    ),
    (
        "remove",
        re.compile(
            r"""\b(?:remov\w+|delet\w+|drop(?:ping)?|leave\sout|take)\b(?:\s(?!and\b)[\w'-]+){1,7}?\s(?:from|off|out\sof)\s(?:\w+\s){0,3}orders?\b
            | \bcancel\w*\s(?:just|only)\s(?:the|my|one)\b(?!\s(?:entire|whole)?\s?order)
            | \bcancel\w*\s(?:the|my|a|an|one)\s(?!order)(?:[\w'-]+\s){1,4}?(?:from|in)\s(?:\w+\s){0,2}order\b""",
            _FLAGS,
        ),
    ),
    ("cancel", re.compile(r"\bcancel(?:l?ing)?\b | \bcall\soff\b | \bcancellation\b", _FLAGS)),
    (
        "return",
        re.compile(
            r"""\breturn(?:ing)?\b(?!\s(?:polic|label|window|address|instruction|process\b.{0,12}\?))
            | \b(?:send|sending|give|giving)\s(?:\w+\s){1,5}back\b
            | \b(?:get|want|like|need|request|have)\s(?:a|my)\s(?:full\s)?(?:refund
            |money\sback)(?:\sback)?\s(?:for|on|of)\b
            | \brefund(?:ing)?\s(?:me\s)?(?:for\s)?(?:each|my|this|that|these|those|both|all|the)\s(?!(?:original
            |same|difference|amount|price|to\b))""",
            _FLAGS,
        ),
    ),
    ("swap", re.compile(r"\bexchang(?:e|ing)\b(?!\s(?:polic|process\b)) | \bswap(?:ping)?\b | \btrade\sin\b", _FLAGS)),
    (
        "default address",
        re.compile(
            r"\b(?:set|mak\w*|us\w*|sav\w*|keep)\s(?:\w+\s){1,4}?(?:as\s|to\sbe\s)?(?:my|the)\s(?:new\s)?default\b",
            _FLAGS,
        ),
    ),
    (
        "address",
        re.compile(
            rf"""\b(?:chang\w*|updat\w*|modif\w*|correct|fix|edit\w*|set|make|use|switch\w*)\b[^.?!]{{0,60}}?\b{_ADDRESS}\b
            | \b{_ADDRESS}\b[^.?!]{{0,40}}\b(?:should\sbe|is\swrong|wrong|incorrect|mistake|changed|updated)\b
            | \b(?:wrong|incorrect|new)\s(?:\w+\s)?address\b
            | \b(?:ship|send|deliver|redirect)\w*\s(?:it|them|this|that|my\sorders?|the\sorders?
            |everything)\s(?:\w+\s){{0,3}}to\b""",
            _FLAGS,
        ),
    ),
    (
        "payment",
        re.compile(
            rf"""\b(?:chang|switch|updat|modif|us|apply|appli|put|mov|charg)\w*\b[^.?!]{{0,50}}?\b{_WAY}\b[^.?!]{{0,40}}\b(?:order|instead|to)\b
            | \bchang\w*\b[^.?!]{{0,20}}\bpayment\b | \bpay\s(?:for\s)?(?:\w+\s){{0,4}}(?:with|by|using)\b
            | \bchang\w*\s(?:it|that)\sto\smy\s{_WAY}""",
            _FLAGS,
        ),
    ),
    (
        "add",
        re.compile(r"\badd(?:ing)?\b(?:\s[\w'-]+){0,8}?\sto\s(?:my|the|that|this)\s(?:\w+\s)?order\b", _FLAGS),
    ),
    (
        "swap",
        re.compile(
            r"""\b(?:modify(?:ing)?|replac(?:e|ing)|switch(?:ing)?|alter(?:ing)?|chang(?:e|ing)|updat(?:e|ing)|upgrad(?:e|ing))\b
            (?<!the\schange)(?<!that\schange)(?<!this\schange)(?!\s(?:my|your|his|her)\smind)""",
            _FLAGS,
        ),
    ),
)
_NOT = re.compile(
    r"""(?:\b(?:not|never|without|no\slonger|cannot|no)\b|n't\b)(?:\s(?:want|need|wish|going|like|able|be|have|to|be\sable|really|actually|mean|please)\b){0,4}\s*$""",
    _FLAGS,
)
_OTHERWISE = re.compile(
    r"""^\W*(?:and\s|but\s|or\s)?(?:if\s(?:not|that|it|the|this|they|you\scan)\b(?!.{0,12}\bpossible,?\scould)|otherwise|or\selse|failing\sthat)""",
    _FLAGS,
)
_TENTATIVE = re.compile(
    r"""\b(?:not\ssure\s(?:yet|if)|don't\swant\sto\sprocess|just\s(?:wondering|checking|curious)|haven't\sdecided)\b""",
    _FLAGS,
)
_OWN = re.compile(
    r"""\bmy\b(?!\s(?:question|mind|name|email))|\b(?:this|that|these|those|the|an|one|recent|pending|all|another|other)\s(?:\w+\s){0,2}orders?\b|[#]\s?\w*\d{3}
    |\bi(?:'ve|\shave)?\s(?:\w+\s)?(?:ordered|order|bought|purchased|received|got|placed|made|just\sbought)\b|\bon\sorder\b|\border(?:ed)?\s\#?\w?\d+""",
    _FLAGS,
)
_WISH = re.compile(
    r"""\bi(?:'d|'m|\sam|\swould|\swas|\swere|'ll|\swill)?\s(?:\w+\s){0,2}(?:like|want|wish|need|have|hoping|hope|looking|trying|prefer|love|wanna)\b
    |\bplease\b|\bwanna\b|\b(?:help|assist)\b|\bgo\sahead\b|\blet's\b""",
    _FLAGS,
)
_GENERAL = re.compile(
    r"""^\W*(?:(?:hi|hello|hey)\W+)?(?:how\b|what(?:'s|\sis|\sare)?\b|when\b|who\b|where\b|which\b|do\syou\b|is\sthere\b|are\sthere\b|can\s(?:i|you|we)\b|could\s(?:i|you)\b|may\si\b|does\b)""",
    _FLAGS,
)
_ASKS_RULE = re.compile(r"\b(?:policy|policies|how\s(?:long|many\sdays|much)|what\shappens|who\spays|fee)\b", _FLAGS)


@dataclass(frozen=True)
class Act:
    """`text` is what is said of it, `otherwise` whether it is meant only if what comes before cannot be done."""

    kind: Kind
    text: str
    otherwise: bool = False


@dataclass(frozen=True)
class Heard:
    """`dropped` are kinds that the shopper no longer wants; `lead` is what was said before the first act."""

    acts: tuple[Act, ...] = ()
    dropped: frozenset[Kind] = frozenset()
    lead: str = ""
    tentative: bool = False


def read_acts(text: str) -> Heard:
    """One act for each kind, in the order of their first words."""
    found: dict[Kind, Act] = {}
    dropped: set[Kind] = set()
    lead = list[str]()
    last: Kind | None = None
    tentative = False
    for sentence in sentences(text):
        parts = _parts(plain(sentence))
        if _TENTATIVE.search(plain(sentence)):
            found.pop(last, None) if last and not parts else None
            tentative, last = True, next(reversed(found), None)
            continue
        if not parts:
            last = _attached(sentence, last, found, lead)
        dropped |= {kind for kind, _, denied in parts if denied}
        for kind, said, denied in parts:
            if not denied:
                found[kind], last = _joined(found, kind, sentence if len(parts) == 1 else said, sentence), kind
    _with_address(found, plain(text))
    return Heard(tuple(found.values()), frozenset(dropped - found.keys()), "\n".join(lead), tentative)


def _joined(found: Mapping[Kind, Act], kind: Kind, said: str, sentence: str) -> Act:
    if before := found.get(kind):
        return replace(before, text=f"{before.text}\n{said}")
    return Act(kind, said, otherwise=bool(found) and bool(_OTHERWISE.match(sentence)))


_POINTS = re.compile(r"\b(?:chang|updat|modif|correct|fix)\w*\s(?:it|that|this|them|these|both)\b")


def _with_address(found: dict[Kind, Act], low: str) -> None:
    """An address, then "update it for my orders and my profile": that speaks of the address."""
    if "address" not in found:
        return
    if "swap" in found and _POINTS.search(found["swap"].text):
        said = found.pop("swap")
        found["address"] = Act("address", f"{found['address'].text}\n{said.text}")
    if _HOME.search(low) and "default address" not in found and re.search(r"\borders?\b", low):
        found["default address"] = Act("default address", low)


def _attached(sentence: str, last: Kind | None, found: dict[Kind, Act], lead: list[str]) -> Kind | None:
    if last is None:
        lead.append(sentence)
    else:
        act = found[last]
        found[last] = Act(last, f"{act.text}\n{sentence}", act.otherwise)
    return last


def _parts(low: str) -> list[tuple[Kind, str, bool]]:
    """The acts of one sentence: kind, its words from the verb to the next one, and whether it is denied."""
    taken: list[tuple[int, int, Kind]] = []
    for kind, pattern in _VERBS:
        for match in pattern.finditer(low):
            if not any(start < match.end() and match.start() < end for start, end, _ in taken):
                taken.append((match.start(), match.end(), _kind(kind, low, match)))
    taken.sort()
    parts = list[tuple[Kind, str, bool]]()
    for at, (start, _end, kind) in enumerate(taken):
        begin = 0 if at == 0 else start
        end = taken[at + 1][0] if at + 1 < len(taken) else len(low)
        parts.append((kind, low[begin:end], bool(_NOT.search(low[:start]))))
    return _both_addresses(parts, low)


def _kind(kind: Kind, low: str, match: re.Match[str]) -> Kind:
    if kind != "address":
        return kind
    near = low[max(0, match.start() - 5) : match.end() + 40]
    home = _HOME.search(near)
    return "default address" if home and not _ORDERS.search(low) else kind


_ORDERS = re.compile(r"\b(?:my|the|all|this|that|an|of|for|pending|possible)\s(?:\w+\s){0,2}orders?\b")


def _both_addresses(parts: list[tuple[Kind, str, bool]], low: str) -> list[tuple[Kind, str, bool]]:
    """An address for orders and for the account in one breath is two changes to one address."""
    kinds = [kind for kind, _, _ in parts]
    if _HOME.search(low) and "address" in kinds and "default address" not in kinds:
        return [*parts, ("default address", low, False)]
    return parts


def about_own(text: str) -> bool:
    """Whether it speaks of what the shopper has ordered, rather than of the shop's rules in general."""
    low = plain(text)
    if _ASKS_RULE.search(low):
        return False
    if _OWN.search(low):
        return True
    return bool(_WISH.search(low)) and not _GENERAL.match(low)
