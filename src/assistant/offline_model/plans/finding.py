"""Searching, refining a search, comparing."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.offline_model.clauses import undecorated
from assistant.offline_model.focus import Focus
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.refer import extreme, options_of, price_of, products_meant
from assistant.offline_model.slots import Slots
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import products as wording
from assistant.offline_model.wording import talk
from assistant.offline_model.words import content, stem, tokens

LONGEST_QUERY = 500
MOST_COMPARED = 4
_DEGREES = {
    ("price", "least"): ("cheaper one", "cheapest"),
    ("price", "most"): ("more expensive one", "most expensive"),
    ("weight", "least"): ("lighter one", "lightest"),
    ("weight", "most"): ("heavier one", "heaviest"),
}
_LEAD = re.compile(
    r"^(?:(?:and |or )?(?:what|how) about |(?:can|could|would|will) you |please |i(?:'m| am|m)? (?:am )?(?:just )?(?:looking|searching|shopping|lookin|after)(?: for)? "
    r"|i(?:'d| would)? (?:want|need|like)(?: to (?:see|buy|get|find|order))? |(?:do|did|does) (?:you|u|the shop) (?:also )?(?:have|sell|carry|stock|got) "
    r"|have you got |(?:show|find|get|give|recommend|suggest|search)(?: (?:me|us))?(?: for)? |looking (?:to buy|for) |lookin(?:g)? for "
    r"|got |any |some |help me (?:find|pick|choose) |what (?:kind of |sort of )?|which |is there |are there |browse |see |a few |need |want )",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"(?:\s+(?:do you (?:have|sell|carry)|please|pls|have you got|you have|to buy|are there))+\W*$|[?!.\s]+$",
    re.IGNORECASE,
)
_PRICE_WORDS = re.compile(
    r"\b(?:for )?(?:under|below|less than|cheaper than|up to|no more than|at most|max(?:imum)?(?: of)?|within|over|above|more than|at least|between)"
    r"\s*[$€£]?\s*\d+(?:[.,]\d+)?(?:\s*(?:and|to|-)\s*[$€£]?\s*\d+(?:[.,]\d+)?)?(?:\s*(?:dollars?|bucks|usd|euros?|[$€£]))?",
    re.IGNORECASE,
)
_COLOURS = frozenset(
    """black white grey gray blue navy green red yellow orange pink purple brown beige cream tan teal olive khaki
    charcoal rust gold silver ivory burgundy turquoise lilac mint sand""".split()  # noqa: SIM905  # a list of words reads best as text
)
_MODIFIERS = frozenset(
    map(
        stem,
        """cheaper cheap less expensive price lower affordable small medium large xs s m l xl xxl size color colour men women
        kids wool cotton linen leather light lightest lighter warm warmer bigger smaller stock sale discount different same more
        others else similar version dollars bucks instead available in with without not under over no than better""".split(),  # noqa: SIM905  # see above
    )
)
_LEADS_ON = re.compile(
    r"^(?:and |or |but )?(?:in|with|without|under|below|only|not|same|what about|how about|anything|something|cheaper|less|more|any)\b"
)
_CHEAPER = re.compile(r"\b(?:cheaper|less expensive|lower price|more affordable|not so expensive|too expensive)\b")


def search(ask: Ask, scene: Scene) -> Steps:
    args = search_args(ask.text, ask.slots, scene.focus)
    if not args["query"]:
        return Say(talk.WHAT_TO_FIND)
    result = yield Call("search_products", args)
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    if not result.data.get("products"):
        return Say(wording.not_found(result.data), "abstained" if not result.data.get("nearest") else "answered")
    return Say(wording.found(result.data))


def search_args(text: str, slots: Slots, focus: Focus) -> dict[str, Any]:
    """A refinement keeps the last search's words; anything else starts afresh."""
    query = search_words(text)
    bounds = {"min_price": slots.min_price, "max_price": slots.max_price}
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
    low = text.casefold()
    left = content(_PRICE_WORDS.sub(" ", low))
    known = _MODIFIERS | {stem(c) for c in _COLOURS} | _values(focus)
    if all(word in known or word.isdigit() for word in left):
        return True
    return bool(_LEADS_ON.match(undecorated(low))) and low.split()[0] in {"with", "without", "in", "not", "only"}


def _values(focus: Focus) -> set[str]:
    texts = [v for p in focus.shown for values in options_of(p).values() for v in values]
    texts += [str(v) for p in focus.shown for v in (p.get("attributes") or {}).values()]
    return {stem(t) for text in texts for t in tokens(text)}


def _refined(
    query: str, text: str, bounds: dict[str, float | None], focus: Focus
) -> tuple[str, dict[str, float | None]]:
    base = str(focus.search.get("query", ""))
    kept = {k: focus.search.get(k) for k in ("min_price", "max_price")}
    fresh = {k: v for k, v in bounds.items() if v is not None}
    if _CHEAPER.search(text.casefold()) and not fresh:
        prices = [price for p in focus.shown[:1] if (price := price_of(p)) is not None]
        fresh = {"max_price": round(prices[0] - 0.01, 2)} if prices else {}
        query = ""
    if fresh:
        base = _PRICE_WORDS.sub(" ", base)
    if _COLOURS & set(tokens(query)):
        base = " ".join(w for w in base.split() if w.casefold().strip(",") not in _COLOURS)
    query = re.sub(
        r"^(?:and |or |but )?(?:what about|how about|same(?: but| one)?|something|anything|more|the ones|ones)\b",
        "",
        query,
    ).strip()
    return " ".join(f"{base} {query}".split()), {**kept, **fresh}


def compare(ask: Ask, scene: Scene) -> Steps:
    """Of what was shown; when nothing was, search first and compare the best."""
    meant = products_meant(ask.text, Slots(which=ask.slots.which, sku=ask.slots.sku), scene.focus)
    if len(meant) < 2:
        meant = list(scene.focus.shown[:3]) if len(scene.focus.shown) > 1 else meant
    if len(meant) < 2:
        words = search_words(
            re.sub(
                r"\b(?:compare|comparison|difference|between|versus|vs|which|better|is|the|of|two)\b",
                " ",
                ask.text,
                flags=re.IGNORECASE,
            )
        )
        if not content(words):
            return Say(talk.WHAT_TO_COMPARE)
        found = yield Call("search_products", {"query": words[:LONGEST_QUERY]})
        meant = list(found.data.get("products") or ())[:3]
        if len(meant) < 2:
            return Say(wording.not_found(found.data) if not found.error else talk.failed(found.error), "abstained")
    handles = [str(p["handle"]) for p in meant][:MOST_COMPARED]
    result = yield Call("compare_products", {"handles": handles})
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    return Say(_verdict(ask.slots.extreme, result.data) if ask.slots.extreme else wording.compared(result.data))


def _verdict(wish: tuple[str, str], data: Mapping[str, Any]) -> str:
    """The answer to "which is cheaper" or "which is the lightest"."""
    products = list(data.get("products") or ())
    best = extreme(wish, products)
    if not best:
        return f"The shop does not state the {wish[0]} of these."
    return wording.extreme(data, best[0], _DEGREES[wish][len(products) > 2], wish[0])
