"""Where an order goes and how it is paid; where a customer lives."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.offline_model.plans.known import Known
from assistant.offline_model.plans.proposing import Change, Ended, commit, orders_of_task
from assistant.offline_model.serving.case import Task
from assistant.offline_model.serving.places import HOME, referred, same, written
from assistant.offline_model.serving.records import Address, OrderRecord
from assistant.offline_model.serving.selecting import numbered
from assistant.offline_model.serving.text import plain
from assistant.offline_model.serving.ways import read_way
from assistant.offline_model.wording import changes as wording


def paying(task: Task, known: Known) -> Change:
    orders = orders_of_task(task, known, "payment")
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
        ended = yield from commit(known, "change_order_payment", args, ended.text)
        if ended.state != "refused":
            return ended
    return ended


_AS_IN = re.compile(
    r"(?:same\s(?:address\s)?(?:as|like)|(?:to|use|with)\s(?:the\s)?address\s(?:of|from|in)|as\s(?:in|for|on)|used\s(?:in|for))\s(?:the\s|my\s|that\s)?"
    r"(?:order\s)?#?([a-z]{0,3}\d{3,10})\b",
    re.IGNORECASE,
)


def readdressing(task: Task, known: Known) -> Change:
    bare = replace(task, texts=tuple(_AS_IN.sub(" ", text) for text in task.texts))
    orders = orders_of_task(bare, known, "address")
    if isinstance(orders, Ended):
        return orders
    place = _place(task, known, orders[0].address or known.account.address, [order.address for order in orders])
    if isinstance(place, Ended):
        return place
    known.address, refused = place, ""
    for order in orders:
        if order.address and same(order.address, place) and len(orders) > 1:
            continue
        ended = yield from commit(known, "change_order_address", {"order_number": order.number, **place}, "")
        if ended.state == "declined":
            return ended
        refused = ended.text or refused
    return Ended("refused", refused) if refused else Ended("done")


def moving_home(task: Task, known: Known) -> Change:
    place = known.address or _place(task, known, known.account.address, [known.account.address])
    if isinstance(place, Ended):
        return place
    return (yield from commit(known, "change_default_address", dict(place), ""))


def _as_in(text: str, known: Known) -> Address | None:
    """The address of an order that the text names for it."""
    found = _AS_IN.search(text)
    named = numbered([found[1]], known.orders) if found else []
    return named[0].address if named else None


def _place(task: Task, known: Known, base: Address, now: Sequence[Address]) -> Address | Ended:
    """The newest words that say where to; a part that is given changes that part of the address there is."""
    addresses = [known.account.address, *(order.address for order in known.orders)]
    ask = Ended("asks", wording.WHERE_TO)
    for text in (*reversed(task.texts), *reversed(task.lead)):
        there = _as_in(text, known)  # "the address of order #1" that is to change is no place to send it to
        if given := (there if there not in now else None) or written(text, base):
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
