"""What every plan of a change shares: how it ends, which orders it is about, and the call that proposes it."""

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from assistant.offline_model.plans.known import Known
from assistant.offline_model.serving.case import Task
from assistant.offline_model.serving.records import Line, OrderRecord
from assistant.offline_model.serving.selecting import Selected, orders_meant, unknown_number
from assistant.offline_model.steps import Call
from assistant.offline_model.transcript import Result
from assistant.offline_model.wording import changes as wording

State = Literal["done", "asks", "refused", "declined"]
_NOT_CONFIRMED = re.compile(r"\bnot confirm", re.IGNORECASE)


@dataclass(frozen=True)
class Ended:
    """`asks` waits for an answer, `refused` is the shop's no, `declined` the shopper's own.

    `stuck` marks a question that is a no as well: nothing fits, and another wish is asked for.
    """

    state: State
    text: str = ""
    stuck: bool = False


Change = Generator[Call, Result, Ended]


def orders_of_task(task: Task, known: Known, kind: str) -> list[OrderRecord] | Ended:
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


def asked_of_lines(task: Task, chosen: Selected, known: Known) -> Ended | None:
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


def by_order(lines: Sequence[Line], known: Known) -> list[tuple[OrderRecord, list[Line]]]:
    numbers = list(dict.fromkeys(line.number for line in lines))
    return [(known.order(number), [line for line in lines if line.number == number]) for number in numbers]


def commit(known: Known, tool: str, args: Mapping[str, Any], remark: str) -> Change:
    """Propose it. Whatever was to be said so far is said before the shopper is asked."""
    if remark:
        known.said.append(remark)
    result = yield Call(tool, args, known.told())
    if result.error:
        return Ended("declined") if _NOT_CONFIRMED.search(result.error) else Ended("refused", result.error)
    known.after(result.data)
    known.said.append(wording.done(result.data))
    return Ended("done")
