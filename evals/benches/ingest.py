"""The demo shop through the whole ingest, twice: what a second run with nothing changed still costs."""

import tempfile
import time
from pathlib import Path

from evals.result import Progress, Result
from evals.stage import DEMO, ingested, offline_settings


async def run(progress: Progress) -> Result:
    """The demo twice: into an empty shop, and again with nothing changed. Start-up of the process is counted."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        settings, spent = offline_settings(Path(folder)), list[float]()
        for run in range(2):
            begun = time.perf_counter()
            await ingested(DEMO, settings)
            spent.append(time.perf_counter() - begun)
            progress(run + 1, 2)
    first, again = spent
    return Result(
        suite="bench ingest",
        model="none",
        cases=2,
        measures={"first_seconds": round(first, 2), "again_seconds": round(again, 2), "ratio": round(again / first, 3)},
        protocol="`python -m ingest demo` into an empty shop, then once more with nothing changed",
        seconds=round(time.perf_counter() - started, 2),
    )
