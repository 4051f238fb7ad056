"""Answers about the shopper's own orders and account, from their records."""

import re
from collections.abc import Sequence

from assistant.offline_model.plans.known import Known
from assistant.offline_model.serving.lines import all_lines, mentions, narrowed
from assistant.offline_model.serving.places import of_place
from assistant.offline_model.serving.questions import topics
from assistant.offline_model.serving.records import Line, OrderRecord
from assistant.offline_model.serving.selecting import numbered
from assistant.offline_model.serving.text import plain
from assistant.offline_model.wording import changes as wording
from assistant.offline_model.wording import orders as order_wording


def informed(text: str, known: Known) -> str:
    asked = topics(text)
    lines = _lines(text, known)
    orders = _orders(text, lines, known)
    told = list[str]()
    if "balance" in asked:
        told.append(wording.balance(known.account))
    if "paid with" in asked:
        told += [wording.paid_with(order) for order in orders]
    if "address" in asked:
        told += [wording.home(known.account), *(wording.goes_to(order) for order in orders)]
    if "status" in asked:
        told += [order_wording.order(order.told) for order in orders]
    if "total" in asked and not lines:
        told += [f"Order {order.number}: {order.total} in all." for order in orders]
    if asked & {"items", "total"} and lines:
        told += [wording.line_told(line) for line in lines]
    return "\n".join(filter(None, told)) or _overview(orders)


def _overview(orders: Sequence[OrderRecord]) -> str:
    return "\n".join(["Your orders:", wording.bullets(map(wording.contents, orders))])


def _lines(text: str, known: Known) -> list[Line]:
    found = [line for mention in mentions(text, all_lines(known.orders)) for line in mention.lines]
    return narrowed(list(dict.fromkeys(found)), text) if found and not _plural(text) else list(dict.fromkeys(found))


def _plural(text: str) -> bool:
    return bool(re.search(r"\b(?:which|all|both|two|three|my\s\w+s)\b", plain(text)))


def _orders(text: str, lines: Sequence[Line], known: Known) -> list[OrderRecord]:
    if named := numbered([text], known.orders):
        return named
    if lines:
        return [order for order in known.orders if order.number in {line.number for line in lines}]
    if there := of_place(text, known.orders):
        return there
    low = plain(text)
    if re.search(r"\b(?:most\srecent|latest|last|recent)\s(?:\w+\s)?order\b", low):
        return known.orders[:1]
    near = [order for order in known.orders if order.number in known.focus]
    return near if near and re.search(r"\b(?:it|that|this|the|same)\b", low) else list(known.orders)
