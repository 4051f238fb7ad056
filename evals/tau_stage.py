"""The tau retail shop as evals see it: searchable, and set up anew in memory for each case."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from assistant.bootstrap import index_root
from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.index import build_index
from evals.stage import Stage, offline_settings
from evals.tau_retail import RULES, tau_shop


def database_beside(cases: Path | None) -> Path | None:
    """The database next to a file of cases, None where there is none."""
    own = cases.parent / "db.json.gz" if cases else None
    return own if own and own.is_file() else None


@asynccontextmanager
async def tau_stage(beside: Path | None = None) -> AsyncIterator[Stage]:
    """With the database that lies beside a file of cases, or else the data set's. Raises `NoData`."""
    shop = tau_shop(database_beside(beside))
    with tempfile.TemporaryDirectory() as folder:
        settings, embeddings = offline_settings(Path(folder)), MiniLM()
        built = await asyncio.to_thread(build_index, index_root(settings), shop.products, [], embeddings)
        yield Stage(settings, embeddings, shop.products, (), shop.customers, shop.orders, built.revision, RULES)
