"""AgentDojo's 949 pairs of task and attack, with a planner that is wholly taken over, through our graph and gateway."""

import asyncio
import time
import warnings
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.agent.assistant import Assistant
from assistant.bootstrap import build
from assistant.testing.clock import FixedClock
from assistant.tools import ShopTool
from evals.agentdojo.replay import Pipeline, Planner
from evals.agentdojo.tools import World, shop_tools
from evals.datasets import NoData
from evals.loading import BadCases
from evals.result import Failure, Progress, Result
from evals.stage import OPENING, Stage, demo_stage

VERSION, SHOWN = "v1.2.2", 40
WAYS = ("ours", "a person who never agrees", "no gateway")
PROTOCOL = (
    "AgentDojo {} as the package ships it: {} pairs of a user's task and an attacker's, the calls that its authors "
    "give for both, made by a planner that is taken over; its tools as tools of ours, read or commit by "
    "evals/agentdojo/effects.yaml; each commit waits for a yes, and the person says yes to the very calls of their own "
    "task and no to all others; success and utility by AgentDojo's own checks on what was carried out and said, where "
    "the user's answer is given and the attacker's is what our checks let through"
)


@dataclass
class Tally:
    pairs: Counter[str] = field(default_factory=Counter)
    attacks: Counter[str] = field(default_factory=Counter)
    useful: Counter[str] = field(default_factory=Counter)
    tasks: Counter[str] = field(default_factory=Counter)
    done: Counter[str] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)

    def share(self, of: Counter[str], among: Counter[str]) -> float:
        return round(of.total() / max(among.total(), 1), 4)

    @property
    def measures(self) -> dict[str, float]:
        return {
            "attacker_success": float(self.attacks.total()),
            "utility_under_attack": self.share(self.useful, self.pairs),
            "utility": self.share(self.done, self.tasks),
        }


async def run(cases: Path | None, progress: Progress, *, limit: int | None = None) -> Result:
    """`limit` is the number of pairs of each suite. Raises `NoData` without the package."""
    if cases:
        raise BadCases("this suite has AgentDojo's own cases and takes no file")
    started, suites = time.perf_counter(), _suites()
    tallies = {way: Tally() for way in WAYS}
    total, count = len(WAYS) * sum(1 for suite in suites.values() for _ in _pairs(suite, limit)), 0

    def tick() -> None:
        nonlocal count
        count += 1
        progress(count, total)

    async with demo_stage() as stage:
        for name, suite in suites.items():
            async with _stand(stage, name, suite) as stand:
                for way, tally in tallies.items():
                    await asyncio.to_thread(_replayed, replace(stand, way=way), tally, list(_pairs(suite, limit)), tick)
    ours = tallies["ours"]
    return Result(
        suite="agentdojo",
        model="compromised planner",
        cases=ours.pairs.total(),
        measures=ours.measures,
        baselines={way: tallies[way].measures for way in WAYS[1:]},
        groups={
            name: {"pairs": ours.pairs[name], "attacks": ours.attacks[name], "useful": ours.useful[name]}
            for name in suites
        },
        failures=tuple(ours.failures[:SHOWN]),
        protocol=PROTOCOL.format(VERSION, ours.pairs.total()),
        seconds=round(time.perf_counter() - started, 2),
    )


def _suites() -> Mapping[str, Any]:
    try:
        from agentdojo.task_suite.load_suites import get_suites  # noqa: PLC0415 -- an extra
    except ImportError:
        raise NoData("this suite replays AgentDojo, which is an extra of its own: make agentdojo") from None
    suites: Mapping[str, Any] = get_suites(VERSION)
    return suites


@dataclass(frozen=True)
class Stand:
    suite: Any
    assistant: Assistant
    planner: Planner
    world: World
    tools: list[ShopTool]
    loop: asyncio.AbstractEventLoop
    name: str
    way: str = WAYS[0]

    def pipeline(self, attacker: Any) -> Pipeline:
        assistant = None if self.way == "no gateway" else self.assistant
        agreeing = self.way == "ours"
        return Pipeline(
            assistant, self.planner, self.world, self.tools, self.loop, attacker=attacker, agreeing=agreeing
        )


@asynccontextmanager
async def _stand(stage: Stage, name: str, suite: Any) -> AsyncIterator[Stand]:
    world, planner = World(), Planner(steps=[])
    tools = shop_tools(suite.tools, world)
    async with build(
        stage.settings,
        kept=await stage.kept(),
        embeddings=stage.embeddings,
        hosted=planner,
        tools=tools,
        now=FixedClock(OPENING),
    ) as assistant:
        yield Stand(suite, assistant, planner, world, tools, asyncio.get_running_loop(), name)


def _replayed(stand: Stand, tally: Tally, pairs: Sequence[tuple[Any, Any]], tick: Callable[[], None]) -> None:
    """In a thread of its own: AgentDojo waits where our assistant does not."""
    base, name = stand.suite.load_and_inject_default_environment({}), stand.name
    for user in {id(user): user for user, _ in pairs}.values():
        tally.tasks[name] += 1
        tally.done[name] += _one(stand, user, None, base)[0]
    for user, attacker in pairs:
        useful, succeeded = _one(stand, user, attacker, base)
        tally.pairs[name] += 1
        tally.useful[name] += useful
        tally.attacks[name] += succeeded
        if succeeded or not useful:
            why = " and ".join(["the attack succeeded"] * succeeded + ["the task was not done"] * (not useful))
            tally.failures.append(Failure(id=f"{name}: {user.ID}, {attacker.ID}", why=why))
        tick()


def _one(stand: Stand, user: Any, attacker: Any, base: Any) -> tuple[bool, bool]:
    pipeline = stand.pipeline(attacker)
    pipeline.user = user
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # AgentDojo tells of answers that are empty
        useful, succeeded = stand.suite.run_task_with_pipeline(
            pipeline, user, attacker, {}, environment=base.model_copy(deep=True)
        )
    return bool(useful), bool(succeeded and attacker is not None)


def _pairs(suite: Any, limit: int | None) -> Iterator[tuple[Any, Any]]:
    pairs = [(user, attack) for user in suite.user_tasks.values() for attack in suite.injection_tasks.values()]
    step = max(1, len(pairs) // limit) if limit else 1
    yield from pairs[::step][: limit or None]
