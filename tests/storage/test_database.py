import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path
from subprocess import run

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from assistant.errors import BadSetting
from assistant.shop.cart.contents import CartLine, Contents, KeptCart
from assistant.shop.conversations import Asked, Conversation
from assistant.shop.money import Money
from assistant.shop.selling.rules import Limits, SellingRules
from assistant.storage.carts import SqlCarts
from assistant.storage.conversations import SqlConversations
from assistant.storage.database import Database
from assistant.storage.selling import SqlSellingBook
from assistant.testing.postgres import Postgres
from tests.storage.times import NOW

CART = KeptCart(Contents((CartLine("A", 2, Money(500)),)))


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://root:hunter2@db/shop", "mysql://, which is not supported"),
        ("sqlite+aiosqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
        ("hunter2", "not a database URL"),
        ("postgresql://root:hunter2@db:port/shop", "not a database URL"),
    ],
)
def test_a_url_that_cannot_be_used_says_why_and_shows_no_password(url: str, says: str) -> None:
    with pytest.raises(BadSetting, match=says) as caught:
        Database(url)
    assert "hunter2" not in caught.value.message


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg", "postgres"])
async def test_each_way_to_write_a_postgresql_url_is_understood(scheme: str, postgres: Postgres) -> None:
    database = Database(postgres.url("postgres").replace("postgresql", scheme))
    await database.ping()
    await database.close()


async def test_what_was_written_is_there_after_a_restart(url: str) -> None:
    first = Database(url)
    await SqlCarts(first).put({"c1": CART})
    await first.close()

    second = Database(url)
    await second.upgrade()
    assert (await SqlCarts(second).get("c1")).contents == CART.contents
    await second.close()


async def test_what_was_written_is_there_after_a_crash(url: str) -> None:
    """Another process writes and dies without closing anything."""
    program = (
        "import asyncio, os, sys\n"
        "from assistant.shop.cart.contents import Contents, KeptCart\n"
        "from assistant.storage.carts import SqlCarts\n"
        "from assistant.storage.database import Database\n"
        "async def main():\n"
        "    await SqlCarts(Database(sys.argv[1])).put({'c1': KeptCart(Contents(message='mine'))})\n"
        "    os.kill(os.getpid(), 9)\n"
        "asyncio.run(main())\n"
    )
    died = run([sys.executable, "-c", program, url], check=False)  # noqa: S603, ASYNC221  # our own program; nothing else runs
    assert died.returncode == -9

    database = Database(url)
    assert (await SqlCarts(database).get("c1")).contents.message == "mine"
    await database.close()


async def test_a_writer_that_fails_leaves_nothing_behind(database: Database) -> None:
    async def write_and_fail() -> None:
        async with database.begin() as connection:
            await connection.execute(text("UPDATE shop_state SET live_index = 'half'"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await write_and_fail()
    async with database.connect() as connection:
        assert await connection.scalar(text("SELECT live_index FROM shop_state")) is None


async def test_a_reader_sees_one_moment_while_others_write(database: Database) -> None:
    async with database.connect() as reader:
        before = await reader.scalar(text("SELECT version FROM shop_state"))
        async with database.begin() as writer:
            await writer.execute(text("UPDATE shop_state SET version = version + 1"))
        assert await reader.scalar(text("SELECT version FROM shop_state")) == before


async def test_sqlite_is_set_up_for_many_readers_and_true_references(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/deep/er/shop.db")
    async with database.connect() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA foreign_keys")) == 1
        assert await connection.scalar(text("PRAGMA busy_timeout")) == 30_000
    await database.close()


async def test_a_process_that_starts_while_another_makes_the_file_waits_for_it(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as maker:
        maker.execute("BEGIN IMMEDIATE")
        database = Database(f"sqlite:///{path}")
        starting = asyncio.create_task(database.ping())
        await asyncio.sleep(0.1)
        maker.execute("COMMIT")
        await starting
        await database.close()


async def test_an_error_of_the_database_carries_nobodys_data(database: Database) -> None:
    """Such an error ends in a log; the row that caused it must not."""
    conversations = SqlConversations(database)
    private = Conversation("c1", "f00d", NOW, asked=Asked(email="ada@example.com"))
    await conversations.add(private)

    with pytest.raises(IntegrityError) as caught:
        await conversations.add(private)
    assert "ada@example.com" not in str(caught.value)


async def test_in_a_crowd_of_writers_each_one_has_its_turn(url: str) -> None:
    database = Database(url)
    carts = SqlCarts(database)

    async def count_up() -> None:
        while not await carts.put({"c1": await carts.get("c1")}):
            pass

    await asyncio.gather(*(count_up() for _ in range(12)))
    assert (await carts.get("c1")).version == 12
    await database.close()


async def test_new_limits_for_carts_hold_at_once_here_and_within_a_second_elsewhere(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, clock = Database(url), [0.0]
    here, elsewhere = SqlSellingBook(database), SqlSellingBook(database)
    monkeypatch.setattr("assistant.storage.selling.time.monotonic", lambda: clock[0])
    assert (await here.limits(), await elsewhere.limits()) == (Limits(), Limits())

    few = Limits(most_of_one=3)
    await here.set_selling(SellingRules(limits=few))
    assert (await here.limits(), await elsewhere.limits()) == (few, Limits())
    clock[0] += 1.01
    assert await elsewhere.limits() == few
    await database.close()
