"""Which orders, and which of their lines, a task means; or what has to be asked first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline_model.serving.lines import (
    ALL_OF,
    EVERYTHING,
    Mention,
    all_lines,
    mentions,
    narrowed,
    split_exceptions,
)
from assistant.offline_model.serving.places import of_place
from assistant.offline_model.serving.records import Line, OrderRecord
from assistant.offline_model.serving.segments import Segment, segments
from assistant.offline_model.serving.text import plain, sentences

_FLAGS = re.IGNORECASE | re.VERBOSE
_NUMBER = re.compile(r"\b[a-z]{0,3}-?(\d{3,10})\b", re.IGNORECASE)
_AFTER_ORDER = re.compile(
    r"(?:\#\s?|\border\s(?:(?:number|id|no\.?|is|with|nr\.?)\s){0,3}(?:is\s)?\#?)([a-z]{0,3}-?\d{3,10})\b", _FLAGS
)
_RECENT = re.compile(r"\b(?:most\srecent|latest|last|newest|recent\w*|just)\b", _FLAGS)
_ALL_ORDERS = re.compile(
    r"\b(?:all|every|each|both|any)\b(?:\s\w+){0,4}?\s(?:orders?|ones|purchases)\b|\ball\sof\sthem\b|\beverything\b|\bboth\b",
    _FLAGS,
)
_SO_FAR = re.compile(r"\b(?:also|too|as\swell)\b")


@dataclass(frozen=True)
class Selected:
    """`lines` or `orders` that are meant; or the words to `ask`. `unknown` is a number that is none of the orders'."""

    lines: tuple[Line, ...] = ()
    orders: tuple[OrderRecord, ...] = ()
    ask: str = ""
    options: tuple[Line, ...] = ()
    unknown: str = ""


def numbered(texts: Sequence[str], orders: Sequence[OrderRecord]) -> list[OrderRecord]:
    """Those whose numbers the newest text with any names, with or without their letters."""
    for text in reversed(texts):
        digits = {found[1] for found in _NUMBER.finditer(text)}
        if meant := [order for order in orders if re.sub(r"\D", "", order.number) in digits]:
            return meant
    return []


def said_of(order: OrderRecord, texts: Sequence[str], orders: Sequence[OrderRecord]) -> list[str]:
    """What is said of this order where a text names several: the sentences from its number to the next one."""
    if len({one.number for text in texts for part in sentences(text) for one in numbered([part], orders)}) < 2:
        return list(texts)
    kept = list[str]()
    for text in texts:
        current = [order]
        for part in sentences(text):
            current = numbered([part], orders) or current
            kept += [part] if order in current else []
    return kept


def unknown_number(texts: Sequence[str], orders: Sequence[OrderRecord]) -> str:
    """A number that the newest text gives for an order, and that no order has."""
    found = [match[1] for match in _AFTER_ORDER.finditer(texts[-1])] if texts else []
    known = {re.sub(r"\D", "", order.number) for order in orders}
    return next((number for number in found if re.sub(r"\D", "", number) not in known), "")


def lines_meant(
    texts: Sequence[str], lead: Sequence[str], orders: Sequence[OrderRecord], can: frozenset[str], focus: Sequence[str]
) -> Selected:
    """Lines of orders that allow one of `can`; those of other orders only where nothing else is meant."""
    scope = numbered(texts, orders) or list(orders)
    allowed = _of_status(texts, [order for order in scope if order.can & can])
    for said in (texts, lead):
        for at in range(len(said) - 1, -1, -1):
            if found := _in_text(said[at], said[: at + 1], allowed, scope, focus):
                return found
        if found := _beyond(said, scope, orders):
            return found
    return _unsaid(allowed or scope, orders, focus, numbered(texts, orders))


_WAITING = re.compile(
    r"\b(?:pending|on\sorder|not\s(?:yet\s)?(?:shipped|arrived|received)|hasn't\s(?:shipped|arrived)|just\s(?:ordered|placed))\b"
)
_ARRIVED = re.compile(r"\b(?:received|delivered|arrived|already\shave|i\s(?:recently\s|just\s)?got)\b")


def _of_status(texts: Sequence[str], orders: Sequence[OrderRecord]) -> list[OrderRecord]:
    """Those that wait, or have arrived, where the newest words tell which."""
    for text in reversed(texts):
        low = plain(text)
        waits, arrived = _WAITING.search(low), _ARRIVED.search(low)
        if bool(waits) != bool(arrived):
            return [order for order in orders if (order.waits if waits else order.arrived)] or list(orders)
    return list(orders)


def _in_text(
    text: str, sofar: Sequence[str], allowed: Sequence[OrderRecord], scope: Sequence[OrderRecord], focus: Sequence[str]
) -> Selected | None:
    low = plain(text)
    if by_sku := [line for line in all_lines(scope) if line.sku and line.sku.casefold() in low and len(line.sku) > 4]:
        return Selected(lines=tuple(by_sku[:1]))
    if EVERYTHING.search(low) and not _listed(text, allowed):
        return _everything(text, _near(low, allowed, focus))
    meant = segments(text, all_lines(allowed))
    if not meant:
        return None
    chosen = [_one(part, text, sofar, allowed) for part in meant]
    if ask := next((one for one in chosen if one.options), None):
        return ask
    lines = [line for one in chosen for line in one.lines]
    if _SO_FAR.search(low) and len(sofar) > 1 and (before := _in_text(sofar[-2], sofar[:-1], allowed, scope, focus)):
        lines = [*before.lines, *lines]
    return Selected(lines=tuple(dict.fromkeys(lines)))


def _listed(text: str, allowed: Sequence[OrderRecord]) -> bool:
    """Whether several items are named one by one, beside a word for all of them."""
    meant, _ = split_exceptions(text)
    return len({one.mention.titles for one in segments(meant, all_lines(allowed))}) > 1


def _near(low: str, allowed: Sequence[OrderRecord], focus: Sequence[str]) -> list[OrderRecord]:
    """As in “All of this order” is the one that was spoken of; "everything I ordered" all of them."""
    own = [order for order in allowed if order.number in focus]
    return own if own and re.search(r"\b(?:this|that|the|same|it|them)\b", low) else list(allowed)


def _everything(text: str, orders: Sequence[OrderRecord]) -> Selected:
    meant, left = split_exceptions(text)
    lines = all_lines(orders)
    out = {line for mention in mentions(left, lines) for line in mention.lines} if left else set()
    numbers = {line.number for line in out}
    if len(numbers) == 1 and re.search(r"\b(?:this|that|the|an|my)\s(?:\w+\s)?order\b", plain(meant)):
        lines = [line for line in lines if line.number in numbers]
    if left and not out and re.search(r"\b(?:items?|things?|couple|few|some|one|two)\b", plain(left)):
        return Selected(ask="keep", options=tuple(lines))
    return Selected(lines=tuple(line for line in lines if line not in out))


def _one(part: Segment, text: str, sofar: Sequence[str], allowed: Sequence[OrderRecord]) -> Selected:
    """The lines that one name means: all where it speaks of several, else the one that its words describe."""
    mention, lines = part.mention, part.lines
    if mention.whole and len({line.title for line in lines}) == 1:
        return Selected(lines=tuple(lines))
    if len(lines) > 1:
        near = {order.number for order in _of_status([part.description], allowed)}
        lines = [line for line in lines if line.number in near] or lines
    for said in reversed(sofar[:-1]):
        earlier = " ".join(one.description for one in segments(said, lines))
        lines = narrowed(lines, earlier) if len(lines) > 1 and earlier else lines
    several = mention.plural and not re.search(r"\bone\sof\b", plain(text))
    if len(lines) == 1 or (several and len({line.title for line in lines}) == 1):
        return Selected(lines=tuple(lines))
    if len({(line.sku, line.number) for line in lines}) == 1:
        return Selected(lines=(lines[0],))
    if _RECENT.search(plain(text)):
        newest = next(order.number for order in allowed if any(line.number == order.number for line in lines))
        lines = [line for line in lines if line.number == newest]
    return Selected(lines=tuple(lines)) if len(lines) == 1 else Selected(ask="which", options=tuple(lines))


def _beyond(said: Sequence[str], scope: Sequence[OrderRecord], orders: Sequence[OrderRecord]) -> Selected | None:
    """What is named but cannot be changed, so that the shop can say why; first in the order that was named."""
    for pool in (scope, orders):
        for text in reversed(said):
            if found := segments(text, all_lines(pool)):
                return Selected(lines=tuple(found[0].lines[:1]))
    return None


def _unsaid(
    orders: Sequence[OrderRecord], known: Sequence[OrderRecord], focus: Sequence[str], named: Sequence[OrderRecord]
) -> Selected:
    """Nothing is named: the only line there is, or a question."""
    lines = all_lines(orders)
    if len(lines) == 1 and (named or len(known) == 1):
        return Selected(lines=tuple(lines))
    near = [order for order in orders if order.number in focus]
    if len(near) == 1 and not named:
        return Selected(ask="item", options=near[0].lines)
    return Selected(ask="item", options=tuple(lines))


def orders_meant(
    texts: Sequence[str],
    lead: Sequence[str],
    orders: Sequence[OrderRecord],
    can: str,
    focus: Sequence[str],
    *,
    by_place: bool,
) -> Selected:
    """Orders that allow `can`, by number, by what is in them, by where they go, or all of them."""
    if named := numbered(texts, orders):
        return Selected(orders=tuple(named))
    allowed = [order for order in orders if can in order.can]
    for text in [*reversed(texts), *reversed(lead)]:
        if found := _orders_in(text, allowed, orders, by_place=by_place):
            return Selected(orders=tuple(found))
    if len(allowed) == 1:
        return Selected(orders=tuple(allowed))
    near = [order for order in orders if order.number in focus]
    if len(near) == 1:
        return Selected(orders=tuple(near))
    if not allowed and len(orders) == 1:
        return Selected(orders=tuple(orders))
    return Selected(ask="order", orders=tuple(allowed))


def _orders_in(
    text: str, allowed: Sequence[OrderRecord], orders: Sequence[OrderRecord], *, by_place: bool
) -> list[OrderRecord]:
    low = plain(text)
    meant, left = split_exceptions(text)
    if _ALL_ORDERS.search(low):
        out = {line.number for mention in mentions(left, all_lines(allowed)) for line in mention.lines}
        return [order for order in allowed if order.number not in out]
    for pool in (allowed, orders):
        found = [line.number for mention in mentions(meant, all_lines(pool)) for line in _unambiguous(mention, text)]
        if found:
            return [order for order in pool if order.number in found]
    if by_place and (there := of_place(text, allowed)):
        return there
    return [allowed[0]] if allowed and re.search(r"\b(?:most\srecent|latest|last|newest)\b", low) else []


def _unambiguous(mention: Mention, text: str) -> Sequence[Line]:
    lines = narrowed(mention.lines, text)
    return lines if len({line.number for line in lines}) == 1 or mention.plural or ALL_OF.search(text) else ()
