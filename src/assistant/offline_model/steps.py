"""A plan is a generator: it yields tool calls, is sent their results, and returns what to say.

The model is stateless, so each time it is asked the generator runs again from the start and is fed the results that
are already in the conversation; the first call without a result is the next thing to do.
"""

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from assistant.offline_model.serving.case import Case
from assistant.offline_model.transcript import Result

ABSENT = "I cannot do that in this chat."
Outcome = Literal["answered", "abstained", "refused"]


@dataclass(frozen=True)
class Call:
    """`remark` is said before the call, where the shopper is about to be asked for a yes to it."""

    tool: str
    args: Mapping[str, Any] = field(default_factory=dict)
    remark: str = field(default="", compare=False)


@dataclass(frozen=True)
class Say:
    """`told` are the results that the words speak of; None stands for all that the plan used.

    `case` is what is still wanted of the service desk after these words, None where they are not its own.
    """

    text: str
    outcome: Outcome = "answered"
    told: tuple[Result, ...] | None = None
    case: Case | None = None


Steps = Generator[Call, Result, Say]


@dataclass(frozen=True)
class Progress:
    """Where a plan stands: the results it has used, and the call it waits for or the words it ends with."""

    used: tuple[Result, ...]
    next: Call | Say


def say(text: str, outcome: Outcome = "answered") -> Steps:
    """A plan that needs no tool."""
    return Say(text, outcome)
    yield  # what makes this function a generator


def advance(steps: Steps, results: Sequence[Result], bound: frozenset[str]) -> Progress:
    """Replay `steps` with `results`; a tool that is not bound answers with an error of its own."""
    left, used = list(results), list[Result]()
    try:
        call = next(steps)
        while True:
            result = _take(call, left) if call.tool in bound else _absent(call)
            if result is None:
                return Progress(tuple(used), call)
            used.append(result)
            call = steps.send(result)
    except StopIteration as end:
        return Progress(tuple(used), end.value)


def _take(call: Call, left: list[Result]) -> Result | None:
    for result in left:
        if result.tool == call.tool and dict(result.args) == dict(call.args):
            left.remove(result)
            return result
    return None


def _absent(call: Call) -> Result:
    return Result(call.tool, call.args, error=ABSENT)
