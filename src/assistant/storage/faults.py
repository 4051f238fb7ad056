"""The one place where a driver's complaint becomes an error of ours; anything else is a bug and propagates."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from assistant.errors import AssistantError, StorageFull, StorageUnavailable

FULL = "The disk that holds the shop's database is full, so nothing was saved. Please free some space and try again."
UNREACHABLE = (
    "The shop's database cannot be reached right now. Please try again in a moment. "
    "(For the shop: check ASSISTANT_DATABASE_URL, and that the database runs.)"
)
BUSY = "The shop's database is too busy right now. Please try again in a moment."
UNREADABLE = (
    "The shop's database file cannot be read or written. "
    "(For the shop: check that the disk is sound, the folder is writable and the file is an SQLite database.)"
)

SQLITE_FULL = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_SHMSIZE}
SQLITE_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
SQLITE_UNREADABLE = {
    sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOTADB,
    sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_PERM,
}  # fmt: skip

POSTGRES_FULL = "53100"
POSTGRES_BUSY = ("53", "55P03", "40001", "40P01")
POSTGRES_UNREACHABLE = ("08", "57P", "28", "3D000")


@contextmanager
def storage_faults() -> Iterator[None]:
    """Raises `StorageFull` or `StorageUnavailable` for what a database administrator must mend."""
    try:
        yield
    except PoolTimeout as error:
        raise StorageUnavailable(BUSY) from error
    except DBAPIError as error:
        fault = _fault(error.orig)
        if fault is None:
            raise
        raise fault from error


def _fault(error: BaseException | None) -> AssistantError | None:
    if isinstance(error, sqlite3.Error):
        return _sqlite_fault(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR))
    return _postgres_fault(error)


def _sqlite_fault(code: int) -> AssistantError | None:
    primary = code & 0xFF
    if code in SQLITE_FULL or primary in SQLITE_FULL:
        return StorageFull(FULL)
    if primary in SQLITE_BUSY:
        return StorageUnavailable(BUSY)
    return StorageUnavailable(UNREADABLE) if primary in SQLITE_UNREADABLE else None


def _postgres_fault(error: BaseException | None) -> AssistantError | None:
    from psycopg import OperationalError  # noqa: PLC0415  # a shop on SQLite need not load the PostgreSQL driver

    state = getattr(error, "sqlstate", None)
    if state is None:
        return StorageUnavailable(UNREACHABLE) if isinstance(error, OperationalError) else None
    if state == POSTGRES_FULL:
        return StorageFull(FULL)
    if state.startswith(POSTGRES_BUSY):
        return StorageUnavailable(BUSY)
    return StorageUnavailable(UNREACHABLE) if state.startswith(POSTGRES_UNREACHABLE) else None
