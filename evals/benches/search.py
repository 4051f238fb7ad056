"""Finding, from 5 000 to 500 000 variants, beside three baselines that get the same questions and the same vectors."""

import asyncio
import json
import os
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


async def run(progress: Progress, *, variants: str = "5000,50000") -> Result:
    """Each size and each system in a process of its own, one after the other. 500000 takes a quarter of an hour."""
    started, sizes = time.perf_counter(), [int(size) for size in variants.split(",")]
    measures: dict[str, float] = {}
    baselines: dict[str, dict[str, float]] = {}
    for place, size in enumerate(sizes):
        with tempfile.TemporaryDirectory() as folder:
            for number, system in enumerate(SYSTEMS):
                figures = await _measured(system, Path(folder), size)
                if system in OURS:
                    measures |= {f"{size} variants: {_named(system, name)}": value for name, value in figures.items()}
                else:
                    baselines[f"{system}, {size} variants"] = figures
                progress(place * len(SYSTEMS) + number + 1, len(sizes) * len(SYSTEMS))
    return Result(
        suite="bench search",
        model="retrieval alone",
        cases=sum(asked_of(size) for size in sizes),
        measures=measures,
        baselines=baselines,
        protocol=PROTOCOL,
        seconds=round(time.perf_counter() - started, 2),
    )


PROTOCOL = (
    f"{MANY} questions at each size, {FEWER} beyond {LARGE} variants, each of a kind of product with one to three "
    "constraints, one at a time. Shop and questions are generated; about five variants a product. A product's vector "
    "is the real one of its description (some 2 800 distinct ones) with a noise of 0.35 of its length, one vector a "
    "product. p50, p95 and core milliseconds start from the text and embed it with the same model; vector_known starts "
    "from the vector. Ours reads the question, filters and ranks by both legs, and its recall is against brute force "
    "under the same filter and blend; the others get no filter and only the vector, and their recall is against exact "
    "cosine. In turn: ours and plain Chroma in one process, each question to one and then to the other. pgvector is "
    "also asked with a category and a highest price given (filtered). Peak memory and core milliseconds are the "
    "process's own, without PostgreSQL's; every process holds the generated shop. A baseline that was not done after "
    f"{LONGEST_SECONDS} seconds is left out (left_out_after_s)"
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
    if process.returncode != 0:
        raise BenchFailed(f"{system} at {size} variants failed:\n{complaint.decode(errors='replace')[-2000:]}")
    figures: dict[str, float] = json.loads(told.decode().splitlines()[-1])
    return figures


def _named(system: str, figure: str) -> str:
    """What two of our processes measure alike is told apart."""
    return figure if system == "ours" or figure in {"index_s", "index_mb"} else f"{system} {figure}"
