"""tau-bench's retail tasks: its calls replayed through our tools, and the shop's end state compared to the cent."""

import time
from collections import Counter
from pathlib import Path

from evals.play import CannotPlay
from evals.replay import Replayed, replay
from evals.result import Failure, Progress, Result
from evals.stage import Stage
from evals.tau_retail import Record, customer_record, order_record, their_customer, their_order
from evals.tau_stage import tau_stage
from evals.tau_tasks import Task, tau_tasks


async def run(cases: Path | None, progress: Progress, *, limit: int | None = None) -> Result:
    """`limit` takes only so many of the tasks, spread over all."""
    started = time.perf_counter()
    tasks = tau_tasks(cases)
    tasks = tasks[:: max(1, len(tasks) // limit)] if limit else tasks
    failures: list[Failure] = []
    async with tau_stage(beside=cases) as stage:
        for done, task in enumerate(tasks, 1):
            try:
                wrong = differences(task, await replay(task, stage), stage)
            except CannotPlay as fault:
                wrong = [str(fault)]
            if wrong:
                failures.append(Failure(id=task.id, why="; ".join(wrong)))
            progress(done, len(tasks))
    return Result(
        suite="orders",
        model="the tasks' own calls",
        cases=len(tasks),
        measures={"same_end_state": round(1 - len(failures) / len(tasks), 4)},
        failures=tuple(failures),
        seconds=round(time.perf_counter() - started, 2),
    )


def differences(task: Task, after: Replayed, stage: Stage) -> list[str]:
    """Every record that is not as the task expects, and every call that should have been refused and was not."""
    orders = {order.number: order_record(order) for order in stage.orders}
    orders |= {number: their_order(record) for number, record in task.expected_changes.orders.items()}
    people = {person.id: customer_record(person) for person in stage.customers}
    people |= {key: their_customer(record) for key, record in task.expected_changes.users.items()}
    wrong = [
        text for number, order in after.orders.items() if (text := _unlike(number, order_record(order), orders[number]))
    ]
    wrong += [
        text for key, person in after.customers.items() if (text := _unlike(key, customer_record(person), people[key]))
    ]
    missing = Counter(call.name for call in task.refused) - Counter(after.refused)
    return wrong + [f"{name} was not refused" for name in missing]


def _unlike(name: str, ours: Record, expected: Record) -> str:
    fields = [key for key in ours.keys() | expected.keys() if ours.get(key) != expected.get(key)]
    told = ", ".join(f"{key} {ours.get(key)!r}, expected {expected.get(key)!r}" for key in sorted(fields))
    return f"{name}: {told}" if told else ""
