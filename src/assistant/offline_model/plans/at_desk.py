"""Where the service desk stands: replayed from the conversation, since nothing is kept beside it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.plans.serving import serve
from assistant.offline_model.rules import INJECTION
from assistant.offline_model.serving.acts import about_own
from assistant.offline_model.serving.case import Case, heard
from assistant.offline_model.steps import Say, advance
from assistant.offline_model.transcript import Turn

MOST_LAST = 4
_NUMBER = re.compile(r"#[A-Z]{0,3}-?\d{3,10}\b")


def case_after(turns: Sequence[Turn], bound: frozenset[str], scene: Scene) -> Case:
    """What is still wanted after these turns."""
    case = Case()
    for turn in turns:
        case = _after(case, turn, bound, scene)
    return case


def wanted(case: Case, turn: Turn) -> Case | None:
    """The case that this turn is to serve, None when it is about something else or the proof is still to come."""
    if INJECTION.search(turn.text):
        return None
    new = heard(case, turn.text)
    if turn.note is None:
        return new
    waits = new or case
    return waits if turn.note.event == "proved" and waits.open else None


def _after(case: Case, turn: Turn, bound: frozenset[str], scene: Scene) -> Case:
    case = replace(case, proved=case.proved or _proved(turn))
    served = wanted(case, turn)
    if served is None:
        new = heard(case, turn.text) if turn.note and not INJECTION.search(turn.text) else None
        spoken = (turn.text,) if about_own(turn.text) and not turn.note else ()
        return replace(new or case, serving=turn.note is not None, last=(*case.last, *spoken)[-MOST_LAST:])
    progress = advance(serve(served, turn.text, scene), turn.results, bound)
    left = progress.next.case if isinstance(progress.next, Say) else None
    return _looking_at(left or replace(served, serving=True), turn)


def _proved(turn: Turn) -> bool:
    told = (result.data for result in turn.results)
    return any("orders" in data or "order" in data or "account" in data for data in told)


def _looking_at(case: Case, turn: Turn) -> Case:
    """The order that was last spoken of, where it is one."""
    called = [str(result.args["order_number"]) for result in turn.results if result.args.get("order_number")]
    numbers = list(dict.fromkeys(_NUMBER.findall(turn.reply))) or called[-1:]
    return replace(case, focus=tuple(numbers)) if len(numbers) == 1 else case
