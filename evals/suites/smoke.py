"""Frozen conversations over the demo shop: the world first, the words second."""

import time
from collections.abc import Sequence
from pathlib import Path

from assistant.testing.clock import FixedClock
from evals.cases import Case
from evals.loading import BadCases, load
from evals.play import play
from evals.result import Failure, Progress, Result
from evals.stage import OPENING, Stage, demo_stage

CASES = Path(__file__).parent.parent / "smoke"


async def run(cases: Path | None, progress: Progress) -> Result:
    chosen = load_all(cases)
    async with demo_stage() as stage:
        return await played("smoke", chosen, stage, progress)


async def played(suite: str, chosen: Sequence[Case], stage: Stage, progress: Progress) -> Result:
    started, failures = time.perf_counter(), list[Failure]()
    for done, case in enumerate(chosen, start=1):
        failure = await play(case, stage)
        failures += [failure] if failure else []
        progress(done, len(chosen))
    async with stage.assistant(await stage.kept(), FixedClock(OPENING)) as assistant:
        model, prompt = assistant.models.name, assistant.prompt
    return Result(
        suite=suite,
        model=model,
        cases=len(chosen),
        measures={"pass_rate": round(1 - len(failures) / len(chosen), 4)},
        failures=tuple(failures),
        protocol="a case passes when every step leaves the shop, and words the reply, as expected",
        prompt=prompt,
        seconds=round(time.perf_counter() - started, 2),
    )


def load_all(cases: Path | None) -> list[Case]:
    """One file, or all of our own, whose ids differ across files too."""
    files = [cases] if cases else sorted(CASES.glob("*.yaml"))
    loaded = [(file, case) for file in files for case in load(file, Case)]
    first: dict[str, Path] = {}
    for file, case in loaded:
        if case.id in first:
            raise BadCases(f"{file}: case {case.id!r} is already in {first[case.id].name}")
        first[case.id] = file
    return [case for _, case in loaded]
