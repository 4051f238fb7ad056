"""An ingest killed at random moments: shoppers' answers stay whole all the while, and a re-run completes."""

import asyncio
import csv
import multiprocessing
import os
import random
import runpy
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from multiprocessing.process import BaseProcess
from pathlib import Path

from assistant.bootstrap import embedder_of, index_root, open_kept
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.search import ShopRetriever
from assistant.settings import Settings
from assistant.shop.catalogue import Product
from evals.datasets import ROOT
from evals.result import Failure, Progress, Result
from evals.stage import DEMO, environment, offline_settings

FAMILIES = 24
PRELOADED = ["ingest.__main__", "assistant.bootstrap", "alembic.command", "onnxruntime", "tokenizers", "tantivy"]
QUESTIONS = (
    "a dress under $150", "waterproof jacket", "something warm for winter", "boots for snow", "anything from Larkfield",
    "a gift under $30", "linen sheets", "how long do I have to return something?", "do you ship abroad?",
)  # fmt: skip

Answer = tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True)
class Reader:
    """A shopper's side, as a server holds it open."""

    settings: Settings
    retriever: ShopRetriever
    live: str

    async def ask(self, question: str) -> Answer:
        """What was found, with titles and prices; and the passages with their words."""
        hits = await self.retriever.products(ProductQuery(question))
        passages = await self.retriever.passages(question)
        found = (*hits.understood, *(f"{p.handle} {p.title} {p.price}" for p in hits.products))
        return found, tuple(hit.passage.text for hit in passages)

    async def ask_all(self) -> list[Answer]:
        return [await self.ask(question) for question in QUESTIONS]


@dataclass
class Ground:
    """A shop with one revision live and a changed feed beside it; `pristine` is its state before anything is killed."""

    folder: Path
    settings: Settings
    before: list[Answer] = field(default_factory=list)
    after: list[Answer] = field(default_factory=list)
    clean: Sequence[Product] = ()
    seconds: float = 0

    @property
    def pristine(self) -> Path:
        return self.folder / "pristine"

    def reset(self) -> None:
        shutil.rmtree(self.settings.state_dir, ignore_errors=True)
        shutil.copytree(self.pristine, self.settings.state_dir)


async def run(progress: Progress, *, kills: int = 200, seed: int = 7) -> Result:
    started, rng, failures = time.perf_counter(), random.Random(seed), list[Failure]()  # noqa: S311  # moments, no secrets
    done = live = resets = 0
    with tempfile.TemporaryDirectory() as folder:
        ground = await laid(Path(folder))
        while done < kills:
            ground.reset()
            resets += 1
            async with reading(ground.settings) as reader:
                went_live = False
                while done < kills and not went_live:
                    why, went_live = await killed(ground, reader, rng)
                    failures += [Failure(id=f"kill {done + 1}", why=text) for text in why]
                    done, live = done + 1, live + went_live
                    progress(done, kills)
        failures += [Failure(id="re-run", why=text) for text in await completed(ground)]
    return Result(
        suite="bench kills",
        model="none",
        cases=kills,
        measures={
            "bad": len(failures), "killed_before_it_went_live": kills - live, "killed_after": live,
            "from_a_fresh_state": resets, "clean_run_seconds": round(ground.seconds, 2),
        },
        failures=tuple(failures),
        protocol=f"`python -m ingest` on a changed feed of {FAMILIES} families, SIGKILL at a moment drawn evenly from "
        f"1.2 times a clean run's time; a reader in another process asks {len(QUESTIONS)} questions all the while and "
        "may get the answers of one revision only; runs go on from what the kill left until one went live",
        seconds=round(time.perf_counter() - started, 2),
    )  # fmt: skip


async def laid(folder: Path) -> Ground:
    settings = offline_settings(folder / "state")
    ground = Ground(folder, settings)
    write_feed(folder / "feed", changed=False)
    await finished(started(ground))
    async with reading(settings) as reader:
        ground.before = await reader.ask_all()
    shutil.copytree(settings.state_dir, ground.pristine)
    write_feed(folder / "feed", changed=True)
    async with reading(settings) as reader:
        begun, process = time.perf_counter(), started(ground)
        while process.is_alive():  # asked as it will be in each round, so that moments are spread over as long a run
            await reader.ask(QUESTIONS[0])
            await asyncio.sleep(0.1)
        await finished(process)
        ground.seconds = time.perf_counter() - begun
    async with reading(settings) as reader:
        ground.after = await reader.ask_all()
    ground.clean = await products(settings)
    return ground


async def killed(ground: Ground, reader: Reader, rng: random.Random) -> tuple[list[str], bool]:
    """What went wrong in one round, and whether the new revision went live in it."""
    process, bad = started(ground), list[str]()
    deadline = time.perf_counter() + rng.uniform(0, 1.2 * ground.seconds)
    while process.is_alive() and (left := deadline - time.perf_counter()) > 0:
        bad += await whole(ground, reader, rng.randrange(len(QUESTIONS)))
        await asyncio.sleep(min(0.1, left))
    process.kill()
    await asyncio.to_thread(process.join)
    answers, went_live = await reader.ask_all(), await live_index(ground.settings) != reader.live
    if answers != (ground.after if went_live else ground.before):
        bad.append(f"the answers after the kill are not those of the {'new' if went_live else 'old'} revision")
    return bad, went_live


async def whole(ground: Ground, reader: Reader, number: int) -> list[str]:
    """One question while the ingest runs; one that was under way just when the revision changed says nothing."""
    before = await live_index(ground.settings)
    answer = await reader.ask(QUESTIONS[number])
    after = await live_index(ground.settings)
    expected = ground.before if after == reader.live else ground.after
    if before != after or answer == expected[number]:
        return []
    return [f"{QUESTIONS[number]!r} got an answer of no revision while the ingest ran"]


async def completed(ground: Ground) -> list[str]:
    """From what the last kill left, and again from a kill in the middle of a fresh state."""
    bad = []
    for fresh in (False, True):
        if fresh:
            ground.reset()
            process = started(ground)
            await asyncio.sleep(ground.seconds * 0.7)
            process.kill()
            await asyncio.to_thread(process.join)
        await finished(started(ground))
        async with reading(ground.settings) as reader:
            if await reader.ask_all() != ground.after or await products(ground.settings) != ground.clean:
                bad.append("a re-run after kills does not equal a clean run")
    return bad


@asynccontextmanager
async def reading(settings: Settings) -> AsyncIterator[Reader]:
    async with open_kept(settings) as kept:
        stores = kept.stores
        retriever = ShopRetriever(
            stores.catalogue, stores.library, embedder_of(settings), index_root(settings), settings.keyword_weight
        )
        try:
            yield Reader(settings, retriever, await stores.library.live_index() or "")
        finally:
            await retriever.close()


async def live_index(settings: Settings) -> str:
    async with open_kept(settings) as kept:
        return await kept.stores.library.live_index() or ""


async def products(settings: Settings) -> Sequence[Product]:
    async with open_kept(settings) as kept:
        return await kept.stores.catalogue.all()


def started(ground: Ground) -> BaseProcess:
    """A process of its own, forked from one that has done the imports: kills fall on the ingest, not on start-up."""
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(PRELOADED)
    feed = str(ground.folder / "feed")
    process = processes.Process(target=ingest_feed, args=(feed, environment(ground.settings)), daemon=True)
    process.start()
    return process


def ingest_feed(feed: str, own: dict[str, str]) -> None:
    """As `python -m ingest FEED --allow-removal` in that environment."""
    os.environ.clear()
    os.environ.update(own)
    os.chdir(ROOT)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        sys.stdout = sys.stderr = nowhere
        sys.argv = ["ingest", feed, "--allow-removal"]
        runpy.run_module("ingest", run_name="__main__")


async def finished(process: BaseProcess) -> None:
    await asyncio.to_thread(process.join)
    if process.exitcode != 0:
        raise RuntimeError("an ingest that nobody killed did not complete")


def write_feed(folder: Path, *, changed: bool) -> None:
    """Families of the demo and three pages; changed: some are new, some gone, half have other words or prices."""
    (folder / "policies").mkdir(parents=True, exist_ok=True)
    with (DEMO / "products.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    handles = list(dict.fromkeys(row["Handle"] for row in rows))[8 if changed else 0 :][:FAMILIES]
    kept = [row for row in rows if row["Handle"] in set(handles)]
    if changed:
        kept = [_changed(row) if handles.index(row["Handle"]) % 2 else row for row in kept]
    with (folder / "products.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0].keys())
        writer.writeheader()
        writer.writerows(kept)
    for path in sorted((DEMO / "policies").glob("*.md"))[:3]:
        text = path.read_text(encoding="utf-8")
        (folder / "policies" / path.name).write_text(text + "\nAs of now.\n" * changed, encoding="utf-8")


def _changed(row: dict[str, str]) -> dict[str, str]:
    words = {"Title": f"{row['Title']} II", "Body (HTML)": f"{row['Body (HTML)']}<p>Made anew.</p>"}
    return row | (words if row["Title"] else {}) | {"Variant Price": f"{float(row['Variant Price'] or 0) + 1:.2f}"}
