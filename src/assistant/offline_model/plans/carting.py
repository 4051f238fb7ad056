"""The cart: adding, changing, removing, showing."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.offline_model.focus import Focus, Record, variants
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.query import LONGEST_QUERY, search_words
from assistant.offline_model.refer import (
    extreme,
    lines_meant,
    matching,
    named_among,
    named_in_full,
    named_products,
    options_of,
    products_meant,
    said_options,
    strange_name,
    wished_options,
    words_of,
)
from assistant.offline_model.slots import read_slots
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.transcript import Result
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import cart as wording
from assistant.offline_model.wording import products, talk
from assistant.offline_model.wording.lists import listed
from assistant.offline_model.wording.offers import HOW_MANY, WHICH_LINE, WHICH_OPTION, WHICH_PRODUCT
from assistant.offline_model.words import content, tokens

_FLAGS = re.IGNORECASE | re.VERBOSE
_ADD_WORDS = re.compile(
    r"""\b(?:please|add|put|buy|purchase|order|take|get|grab|give|throw|stick|place|pop|to|in|into|my|the|your|cart|basket
    |bag|trolley|i(?:'ll|\swill|\swant|\swould\slike)?|me|want|will|a|an|one|two|three|of|it|that|this|those|them|now|also
    |and|then|some|first|second|third|last|cheaper|cheapest)\b | \b\d{1,2}\b""",
    _FLAGS,
)
_REMOVE_WORDS = re.compile(
    r"""\b(?:please|remove|delete|take|out|off|drop|get|rid|undo|of|from|in|my|the|cart|basket|bag|trolley|i|don'?t|do|not
    |want|need|any|more|no|longer|it|that|this|those|them|one|both|last|first|second|third|item|items|thing|added?|again
    |everything|all|empty|clear|away|cancel|ditch|lose|scrap|skip|actually|also|and|then|can|you|could|now|just
    |start\sover|erase)\b""",
    _FLAGS,
)


def add(ask: Ask, scene: Scene) -> Steps:
    meant = products_meant(ask.text, ask.slots, scene.focus)
    if meant and _names_another(ask, meant, scene.focus):
        meant = []
    if not meant and (meant := _assumed(ask, scene)) == []:
        words = search_words(_ADD_WORDS.sub(" ", ask.text))
        if not content(words):
            return Say(_which(scene.focus.shown))
        found = yield Call("search_products", {"query": " ".join(words.split())[:LONGEST_QUERY]})
        if found.error:
            return Say(talk.failed(found.error), "abstained")
        offered = list(found.data.get("products") or ())
        meant = _chosen_from(offered, ask)
        if not meant:
            return Say(f"{products.found(found.data)}\n{WHICH_PRODUCT}" if offered else products.not_found(found.data))
    return (yield from _add_each(ask, meant, _just_chosen(ask, meant, scene)))


def _just_chosen(ask: Ask, meant: Sequence[Record], scene: Scene) -> str:
    """What was asked of it a moment ago ("is it there in red, size M?"), where "add it" chooses nothing itself."""
    before = scene.turns[-1].text if scene.turns else ""
    same = scene.focus.product is not None and [p.get("handle") for p in meant] == [scene.focus.product.get("handle")]
    return before if same and not wished_options(ask.text, meant) and wished_options(before, meant) else ""


def _names_another(ask: Ask, meant: Sequence[Record], focus: Focus) -> bool:
    """Whether only the kind of thing is the same ("the Tidewater Pour-Over Set", and a train set was shown): the text
    has a name, or two words, that nothing told of what was shown knows. Or a name was taken for pointing: "Reference
    One Wired Headphones".
    """
    named = list(meant) == named_products(ask.text, focus)
    if not (named or ask.slots.points) or any(named_in_full(ask.text, one) for one in meant):
        return False
    known = {word for one in meant for word in content(json.dumps(one))}
    strange = [word for word in tokens(_ADD_WORDS.sub(" ", ask.text)) if set(content(word)) - known]
    if not named:
        return any(word in strange for word in re.findall(r"\bone (\w+)", ask.text.casefold()))
    names = {word.casefold() for word in re.findall(r"(?<=\w )[A-Z]\w+", ask.text)}
    return len(strange) > 1 or bool(names.intersection(strange))


def _chosen_from(offered: list[Record], ask: Ask) -> list[Record]:
    if ask.slots.extreme:
        return extreme(ask.slots.extreme, offered)
    named = named_among(ask.text, offered)
    return named[:1] if len(named) == 1 else offered if len(offered) == 1 else []


def _assumed(ask: Ask, scene: Scene) -> list[Record]:
    """Nothing named: what is in hand, or the only one shown, when the words name nothing else."""
    focus = scene.focus
    named = [w for w in content(_ADD_WORDS.sub(" ", ask.text)) if w not in _option_stems(focus.shown, focus.product)]
    if named and not wished_options(ask.text, [focus.product] if focus.product else focus.shown):
        return []
    return [focus.product] if focus.product else list(focus.shown) if len(focus.shown) == 1 else []


def _option_stems(shown: Sequence[Record], product: Record | None) -> set[str]:
    records = [*shown, *([product] if product else [])]
    return {w for p in records for name, values in options_of(p).items() for w in content(f"{name} {' '.join(values)}")}


def _which(shown: Sequence[Record]) -> str:
    if not shown:
        return f"Tell me which product you would like. {WHICH_PRODUCT}"
    return "\n".join([*products.lines(shown), WHICH_PRODUCT])


def _add_each(ask: Ask, meant: Sequence[Record], before: str) -> Steps:
    said, worst = list[str](), "answered"
    for product in meant:
        chosen = choose(f"{before} {ask.text}".strip(), product, agreed=ask.agreed)
        if isinstance(chosen, str):
            said.append(chosen)
            continue
        quantity = 1 if len(meant) > 1 else _how_many(ask, product)
        result = yield Call("add_to_cart", {"sku": str(chosen["sku"]), "quantity": quantity})
        said.append(talk.failed(result.error) if result.error else wording.added(result.data))
        worst = "abstained" if result.error else worst
    return Say("\n".join(said), "abstained" if worst == "abstained" else "answered")


def _how_many(ask: Ask, product: Record) -> int:
    """A number that belongs to the product's name ("two Borealis 2 tents") or to an option ("3 cup") counts nothing."""
    title = str(product.get("title", "")).casefold()
    text, words = ask.text.casefold().replace(title, " "), title.split()
    numbered = (v for values in options_of(product).values() for v in values if " " in v and re.search(r"\d", v))
    for value in sorted(numbered, key=len, reverse=True):
        text = re.sub(rf"(?<!\w){re.escape(value.casefold())}(?!\w)", " ", text)
    for before, number in pairwise(words):
        if number.isdigit():
            text = re.sub(rf"\b{re.escape(before)}\s+{number}\b", before, text)
    return read_slots(text).quantity or (ask.slots.quantity if text == ask.text.casefold() else None) or 1


def choose(text: str, product: Record, *, agreed: bool = False) -> Record | str:
    """The one variant that is meant, or the question or fact that stands in the way."""
    title, wished = str(product.get("title")), wished_options(text, [product])
    fitting = matching(product, wished)
    if not fitting:
        there_is = listed(products.labels(variants(product))[:10])
        return f"{title} does not come in {said_options(wished)}. There is {there_is}."
    buyable = [v for v in fitting if v.get("stock") != "out of stock"]
    if not buyable:
        return products.stocked(product, fitting)
    if len(buyable) == 1:
        return buyable[0] if len(fitting) == 1 or agreed else _only(product, buyable[0])
    option, values = _open_options(buyable)[0]
    return f"Which {option.lower()} of {title} {WHICH_OPTION}: {listed(values, 'or')}?"


def _only(product: Record, variant: Record) -> str:
    label = products.labels([variant])
    return f"Of {product.get('title')}, only {listed(label)} is in stock now: {WHICH_OPTION} it?"


def _open_options(chosen: Sequence[Record]) -> list[tuple[str, list[str]]]:
    """Options in which these variants still differ."""
    held = options_of({"variants": list(chosen)})
    return [(name, values) for name, values in held.items() if len(values) > 1]


def show_cart(_ask: Ask, _scene: Scene) -> Steps:
    result = yield Call("show_cart")
    return _shown(result)


def _shown(result: Result) -> Say:
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    return Say(wording.shown(result.data.get("cart") or {}))


def change_quantity(ask: Ask, scene: Scene) -> Steps:
    seen = yield Call("show_cart")
    lines = lines_meant(ask.text, ask.slots, _with_cart(scene, seen))
    if not (seen.data.get("cart") or {}).get("lines"):
        return _shown(seen)
    if len(lines) != 1:
        return Say(f"{wording.shown(seen.data['cart'])}\n{WHICH_LINE}")
    quantity = _new_quantity(ask, int(lines[0].get("quantity") or 1))
    if quantity is None:
        return Say(HOW_MANY)
    result = yield Call("change_quantity", {"sku": str(lines[0]["sku"]), "quantity": quantity})
    return Say(talk.failed(result.error), "abstained") if result.error else Say(wording.changed(result.data))


def _new_quantity(ask: Ask, held: int) -> int | None:
    low = ask.text.casefold()
    if re.search(r"\bdouble\b", low):
        return held * 2
    if re.search(r"\b(?:one|1) (?:more|extra)\b|\banother\b", low):
        return held + 1
    if re.search(r"\b(?:one|1) (?:less|fewer)\b", low):
        return max(held - 1, 0)
    return ask.slots.quantity


def remove(ask: Ask, scene: Scene) -> Steps:
    seen = yield Call("show_cart")
    held = list((seen.data.get("cart") or {}).get("lines") or ())
    if not held:
        return _shown(seen)
    absent = _named_but_absent(ask.text, held, scene.focus)
    everything = re.search(r"\b(?:everything|all|empty|clear|erase|start .*over)\b", ask.text.casefold())
    lines = held if everything else lines_meant(ask.text, ask.slots, _with_cart(scene, seen))
    if absent and not everything:
        return Say(f"I see no {absent} in your cart.\n{wording.shown(seen.data['cart'])}")
    if not lines or (len(lines) > 1 and not everything and "both" not in ask.text.casefold()):
        return Say(f"{wording.shown(seen.data['cart'])}\n{WHICH_LINE}")
    if everything and len(held) > 1:
        result = yield Call("empty_cart")
        return Say(talk.failed(result.error), "abstained") if result.error else Say(wording.emptied(result.data))
    return (yield from _remove_each(lines))


def _named_but_absent(text: str, held: Sequence[Record], focus: Focus) -> str:
    """The words for an item that no line of the cart has anything of, or not its name."""
    words = search_words(_REMOVE_WORDS.sub(" ", text))
    asked, inside = set(content(words)), words_of(held)
    absent = not asked & inside or strange_name(words, held, focus.known.values())
    return " ".join(words.split()) if asked and absent else ""


def _remove_each(lines: Sequence[Record]) -> Steps:
    gone, data = list[Record](), {}
    for line in lines:
        result = yield Call("remove_from_cart", {"sku": str(line["sku"])})
        if result.error:
            return Say(talk.failed(result.error), "abstained")
        gone.append(line)
        data = dict(result.data)
    return Say(wording.removed(gone, data))


def _with_cart(scene: Scene, seen: Result) -> Focus:
    return replace(scene.focus, cart=seen.data.get("cart") or {})
