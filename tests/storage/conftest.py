import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from assistant.agent.stores import Stores
from assistant.bootstrap import open_kept
from assistant.retrieval.folders import newest
from assistant.settings import Settings
from assistant.storage.database import Database
from assistant.storage.whole import stores_of
from assistant.testing.kept import in_memory_kept
from assistant.testing.postgres import Postgres, running_postgres
from tests.goods import DOCUMENTS, ORDERS, PRODUCTS

DATABASES = ("sqlite", "postgres")


async def migrate(url: str) -> str:
    database = Database(url)
    await database.upgrade()
    await database.close()
    return url


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with running_postgres() as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> str:
    """The name of a database to copy: migrations run once, not once a test."""
    name = postgres.create()
    asyncio.run(migrate(postgres.url(name)))
    return name


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sqlite") / "shop.db"
    asyncio.run(migrate(f"sqlite:///{path}"))
    return path


def fresh_url(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    if kind == "postgres":
        server: Postgres = request.getfixturevalue("postgres")
        return server.url(server.create(request.getfixturevalue("migrated_postgres")))
    shutil.copy(request.getfixturevalue("migrated_sqlite"), folder / "shop.db")
    return f"sqlite+aiosqlite:///{folder / 'shop.db'}"


@pytest.fixture(params=DATABASES)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh, migrated database of each kind."""
    return fresh_url(request.param, request, tmp_path)


@pytest.fixture(params=["memory", *DATABASES])
def url_or_memory(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    return None if request.param == "memory" else fresh_url(request.param, request, tmp_path)


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    opened = Database(url)
    yield opened
    await opened.close()


@pytest.fixture
async def stores(url_or_memory: str | None) -> AsyncIterator[Stores]:
    """The whole shop, fresh, in memory and on each database."""
    if url_or_memory is None:
        yield in_memory_kept().stores
        return
    opened = Database(url_or_memory)
    yield stores_of(opened)
    await opened.close()


@pytest.fixture
async def own(settings: Settings, url: str, tmp_path: Path) -> Settings:
    """Settings of a filled shop on this database."""
    shutil.copytree(settings.state_dir / "index", tmp_path / "index")
    revision = newest(tmp_path / "index")
    assert revision
    own = settings.model_copy(update={"database_url": url, "state_dir": tmp_path})
    async with open_kept(own) as kept:
        await kept.stores.catalogue.replace(PRODUCTS, ())
        await kept.stores.library.replace_documents(DOCUMENTS, ())
        await kept.stores.orders.replace((), ORDERS)
        await kept.stores.library.go_live(revision.name)
    return own
