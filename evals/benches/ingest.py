"""A generated feed through the whole ingest, beside the bare embedder: first, unchanged, and with 1 % changed."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from evals.benches.feed import write_feed
from evals.datasets import ROOT
from evals.result import Progress, Result

SAMPLE = 1000
Figures = Mapping[str, float]


async def run(progress: Progress, *, products: int = 2000, embedder: Literal["minilm", "hashing"] = "minilm") -> Result:
    """`hashing` costs next to nothing: all around the embedder is measured, and its share is reckoned with a sample."""
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        root, state = Path(folder), Path(folder) / "state"
        feed, sample = root / "feed.jsonl", root / "sample.jsonl"
        write_feed(sample, min(products, SAMPLE))
        write_feed(feed, products)
        bare = await _measured("bare", sample, state, "minilm")
        progress(1, 4)
        spent = []
        for number, changed in enumerate((0, 0, max(1, products // 100)), 2):
            write_feed(feed, products, changed)
            spent.append(await _measured("whole", feed, state, embedder))
            progress(number, 4)
    return Result(
        suite="bench ingest",
        model=embedder,
        cases=products,
        measures=measures(products, bare, *spent, modelled=embedder == "minilm"),
        baselines={"bare embedder": {"texts_per_core_second": round(bare["texts"] / bare["embedding"], 1)}},
        protocol=_protocol(products, embedder),
        seconds=round(time.perf_counter() - started, 2),
    )


def measures(
    products: int, bare: Figures, first: Figures, again: Figures, changed: Figures, *, modelled: bool
) -> dict[str, float]:
    """Shares are of the processor's seconds; where no model embedded, its cost is added at the bare one's rate."""
    each = bare["embedding"] / bare["texts"]
    whole, same, little = (f["cpu"] if modelled else _with_model(f, each) for f in (first, again, changed))
    return {
        "products_per_core_second": round(products / whole, 1),
        "share_of_bare": round(products * each / whole, 3),
        "first_seconds": round(first["clock"], 2),
        "rest_ms_per_product": round((first["cpu"] - first["embedding"]) / products * 1000, 3),
        "unchanged_share": round(same / whole, 4),
        "unchanged_seconds": round(again["clock"], 2),
        "changed_1_percent_share": round(little / whole, 4),
        "changed_1_percent_seconds": round(changed["clock"], 2),
        "peak_mb": round(max(figures["peak_mb"] for figures in (first, again, changed))),
        "bare_peak_mb": round(bare["peak_mb"]),
    }


def _with_model(figures: Figures, each: float) -> float:
    return figures["cpu"] - figures["embedding"] + figures["texts"] * each


def _protocol(products: int, embedder: str) -> str:
    told = (
        f"{products} generated products of two variants each, three ingests in processes of their own, SQLite, "
        "processor seconds without start-up; the bare model embeds texts of the same feed in the same run"
    )
    if embedder == "minilm":
        return told
    return f"{told}; embedded by hashed words, so that only the rest is measured, and the model is reckoned in by rate"


async def _measured(work: str, feed: Path, state: Path, embedder: str) -> Figures:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "ingest.measured", work, str(feed), str(state), embedder,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    told, _ = await process.communicate()
    if process.returncode != 0:
        raise RuntimeError(f"the {work} run of bench ingest ended with code {process.returncode}")
    figures: Figures = json.loads(told.splitlines()[-1])
    return figures
