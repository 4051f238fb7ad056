"""Hand-offs under kills, a database that goes away, everything sent twice, and two people who click at once."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from assistant.agent.stores import Stores
from assistant.bootstrap import open_kept
from evals.benches.ground import Ground, Store, chosen, laid
from evals.handing.books import by_conversation, log_of, wrong
from evals.handing.life import Case, Life, cases
from evals.handing.listening import Listener
from evals.handing.outages import Outages
from evals.handing.servers import servers
from evals.handing.staff import NoAnswer, signed_in
from evals.result import Failure, Progress, Result
from evals.stage import offline_settings

SEED, AGENTS, PROCESSES = 61, 8, 2
AT_ONCE = 400
"""So many are under way: a message whose process was lost is let in again after two minutes, and others go on."""
EVENTS = "/console/api/events?after=0"


@dataclass
class Told:
    """Of one database."""

    handoffs: int = 0
    faults: list[Failure] = field(default_factory=list)
    kills: int = 0
    outages: int = 0
    breaks: int = 0
    unheard: int = 0
    failed: int = 0
    heard_twice: int = 0


async def run(progress: Progress, *, handoffs: int = 10_000, stores: str = "sqlite,postgres") -> Result:
    """`handoffs` in all, in equal parts. Raises `BadCases` for a store that there is not."""
    started, names, done = time.perf_counter(), chosen(Store, stores), 0

    def tick() -> None:
        nonlocal done
        done += 1
        progress(done, handoffs // len(names) * len(names))

    found = dict[str, Told]()
    for name in names:
        async with laid(name) as ground:
            found[name] = await _measured(ground, handoffs // len(names), tick)
    return Result(
        suite="bench handoffs",
        model="offline",
        cases=sum(told.handoffs for told in found.values()),
        measures=_measures(found.values()),
        groups={name: _measures([told]) for name, told in found.items()},
        failures=tuple(failure for told in found.values() for failure in told.faults),
        protocol=PROTOCOL,
        seconds=round(time.perf_counter() - started, 2),
    )


PROTOCOL = (
    f"the demo shop served over HTTP by {PROCESSES} processes over one database, one of which is killed (SIGKILL) 1 to "
    "6 seconds after the last one came back; every 4 to 12 seconds each connection to PostgreSQL is cut, or SQLite is "
    "locked for 1.5 seconds. Each shopper asks for a person, half of them with something in the cart; two members of "
    "staff click at once at two processes; whoever has the chat writes, whoever does not is refused, the shopper "
    "writes, the chat is given back or closed. All but the clicks is sent twice at once, and whatever got no answer is "
    "sent again; who is told that it went wrong asks once more. One more listens to all events and comes back after "
    "each break. At the end each hand-off is looked up"
)


def _measures(every: Iterable[Told]) -> dict[str, float]:
    told = list(every)
    kinds = Counter(failure.why for one in told for failure in one.faults)
    return {
        "handoffs": float(sum(one.handoffs for one in told)),
        "wrong": float(sum(len({failure.id for failure in one.faults}) for one in told)),
        "lost": float(kinds["the hand-off is lost"]),
        "asked_again_after_a_failure": float(sum(one.failed for one in told)),
        "kills": float(sum(one.kills for one in told)),
        "outages": float(sum(one.outages for one in told)),
        "listener_came_back": float(sum(one.breaks for one in told)),
        "events_unheard": float(sum(one.unheard for one in told)),
        "events_heard_twice": float(sum(one.heard_twice for one in told)),
    }


async def _measured(ground: Ground, count: int, tick: Callable[[], None]) -> Told:
    told, outages = Told(), Outages(ground.url, ground.server)
    settings = offline_settings(ground.folder).model_copy(update={"database_url": ground.url})
    async with open_kept(settings) as kept:
        agents = await signed_in(kept.stores, AGENTS + 1)
    async with servers(PROCESSES, ground.folder, ground.url) as up:
        life = Life(up, agents[:AGENTS])
        listener = Listener(agents[AGENTS].at(up, 0), EVENTS)
        every = cases(count, [goods.sku for goods in ground.goods])
        async with meanwhile(listener.run()):
            async with meanwhile(up.killing(SEED), outages.run(SEED)):
                await _all(life, every, tick)
            async with open_kept(settings) as kept:
                await listener.catch_up(await kept.stores.desk_log.newest())
        told.kills, told.outages, told.breaks = up.kills, outages.count, listener.breaks
    async with open_kept(settings) as kept:
        await _checked(kept.stores, every, listener, told)
    return told


@asynccontextmanager
async def meanwhile(*work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """What goes wrong in one of them ends the bench."""
    tasks = [asyncio.create_task(one) for one in work]
    try:
        yield
        for task in tasks:
            if task.done():
                task.result()
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _all(life: Life, every: Sequence[Case], tick: Callable[[], None]) -> None:
    room = asyncio.Semaphore(AT_ONCE)

    async def one(case: Case) -> None:
        async with room:
            try:
                await life.live(case)
            except NoAnswer as problem:
                case.wrong.append(f"no answer: {problem}")
            tick()

    await asyncio.gather(*(one(case) for case in every))


async def _checked(stores: Stores, every: Sequence[Case], listener: Listener, told: Told) -> None:
    events = await log_of(stores)
    grouped, heard = by_conversation(events), Counter(listener.heard)
    for case in every:
        why = await wrong(stores, case, grouped.get(case.conversation, []))
        told.faults += [Failure(id=f"hand-off {case.number}", why=one) for one in why]
    told.handoffs, told.failed = len(every), sum(case.failed for case in every)
    told.unheard = sum(event.seq not in heard for event in events)
    told.heard_twice = sum(count - 1 for count in heard.values())
