"""A turn at the service desk: questions are answered, then the changes carried one after another."""

import re
from collections.abc import Collection, Generator, Sequence
from dataclasses import replace

from assistant.offline_model.plans.asking import looked_up, quotes
from assistant.offline_model.plans.changing import CHANGES
from assistant.offline_model.plans.informing import informed
from assistant.offline_model.plans.known import Known, gathered
from assistant.offline_model.plans.proposing import Ended
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.serving.acts import Kind
from assistant.offline_model.serving.case import Case, Task
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.transcript import Result
from assistant.offline_model.wording import changes as wording

_NUMBER = re.compile(r"\s?#\w+")  # no page speaks of one order


def serve(case: Case, text: str, scene: Scene) -> Steps:
    """`case` is what is wanted with this turn's message."""
    if not case.tasks:
        return Say(wording.DONE_ALREADY if case.done else wording.NOTHING_CHANGED, case=case)
    found = yield from gathered()
    if isinstance(found, Say):
        return (yield from _unproved(found, case, text, scene))
    found.focus = case.focus
    left = yield from _carried(case, found)
    return Say(found.told(), case=left)


def _unproved(asked: Say, case: Case, text: str, scene: Scene) -> Steps:
    """Before the proof, the shop's rule for the change is all that can be told."""
    changes = [task for task in case.tasks if task.kind != "question"]
    first = bool(changes) and changes[0].texts[-1:] and changes[0].texts[-1].strip() in text + text.casefold()
    if not (first and len(changes[0].texts) == 1 and not case.proved):
        return replace(asked, case=case)
    asks = _NUMBER.sub("", text)
    rules = yield from looked_up(asks)
    told = [] if isinstance(rules, Say) else quotes(asks, rules, scene)
    return replace(asked, text="\n".join([*told[:1], asked.text]), case=case)


def _carried(case: Case, known: Known) -> Generator[Call, Result, Case]:
    tasks = list(case.tasks)
    kept = list[Task]()
    last, refused, done = case.last, False, set[Kind]()
    while tasks:
        task = tasks.pop(0)
        if task.kind == "question":
            known.said.append(informed(task.texts[-1], known))
            continue
        if task.otherwise and not refused:
            continue
        ended = yield from CHANGES[task.kind](task, known)
        refused = ended.state == "refused" or (ended.stuck and bool(tasks) and tasks[0].otherwise)
        _tell(known, ended)
        if ended.state in {"asks", "declined"} and not refused:
            return _left(case, [task, *tasks], last, done)
        last = (*task.lead, *task.texts)
        if refused:
            kept = [replace(task, refused=True)]
        elif ended.state == "done":
            kept, done = [], done | {task.kind}
    return _left(case, kept, last, done)


def _tell(known: Known, ended: Ended) -> None:
    if ended.text:
        known.said.append(ended.text)


def _left(case: Case, tasks: Sequence[Task], last: tuple[str, ...], done: Collection[Kind]) -> Case:
    return replace(case, tasks=tuple(tasks), serving=True, proved=True, last=last, done=frozenset(done))
