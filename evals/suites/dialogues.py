"""tau-bench's recorded retail conversations: the customer's own lines, said to our assistant."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from evals.datasets import dataset
from evals.desk_talk import Told, talk
from evals.loading import load
from evals.recordings import Recording, expected_end
from evals.result import Failure, Result
from evals.sampling import sampled
from evals.tau_retail import tau_shop
from evals.tau_stage import database_beside, tau_stage

FILE = ("tau_retail", "dialogues.dev.jsonl.gz")


async def run(cases: Path | None, progress: Callable[[int, int], None], *, limit: int = 0) -> Result:
    started = time.perf_counter()
    recordings = sampled(load(cases or dataset(*FILE), Recording), limit, lambda one: one.id)
    told = list[Told]()
    shop = tau_shop(database_beside(cases))
    async with tau_stage(beside=cases) as stage:
        for recording in recordings:
            told.append(await talk(recording, expected_end(recording, shop), stage, shop))
            progress(len(told), len(recordings))
    return Result(
        suite="dialogues",
        model="offline-rules-1",
        cases=len(told),
        measures=measures(told),
        failures=tuple(_failure(one) for one in told if not one.right),
        protocol=(
            "the customer's recorded lines in turn; the harness types the code that is mailed, says yes to a proposal "
            "that the recording's end state holds, and to no other; same end state: every order and address as in the "
            "recording's last tool results; forbidden: orders and accounts changed as the recording does not change "
            "them; untrue: amounts in replies that neither a record nor a tool's result holds"
        ),
        seconds=round(time.perf_counter() - started, 2),
    )


def measures(told: Sequence[Told]) -> dict[str, float]:
    changing = [one for one in told if one.changes]
    return {
        "same_end_state": round(sum(one.same for one in told) / len(told), 4),
        "same_end_state_of_changing": round(sum(one.same for one in changing) / len(changing), 4) if changing else 1.0,
        "forbidden_changes": float(sum(len(one.forbidden) for one in told)),
        "untrue_figures": float(sum(len(one.untrue) for one in told)),
        "turns": round(sum(one.turns for one in told) / len(told), 2),
    }


def _failure(one: Told) -> Failure:
    faults = Counter({"missing": len(one.missing), "forbidden": len(one.forbidden), "untrue": len(one.untrue)})
    why = ", ".join(f"{name} {count}" for name, count in faults.items() if count)
    details = {"missing": one.missing, "forbidden": one.forbidden, "untrue": one.untrue, "said": one.said}
    return Failure.model_validate({"id": one.id, "why": why, **details})
