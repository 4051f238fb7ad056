"""The arguments of a search, afresh or narrowing the list that was shown last: "in blue", "not red", "for 4 people"."""

import re
from typing import Any

from assistant.offline_model.clauses import undecorated
from assistant.offline_model.colours import COLOURS
from assistant.offline_model.focus import Focus, Record
from assistant.offline_model.query import LONGEST_QUERY, PRICE, search_words
from assistant.offline_model.refer import options_of, price_of
from assistant.offline_model.slots import Slots
from assistant.offline_model.words import content, stem, tokens

Bounds = dict[str, float | None]
LONGEST = 6
_FLAGS = re.IGNORECASE | re.VERBOSE
_LEAD_IN = re.compile(
    r"""^(?: (?:no(?:pe)?|nah)\s*[,.;:!–-]+\s*
    | (?:hm+|well|actually|and|but|or|ok(?:ay)?|maybe|perhaps|rather|then|oh|sorry|preferably|ideally|only|just
      |i\s(?:mean|meant))\b[\s,.:;!–-]*
    | (?:(?:do|have)\syou\s(?:have|got|sell)|(?:is|are)\sthere)\s(?:(?:it|them|these|those|any|some|one|ones)\s)?
    | (?:what|how)\sabout\s | show\sme\s | (?:i'd|i\swould)\s(?:prefer|like)\s | i\s(?:prefer|want|need)\s
    | (?:the\s)?same\s(?:but|one)\s | (?:something|anything|the\sones|ones|any|some|more)\s(?:that\s(?:is|are)\s)? )""",
    _FLAGS,
)
_STARTS = frozenset({"with", "without", "in", "not", "no", "for", "from", "by", "made"})
_NO_WISH = re.compile(
    r"""^(?:\w+\s)?(?:how|what|which|who|when|where|why|that|this|now|yet|really|sure|interested|today|thanks?|good|bad|happy
        |working|needed|necessary|anymore|worr\w+|problem|idea|way|rush|matter|it|i|you|me|fair|true|right|bother)\b
    | \b(?:cart|basket|order\w*|checkout|chat|my\s(?:e-?mail|address|account)|days?|weeks?|tomorrow|christmas
        |(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b""",
    _FLAGS,
)
_MEASURE = re.compile(
    r"""(?:\bfor\s)?(?:\b(?:less|more|lighter|heavier|smaller|bigger|longer|shorter|wider|taller|fewer)\sthan\s
    |\b(?:under|over|below|above|at\sleast|at\smost|up\sto|around|about|exactly)\s)*
    (?:\b\d+(?:[.,]\d+)?[\s-]?(?P<unit>[a-z]{1,12})\b
    | \b(?:one|two|three|four|five|six|eight)[\s-](?P<heads>people|persons?)\b)""",
    _FLAGS,
)
_FOR_WHOM = re.compile(r"\bfor\s(?:wo)?(?:men|man|kids|children|girls|boys|babies|toddlers)\b", _FLAGS)
_SIZE = re.compile(r"(?<!['’])\b(?:in\s)?(?:(?:an?\s)?size\s\w+|(?:xs|s|m|l|xl|xxl)\b(?!['’]))", _FLAGS)
_SUCH_ONES = re.compile(r"^(?!the\s|that\s|this\s|these\s|those\s)(?:[\w-]+\s){1,2}ones\W*$", _FLAGS)
_CHEAPER = re.compile(
    r"\b(?:cheaper|less\sexpensive|lower\sprice|more\saffordable|not\sso\sexpensive|too\sexpensive)\b", _FLAGS
)
_MORE_SO = {
    "smaller": "small", "bigger": "big", "larger": "large", "lighter": "light", "warmer": "warm", "longer": "long",
    "shorter": "short", "thicker": "thick", "thinner": "thin", "taller": "tall", "wider": "wide", "heavier": "heavy",
}  # fmt: skip
_SAME_BRAND = re.compile(r"\b(?:the|that)\s(?:same\s)?(?:brand|maker|manufacturer|make|company)\b", _FLAGS)
_ELSE = re.compile(r"^(?:what\s|anything\s)?else\s(?:(?:do|have)\syou\s(?:have|got|sell)\s|is\sthere\s)?", _FLAGS)
_MODIFIERS = """cheaper cheap less expensive price lower affordable small medium large xs s m l xl xxl size color colour
men women kids wool cotton linen leather light lightest lighter warm warmer bigger smaller stock sale discount different
same more others else similar version dollars bucks instead available without not under over no than better"""
_NARROWING = frozenset(stem(word) for word in _MODIFIERS.split()) | frozenset(stem(colour) for colour in COLOURS)


def search_args(text: str, slots: Slots, focus: Focus) -> dict[str, Any]:
    """Arguments for `search_products`; an empty query means that nothing was named."""
    query, bounds = search_words(text), {"min_price": slots.min_price, "max_price": slots.max_price}
    if brand := _same_brand(text, focus):
        query = " ".join(f"{_ELSE.sub('', _SAME_BRAND.sub(brand, query))}".split())
    elif refines(text, focus):
        query, bounds = _refined(_narrowing_words(text), text, bounds, focus)
    args = {"query": query[:LONGEST_QUERY], **{k: v for k, v in bounds.items() if v is not None}}
    return args | ({"in_stock_only": True} if re.search(r"\bin stock\b|\bavailable\b", text.casefold()) else {})


def refines(text: str, focus: Focus) -> bool:
    """Whether a text only narrows the list that was shown last: it names no thing of its own."""
    rest = _narrowing_words(text).casefold()
    if not focus.search or not rest or _NO_WISH.search(rest):
        return False
    left, narrowing = PRICE.sub(" ", _MEASURE.sub(" ", rest)), _NARROWING | _values(focus)
    if content(rest) and all(word in narrowing or word.isdigit() for word in content(left)):
        return True
    return len(rest.split()) <= LONGEST and (rest.split()[0] in _STARTS or bool(_SUCH_ONES.match(undecorated(text))))


def narrows_a_list(text: str, focus: Focus) -> bool:
    """Said to a list of several, not of the one in hand."""
    return focus.product is None and len(focus.shown) > 1 and refines(text, focus)


def _narrowing_words(text: str) -> str:
    bare = undecorated(" ".join(text.split())).strip(" ,.?!")
    while (shorter := _LEAD_IN.sub("", bare, count=1).strip()) != bare and shorter:
        bare = shorter
    return re.sub(r"\s(?:please|pls|instead|ones?)$", "", bare, flags=re.IGNORECASE)


def _values(focus: Focus) -> set[str]:
    texts = [v for p in focus.shown for values in options_of(p).values() for v in values]
    texts += [str(v) for p in focus.shown for v in (p.get("attributes") or {}).values()]
    texts += [value for values in focus.facets.values() for value in values]
    return {stem(token) for text in texts for token in tokens(text)}


def _refined(query: str, text: str, bounds: Bounds, focus: Focus) -> tuple[str, Bounds]:
    base = str(focus.search.get("query", ""))
    kept: Bounds = {k: focus.search.get(k) for k in ("min_price", "max_price")}
    fresh: Bounds = {k: v for k, v in bounds.items() if v is not None}
    cheaper = bool(_CHEAPER.search(text)) and not fresh
    if cheaper:
        query, base = _below_what_was_shown(focus), str((focus.product or {}).get("category") or base)
    if fresh or cheaper:
        base = PRICE.sub(" ", base)
    base = _without_what_is_said_anew(base, query)
    if COLOURS & set(tokens(query)):
        query = _in_full(query, focus)
    if more := _MORE_SO.get(query.casefold()):
        first, _, others = base.partition(" ")
        base, query = f"{more} {others if first in _MORE_SO.values() else base}", ""
    parts = [" ".join(part.split()) for part in (base, query)]
    return ", ".join(part.strip(" ,") for part in parts if part.strip(" ,")), {**kept, **fresh}


def _without_what_is_said_anew(base: str, query: str) -> str:
    """A colour, a size or a number of the same unit takes the place of the one before; a refusal joins it."""
    if re.match(r"(?:not?|without)\b", query, re.IGNORECASE):
        return base
    if COLOURS & set(tokens(query)):
        base = " ".join(word for word in base.split() if word.casefold().strip(",") not in COLOURS)
    if _SIZE.search(query):
        base = _SIZE.sub(" ", base)
    if _FOR_WHOM.search(query):
        base = _FOR_WHOM.sub(" ", base)
    units = {_unit(found) for found in _MEASURE.finditer(query)}
    base = _MEASURE.sub(lambda found: " " if _unit(found) in units else found[0], base)
    return re.sub(r"(?:\s*\b(?:but\s)?not)?\s*(?:,\s*|$)+", ", ", base).strip(" ,")


def _unit(measure: re.Match[str]) -> str:
    return stem((measure["unit"] or measure["heads"]).casefold())


def _in_full(query: str, focus: Focus) -> str:
    """A colour as the list's products spell it ("blue" is "slate blue"), where they all spell it one way."""
    values = {v.casefold() for p in focus.shown for vs in options_of(p).values() for v in vs}
    for colour in COLOURS & set(tokens(query)):
        full = {v for v in values if colour in v.split()}
        if len(full) == 1:
            query = re.sub(rf"\b{colour}\b", full.pop(), query, flags=re.IGNORECASE)
    return query


def _below_what_was_shown(focus: Focus) -> str:
    """Below the one in hand, or the cheapest of the list."""
    dear: list[Record] = [focus.product] if focus.product else list(focus.shown)
    prices = [price for product in dear if (price := price_of(product))]
    return f"under {min(prices):.2f}" if prices else ""


def _same_brand(text: str, focus: Focus) -> str:
    product = focus.product or next(iter(focus.shown), None)
    return str((product or {}).get("vendor") or "") if _SAME_BRAND.search(text) else ""
