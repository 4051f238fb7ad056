"""A generated feed through the whole ingest, beside the bare embedder: first, unchanged, and with 1 % changed."""

import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from evals.benches.feed import write_feed
from evals.datasets import ROOT
from evals.result import Progress, Result

SAMPLE, EACH = 1000, 4
Figures = Mapping[str, float]


async def run(progress: Progress, *, products: int = 2000, hashed: int = 50_000) -> Result:
    """`products` by the packaged model and, for a large shop, `hashed` by one that costs next to nothing; 0 is none."""
    started, sizes = time.perf_counter(), [(n, how) for n, how in ((products, "minilm"), (hashed, "hashing")) if n]
    found: dict[str, float] = {}
    steps = iter(range(1, 2 + EACH * len(sizes)))

    def step() -> None:
        progress(next(steps), 1 + EACH * len(sizes))

    with tempfile.TemporaryDirectory() as folder:
        sample = Path(folder) / "sample.jsonl"
        write_feed(sample, SAMPLE)
        bare = await _measured("bare", sample, Path(folder), "minilm")
        step()
        for size, how in sizes:
            spent = await _three(Path(folder), size, how, step)
            alone = await _measured("vectors", Path(folder) / f"{how}.jsonl", Path(folder) / f"{how}-alone", how)
            step()
            figures = measures(size, bare, *spent, modelled=how == "minilm")
            figures |= {"vectors_alone_peak_mb": round(alone["peak_mb"])}
            found |= {f"{size} products, {how}: {name}": value for name, value in figures.items()}
    return Result(
        suite="bench ingest",
        model="none",
        cases=sum(size for size, _ in sizes),
        measures=found,
        baselines={"bare embedder": {"texts_per_core_second": round(bare["texts"] / bare["embedding"], 1)}},
        protocol=PROTOCOL,
        seconds=round(time.perf_counter() - started, 2),
    )


async def _three(folder: Path, products: int, embedder: str, step: Callable[[], None]) -> list[Figures]:
    """The first ingest, the same feed again, and with 1 % of it changed."""
    feed, spent = folder / f"{embedder}.jsonl", []
    for changed in (0, 0, max(1, products // 100)):
        write_feed(feed, products, changed)
        spent.append(await _measured("whole", feed, folder / embedder, embedder))
        step()
    return spent


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


PROTOCOL = (
    "Generated products of two variants each, three ingests in processes of their own, SQLite, processor seconds "
    f"without start-up; the bare model embeds {SAMPLE} texts of such a feed in the same run. Where the embedder is "
    "hashing, hashed words take the model's place, so that only the rest is measured, and it is reckoned in at the "
    "bare model's rate; `vectors_alone` is the vector store by itself with as many vectors"
)


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
