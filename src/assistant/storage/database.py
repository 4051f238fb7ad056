"""One database: SQLite in a file or PostgreSQL by URL, its transactions, and its migrations."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, nullcontext
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import URL, Connection, Table, event, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from assistant.errors import BadSetting, StorageUnavailable
from assistant.storage.faults import UNREADABLE, storage_faults

T = TypeVar("T")

CHUNK = 1000  # well below the number of parameters that either database takes in one statement
UPGRADE_LOCK = 0x5AFE  # any number, as long as every process of the shop takes the same

_POOL: Mapping[str, Any] = {"pool_size": 10, "max_overflow": 5, "pool_timeout": 60}
"""In a crowd it is the pool where everybody waits, first come first served."""

WAITS, WAIT_SECONDS = 200, 0.05
EMPTY_LOG = "PRAGMA wal_checkpoint(TRUNCATE)"

DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
    "postgresql+psycopg": "postgresql+psycopg",
}


class Database:
    """Opens no connection until it is used. Errors of the database reach callers as `storage_faults` names them."""

    def __init__(self, url: str) -> None:
        """Raises `BadSetting` for a URL that cannot be used; never prints the URL, which may hold a password."""
        engine = _engine(_read_url(url))
        self._engine = engine
        self.is_sqlite = engine.dialect.name == "sqlite"
        # A page of rows read in several statements must come from one moment; SQLite's transactions do so anyway.
        self._reader = engine if self.is_sqlite else engine.execution_options(isolation_level="REPEATABLE READ")
        self._writer = engine.execution_options(sqlite_begin="BEGIN IMMEDIATE")
        self._to_write = asyncio.Lock()

    @asynccontextmanager
    async def connect(self) -> AsyncIterator[AsyncConnection]:
        """For reading: everything inside sees one moment of the database."""
        with storage_faults():
            async with self._reader.connect() as connection:
                yield connection

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncConnection]:
        """For writing: all of it or nothing.

        SQLite lets one writer in. Those of this process wait for each other in a row, without a connection each and
        without asking again and again; only another process is waited for by the database itself.
        """
        turn = self._to_write if self.is_sqlite else nullcontext()
        with storage_faults():
            async with turn, self._writer.begin() as connection:
                yield connection

    async def upgrade(self) -> None:
        """Bring the tables to this version, in one transaction; processes that start together wait for each other."""
        async with self.begin() as connection:
            await one_at_a_time(connection, UPGRADE_LOCK)
            await connection.run_sync(_migrate)

    async def ping(self) -> None:
        """Raises `StorageUnavailable` when the database does not answer."""
        async with self.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def scrub(self) -> None:
        """Leave no copy of overwritten rows in SQLite's log; PostgreSQL's own housekeeping sees to its files."""
        if self.is_sqlite:
            async with self._engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
                await connection.exec_driver_sql(EMPTY_LOG)

    async def close(self) -> None:
        await self._engine.dispose()
        self._to_write = asyncio.Lock()  # the next to use it may run in another loop


async def one_at_a_time(connection: AsyncConnection, lock: int) -> None:
    """Wait for whoever holds `lock`, until the end of this transaction; SQLite lets one writer in anyway."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})


async def upsert(
    connection: AsyncConnection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    key: Sequence[str],
    counter: str | None = None,
) -> None:
    """Insert, or overwrite where `key` exists already. All rows carry the same columns; no two the same key.

    The column `counter` counts the times that a row was overwritten.
    """
    if not rows:
        return
    statement = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table)
    changed = {name: statement.excluded[name] for name in rows[0] if name not in key}
    if counter:
        changed[counter] = table.c[counter] + 1
    statement = statement.on_conflict_do_update(index_elements=key, set_=changed)
    for chunk in chunks(rows):  # what a driver is handed, it is handed as a copy
        await connection.execute(statement, chunk)


async def insert_new(connection: AsyncConnection, table: Table, row: Mapping[str, Any], key: Sequence[str]) -> bool:
    """False, and nothing written, where `key` exists already."""
    statement = (postgresql if connection.dialect.name == "postgresql" else sqlite).insert(table).values(row)
    new = statement.on_conflict_do_nothing(index_elements=key).returning(*(table.c[name] for name in key))
    return (await connection.execute(new)).one_or_none() is not None


def chunks(items: Iterable[T]) -> Iterator[list[T]]:
    iterator = iter(items)
    while chunk := list(islice(iterator, CHUNK)):
        yield chunk


def _read_url(text_url: str) -> URL:
    try:
        url = make_url(text_url)
    except (ArgumentError, ValueError):
        raise BadSetting("ASSISTANT_DATABASE_URL is not a database URL; see .env.example.") from None
    if url.drivername not in DRIVERS:
        raise BadSetting(
            f"ASSISTANT_DATABASE_URL starts with {url.drivername}://, which is not supported. "
            "Use sqlite+aiosqlite:///path/to/file.db or postgresql://user:password@host/name."
        )
    if url.drivername.startswith("sqlite") and url.database in {None, "", ":memory:"}:
        raise BadSetting("ASSISTANT_DATABASE_URL names no file: use sqlite+aiosqlite:///path/to/file.db.")
    return url.set(drivername=DRIVERS[url.drivername])


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "sqlite":
        _make_folder(Path(url.database or ""))
        engine = create_async_engine(url, hide_parameters=True, **_POOL)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(
        url, hide_parameters=True, pool_pre_ping=True, connect_args={"connect_timeout": 5}, **_POOL
    )


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageUnavailable(UNREADABLE) from error


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions begin late, without a lock and not for DDL; ours begin in `_begin_sqlite`.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("busy_timeout = 30000", "foreign_keys = ON", "secure_delete = ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    connection.run_async(_write_ahead)


async def _write_ahead(connection: aiosqlite.Connection) -> None:
    """Of a new file SQLite refuses this at once, timeout or not, while another process writes to it."""
    for waits in reversed(range(WAITS)):
        try:
            await connection.execute_fetchall("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if not waits:
                raise
            await asyncio.sleep(WAIT_SECONDS)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    # A writer that begins as a reader cannot wait for the lock later: SQLite refuses it at once.
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415  # only start-up needs Alembic
    from alembic.util import CommandError  # noqa: PLC0415  # the same

    try:
        command.upgrade(migration_config(connection), "head")
    except CommandError as error:
        raise BadSetting(
            "The database was made by a newer version of the assistant. Install that version, or name another database."
        ) from error


def migration_config(connection: Connection) -> Any:
    """Alembic's configuration for this package's migrations, run over an open connection."""
    from alembic.config import Config  # noqa: PLC0415  # only start-up needs Alembic

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
