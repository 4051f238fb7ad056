"""Finding, from 5 000 to 500 000 variants, beside three baselines that get the same questions and the same vectors."""

import asyncio
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

from evals.benches.search_systems import FEWER, LARGE, MANY, SYSTEMS, asked_of
from evals.datasets import ROOT
from evals.result import Progress, Result

OURS = {"prepared", "ours", "in turn"}
LONGEST_SECONDS = 420
"""A baseline that takes longer, as pgvector's index may at half a million, is left out, and the result says so."""


class BenchFailed(Exception):
    """A system's process ended badly."""


async def run(progress: Progress, *, variants: str = "5000,50000,500000", so_far: Path | None = None) -> Result:
    """Each size and each system in a process of its own, one after the other; 500000 takes most of the time.

    What is known after each size is written to `so_far`.
    """
    started, sizes = time.perf_counter(), [int(size) for size in variants.split(",")]
    found = Result(suite="bench search", model="retrieval alone", cases=0, measures={}, protocol=PROTOCOL)
    with tempfile.TemporaryDirectory() as root:
        for place, size in enumerate(sizes):
            folder = Path(root) / str(size)
            folder.mkdir()
            for number, system in enumerate(SYSTEMS):
                found = _with(found, system, size, await _measured(system, folder, size))
                progress(place * len(SYSTEMS) + number + 1, len(sizes) * len(SYSTEMS))
            shutil.rmtree(folder)
            seconds = round(time.perf_counter() - started, 2)
            found = found.model_copy(update={"cases": found.cases + asked_of(size), "seconds": seconds})
            if so_far:
                found.write(so_far)
    return found


def _with(found: Result, system: str, size: int, figures: dict[str, float]) -> Result:
    if system in OURS:
        named = {f"{size} variants: {_named(system, name)}": value for name, value in figures.items()}
        return found.model_copy(update={"measures": found.measures | named})
    return found.model_copy(update={"baselines": found.baselines | {f"{system}, {size} variants": figures}})


PROTOCOL = (
    f"{MANY} questions at each size, {FEWER} beyond {LARGE} variants, each of a kind of product with one to three "
    "constraints, one at a time. Shop and questions are generated; about five variants a product. A product's vector "
    "is the real one of its description (some 2 800 distinct ones) with a noise of 0.35 of its length, one vector a "
    "product. p50, p95 and core milliseconds start from the text and embed it with the same model; vector_known starts "
    "from the vector. Ours reads the question, filters and ranks by both legs, and its recall is against brute force "
    "under the same filter and blend; the others get no filter and only the vector, and their recall is against exact "
    "cosine. In turn: ours and plain Chroma in one process, each question to one and then to the other; "
    "core is by processor time, which other work on the machine hardly touches. pgvector is "
    "also asked with a category and a highest price given (filtered). Peak memory and core milliseconds are the "
    "process's own, without PostgreSQL's; every process holds the generated shop. A baseline that was not done after "
    f"{LONGEST_SECONDS} seconds, or failed, is left out (left_out_after_s, left_out_as_it_failed)"
)


async def _measured(system: str, folder: Path, size: int) -> dict[str, float]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "evals.benches.search_systems", system, str(folder), str(size),
        cwd=ROOT, env=os.environ | {"ANONYMIZED_TELEMETRY": "False"},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        told, complaint = await asyncio.wait_for(process.communicate(), None if system in OURS else LONGEST_SECONDS)
    except TimeoutError:
        process.send_signal(signal.SIGINT)  # PostgreSQL is put away on the way out
        await process.wait()
        return {"left_out_after_s": LONGEST_SECONDS}
    if process.returncode != 0 and system not in OURS:
        return {"left_out_as_it_failed": 1}
    if process.returncode != 0:
        raise BenchFailed(f"{system} at {size} variants failed:\n{complaint.decode(errors='replace')[-2000:]}")
    figures: dict[str, float] = json.loads(told.decode().splitlines()[-1])
    return figures


def _named(system: str, figure: str) -> str:
    """What two of our processes measure alike is told apart."""
    return figure if system == "ours" or figure in {"index_s", "index_mb"} else f"{system} {figure}"
