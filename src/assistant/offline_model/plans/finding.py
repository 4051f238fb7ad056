"""Searching and comparing."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from assistant.offline_model.clauses import undecorated
from assistant.offline_model.focus import Record
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.query import LONGEST_QUERY, search_args, search_words
from assistant.offline_model.refer import extreme, named_among, products_meant
from assistant.offline_model.rules import sells
from assistant.offline_model.slots import Slots
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import products as wording
from assistant.offline_model.wording import talk
from assistant.offline_model.words import content

MOST_COMPARED = 4
_ARTICLE = re.compile(r"^(?:an?|any|some|the)\s", re.IGNORECASE)
_DEGREES = {
    ("price", "least"): ("cheaper one", "cheapest"),
    ("price", "most"): ("more expensive one", "most expensive"),
    ("weight", "least"): ("lighter one", "lightest"),
    ("weight", "most"): ("heavier one", "heaviest"),
}
_COMPARE_WORDS = re.compile(
    r"""\b(?:compare|comparison|difference|between|versus|vs|which|better|is|the|of|two|three|all|both|them|these|those|ones?
    |first|second|third|last|lighter|lightest|heavier|heaviest|cheaper|cheapest|first|with|and)\b""",
    re.IGNORECASE | re.VERBOSE,
)


def search(ask: Ask, scene: Scene) -> Steps:
    args = search_args(ask.text, ask.slots, scene.focus)
    if not args["query"]:
        return Say(talk.WHAT_TO_FIND)
    result = yield Call("search_products", args)
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    if not result.data.get("products"):
        told = wording.not_found(result.data, _wish(ask.text, args))
        return Say(told, "abstained" if not result.data.get("nearest") else "answered")
    afresh = args["query"] == search_words(ask.text)
    named = wording.by_that_name(_missing(ask.text, result.data["products"]) if afresh else "")
    return Say(named + wording.found(result.data))


def _wish(text: str, args: Mapping[str, Any]) -> str:
    """The goods as the shopper named them, when the message names little else."""
    wish = _ARTICLE.sub("", search_words(text)).casefold()
    plain = len(wish.split()) <= 4 and set(args) == {"query"} and args["query"] == search_words(text)
    return wish if plain and not re.search(r"\d", wish) else ""


def _missing(text: str, products: Sequence[Record]) -> str:
    """The wish of a "do you sell ...?" whose noun is in no title, category or attribute of what was found."""
    wish = _ARTICLE.sub("", search_words(text)).casefold()
    if not sells(undecorated(text).casefold()) or not content(wish) or len(wish.split()) > 4:
        return ""
    told = " ".join(f"{p.get('title')} {p.get('category')} {p.get('attributes')}" for p in products)
    return "" if content(wish)[-1] in content(told) else wish


def compare(ask: Ask, scene: Scene) -> Steps:
    """Of what was shown; when nothing was, search first and compare the best."""
    meant = _shown_to_compare(ask, scene)
    if len(meant) < 2:
        words = search_words(_COMPARE_WORDS.sub(" ", ask.text))
        if not content(words):
            return Say(talk.WHAT_TO_COMPARE)
        found = yield Call("search_products", {"query": words[:LONGEST_QUERY]})
        if found.error:
            return Say(talk.failed(found.error), "abstained")
        offered = list(found.data.get("products") or ())
        named = named_among(ask.text, offered)
        meant = named if len(named) > 1 else offered[:3]
        if len(meant) < 2:
            return Say(wording.found(found.data) if meant else wording.not_found(found.data), "abstained")
    result = yield Call("compare_products", {"handles": [str(p["handle"]) for p in meant][:MOST_COMPARED]})
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    return Say(_verdict(ask.slots.extreme, result.data) if ask.slots.extreme else wording.compared(result.data))


def _shown_to_compare(ask: Ask, scene: Scene) -> Sequence[Record]:
    meant = products_meant(ask.text, Slots(which=ask.slots.which, sku=ask.slots.sku), scene.focus)
    return meant if len(meant) > 1 or len(scene.focus.shown) < 2 else scene.focus.shown[:3]


def _verdict(wish: tuple[str, str], data: Mapping[str, Any]) -> str:
    """The answer to "which is cheaper" or "which is the lightest"."""
    products = list(data.get("products") or ())
    best = extreme(wish, products)
    if not best:
        return f"The shop does not state the {wish[0]} of these."
    return wording.extreme(data, best[0], _DEGREES[wish][len(products) > 2], wish[0])
