"""Into what each item is to be changed: the one variant that the shopper's words fit, or what to ask."""

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.offline_model.plans.known import Known, variants_known
from assistant.offline_model.serving.case import Task
from assistant.offline_model.serving.lines import title_words
from assistant.offline_model.serving.naming import Schema
from assistant.offline_model.serving.records import Line, OrderRecord, Variant, amount
from assistant.offline_model.serving.segments import wish_text
from assistant.offline_model.serving.text import plain, spoken
from assistant.offline_model.serving.variants import fitting, schema_of
from assistant.offline_model.serving.wishes import Wish, read_wish
from assistant.offline_model.steps import Call
from assistant.offline_model.transcript import Result
from assistant.offline_model.wording import changes as wording

MOST_SHOWN = 6
_OFFERS = re.compile(
    r"\b(?:what|which)\s(?:\w+\s){0,3}(?:options|variants|choices|versions|ones)\b|\boptions\sare\b|\b(?:any|are\sthere)\b.{0,60}\bavailable\b|\bassist\sme\sin\sfinding\b",
    re.IGNORECASE,
)
_GOES_FOR = re.compile(
    r"\b(?:go\s(?:ahead\s)?(?:and\s|with|for)|go\sahead|proceed|let's|i'll\stake|i'd\slike|i\swant)\b", re.IGNORECASE
)
_NAMED_OTHER = re.compile(r"\b(?:for|to|into)\s(?:an?|some|another)\s((?:\w+\s?){1,3})")


@dataclass(frozen=True)
class Swaps:
    args: tuple[Mapping[str, Any], ...]


@dataclass(frozen=True)
class Unsettled:
    """`final` where asking again would not help; `stuck` where the shop has nothing that fits."""

    text: str
    final: bool = False
    stuck: bool = False


Choosing = Generator[Call, Result, Swaps | Unsettled]


def swaps_meant(task: Task, order: OrderRecord, lines: Sequence[Line], named: Sequence[Line], known: Known) -> Choosing:
    """A swap for each line of the order, all settled before any is proposed; `named` are those of other orders, too."""
    if not order.can & {"items", "exchange"}:
        # the shop says why not: any variant will do to ask it
        return Swaps(tuple({"sku": line.sku, "new_sku": line.sku, "quantity": line.quantity} for line in lines))
    swaps = list[Mapping[str, Any]]()
    for line in lines:
        variants = yield from variants_known(known, line.handle)
        chosen = _chosen(task, line, named, variants, known)
        if isinstance(chosen, Unsettled):
            return chosen
        if chosen is not None:
            swaps.append({"sku": line.sku, "new_sku": chosen.sku, "quantity": line.quantity})
    return Swaps(tuple(swaps))


def _chosen(
    task: Task, line: Line, lines: Sequence[Line], variants: Sequence[Variant], known: Known
) -> Variant | Unsettled:
    schema = schema_of(variants)
    wish = wish_for(task, line, lines, schema)
    if like := _like_another(task, line, known):
        wish = Wish(want={name: (value,) for name, value in like.options.items()})
    if not variants or not wish.said:
        other = _other_product(task, line)
        return (
            Unsettled(wording.other_product(line), final=True)
            if other
            else Unsettled(wording.what_instead(line, schema))
        )
    found = fitting(wish, variants, line.options, line.sku, amount(line.unit))
    if _only_asks(task.texts[-1]) and not wish.same:
        there = _loosely(wish, variants, line) or found
        return Unsettled(wording.fitting(line, there[:MOST_SHOWN])) if there else _none(wish, variants, line)
    if len(found) == 1:
        return found[0]
    if found:
        return Unsettled(wording.which_variant(line, found[:MOST_SHOWN]))
    return _none(wish, variants, line)


def _only_asks(text: str) -> bool:
    return bool(_OFFERS.search(plain(text)))


def _loosely(wish: Wish, variants: Sequence[Variant], line: Line) -> list[Variant]:
    """All in stock that have what was asked for, whatever else they are."""
    there = [v for v in variants if v.there and v.sku != line.sku]
    return [
        v
        for v in there
        if all(v.options.get(name) in values for name, values in wish.want.items())
        and (wish.most_price is None or v.amount <= wish.most_price)
    ]


def _none(wish: Wish, variants: Sequence[Variant], line: Line) -> Unsettled:
    there = [v for v in variants if v.there and v.sku != line.sku]
    wanted = {**wish.soft, **wish.want}
    fits = [sum(v.options.get(name) in values for name, values in wanted.items()) for v in there]
    best = max(fits, default=0)
    near = [v for v, count in zip(there, fits, strict=True) if count == best]
    if wish.price or wish.most_price is not None:
        near = sorted(near, key=lambda v: v.amount)[:3]
    return Unsettled(wording.nothing_fits(line, near[:MOST_SHOWN], wish.absent), stuck=True)


def wish_for(task: Task, line: Line, lines: Sequence[Line], schema: Schema) -> Wish:
    """What all messages together ask for this line; the newest words win."""
    wish = Wish()
    for text in (*task.lead, *task.texts):
        read = read_wish(wish_text(text, line, lines), schema)
        wish = wish.then(_without_own(read, line))
    return wish


def _without_own(wish: Wish, line: Line) -> Wish:
    """Words that only describe what the shopper has ask for nothing."""
    if wish.price or wish.towards or wish.soft or wish.avoid or wish.same or wish.keep or wish.keep_all:
        return wish
    described = bool(wish.want) and all(line.options.get(name) in values for name, values in wish.want.items())
    return Wish(free=wish.free, absent=wish.absent) if described else wish


def _like_another(task: Task, line: Line, known: Known) -> Line | None:
    """As in “The one I have on order”: the same product in another order, whose options are wanted."""
    low = plain(" ".join(task.texts[-2:]))
    pending = re.search(
        r"\b(?:type|one|kind|same)\s(?:\w+\s){0,4}(?:on\sorder|just\sordered|pending|is\scoming)\b", low
    )
    received = re.search(
        r"\b(?:type|one|kind|same)\s(?:\w+\s){0,4}(?:already\s(?:received|have|got)|received\sbefore)\b", low
    )
    if not (pending or received):
        return None
    others = [
        one
        for order in known.orders
        for one in order.lines
        if one.handle == line.handle and one.number != line.number and (order.arrived if received else order.waits)
    ]
    return others[0] if len(others) == 1 else None


def _other_product(task: Task, line: Line) -> bool:
    """Whether something else than this product is asked for: "for a camera"."""
    found = _NAMED_OTHER.search(plain(task.texts[-1]))
    if not found:
        return False
    own = set(title_words(line.title))
    words = [word for word in spoken(found[1]) if len(word) > 3]
    generic = {"model", "version", "differ", "option", "item", "anoth", "variant", "size", "color", "product", "custom"}
    return bool(words) and not own & set(words) and not generic & set(words)
