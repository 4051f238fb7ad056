import asyncio
import logging
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from assistant.errors import BadSetting
from assistant.shop.cart.contents import CartLine
from assistant.shop.money import Money
from assistant.storage.carts import SqlCarts
from assistant.storage.catalogue import SqlCatalogue
from assistant.storage.database import Database, migration_config
from assistant.storage.desk_tables import handoffs
from assistant.storage.metadata import metadata
from assistant.testing.postgres import Postgres


@pytest.fixture(params=["sqlite", "postgres"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/50% off/new/shop.db"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url(server.create())


async def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_server_default": True})
        return list(compare_metadata(context, metadata))

    async with database.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_an_open_handoff_is_unique_by_an_index_of_the_database(database: Database) -> None:
    """The comparison above does not look into the condition of a partial index."""
    where = "sql LIKE '%UNIQUE%status IN (''waiting'', ''taken'')%' FROM sqlite_master WHERE name = :name"
    if not database.is_sqlite:
        where = "indexdef LIKE '%UNIQUE%status%waiting%taken%' FROM pg_indexes WHERE indexname = :name"
    async with database.connect() as connection:
        name = {"name": "uq_handoffs_open_conversation"}
        assert name["name"] in {index.name for index in handoffs.indexes}
        assert await connection.scalar(text(f"SELECT {where}"), name)


async def test_upgrading_twice_or_at_the_same_time_does_no_harm(empty_url: str) -> None:
    servers = [Database(empty_url) for _ in range(3)]
    await asyncio.gather(*(server.upgrade() for server in servers))
    await servers[0].upgrade()

    assert await SqlCatalogue(servers[1]).all() == []
    for server in servers:
        await server.close()


async def test_upgrading_leaves_the_applications_logging_alone(empty_url: str) -> None:
    ours = logging.getLogger("assistant.kept")
    before = (logging.root.handlers[:], logging.root.level, ours.disabled)
    database = Database(empty_url)
    await database.upgrade()
    await database.close()

    assert (logging.root.handlers[:], logging.root.level, ours.disabled) == before


async def test_a_database_of_a_newer_version_is_not_touched(database: Database) -> None:
    async with database.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(BadSetting, match="newer version"):
        await database.upgrade()


async def test_the_first_migration_can_be_taken_back(database: Database) -> None:
    async with database.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(migration_config(sync), "base"))
        left = await connection.run_sync(lambda sync: inspect(sync).get_table_names())

    assert left == ["alembic_version"]


async def test_lines_of_before_become_carts_of_their_conversations_and_go_back(database: Database) -> None:
    lines = [("c1", "B", 2), ("c2", "B", 1), ("c1", "A", 1)]
    async with database.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(migration_config(sync), "0007"))
        for conversation, sku, quantity in lines:
            values = {"c": conversation, "s": sku, "q": quantity}
            row = "(conversation_id, sku, quantity, seen_price_minor, currency) VALUES (:c, :s, :q, 1400, 'USD')"
            await connection.execute(text(f"INSERT INTO cart_lines {row}"), values)
    await database.upgrade()

    kept = await SqlCarts(database).get("conversation:c1")
    assert kept.contents.lines == (CartLine("B", 2, Money(1_400), 2), CartLine("A", 1, Money(1_400), 1))
    async with database.begin() as connection:
        await connection.run_sync(lambda sync: command.downgrade(migration_config(sync), "0007"))
        back = await connection.execute(text("SELECT conversation_id, sku, quantity FROM cart_lines"))
        assert sorted(map(tuple, back)) == sorted(lines)
