"""What the guards cost: processor time of each turn of the smoke conversations, and the guards' share in it.

The offline model answers in the place of a hosted one, so that its words and calls get every check of a stranger's.
"""

import inspect
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from functools import wraps
from typing import Any

from assistant.agent import assistant, nodes
from assistant.agent.gateway import Gateway
from assistant.agent.speaker import Speaker
from assistant.errors import AssistantError
from assistant.escalation import calling
from assistant.offline_model.model import OfflineChatModel
from evals.benches.turn import quantile
from evals.cases import Case, Step
from evals.play import CannotPlay, Visit
from evals.result import Progress, Result
from evals.stage import Stage, demo_stage
from evals.suites.smoke import load_all

AIM = 5.0
"""Milliseconds of one core for each turn."""
GUARDS: Sequence[tuple[Any, str, str]] = (
    (assistant, "screen", "inbound"),
    (nodes, "screen", "inbound"),
    (nodes, "hold_back", "inbound"),
    (calling, "measure", "inbound"),
    (nodes, "evidence", "reply"),
    (nodes, "without_cards", "reply"),
    (Speaker, "hear", "reply"),
    (Speaker, "finish", "reply"),
    (Speaker, "start_over", "reply"),
    (Gateway, "refusal", "gateway"),
    (Gateway, "question", "gateway"),
)
"""Where each guard is entered, and what it is a part of."""
PARTS = tuple(dict.fromkeys(part for _, _, part in GUARDS))


class Meter:
    """Seconds of processor time by part; a guard within a guard counts once."""

    def __init__(self) -> None:
        self.spent = defaultdict[str, float](float)
        self._inside = False

    def around(self, guard: Callable[..., Any], part: str) -> Callable[..., Any]:
        @wraps(guard)
        def measured(*args: Any, **kwargs: Any) -> Any:
            with self._timing(part):
                return guard(*args, **kwargs)

        @wraps(guard)
        async def measured_async(*args: Any, **kwargs: Any) -> Any:
            with self._timing(part):
                return await guard(*args, **kwargs)

        return measured_async if inspect.iscoroutinefunction(guard) else measured

    @contextmanager
    def _timing(self, part: str) -> Iterator[None]:
        if self._inside:
            yield
            return
        self._inside, started = True, time.process_time()
        try:
            yield
        finally:
            self.spent[part] += time.process_time() - started
            self._inside = False


@contextmanager
def metered() -> Iterator[Meter]:
    """Every guard of this process goes through the meter until it ends; one turn at a time."""
    meter = Meter()
    with ExitStack() as undo:
        for owner, name, part in GUARDS:
            guard = getattr(owner, name)
            undo.callback(setattr, owner, name, guard)
            setattr(owner, name, meter.around(guard, part))
        yield meter


async def run(progress: Progress, *, limit: int = 0) -> Result:
    """`limit` plays the first conversations only; 0 all of them."""
    async with demo_stage() as stage:
        return await timed(stage, load_all(None)[: limit or None], progress)


async def timed(stage: Stage, cases: Sequence[Case], progress: Progress) -> Result:
    started = time.perf_counter()
    model = OfflineChatModel(embeddings=stage.embeddings, shop_name=stage.settings.shop_name)
    ours: list[dict[str, float]] = []
    for done, case in enumerate(cases, start=1):
        ours += await _played(case, stage, model)
        progress(done, len(cases))
    return Result(
        suite="bench guards",
        model=f"{model.model_name} as a hosted one",
        cases=len(ours),
        measures=_figures(ours),
        protocol=f"processor time of each turn in one process, one at a time; the aim is {AIM} ms for the guards",
        seconds=round(time.perf_counter() - started, 2),
    )


async def _played(case: Case, stage: Stage, model: OfflineChatModel) -> list[dict[str, float]]:
    turns = []
    visit = await Visit.begin(stage, model)
    async with visit.life:
        for step in case.steps:
            with metered() as meter, suppress(AssistantError, CannotPlay):
                begun = time.process_time()
                await visit.act(step)
                if _is_turn(step):
                    turns.append({**meter.spent, "turn": time.process_time() - begun})
    return turns


def _is_turn(step: Step) -> bool:
    return step.shopper is not None or bool(step.code_from_mail)


def _figures(turns: Sequence[dict[str, float]]) -> dict[str, float]:
    guards = [sum(turn.get(part, 0.0) for part in PARTS) for turn in turns]
    columns = {part: [turn.get(part, 0.0) for turn in turns] for part in PARTS}
    columns |= {"guards": guards, "turn": [turn["turn"] for turn in turns]}
    found = {f"{name}_p{p}_ms": quantile(column, p) for name, column in columns.items() for p in (50, 95)}
    found["guards_mean_ms"] = round(sum(guards) / len(guards) * 1000, 2)
    found["share_of_turn"] = round(sum(guards) / sum(columns["turn"]), 4)
    found["turns_over_aim"] = round(sum(spent * 1000 > AIM for spent in guards) / len(guards), 4)
    return found
