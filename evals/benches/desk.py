"""A busy shift: 500 chats wait with open pages, 50 people work, and everybody hears at once what is written."""

import asyncio
import time
from collections.abc import Callable

from assistant.bootstrap import open_kept
from evals.benches.ground import Ground, Store, chosen, laid
from evals.benches.handoffs import meanwhile
from evals.benches.turn import quantile
from evals.carting.serving import BARE
from evals.handing.servers import servers
from evals.handing.shift import EACH, Shift
from evals.handing.staff import Agent, signed_in
from evals.result import Failure, Progress, Result
from evals.stage import offline_settings

SEED = 71
SETTLES = 3.0
"""Seconds until the last event that was sent has come."""
PROTOCOL = (
    "the demo shop served over HTTP by one process, as `assistant serve` does, limits of frequency lifted. All "
    "shoppers call for a person and keep their page's stream of events open, each person the console's; each takes "
    f"{EACH} chats and writes a line into one of them every 4 to 8 seconds, each shopper who was taken a message every "
    "15 to 25. A delay is from the moment before a line is sent to its event at one who listens: its shopper, and all "
    "people. bare: as many people and lines, handed on in memory by a route that keeps and checks nothing, no "
    "shoppers. The server's resident memory is read when all listen and again at the end"
)


async def run(
    progress: Progress,
    *,
    waiting: int = 500,
    agents: int = 50,
    minutes: float = 2,
    stores: str = "sqlite,postgres",
) -> Result:
    """Raises `BadCases` for a store that there is not."""
    started, names, done = time.perf_counter(), chosen(Store, stores), 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, waiting * len(names))

    measures, baselines, errors = dict[str, float](), dict[str, dict[str, float]](), list[str]()
    for name in names:
        async with laid(name) as ground:
            bare = await _bare(ground, agents, minutes * 60)
            shift, figures = await _shift(ground, waiting, agents, minutes * 60, tick)
        figures["p95_ratio"] = round(figures["p95_ms"] / bare["p95_ms"], 1)
        measures |= {f"{name}_{figure}": value for figure, value in figures.items()}
        baselines[f"bare stream beside {name}"] = bare
        errors += shift.heard.errors
    return Result(
        suite="bench desk",
        model="offline",
        cases=waiting * len(names),
        measures=measures | {"errors": float(len(errors))},
        baselines=baselines,
        failures=tuple(Failure(id="shift", why=why) for why in errors),
        protocol=PROTOCOL,
        seconds=round(time.perf_counter() - started, 2),
    )


async def _shift(
    ground: Ground, waiting: int, agents: int, seconds: float, tick: Callable[[], None]
) -> tuple[Shift, dict[str, float]]:
    settings = offline_settings(ground.folder).model_copy(update={"database_url": ground.url})
    async with open_kept(settings) as kept:
        people = await signed_in(kept.stores, agents)
    async with servers(1, ground.folder, ground.url, at_once=waiting) as up:
        shift = Shift(up, people)
        await shift.opens(waiting, tick)
        async with meanwhile(*(listener.run() for listener in shift.listeners)):
            await shift.all_listen()
            before = up.every[0].resident_mb
            await shift.works(seconds, SEED)
            await asyncio.sleep(SETTLES)
            after = up.every[0].resident_mb
    return shift, figures(shift) | {"resident_mb": round(after), "grown_mb": round(after - before, 1)}


def figures(shift: Shift) -> dict[str, float]:
    """`missed` are events that one who should have heard them did not."""
    delays, heard = shift.heard.delays(), shift.heard
    expected = len(heard.sent) * (len(shift.agents) + 1)
    return {
        "lines": float(len(heard.sent)),
        "events": float(len(delays)),
        "missed": float(expected - len(delays)),
        **{f"p{percent}_ms": quantile(delays, percent) for percent in (50, 95, 99)},
    }


async def _bare(ground: Ground, agents: int, seconds: float) -> dict[str, float]:
    """The same lines at the same moments over a stream that nothing lies behind."""
    nobody = [Agent(f"agent-{number}", f"Agent {number}", "") for number in range(agents)]
    async with servers(1, ground.folder, ground.url, at_once=agents, kind=BARE) as up:
        shift = Shift(up, nobody)
        shift.stands_in()
        async with meanwhile(*(listener.run() for listener in shift.listeners)):
            await shift.all_listen()
            await shift.works(min(seconds, 60), SEED)
            await asyncio.sleep(SETTLES)
    return {f"p{percent}_ms": quantile(shift.heard.delays(), percent) for percent in (50, 95, 99)}
