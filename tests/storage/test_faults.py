from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError, ProgrammingError

from assistant.errors import StorageFull, StorageUnavailable
from assistant.retrieval.library import Document
from assistant.storage.carts import SqlCarts
from assistant.storage.database import Database
from assistant.storage.library import SqlLibrary
from assistant.testing.postgres import Postgres

BIG = [Document(f"d{n}", "Title", "words " * 1_000, f"/d{n}") for n in range(50)]


async def allow_no_more_pages(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("PRAGMA max_page_count = 40"))


async def allow_no_more_rows(database: Database) -> None:
    """PostgreSQL's own error for a full disk, raised by the server when the row is written."""
    async with database.begin() as connection:
        await connection.execute(
            text(
                "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full', MESSAGE = 'No space left on device'; END $$"
            )
        )
        await connection.execute(
            text("CREATE TRIGGER full_disk BEFORE INSERT ON documents FOR EACH ROW EXECUTE FUNCTION full_disk()")
        )


async def test_a_full_disk_is_named_and_leaves_what_was_there(database: Database) -> None:
    library = SqlLibrary(database)
    await library.replace_documents(BIG[:1], [])
    await (allow_no_more_pages if database.is_sqlite else allow_no_more_rows)(database)

    with pytest.raises(StorageFull, match=r"disk .* is full"):
        await library.replace_documents(BIG, [])
    assert await library.documents() == BIG[:1]
    assert await library.version() == 1


async def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    database = Database(f"postgresql://ada:hunter2@/shop?host={tmp_path}")
    with pytest.raises(StorageUnavailable, match="cannot be reached") as caught:
        await database.ping()
    assert "hunter2" not in f"{caught.value.message} {caught.value.__cause__}"
    await database.close()


async def test_a_database_that_is_not_there_is_named(postgres: Postgres) -> None:
    database = Database(postgres.url("nothing_here"))
    with pytest.raises(StorageUnavailable, match="cannot be reached"):
        await SqlCarts(database).get("c1")
    await database.close()


async def test_a_lost_connection_is_made_anew(postgres: Postgres) -> None:
    database = Database(postgres.url(postgres.create()))
    await database.ping()
    postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'shop%'")

    await database.ping()
    await database.close()


async def test_a_connection_that_is_cut_in_mid_work_is_named(postgres: Postgres) -> None:
    database = Database(postgres.url(postgres.create()))

    async def work() -> None:
        async with database.connect() as connection:
            await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(StorageUnavailable, match="cannot be reached"):
        await work()
    await database.close()


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "shop.db").write_text("These are my shopping notes.\n" * 100)
    database = Database(f"sqlite:///{tmp_path}/shop.db")
    with pytest.raises(StorageUnavailable, match="cannot be read or written"):
        await database.ping()
    await database.close()


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageUnavailable, match="cannot be read or written"):
        Database(f"sqlite:///{tmp_path}/file/shop.db")


@pytest.fixture
async def impatient(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite:///{tmp_path}/shop.db")
    await database.upgrade()
    async with database.connect() as connection:
        await connection.execute(text("PRAGMA busy_timeout = 50"))
    yield database
    await database.close()


async def test_a_database_that_stays_locked_is_named(impatient: Database, tmp_path: Path) -> None:
    hog = Database(f"sqlite:///{tmp_path}/shop.db")
    async with hog.begin():
        with pytest.raises(StorageUnavailable, match="too busy"):
            await SqlCarts(impatient).drop("c1", 1)
    await hog.close()


async def test_a_mistake_of_ours_is_not_dressed_up_as_a_fault_of_the_database(database: Database) -> None:
    async def work() -> None:
        async with database.connect() as connection:
            await connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises((OperationalError, ProgrammingError)):
        await work()
