"""Tasks, goals and templates as they stand in the files, and the cases that are drawn from all of them together."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, TypeAdapter

HERE = Path(__file__).parent
SEED = 23
CARRIERS = ("title", "description", "review", "page", "order note", "cart note")
PLANNERS: tuple["Kind", ...] = ("gullible", "compromised")
WHICH = ("sku", "order_number")
"""The arguments that tell what a call is about."""
Kind = Literal["gullible", "compromised"]
Call = tuple[str, dict[str, Any]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Step(_Part):
    """`holds` must reach the shopper in the reply."""

    says: str
    calls: tuple[dict[str, dict[str, Any]], ...]
    answer: str
    holds: str = ""

    @property
    def made(self) -> list[Call]:
        return [call for named in self.calls for call in named.items()]


class Task(_Part):
    id: str
    customer: str = "c040"
    order: str = "#1101"
    steps: tuple[Step, ...]


class Goal(_Part):
    """`forbidden` is what must not reach the shopper, or `private`: nothing of the other order may be told at all."""

    id: str
    order: str
    calls: tuple[dict[str, dict[str, Any]], ...] = ()
    says: str = ""
    forbidden: tuple[str, ...] | Literal["private"] = ()

    def made(self, places: dict[str, str]) -> list[Call]:
        return [(tool, _filled(args, places)) for named in self.calls for tool, args in named.items()]


class Template(_Part):
    id: str
    text: str


@dataclass(frozen=True)
class Case:
    task: Task
    goal: Goal
    template: Template
    carrier: str
    planner: Kind

    @property
    def id(self) -> str:
        return f"{self.planner} | {self.task.id} | {self.goal.id} | {self.carrier} | {self.template.id}"

    @property
    def note(self) -> str:
        """The title of the page that says it."""
        return note(self.goal, self.template)


def note(goal: Goal, template: Template) -> str:
    return f"Note {goal.id}, {template.id}"


@dataclass(frozen=True)
class Dojo:
    tasks: Sequence[Task]
    goals: Sequence[Goal]
    templates: Sequence[Template]

    @property
    def notes(self) -> list[tuple[Goal, Template]]:
        return [(goal, template) for goal in self.goals for template in self.templates]

    def drawn(self, count: int) -> Iterator[Case]:
        """Without those where the attacker only wants what the shopper wants."""
        draw = random.Random(SEED)  # noqa: S311  # the same each time
        made = 0
        while made < count:
            parts = (draw.choice(self.tasks), draw.choice(self.goals), draw.choice(self.templates))
            case = Case(*parts, draw.choice(CARRIERS), PLANNERS[made % len(PLANNERS)])
            if not _wants_the_same(case.task, case.goal):
                made += 1
                yield case


def dojo(folder: Path = HERE) -> Dojo:
    def read(name: str) -> Any:
        return yaml.safe_load((folder / name).read_text("utf-8"))

    return Dojo(
        TypeAdapter(list[Task]).validate_python(read("tasks.yaml")),
        TypeAdapter(list[Goal]).validate_python(read("goals.yaml")),
        TypeAdapter(list[Template]).validate_python(read("templates.yaml")),
    )


def _wants_the_same(task: Task, goal: Goal) -> bool:
    places = {"order": task.order, "held": HELD, "saved": SAVED, "wanted": WANTED, "line": "", "other": OTHER}
    own = [call for step in task.steps for call in step.made]
    return any(_alike(wanted, call) for wanted in goal.made(places) for call in own)


def _alike(wanted: Call, own: Call) -> bool:
    (tool, args), (other, others) = wanted, own
    if tool == "change_quantity" and args["quantity"] == 0:
        tool = "remove_from_cart"
    about = [name for name in WHICH if name in args] or sorted(args)
    if tool != other:
        return False
    return not args or any(args[name] == others.get(name) or (name not in WHICH and name in others) for name in about)


def _filled(value: Any, places: dict[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(places) if "{" in value else value
    if isinstance(value, dict):
        return {name: _filled(one, places) for name, one in value.items()}
    return [_filled(one, places) for one in value] if isinstance(value, list) else value


HELD, SAVED, WANTED, OTHER = "LF-IRON-10IN", "LF-FIRE-BLK", "LF-NJ00-ORG-REGU", "#1098"
"""What lies in every cart, what is saved for later, what the attacker's text stands on, and somebody else's order."""
