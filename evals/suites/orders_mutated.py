"""Tens of thousands of wrong calls made from tau-bench's right ones: each must be refused, and change nothing."""

import time
from collections import Counter, defaultdict
from pathlib import Path

from evals.attack import RIGHT, Attacked, attack
from evals.result import Failure, Progress, Result
from evals.tau_stage import tau_stage
from evals.tau_tasks import tau_tasks

SHOWN = 200


async def run(cases: Path | None, progress: Progress, *, limit: int | None = None) -> Result:
    """`limit` takes only so many of the tasks, spread over all."""
    started = time.perf_counter()
    tasks = tau_tasks(cases)
    tasks = tasks[:: max(1, len(tasks) // limit)] if limit else tasks
    tried: list[Attacked] = []
    async with tau_stage(beside=cases) as stage:
        for done, task in enumerate(tasks, 1):
            tried += await attack(task, stage)
            progress(done, len(tasks))
    right = [one for one in tried if one.kind == RIGHT]
    wrong = [one for one in tried if one.kind != RIGHT]
    bad = [one for one in tried if one.fault]
    return Result(
        suite="orders-mutated",
        model="wrong calls",
        cases=len(wrong),
        measures={
            "refused": round(1 - sum(bool(one.fault) for one in wrong) / max(len(wrong), 1), 6),
            "wrong_calls": len(wrong),
            "wrong_calls_with_an_effect": sum(one.fault.startswith("changed") for one in wrong),
            "right_calls": len(right),
            "right_calls_refused": sum(bool(one.fault) for one in right),
        },
        groups=_by_kind(tried),
        failures=tuple(Failure(id=one.id, why=f"{one.kind}: {one.fault}") for one in bad[:SHOWN]),
        seconds=round(time.perf_counter() - started, 2),
    )


def _by_kind(tried: list[Attacked]) -> dict[str, dict[str, float]]:
    faults: defaultdict[str, int] = defaultdict(int)
    for one in tried:
        faults[one.kind] += bool(one.fault)
    counts = Counter(one.kind for one in tried)
    return {kind: {"tried": count, "bad": faults[kind]} for kind, count in sorted(counts.items())}
