"""One measured run in a process of its own, for `evals bench ingest`: `python -m ingest.measured` with four words.

WORK is `whole` for an ingest, `bare` to embed the feed's texts and no more, or `vectors` to put as many random vectors
as the feed has lines into an empty vector store and no more; then FEED, the folder for the shop's STATE, and EMBEDDER,
`minilm` or `hashing`. Prints a line of JSON.
"""

import asyncio
import json
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np

from assistant.bootstrap import index_root, open_kept
from assistant.retrieval.building import EMBEDDED
from assistant.retrieval.embedding import Embedder, MiniLM, Progress, Vectors, quiet
from assistant.retrieval.entries import PRODUCTS
from assistant.retrieval.index import build_index, index_text
from assistant.retrieval.vectors.store import Model
from assistant.settings import Settings
from assistant.shop.catalogue import Product
from assistant.testing.embedder import HashingEmbedder
from ingest.publish import Stores
from ingest.readers import read, reader_for
from ingest.rows import FeedFile, Item
from ingest.run import Options, ingest

AT_ONCE = 2000


class TimedEmbedder(Embedder):
    """Counts the processor's seconds that embedding took, over all threads."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder, self.seconds, self.texts = embedder, 0.0, 0
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        begun = time.process_time()
        vectors = self._embedder.embed(texts, progress)
        self.seconds += time.process_time() - begun
        self.texts += len(texts)
        return vectors


def bare(feed: Path, embedder: TimedEmbedder) -> None:
    reader = reader_for(feed)
    rows = read(FeedFile(feed, feed.name), reader) if reader else ()
    values = [row.value for row in rows if isinstance(row, Item)]
    embedder.embed([f"{p.title}. {index_text(p)}" for p in values if isinstance(p, Product)])


def vectors(feed: Path, state: Path, model: Model) -> None:
    with feed.open(encoding="utf-8") as lines:
        count = sum(1 for _ in lines)
    drawn = np.random.default_rng(1)
    with closing(EMBEDDED.open(state, model)) as store:
        for start in range(0, count, AT_ONCE):
            ids = [f"{number:032d}" for number in range(start, min(start + AT_ONCE, count))]
            batch = drawn.standard_normal((len(ids), model.dimension), dtype=np.float32)
            store.add(PRODUCTS, [(ids, batch)])


async def whole(feed: Path, state: Path, embedder: TimedEmbedder) -> tuple[float, float]:
    """Seconds of the processor, and on the clock."""
    settings = Settings(_env_file=None).model_copy(
        update={"state_dir": state, "database_url": f"sqlite+aiosqlite:///{state}/shop.db"}
    )
    _warm(embedder)
    async with open_kept(settings) as kept:
        stores = Stores.of(kept.stores)
        spent, begun = time.process_time(), time.perf_counter()
        await ingest(feed, stores, embedder, index_root(settings), options=Options())
        return time.process_time() - spent, time.perf_counter() - begun


def _warm(embedder: TimedEmbedder) -> None:
    """An index of nothing: what an engine imports and sets up is start-up, and no part of what a product costs."""
    with tempfile.TemporaryDirectory() as aside:
        build_index(Path(aside), (), (), embedder)


def main() -> None:
    work, feed, state, name = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
    embedder = TimedEmbedder(MiniLM() if name == "minilm" and work != "vectors" else HashingEmbedder())
    cpu = clock = 0.0
    if work == "bare":
        bare(feed, embedder)
    elif work == "vectors":
        vectors(feed, state, Model("bare", embedder.dimension))
    else:
        cpu, clock = asyncio.run(whole(feed, state, embedder))
    told = {
        "cpu": cpu,
        "clock": clock,
        "embedding": embedder.seconds,
        "texts": embedder.texts,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
