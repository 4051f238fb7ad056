"""Searching and comparing."""

import re
from collections.abc import Generator, Mapping, Sequence
from typing import Any

from assistant.offline_model.clauses import undecorated
from assistant.offline_model.comparing import degree, ranked, sides_of
from assistant.offline_model.deciding import decided
from assistant.offline_model.focus import Record
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.plans.together import shown_apart
from assistant.offline_model.query import LONGEST_QUERY, search_words
from assistant.offline_model.refer import extreme, named_among, products_meant
from assistant.offline_model.refining import search_args
from assistant.offline_model.rules import sells
from assistant.offline_model.slots import Slots
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.transcript import Result
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import comparisons, talk
from assistant.offline_model.wording import products as wording
from assistant.offline_model.words import content

MOST_COMPARED = 4
_ARTICLE = re.compile(r"^(?:an?|any|some|the)\s", re.IGNORECASE)
_POINTED = r"(?:the\s)?(?:first|second|third|fourth|last|other)(?:\s(?:one|two))?"
_OF_EACH = re.compile(
    rf"^(?P<verb>is|are|does|do|can|has|have)\s(?:both\s(?:of\s(?:them|these)\s)?|{_POINTED}\s(?:(?:and|or)\s{_POINTED}\s)?)"
    r"(?:both\s)?(?P<what>.+?)\W*$",
    re.IGNORECASE,
)
_AND_OTHER = re.compile(rf",?\s(?:and|but)\s(?:is\s|does\s)?{_POINTED}\b.*$", re.IGNORECASE)
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
    if apart := (yield from shown_apart(args["query"], args, result)):
        return apart
    if not result.data.get("products"):
        told = wording.not_found(result.data, _wish(ask.text, args))
        near = bool(result.data.get("nearest")) and wording.shows_nearest(result.data)
        return Say(told, "answered" if near else "abstained", (result,) if near else ())
    afresh = args["query"] == search_words(ask.text)
    named = wording.by_that_name(_missing(ask.text, result.data["products"]) if afresh else "")
    return Say(named + wording.found(result.data), told=(result,))


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
    if len(meant) < 2 and degree(ask.text):
        meant = yield from _each_side(ask.text)
    if len(meant) < 2:
        words = search_words(_COMPARE_WORDS.sub(" ", ask.text))
        if not content(words):
            return Say(talk.WHAT_TO_COMPARE)
        found = yield Call("search_products", {"query": words[:LONGEST_QUERY]})
        if found.error:
            return Say(talk.failed(found.error), "abstained")
        offered = list(found.data.get("products") or ())
        named = named_among(ask.text, offered)
        meant = named if len(named) > 1 else (yield from _each_side(ask.text)) or offered[:3]
        if len(meant) < 2:
            told = wording.found(found.data) if meant else wording.not_found(found.data)
            return Say(told, "abstained", (found,))
    result = yield Call("compare_products", {"handles": [str(p["handle"]) for p in meant][:MOST_COMPARED]})
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    return Say(_comparison(ask, result.data))


def _comparison(ask: Ask, data: Mapping[str, Any]) -> str:
    products = list(data.get("products") or ())
    if ask.slots.extreme and ask.slots.extreme[0] == "price":
        return _verdict(ask.slots.extreme, data)
    if rows := ranked(ask.text, products):
        return comparisons.verdicts(rows, products)
    if ask.slots.extreme:
        return _verdict(ask.slots.extreme, data)
    told = [(p, _yes_or_no(ask.text, p)) for p in products]
    return comparisons.each(told) if any(words for _, words in told) else wording.compared(data)


def _yes_or_no(text: str, product: Record) -> str:
    """Of "is the first one waterproof and the second not?", what the record decides of each."""
    asked = _OF_EACH.match(text)
    found = decided(f"{asked['verb']} it {_AND_OTHER.sub('', asked['what'])}?", product) if asked else None
    return f"{found.side}. {found.attribute.name}: {found.attribute.value}" if found and found.side else ""


def _each_side(text: str) -> Generator[Call, Result, Sequence[Record]]:
    """Both products of a comparison, each searched for by its name; empty unless both are there."""
    meant = list[Record]()
    for side in sides_of(text):
        found = yield Call("search_products", {"query": search_words(side)[:LONGEST_QUERY]})
        named = named_among(side, list(found.data.get("products") or ())) if not found.error else []
        if len(named) != 1:
            return []
        meant += named
    return meant if len({p["handle"] for p in meant}) > 1 else []


def _shown_to_compare(ask: Ask, scene: Scene) -> Sequence[Record]:
    if not ask.slots.which and (sides := sides_of(ask.text)):
        named = [named_among(side, list(scene.focus.known.values())) for side in sides]
        if all(len(one) == 1 for one in named):
            return [product for one in named for product in one]
    meant = products_meant(ask.text, Slots(which=ask.slots.which, sku=ask.slots.sku), scene.focus)
    if len(meant) > 1 or len(scene.focus.shown) < 2:
        return meant
    return () if _names_others(ask, scene.focus.shown) else scene.focus.shown[:3]


def _names_others(ask: Ask, shown: Sequence[Record]) -> bool:
    """Whether a comparison speaks of things that are not on the list: two words or more that no record there has."""
    known = set(content(f"{shown} price cost stock brand size color"))
    return not ask.slots.extreme and len(set(content(_COMPARE_WORDS.sub(" ", ask.text))) - known) >= 2


def _verdict(wish: tuple[str, str], data: Mapping[str, Any]) -> str:
    """The answer to "which is cheaper" or "which is the lightest"."""
    products = list(data.get("products") or ())
    best = extreme(wish, products)
    if not best:
        return f"The shop does not state the {wish[0]} of these."
    return wording.extreme(data, best[0], _DEGREES[wish][len(products) > 2], wish[0])
