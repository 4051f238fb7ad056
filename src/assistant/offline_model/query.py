"""Turns a message into the arguments of a search, afresh or as a refinement of the last one."""

import re
from typing import Any

from assistant.offline_model.clauses import undecorated
from assistant.offline_model.colours import COLOURS
from assistant.offline_model.focus import Focus
from assistant.offline_model.refer import options_of, price_of
from assistant.offline_model.slots import Slots
from assistant.offline_model.words import content, stem, tokens

LONGEST_QUERY = 500
Bounds = dict[str, float | None]
_FLAGS = re.IGNORECASE | re.VERBOSE
_LEAD = re.compile(
    r"""^(?: (?:and\s|or\s)?(?:what|how)\sabout\s | (?:can|could|would|will)\syou\s | please\s
    | i(?:'d|'m|m)?\s(?:am\s|would\s)?(?:just\s)?(?:looking|searching|shopping|lookin|after|want|need|like)(?:\sfor)?
      (?:\sto\s(?:see|buy|get|find|order))?\s
    | (?:do|did|does)\s(?:you|u|the\sshop)\s(?:also\s)?(?:have|sell|carry|stock|got)\s | have\syou\sgot\s
    | (?:show|find|get|give|recommend|suggest|search)(?:\s(?:me|us))?(?:\sfor)?\s | lookin(?:g)?\s(?:to\sbuy\s|for\s)
    | got\s | any\s | some\s | help\sme\s(?:find|pick|choose)\s | what\s(?:kind\sof\s|sort\sof\s)? | which\s
    | is\sthere\s | are\sthere\s | browse\s | see\s | a\sfew\s | need\s | want\s | for\s )""",
    _FLAGS,
)
_TAIL = re.compile(
    r"(?:\s+(?:do\syou\s(?:have|sell|carry)|please|pls|have\syou\sgot|you\shave|to\sbuy|are\sthere))+\W*$ | [?!.\s]+$",
    _FLAGS,
)
PRICE = re.compile(
    r"""\b(?:for\s)?(?:under|below|less\sthan|cheaper\sthan|up\sto|no\smore\sthan|at\smost|max(?:imum)?(?:\sof)?|within
        |over|above|more\sthan|at\sleast|between)
    \s*[$€£]?\s*\d+(?:[.,]\d+)?(?:\s*(?:and|to|-)\s*[$€£]?\s*\d+(?:[.,]\d+)?)?(?:\s*(?:dollars?|bucks|usd|euros?|[$€£]))?""",
    _FLAGS,
)
_STARTS_REFINEMENT = frozenset({"with", "without", "in", "not", "only"})
_FILLERS = re.compile(
    r"^(?:and\s|or\s|but\s)?(?:same(?:\sbut|\sone)?|something|anything|more|the\sones|ones)\b\s*", _FLAGS
)
_CHEAPER = re.compile(
    r"\b(?:cheaper|less\sexpensive|lower\sprice|more\saffordable|not\sso\sexpensive|too\sexpensive)\b", _FLAGS
)
_MODIFIERS = """cheaper cheap less expensive price lower affordable small medium large xs s m l xl xxl size color colour
men women kids wool cotton linen leather light lightest lighter warm warmer bigger smaller stock sale discount different
same more others else similar version dollars bucks instead available without not under over no than better"""
_NARROWING = frozenset(stem(word) for word in _MODIFIERS.split()) | frozenset(stem(colour) for colour in COLOURS)


def search_args(text: str, slots: Slots, focus: Focus) -> dict[str, Any]:
    """Arguments for `search_products`; an empty query means that nothing was named."""
    query, bounds = search_words(text), {"min_price": slots.min_price, "max_price": slots.max_price}
    if refines(text, focus):
        query, bounds = _refined(query, text, bounds, focus)
    args = {"query": query[:LONGEST_QUERY], **{k: v for k, v in bounds.items() if v is not None}}
    return args | ({"in_stock_only": True} if re.search(r"\bin stock\b|\bavailable\b", text.casefold()) else {})


def search_words(text: str) -> str:
    """The wish, without the words around it."""
    wish = undecorated(" ".join(text.split()))
    while (shorter := _TAIL.sub("", _LEAD.sub("", wish, count=1)).strip()) != wish and shorter:
        wish = shorter
    return wish.strip(" ,.?!")


def refines(text: str, focus: Focus) -> bool:
    """Whether a text only narrows the list that was last shown ("in blue", "under $50", "cheaper ones")."""
    if not focus.search:
        return False
    low = undecorated(text.casefold())
    narrowing = _NARROWING | _values(focus)
    if all(word in narrowing or word.isdigit() for word in content(PRICE.sub(" ", low))):
        return True
    return low.split()[0] in _STARTS_REFINEMENT


def _values(focus: Focus) -> set[str]:
    texts = [v for p in focus.shown for values in options_of(p).values() for v in values]
    texts += [str(v) for p in focus.shown for v in (p.get("attributes") or {}).values()]
    return {stem(token) for text in texts for token in tokens(text)}


def _refined(query: str, text: str, bounds: Bounds, focus: Focus) -> tuple[str, Bounds]:
    base = str(focus.search.get("query", ""))
    kept: Bounds = {k: focus.search.get(k) for k in ("min_price", "max_price")}
    fresh: Bounds = {k: v for k, v in bounds.items() if v is not None}
    if _CHEAPER.search(text) and not fresh:
        query, fresh = "", _below_first(focus)
        base = str((focus.product or {}).get("category") or base)
    if fresh:
        base = PRICE.sub(" ", base)
    if COLOURS & set(tokens(query)):
        base = " ".join(word for word in base.split() if word.casefold().strip(",") not in COLOURS)
        query = _in_full(query, focus)
    return " ".join(f"{base} {_FILLERS.sub('', query)}".split()), {**kept, **fresh}


def _in_full(query: str, focus: Focus) -> str:
    """A colour as the list's products spell it ("blue" is "slate blue"), where they all spell it one way."""
    values = {v.casefold() for p in focus.shown for vs in options_of(p).values() for v in vs}
    for colour in COLOURS & set(tokens(query)):
        full = {v for v in values if colour in v.split()}
        if len(full) == 1:
            query = re.sub(rf"\b{colour}\b", full.pop(), query, flags=re.IGNORECASE)
    return query


def _below_first(focus: Focus) -> Bounds:
    dear = focus.product or (focus.shown[0] if focus.shown else None)
    price = price_of(dear) if dear else None
    return {"max_price": round(price - 0.01, 2)} if price else {}
