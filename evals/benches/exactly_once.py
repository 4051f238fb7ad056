"""One order for each paid checkout: under death at any line, a rush for the last items, forgeries and disorder."""

import asyncio
import multiprocessing
import random
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from assistant.errors import ForgedNotice
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.storage.database import Database
from assistant.storage.whole import stores_of
from assistant.testing.clock import FixedClock
from assistant.testing.kept import in_memory_kept
from assistant.testing.postgres import Postgres, running_postgres
from evals.once.crowd import crowd
from evals.once.dying import BASKETS, SPOT_CHECK, Deaths, Task, die
from evals.once.forging import SECRETS, forgeries, genuine, signed_rightly
from evals.once.histories import HISTORIES, lived, shuffled
from evals.once.lives import LIVES
from evals.once.posting import posted
from evals.once.shop import NOW
from evals.result import Failure, Progress, Result

PRELOADED = ["evals.once.dying", "evals.once.crowd"]
SEED = 7
EVERY_TH_ON_SQLITE = 50


@dataclass
class Found:
    """Each part counts its tries and what went wrong in them."""

    tries: Counter[str] = field(default_factory=Counter)
    wrong: list[tuple[str, str]] = field(default_factory=list)
    more: dict[str, float] = field(default_factory=dict)

    def add(self, part: str, tries: int, wrong: Sequence[str]) -> None:
        self.tries[part] += tries
        self.wrong += [(part, why) for why in wrong]


@dataclass(frozen=True)
class Ground:
    """Where fresh, migrated databases come from. `postgres` is None where nothing is asked of it."""

    folder: Path
    postgres: Postgres | None = None
    template: str = ""

    @property
    def migrated(self) -> Path:
        return self.folder / "migrated.db"

    def sqlite(self, name: str) -> str:
        shutil.copy(self.migrated, self.folder / f"{name}.db")
        return f"sqlite:///{self.folder / name}.db"

    def tasks(self, every: int, baskets: int, *, on_postgres: bool = False) -> list[Task]:
        admin = self.postgres.url("postgres") if self.postgres is not None and on_postgres else ""
        migrated = self.template if admin else str(self.migrated)
        return [
            Task(life, basket, every, str(self.folder / f"{'p' if admin else 's'}{number}_{basket}"), migrated, admin)
            for basket in range(baskets)
            for number, life in enumerate(LIVES)
        ]


async def run(
    progress: Progress,
    *,
    baskets: int = len(BASKETS),
    every: int = 1,
    workers: int = 2,
    postgres_every: int = 40,
    attempts: int = 100_000,
    postgres_attempts: int = 5_000,
    clients: int = 16,
    forged: int = 100_000,
    forged_over_http: int = 2_000,
    histories: int = 10_000,
) -> Result:
    """`every`: a kill at each so manieth executed line. A size of 0 leaves its part out."""
    started, found = time.perf_counter(), Found()
    async with _laid(postgres=bool(postgres_every or postgres_attempts)) as ground:
        if every:
            await _killed(found, ground.tasks(every, baskets), "kill_points", workers, progress)
        if postgres_every:
            on_postgres = ground.tasks(postgres_every, 1, on_postgres=True)
            await _killed(found, on_postgres, "postgres_kill_points", workers, progress)
        if attempts:
            await _rushed(found, ground.sqlite("rush"), "attempts", attempts, clients)
        if postgres_attempts and ground.postgres is not None:
            url = ground.postgres.url(ground.postgres.create(ground.template))
            await _rushed(found, url, "postgres_attempts", postgres_attempts, clients)
        if forged:
            _forged(found, ground.folder / "pay.db", forged)
        if forged_over_http:
            rng = random.Random(SEED)  # noqa: S311  # which bits flip, no secrets
            wrong = await posted(ground.folder, ground.sqlite("posted"), rng, forged_over_http)
            found.add("forged_over_http", forged_over_http, wrong)
        if histories:
            await _disordered(found, ground, histories, progress)
    return Result(
        suite="bench exactly-once",
        model="none",
        cases=sum(found.tries.values()),
        measures=measures(found),
        failures=tuple(Failure(id=part, why=why) for part, why in found.wrong),
        protocol=protocol(found),
        seconds=round(time.perf_counter() - started, 2),
    )


def measures(found: Found) -> dict[str, float]:
    wrong = Counter(part for part, _ in found.wrong)
    told: dict[str, float] = {}
    for part, tries in found.tries.items():
        told |= {part: tries, f"{part}_wrong": wrong[part]}
        if not wrong[part] and tries:
            told[f"{part}_wrong_at_most"] = round(3 / tries, 6)
    return told | found.more | {"violations": len(found.wrong)}


def protocol(found: Found) -> str:
    said = {
        "kill_points": "SIGKILL at executed lines of each step of a checkout (placing, pay page, settling, release, "
        f"owing, paying back, partial refund) in {len(LIVES)} lives, in forked processes over files; then all is asked "
        "for again, twice, and the books must add up and equal those of an unbroken run; on SQLite, deaths in a step "
        f"that left the same rows are recovered from once, and after each {SPOT_CHECK}th line in any case (recovered)",
        "attempts": "a rush for 3 items, each shopper saying the same yes twice at once",
        "forged": "notices with bits flipped, other secrets, times, schemes and headers, each refused",
        "forged_over_http": "the same, each posted to the webhook's own route over a connection",
        "histories": "facts told in any order, each up to 3 times, must end as in order",
    }
    parts = [text for part, text in said.items() if part in found.tries]
    return "; ".join([*parts, "wrong_at_most is 3/N beside each zero"])


@asynccontextmanager
async def _laid(*, postgres: bool) -> AsyncIterator[Ground]:
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        await _migrate(f"sqlite:///{folder / 'migrated.db'}")
        if not postgres:
            yield Ground(folder)
            return
        server = stack.enter_context(running_postgres())
        template = server.create()
        await _migrate(server.url(template))
        yield Ground(folder, server, template)


async def _migrate(url: str) -> None:
    database = Database(url)
    await database.upgrade()
    await database.close()


async def _killed(found: Found, tasks: Sequence[Task], part: str, workers: int, progress: Progress) -> None:
    started = time.perf_counter()
    ended = await asyncio.to_thread(_all_died, tasks, workers, progress)
    for deaths in ended:
        found.add(part, sum(deaths.points.values()), deaths.wrong)
        found.more[f"{part}_recovered"] = found.more.get(f"{part}_recovered", 0) + deaths.recovered
        for step, points in deaths.points.items():
            name = f"{part}_{step.replace(' ', '_')}"
            found.more[name] = found.more.get(name, 0) + points
    found.more[f"{part}_per_second"] = round(found.tries[part] / (time.perf_counter() - started), 1)


def _all_died(tasks: Sequence[Task], workers: int, progress: Progress) -> list[Deaths]:
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    ended = list[Deaths]()
    with ProcessPoolExecutor(workers, mp_context=processes) as pool:
        for deaths in pool.map(die, tasks):
            ended.append(deaths)
            progress(len(ended), len(tasks))
    return ended


async def _rushed(found: Found, url: str, part: str, attempts: int, clients: int) -> None:
    rush = await crowd(url, attempts, clients)
    found.add(part, rush.attempts, rush.wrong)
    found.more |= {
        f"{part}_placed": rush.placed,
        f"{part}_too_busy": rush.busy,
        f"{part}_per_second": round(rush.attempts / rush.seconds, 1),
    }


def _forged(found: Found, path: Path, count: int) -> None:
    rng = random.Random(SEED)  # noqa: S311  # which bits flip, no secrets
    payments = DemoPayments(DemoBook(path), "https://pay.example", SECRETS, FixedClock(NOW))
    for secret in SECRETS:  # the genuine ones are heard, or the rest shows nothing
        payments.heard(genuine("pay_1"), signed_rightly(genuine("pay_1"), secret), NOW)
    accepted = list[str]()
    for name, (body, header) in forgeries(rng, count):
        try:
            payments.heard(body, header, NOW)
        except ForgedNotice:
            continue
        accepted.append(f"{name}: {header!r} was accepted")
    found.add("forged", count, accepted)


async def _disordered(found: Found, ground: Ground, count: int, progress: Progress) -> None:
    rng, wholes = random.Random(SEED), dict[tuple[str, int], object]()  # noqa: S311  # orders, no secrets
    names = list(HISTORIES)
    for number in range(count):
        name, at = names[number % len(names)], number // len(names) % len(BASKETS)
        history = HISTORIES[name]
        if (name, at) not in wholes:
            wholes[name, at], _ = await lived(in_memory_kept().stores, BASKETS[at], history, list(history.told))
        told = shuffled(history, rng)
        if number % EVERY_TH_ON_SQLITE:
            end, bad = await lived(in_memory_kept().stores, BASKETS[at], history, told)
        else:
            database = Database(ground.sqlite("history"))
            end, bad = await lived(stores_of(database), BASKETS[at], history, told)
            await database.close()
            found.more["histories_on_sqlite"] = found.more.get("histories_on_sqlite", 0) + 1
        bad += [] if end == wholes[name, at] else ["it does not end as in order"]
        found.add("histories", 1, [f"{name}, told {told}: {why}" for why in bad])
        progress(number + 1, count)
