"""One plan for each change after purchase: what it is about, what is missing, and the call that proposes it."""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.offline_model.plans.known import Known
from assistant.offline_model.plans.swapping import Swaps, swaps_meant
from assistant.offline_model.serving.case import Task
from assistant.offline_model.serving.places import HOME, referred, same, written
from assistant.offline_model.serving.records import Address, Line, OrderRecord
from assistant.offline_model.serving.selecting import Selected, lines_meant, orders_meant, unknown_number
from assistant.offline_model.serving.text import plain, spoken
from assistant.offline_model.serving.ways import Meant, read_way
from assistant.offline_model.steps import Call
from assistant.offline_model.transcript import Result
from assistant.offline_model.wording import service as wording

State = Literal["done", "asks", "refused", "declined"]
_NOT_CONFIRMED = re.compile(r"\bnot confirm", re.IGNORECASE)


@dataclass(frozen=True)
class Ended:
    """`asks` waits for an answer, `refused` is the shop's no, `declined` the shopper's own."""

    state: State
    text: str = ""


Change = Generator[Call, Result, Ended]


def cancelling(task: Task, known: Known) -> Change:
    orders = _orders(task, known, "cancel")
    if isinstance(orders, Ended):
        return orders
    refused = ""
    for order in orders:
        reason, remark = _reason(task, order)
        if reason is None:
            return Ended("asks", wording.which_reason(order.cancel_reasons))
        ended = yield from _commit(known, "cancel_order", {"order_number": order.number, "reason": reason}, remark)
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def _reason(task: Task, order: OrderRecord) -> tuple[str | None, str]:
    """The shop's own words for why; where the shopper says none of them, its first, which the proposal names."""
    allowed = order.cancel_reasons
    if not allowed:
        return "", ""
    said = " ".join(spoken(" ".join([*task.lead, *task.texts])))
    scored = [(sum(word[:6] in said for word in _telling(reason, allowed)), reason) for reason in allowed]
    best = max(score for score, _ in scored)
    named = [reason for score, reason in scored if score == best]
    if best and len(named) == 1:
        return named[0], ""
    if re.search(r"\b(?:because|since|found|reason)\b", plain(task.texts[-1])) and not re.search(
        r"\bgoes\b", plain(task.texts[-1])
    ):
        return None, ""
    return allowed[0], wording.because(allowed[0], allowed[1:])


_LIKE = {"mistak": ("accident", "wrong"), "need": ("want",)}


def _telling(reason: str, allowed: Sequence[str]) -> set[str]:
    """Words of a reason that no other has, with what shoppers say for them."""
    others = {word for other in allowed if other != reason for word in spoken(other)}
    own = {word for word in spoken(reason) if len(word) > 3 and word not in others and not word.startswith("order")}
    return own | {like for word in own for start, likes in _LIKE.items() if word.startswith(start) for like in likes}


def returning(task: Task, known: Known) -> Change:
    chosen = lines_meant(task.texts, task.lead, known.orders, frozenset({"return"}), known.focus)
    if ask := _asked(task, chosen, known):
        return ask
    refused = ""
    for order, lines in _by_order(chosen.lines, known):
        label = _refund_to(task, order, known)
        if isinstance(label, Ended):
            return label
        items = [{"sku": line.sku, "quantity": _count(line, task)} for line in lines]
        args = {"order_number": order.number, "items": items, "refund_to": label}
        ended = yield from _commit(known, "return_items", args, _default_way(task, known, label, order))
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def _refund_to(task: Task, order: OrderRecord, known: Known) -> str | Ended:
    labels = order.refund_to or order.paid_with
    meant = read_way((*task.lead, *task.texts), known.account.ways)
    fit = [label for label in meant.labels if label in labels]
    if fit:
        return fit[0]
    refused = (meant.labels or meant.lacking or meant.unclear) and read_way(task.texts[-1:], known.account.ways).said
    if refused and not meant.original and order.can & {"return"}:
        return Ended("asks", wording.refund_where(order.number, labels))
    return next((label for label in order.paid_with if label in labels), next(iter(labels), ""))


def exchanging(task: Task, known: Known) -> Change:
    can = frozenset({"items", "exchange"})
    chosen = lines_meant(task.texts, task.lead, known.orders, can, known.focus)
    if ask := _asked(task, chosen, known):
        return ask
    refused = ""
    for order, lines in _by_order(chosen.lines, known):
        found = yield from swaps_meant(task, order, lines, known)
        if not isinstance(found, Swaps):
            return Ended("refused" if found.final else "asks", found.text)
        label, remark = _pay_with(task, order, known)
        tool = (
            "exchange_items"
            if "exchange" in order.can or (order.arrived and "items" not in order.can)
            else "change_order_items"
        )
        args = {"order_number": order.number, "swaps": list(found.args), "pay_with": label}
        ended = yield from _commit(known, tool, args, remark)
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def _pay_with(task: Task, order: OrderRecord, known: Known) -> tuple[str, str]:
    meant = read_way((*task.lead, *task.texts), known.account.ways)
    default = next(iter(order.paid_with), next((way.label for way in known.account.ways), ""))
    if meant.labels and not meant.original:
        return meant.labels[0], ""
    if meant.lacking:
        return default, wording.lacking(meant.lacking, default)
    return default, "" if meant.original else _default_way(task, known, default, order)


def _default_way(task: Task, known: Known, label: str, order: OrderRecord) -> str:
    said = read_way((*task.lead, *task.texts), known.account.ways).said
    return "" if said or len(known.account.ways) < 2 or label not in order.paid_with else wording.paid_as_before(label)


def paying(task: Task, known: Known) -> Change:
    orders = _orders(task, known, "payment")
    if isinstance(orders, Ended):
        return orders
    meant = read_way((*task.lead, *task.texts), known.account.ways)
    refused = ""
    for order in orders:
        labels = [label for label in meant.labels if label not in order.paid_with]
        if not labels:
            others = [way.label for way in known.account.ways if way.label not in order.paid_with]
            why = f"There is no {' or '.join(meant.lacking)} on your account." if meant.lacking else ""
            return Ended("asks", wording.which_way(others, why)) if others else Ended("refused", why)
        ended = yield from _first_way(known, order, labels)
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def _first_way(known: Known, order: OrderRecord, labels: Sequence[str]) -> Change:
    """The first of the ways named that the shop takes; why it did not take the one before is said."""
    ended = Ended("refused")
    for label in labels:
        args = {"order_number": order.number, "pay_with": label}
        ended = yield from _commit(known, "change_order_payment", args, ended.text)
        if ended.state != "refused":
            return ended
    return ended


def readdressing(task: Task, known: Known) -> Change:
    orders = _orders(task, known, "address")
    if isinstance(orders, Ended):
        return orders
    place = _place(task, known, orders[0].address or known.account.address, [order.address for order in orders])
    if isinstance(place, Ended):
        return place
    known.address, refused = place, ""
    for order in orders:
        if order.address and same(order.address, place) and len(orders) > 1:
            continue
        ended = yield from _commit(known, "change_order_address", {"order_number": order.number, **place}, "")
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def moving_home(task: Task, known: Known) -> Change:
    place = known.address or _place(task, known, known.account.address, [known.account.address])
    if isinstance(place, Ended):
        return place
    return (yield from _commit(known, "change_default_address", dict(place), ""))


def _place(task: Task, known: Known, base: Address, now: Sequence[Address]) -> Address | Ended:
    """The newest words that say where to; a part that is given changes that part of the address there is."""
    addresses = [known.account.address, *(order.address for order in known.orders)]
    ask = Ended("asks", wording.WHERE_TO)
    for text in (*reversed(task.texts), *reversed(task.lead)):
        if given := written(text, base):
            return given
        if HOME.search(plain(text)) and task.kind == "address" and not re.search(r"\b(?:and|also)\b", plain(text)):
            return known.account.address
        found = referred(text, addresses, now[:1])
        if found.address:
            return found.address
        ask = (
            Ended("asks", wording.which_address(found.choices))
            if found.choices and ask.text == wording.WHERE_TO
            else ask
        )
    return ask


def _orders(task: Task, known: Known, kind: str) -> list[OrderRecord] | Ended:
    """The orders that are meant and not settled yet; or what has to be asked."""
    by_place = kind != "address"
    chosen = orders_meant(task.texts, task.lead, known.orders, kind, known.focus, by_place=by_place)
    if number := _strange(task, known):
        return Ended("asks", wording.unknown_number(number, known.orders))
    if chosen.ask and not chosen.orders:
        return Ended("refused", wording.none_can(task.kind, known.orders))
    if chosen.ask:
        return Ended("asks", wording.which_order(task.kind, chosen.orders))
    left = [order for order in chosen.orders if order.number not in task.settled]
    return left or list(chosen.orders)


def _strange(task: Task, known: Known) -> str:
    return unknown_number(task.texts, known.orders)


def _asked(task: Task, chosen: Selected, known: Known) -> Ended | None:
    if number := _strange(task, known):
        return Ended("asks", wording.unknown_number(number, known.orders))
    if not chosen.ask and chosen.lines:
        return None
    if chosen.ask == "keep":
        return Ended("asks", wording.which_stay(chosen.options))
    if chosen.ask == "which":
        return Ended("asks", wording.which_of(chosen.options))
    if not chosen.options:
        return Ended("refused", wording.none_can(task.kind, known.orders))
    return Ended("asks", wording.which_item(task.kind, chosen.options))


def _by_order(lines: Sequence[Line], known: Known) -> list[tuple[OrderRecord, list[Line]]]:
    numbers = list(dict.fromkeys(line.number for line in lines))
    return [(known.order(number), [line for line in lines if line.number == number]) for number in numbers]


def _count(line: Line, task: Task) -> int:
    """All pieces of a line, unless only one of them is spoken of."""
    one = re.search(r"\b(?:one|1)\s(?:of|piece)\b|\bonly\sone\b", plain(task.texts[-1]))
    return 1 if one else line.quantity


def _commit(known: Known, tool: str, args: Mapping[str, Any], remark: str) -> Change:
    """Propose it. Whatever was to be said so far is said before the shopper is asked."""
    if remark:
        known.said.append(remark)
    result = yield Call(tool, args, known.told())
    if result.error:
        return Ended("declined") if _NOT_CONFIRMED.search(result.error) else Ended("refused", result.error)
    known.after(result.data)
    known.said.append(wording.done(result.data))
    return Ended("done")


def taking_out(task: Task, known: Known) -> Change:
    """No tool takes one item out: what can be done instead is named."""
    chosen = lines_meant(task.texts, task.lead, known.orders, frozenset({"cancel", "items"}), known.focus)
    if not chosen.lines:
        return _asked(task, chosen, known) or Ended("refused", wording.NOT_ONE_ITEM)
    order = known.order(chosen.lines[0].number)
    text = f"{wording.NOT_ONE_ITEM} {wording.alternatives(chosen.lines, cancellable='cancel' in order.can)}"
    return Ended("refused", text)
    yield  # a plan without a call


def adding(_task: Task, _known: Known) -> Change:
    return Ended("refused", wording.NO_ADDING)
    yield  # a plan without a call


def undoing(_task: Task, _known: Known) -> Change:
    return Ended("refused", wording.NO_UNDOING)
    yield  # a plan without a call


def meant_way(task: Task, known: Known) -> Meant:
    return read_way((*task.lead, *task.texts), known.account.ways)


CHANGES: Mapping[str, Callable[[Task, Known], Change]] = {
    "cancel": cancelling,
    "return": returning,
    "swap": exchanging,
    "address": readdressing,
    "payment": paying,
    "default address": moving_home,
    "remove": taking_out,
    "add": adding,
    "undo": undoing,
}
