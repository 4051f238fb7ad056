"""What the demo provider keeps, in an SQLite file of its own: like any provider it is a system apart from the shop."""

import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import aiosqlite
from filelock import AsyncFileLock
from pydantic import TypeAdapter

from assistant.errors import PaymentUnavailable
from assistant.shop.checkout.payments import PaymentRequest, PaymentSession, SessionState
from assistant.shop.money import Money

_REQUEST = TypeAdapter(PaymentRequest)
_TABLES = """
CREATE TABLE IF NOT EXISTS pages (
  id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, request TEXT NOT NULL, created_at REAL NOT NULL,
  expires_at REAL NOT NULL, state TEXT NOT NULL, method TEXT NOT NULL, reference TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS refunds (key TEXT PRIMARY KEY, page_id TEXT NOT NULL, minor INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS notices (
  id TEXT PRIMARY KEY, kind TEXT NOT NULL, page_id TEXT NOT NULL, attempts INTEGER NOT NULL, due_at REAL NOT NULL)
"""
_PAGES = (
    "SELECT pages.*, (SELECT COALESCE(SUM(minor), 0) FROM refunds WHERE page_id = pages.id) AS refunded FROM pages "
)
Refunded = Literal["done", "already", "other amount", "too much", "not paid"]


@dataclass(frozen=True)
class DemoPage:
    """`request` is what the shop asked to be paid, `session` what became of it."""

    request: PaymentRequest
    session: PaymentSession


@dataclass(frozen=True)
class Notice:
    """Waits to be told to the shop; `attempts` were made in vain."""

    id: str
    kind: str
    session_id: str
    attempts: int


class DemoBook:
    def __init__(self, path: Path) -> None:
        self._path, self._prepared = path, False

    async def opened(self, page_id: str, request: PaymentRequest, now: datetime) -> DemoPage:
        """A new page; where the request's key was used before, the one of then."""
        text = _REQUEST.dump_json(request).decode()
        row = (page_id, request.key, text, now.timestamp(), request.expires_at.timestamp())
        async with self._begin() as book:
            await book.execute("INSERT OR IGNORE INTO pages VALUES (?, ?, ?, ?, ?, 'open', '', '')", row)
            return _page(await _first(book, _PAGES + "WHERE key = ?", request.key))

    async def get(self, page_id: str) -> DemoPage | None:
        async with self._connected() as book:
            row = await _first(book, _PAGES + "WHERE id = ?", page_id)
            return None if row is None else _page(row)

    async def since(self, at: datetime) -> Sequence[DemoPage]:
        async with self._connected() as book:
            rows = await book.execute_fetchall(_PAGES + "WHERE created_at >= ? ORDER BY rowid", (at.timestamp(),))
            return [_page(row) for row in rows]

    async def pay(self, page_id: str, method: str, reference: str, now: datetime) -> bool:
        """With the notice of it, in one transaction; False when the page is not open any more."""
        paid = "UPDATE pages SET state = 'paid', method = ?, reference = ? WHERE id = ? AND state = 'open' "
        async with self._begin() as book:
            done = await book.execute(paid + "AND expires_at > ?", (method, reference, page_id, now.timestamp()))
            return await _note(book, done, page_id, "checkout.session.completed", now)

    async def close(self, page_id: str, now: datetime) -> bool:
        """With the notice of it, in one transaction; False when the page is not open any more."""
        async with self._begin() as book:
            closed = "UPDATE pages SET state = 'expired' WHERE id = ? AND state = 'open'"
            return await _note(book, await book.execute(closed, (page_id,)), page_id, "checkout.session.expired", now)

    async def refund(self, page_id: str, amount: Money, key: str) -> Refunded:
        async with self._begin() as book:
            before = await _first(book, "SELECT minor FROM refunds WHERE key = ?", key)
            if before is not None:
                return "already" if before["minor"] == amount.minor else "other amount"
            row = await _first(book, _PAGES + "WHERE id = ?", page_id)
            if row is None or row["state"] != "paid":
                return "not paid"
            session = _page(row).session
            if session.refunded + amount > session.amount or amount.minor <= 0:
                return "too much"
            await book.execute("INSERT INTO refunds VALUES (?, ?, ?)", (key, page_id, amount.minor))
            return "done"

    async def notices(self, now: datetime, limit: int = 20) -> Sequence[Notice]:
        """Those that are due, oldest first."""
        due = "SELECT id, kind, page_id, attempts FROM notices WHERE due_at <= ? ORDER BY rowid LIMIT ?"
        async with self._connected() as book:
            return [Notice(*row) for row in await book.execute_fetchall(due, (now.timestamp(), limit))]

    async def told(self, notice_id: str) -> None:
        async with self._begin() as book:
            await book.execute("DELETE FROM notices WHERE id = ?", (notice_id,))

    async def tell_again(self, notice_id: str, due_at: datetime) -> None:
        again = "UPDATE notices SET attempts = attempts + 1, due_at = ? WHERE id = ?"
        async with self._begin() as book:
            await book.execute(again, (due_at.timestamp(), notice_id))

    @asynccontextmanager
    async def _begin(self) -> AsyncIterator[aiosqlite.Connection]:
        """For writing: all of it or nothing. Raises as `_connected`."""
        async with self._connected() as book:
            await book.execute("BEGIN IMMEDIATE")
            yield book
            await book.commit()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[aiosqlite.Connection]:
        """Raises `PaymentUnavailable` when the file cannot be read or written."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            async with aiosqlite.connect(self._path, isolation_level=None, timeout=30) as book:
                book.row_factory = aiosqlite.Row
                if not self._prepared:
                    # the change to a write-ahead log is refused, not waited for, while another process works
                    async with AsyncFileLock(f"{self._path}.lock", timeout=30):
                        await _prepare(book)
                    self._prepared = True
                yield book
        except (OSError, sqlite3.Error) as error:
            raise PaymentUnavailable("The demo payment page cannot be reached just now.") from error


async def _prepare(book: aiosqlite.Connection) -> None:
    with suppress(sqlite3.OperationalError):  # another process is doing the same at this moment
        await book.execute("PRAGMA journal_mode = WAL")
    await book.execute("BEGIN IMMEDIATE")
    for table in _TABLES.split(";"):
        await book.execute(table)
    await book.commit()


async def _note(book: aiosqlite.Connection, done: aiosqlite.Cursor, page_id: str, kind: str, now: datetime) -> bool:
    if not done.rowcount:
        return False
    row = (f"evt_{uuid4().hex}", kind, page_id, now.timestamp())
    await book.execute("INSERT INTO notices VALUES (?, ?, ?, 0, ?)", row)
    return True


async def _first(book: aiosqlite.Connection, query: str, value: str) -> Any:
    return next(iter(await book.execute_fetchall(query, (value,))), None)


def _page(row: Any) -> DemoPage:
    request = _REQUEST.validate_json(row["request"])
    state: SessionState = row["state"]
    session = PaymentSession(
        id=row["id"],
        checkout_id=request.checkout_id,
        url="",
        state=state,
        amount=request.total,
        refunded=Money(row["refunded"], request.total.currency),
        created_at=datetime.fromtimestamp(row["created_at"], UTC),
        method=row["method"],
        reference=row["reference"],
    )
    return DemoPage(request, session)
