"""A filled shop on SQLite or on a PostgreSQL of its own, for benches that serve it."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter, ValidationError

from assistant.bootstrap import open_kept
from assistant.testing.postgres import Postgres, running_postgres
from evals.carting.plans import Goods, goods_of
from evals.loading import BadCases
from evals.stage import DEMO, ingested, offline_settings

Store = Literal["sqlite", "postgres"]


@dataclass(frozen=True)
class Ground:
    """`server` is that of a PostgreSQL."""

    folder: Path
    url: str
    goods: list[Goods]
    server: Postgres | None = None


def chosen(kinds: Any, given: str) -> list[Any]:
    try:
        return [TypeAdapter(kinds).validate_python(name) for name in given.split(",")]
    except ValidationError as error:
        raise BadCases(f"{given}: {error.errors(include_url=False)[0]['msg']}") from None


@asynccontextmanager
async def laid(store: Store) -> AsyncIterator[Ground]:
    """A shop of its own, filled as its owner would fill it."""
    with tempfile.TemporaryDirectory() as root, running_postgres() if store == "postgres" else nullcontext() as server:
        folder, settings = Path(root), offline_settings(Path(root))
        if isinstance(server, Postgres):
            settings = settings.model_copy(update={"database_url": server.url(server.create())})
        await ingested(DEMO, settings)
        async with open_kept(settings) as kept:
            goods = goods_of(await kept.stores.catalogue.all())
        yield Ground(folder, settings.database_url, goods, server if isinstance(server, Postgres) else None)
