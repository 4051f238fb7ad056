"""A thousand conversations that build carts at once, by the chat and by the page, on SQLite and on PostgreSQL."""

import asyncio
import time
from typing import Literal

from evals.benches.ground import Ground, Store, chosen, laid
from evals.benches.turn import quantile
from evals.carting.client import Connection
from evals.carting.crowd import By, Crowd, Tick, Told
from evals.carting.serving import BARE, OURS, lay_rows, serving
from evals.datasets import needed
from evals.result import Failure, Progress, Result
from evals.stage import DEMO

Part = Literal[By, "bare"]
SEED = 5
ACTS = {"turns": 6, "routes": 5, "bare": 5}
PROTOCOL = (
    "the demo shop served by one process over HTTP, as `assistant serve` does, limits of frequency lifted; each "
    "conversation has its own connection, all are opened before the first one acts, and each says or calls the next "
    "thing as soon as the last is answered, so a p95 is that of a server that is never idle. turns: all by the chat "
    "and the offline model: search, add, change the quantity, add another, undo or remove it, show. routes: the same "
    "without the search by the cart's own routes. After each act and at the end the cart is compared with a dict. "
    "bare: the same number at once on a route that does nothing but one versioned write of one row in that database"
)


async def run(
    progress: Progress, *, conversations: int = 1000, stores: str = "sqlite,postgres", by: str = "turns,routes,bare"
) -> Result:
    """Raises `BadCases` for a store or a part that there is not."""
    started, parts, names = time.perf_counter(), chosen(Part, by), chosen(Store, stores)
    total, done = conversations * len(names) * sum(ACTS[part] for part in parts), 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, total)

    needed(DEMO / "products.csv")
    found = dict[str, dict[str, Told]]()
    for name in names:
        async with laid(name) as ground:
            found[name] = {part: await measured(part, ground, conversations, tick) for part in parts}
    told = [(f"{name} {part}", one) for name, ones in found.items() for part, one in ones.items()]
    return Result(
        suite="bench carts",
        model="offline",
        cases=sum(len(one.seconds) for _, one in told),
        measures=measures(found),
        baselines={f"bare route on {name}": figures(ones["bare"]) for name, ones in found.items() if "bare" in ones},
        failures=tuple(Failure(id=where, why=why) for where, one in told for why in [*one.errors, *one.wrong]),
        protocol=PROTOCOL,
        seconds=round(time.perf_counter() - started, 2),
    )


def measures(found: dict[str, dict[str, Told]]) -> dict[str, float]:
    counted = dict[str, float]()
    for name, ones in found.items():
        for part, told in ones.items():
            if part == "bare":
                continue
            counted |= {f"{name}_{part}_{figure}": value for figure, value in figures(told).items()}
            if "bare" in ones:
                ratio = told.per_second / ones["bare"].per_second
                counted[f"{name}_{part}_throughput_ratio"] = round(ratio, 4)
    every = [told for ones in found.values() for told in ones.values()]
    return counted | {
        "errors": sum(len(told.errors) for told in every),
        "wrong_carts": sum(len(told.wrong) for told in every),
    }


def figures(told: Told) -> dict[str, float]:
    counts: dict[str, float] = {"errors": len(told.errors), "wrong_carts": len(told.wrong)}
    if len(told.seconds) < 2:  # fewer have no quantiles
        return counts
    spent = {f"p{percent}_ms": quantile(told.seconds, percent) for percent in (50, 95, 99)}
    return {"throughput": round(told.per_second, 1)} | spent | counts


async def measured(part: Part, ground: Ground, conversations: int, tick: Tick) -> Told:
    if part == "bare":
        await lay_rows(ground.url, conversations)
        async with serving(BARE, ground.folder, ground.url) as port:
            return await _bare(port, conversations, tick)
    async with serving(OURS, ground.folder, ground.url) as port:
        crowd = Crowd(port, part, ground.goods)
        await crowd.builds(1, SEED + 1, lambda: None)  # so that what is loaded once is loaded
        return await crowd.builds(conversations, SEED, tick)


async def _bare(port: int, conversations: int, tick: Tick) -> Told:
    told, connections = Told(), [Connection(port) for _ in range(conversations)]

    async def write(number: int) -> None:
        for version in range(1, ACTS["bare"] + 1):
            started = time.perf_counter()
            answer = await connections[number].ask("PUT", f"/rows/{number}/{version}")
            told.seconds.append(time.perf_counter() - started)
            if answer.body != {"written": True}:
                told.errors.append(f"row {number}: {answer}")
            tick()
        connections[number].close()

    started = time.perf_counter()
    await asyncio.gather(*(write(number) for number in range(conversations)))
    told.wall = time.perf_counter() - started
    return told
