"""An ingest killed at random moments: shoppers' answers stay whole all the while, and a re-run completes."""

import asyncio
import multiprocessing
import os
import random
import runpy
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from assistant.bootstrap import index_root, open_kept
from assistant.retrieval.embedding import Embedder, MiniLM
from assistant.retrieval.library import Library, ProductQuery
from assistant.retrieval.search import ShopRetriever
from assistant.settings import Settings
from assistant.shop.catalogue import Product
from evals.benches.changed_feed import FAMILIES, write_feed
from evals.datasets import ROOT
from evals.result import Failure, Progress, Result
from evals.stage import environment, offline_settings

PRELOADED = ["ingest.__main__", "assistant.bootstrap", "alembic.command", "onnxruntime", "tokenizers", "tantivy"]
QUESTIONS = (
    "a dress under $150", "waterproof jacket", "something warm for winter", "boots for snow", "anything from Larkfield",
    "a gift under $30", "linen sheets", "how long do I have to return something?", "do you ship abroad?",
)  # fmt: skip
MOMENTS = ("", "embedded", "writing")
"""A kill falls evenly between one of these and the end of the run: its start, the last embedding, the transaction."""
RE_RUN_EACH = 20
PATIENCE = 4
"""An ingest that ended before its moment came is no kill. It gives up after so many times the rounds asked for."""

Answer = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Reader:
    """A shopper's side, as a server holds it open. `live` is the index that was live when it was opened."""

    library: Library
    retriever: ShopRetriever
    live: str | None

    async def products(self, question: str) -> tuple[str, ...]:
        hits = await self.retriever.products(ProductQuery(question))
        return *hits.understood, *(f"{p.handle} {p.title} {p.price}" for p in hits.products)

    async def passages(self, question: str) -> tuple[str, ...]:
        return tuple(hit.passage.text for hit in await self.retriever.passages(question))

    async def ask_all(self) -> list[Answer]:
        return [(await self.products(question), await self.passages(question)) for question in QUESTIONS]

    async def went_live(self) -> bool:
        return await self.library.live_index() != self.live


@dataclass
class Ground:
    """A shop with one revision live and a changed feed beside it; `pristine` is its state before anything is killed.

    `seconds` is how long a clean run takes from each of `MOMENTS` to its end, with the reader asking.
    """

    folder: Path
    settings: Settings
    model: Embedder
    before: list[Answer] = field(default_factory=list)
    after: list[Answer] = field(default_factory=list)
    clean: Sequence[Product] = ()
    seconds: dict[str, float] = field(default_factory=dict)

    @property
    def pristine(self) -> Path:
        return self.folder / "pristine"

    @property
    def told(self) -> Path:
        """What the ingest prints of its progress."""
        return self.folder / "progress.txt"

    def reset(self) -> None:
        shutil.rmtree(self.settings.state_dir, ignore_errors=True)
        shutil.copytree(self.pristine, self.settings.state_dir)


@dataclass(frozen=True)
class Round:
    """`killed` is False when the ingest had ended by itself; `flipped` counts answers that saw the index change."""

    bad: tuple[str, ...]
    went_live: bool
    killed: bool
    asked: int
    flipped: int


async def run(progress: Progress, *, kills: int = 200, seed: int = 7) -> Result:
    started, rng, failures = time.perf_counter(), random.Random(seed), list[Failure]()  # noqa: S311  # moments, no secrets
    rounds, completed_before = list[Round](), False
    with tempfile.TemporaryDirectory() as folder:
        ground = await laid(Path(folder))
        for number in range(1, PATIENCE * kills + 1):
            if number % 3 == 1 or completed_before or rounds[-1].went_live:  # else it goes on from what was left
                ground.reset()
            rounds.append(await one_round(ground, MOMENTS[number % len(MOMENTS)], rng))
            why = list(rounds[-1].bad)
            completed_before = number % RE_RUN_EACH == 0
            real = sum(one.killed for one in rounds)
            if completed_before or real == kills:
                why += await completed(ground)
            failures += [Failure(id=f"kill {number}", why=text) for text in why]
            progress(real, kills)
            if real == kills:
                break
    return Result(
        suite="bench kills",
        model="none",
        cases=sum(one.killed for one in rounds),
        measures=measures(rounds, ground.seconds[""]) | {"bad": len(failures)},
        failures=tuple(failures),
        protocol=protocol(),
        seconds=round(time.perf_counter() - started, 2),
    )  # fmt: skip


def protocol() -> str:
    return (
        f"`python -m ingest` on a changed feed of {FAMILIES} families, until so many were killed while they ran (the "
        "cases); SIGKILL at a moment drawn evenly from a clean "
        "run's time: in a third of the rounds from its whole, in a third from what follows the embedding, in a third "
        f"from what follows the start of the transaction; a reader asks {len(QUESTIONS)} questions all the while, also "
        "as the index changes, and each answer must be that of one revision; a third of the kills at least start "
        f"afresh, others from what the kill before left; each {RE_RUN_EACH}th and the last are followed by a whole run"
    )


def measures(rounds: Sequence[Round], seconds: float) -> dict[str, float]:
    killed = [one.went_live for one in rounds if one.killed]
    return {
        "killed_before_it_went_live": killed.count(False),
        "killed_after": killed.count(True),
        "ended_before_the_kill": len(rounds) - len(killed),
        "answers_while_it_ran": sum(one.asked for one in rounds),
        "answers_across_the_change": sum(one.flipped for one in rounds),
        "clean_run_seconds": round(seconds, 2),
    }


async def laid(folder: Path) -> Ground:
    ground = Ground(folder, offline_settings(folder / "state"), MiniLM())
    write_feed(folder / "feed", changed=False)
    await finished(started(ground))
    async with reading(ground) as reader:
        ground.before = await reader.ask_all()
    shutil.copytree(ground.settings.state_dir, ground.pristine)
    write_feed(folder / "feed", changed=True)
    async with reading(ground) as reader:
        process = started(ground)
        timed = asyncio.create_task(asyncio.to_thread(timed_run, ground, process))
        while not timed.done():
            await reader.products(QUESTIONS[0])
        ground.seconds = await timed
        await finished(process)
    async with reading(ground) as reader:
        ground.after = await reader.ask_all()
        ground.clean = await products(ground.settings)
    return ground


def timed_run(ground: Ground, process: BaseProcess) -> dict[str, float]:
    begun = {}
    for moment in MOMENTS:
        wait_for(ground, process, moment)
        begun[moment] = time.perf_counter()
    process.join()
    return {moment: time.perf_counter() - since for moment, since in begun.items()}


def wait_for(ground: Ground, process: BaseProcess, moment: str) -> None:
    """Returns when the ingest has told that it is there, or has ended."""
    while process.is_alive() and moment not in reached(ground.told):
        time.sleep(0.001)


def reached(told: Path) -> set[str]:
    found = {""}
    for line in told.read_text(encoding="utf-8").splitlines():
        step, _, figures = line.partition(": ")
        done, _, total = figures.partition(" of ")
        if step == "embedding" and done == total:
            found.add("embedded")
        if step == "writing":
            found |= {"embedded", "writing"}
    return found


async def one_round(ground: Ground, moment: str, rng: random.Random) -> Round:
    async with reading(ground) as reader:
        process, delay = started(ground), rng.uniform(0, ground.seconds[moment])
        killing, bad, flips = asyncio.create_task(asyncio.to_thread(kill, ground, process, moment, delay)), [], []
        while not killing.done():
            number = rng.randrange(len(QUESTIONS))
            why, flipped = await asked(ground, reader, number)
            bad += why
            flips.append(flipped)
        await killing
        answers, went_live = await reader.ask_all(), await reader.went_live()
    if answers != (ground.after if went_live else ground.before):
        bad.append(f"the answers after the kill are not those of the {'new' if went_live else 'old'} revision")
    return Round(tuple(bad), went_live, process.exitcode == -signal.SIGKILL, len(flips), sum(flips))


def kill(ground: Ground, process: BaseProcess, moment: str, delay: float) -> None:
    wait_for(ground, process, moment)
    process.join(delay)
    process.kill()
    process.join()


async def asked(ground: Ground, reader: Reader, number: int) -> tuple[list[str], bool]:
    """What is wrong with two answers, and whether the index changed meanwhile: then either revision's will do."""
    before = await reader.went_live()
    found = await reader.products(QUESTIONS[number])
    between = await reader.went_live()
    pages = await reader.passages(QUESTIONS[number])
    after = await reader.went_live()
    good_products = {of_revision(ground, live, number)[0] for live in (before, between)}
    good_pages = {of_revision(ground, live, number)[1] for live in (between, after)}
    bad = [] if found in good_products else [f"{QUESTIONS[number]!r} found products of no revision"]
    bad += [] if pages in good_pages else [f"{QUESTIONS[number]!r} found passages of no revision"]
    return [
        f"{why} ({'as' if before != after else 'before or after'} the index changed)" for why in bad
    ], before != after


def of_revision(ground: Ground, went_live: bool, number: int) -> Answer:
    return (ground.after if went_live else ground.before)[number]


async def completed(ground: Ground) -> list[str]:
    await finished(started(ground))
    async with reading(ground) as reader:
        same = await reader.ask_all() == ground.after and await products(ground.settings) == ground.clean
    return [] if same else ["a re-run after kills does not equal a clean run"]


@asynccontextmanager
async def reading(ground: Ground) -> AsyncIterator[Reader]:
    async with open_kept(ground.settings) as kept:
        catalogue, library = kept.stores.catalogue, kept.stores.library
        weight = ground.settings.keyword_weight
        retriever = ShopRetriever(catalogue, library, ground.model, index_root(ground.settings), weight)
        try:
            await retriever.load()
            yield Reader(library, retriever, await library.live_index())
        finally:
            await retriever.close()


async def products(settings: Settings) -> Sequence[Product]:
    async with open_kept(settings) as kept:
        return await kept.stores.catalogue.all()


def started(ground: Ground) -> BaseProcess:
    """A process of its own, forked from one that has done the imports: kills fall on the ingest, not on start-up."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    ground.told.write_text("", encoding="utf-8")
    given = (str(ground.folder / "feed"), str(ground.told), environment(ground.settings))
    process = processes.Process(target=ingest_feed, args=given, daemon=True)
    process.start()
    return process


def ingest_feed(feed: str, told: str, own: dict[str, str]) -> None:
    """As `python -m ingest FEED --allow-removal` in that environment; progress goes to the file `told`."""
    os.environ.clear()
    os.environ.update(own)
    os.chdir(ROOT)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere, Path(told).open("w", 1, encoding="utf-8") as progress:
        sys.stdout, sys.stderr = nowhere, progress
        sys.argv = ["ingest", feed, "--allow-removal"]
        runpy.run_module("ingest", run_name="__main__")


async def finished(process: BaseProcess) -> None:
    await asyncio.to_thread(process.join)
    if process.exitcode != 0:
        raise RuntimeError("an ingest that nobody killed did not complete")
