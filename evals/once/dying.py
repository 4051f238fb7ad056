"""Dying at an executed line: a forked process kills itself there, and another one goes on as the world would."""

import asyncio
import hashlib
import os
import random
import shutil
import signal
import sqlite3
import sys
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from types import FrameType
from typing import Any, TypeVar

import psycopg

import assistant
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.storage.database import Database
from assistant.storage.whole import stores_of
from assistant.testing.clock import FixedClock
from evals.once.books import Books, books_of, rows_of, sound, wrong_rows
from evals.once.lives import HOUSE, LIVES, Life, Step, closed
from evals.once.shop import NOW, Basket, shop_over, shopper

ROOT = str(Path(assistant.__file__).parent)
_STORAGE = (
    "checkouts", "along", "answers", "refunds", "numbers", "stock", "state", "orders", "products", "changes", "carts",
)  # fmt: skip
UNDER_TEST = (
    f"{ROOT}/shop/checkout/",
    f"{ROOT}/payments/demo",
    *(f"{ROOT}/storage/{name}.py" for name in _STORAGE),
)
BASKETS = (
    Basket((("CUP", 2),), ("FIRST",)),
    Basket((("CUP", 1), ("PAN", 2)), ("EACH", "POST"), "c-ada"),
    Basket((("RUG", 1), ("LAMP", 1), ("CUP", 3))),
    Basket((("LAMP", 2),), ("EACH",)),
)
SPOT_CHECK = 25
Found = TypeVar("Found")


@dataclass(frozen=True)
class Task:
    """One life with one basket: killed at each `every`th line of each step. `admin` is PostgreSQL's own database."""

    life: str
    basket: int
    every: int
    folder: str
    migrated: str
    admin: str = ""


@dataclass(frozen=True)
class Deaths:
    """`recovered` counts the points that were recovered from; the others left rows that had been recovered from."""

    task: Task
    points: dict[str, int]
    wrong: tuple[str, ...]
    seconds: float
    recovered: int


class Ground:
    """The shop's database and the provider's book, put back to how they were before a step."""

    def __init__(self, task: Task) -> None:
        self._folder, self._task = Path(task.folder), task
        self._folder.mkdir(parents=True)
        self._name = f"dying_{self._folder.name}"
        self.url = f"sqlite:///{self._folder / 'shop.db'}"
        if task.admin:
            self.url = task.admin.replace("/postgres?", f"/{self._name}?")
        self._copy(Path(task.migrated), self._folder / "shop.db", task.migrated, self._name)

    def keep(self) -> None:
        self._copy(self._folder / "shop.db", self._folder / "kept.db", self._name, f"{self._name}_kept")
        if (self._folder / "pay.db").exists():
            shutil.copy(self._folder / "pay.db", self._folder / "kept_pay.db")

    def put_back(self) -> None:
        for left in self._folder.glob("*.db-*"):
            left.unlink()
        self._copy(self._folder / "kept.db", self._folder / "shop.db", f"{self._name}_kept", self._name)
        if (self._folder / "kept_pay.db").exists():
            shutil.copy(self._folder / "kept_pay.db", self._folder / "pay.db")
        else:
            (self._folder / "pay.db").unlink(missing_ok=True)

    def left(self) -> str:
        """All that a death left of the shop's and the provider's rows; "" where that is not to be known cheaply.

        It is read from a copy, so that whoever recovers finds the files as they were left.
        """
        if self._task.admin:
            return ""
        copy = self._folder / "left"
        copy.mkdir()
        for path in self._folder.glob("*.db*"):
            shutil.copy(path, copy)
        rows = rows_in(copy / "shop.db"), rows_in(copy / "pay.db")
        shutil.rmtree(copy)
        return hashlib.sha256(repr(rows).encode()).hexdigest()

    def remove(self) -> None:
        shutil.rmtree(self._folder)
        if self._task.admin:
            self._order(f"DROP DATABASE IF EXISTS {self._name} (FORCE)", f"DROP DATABASE {self._name}_kept (FORCE)")

    def _copy(self, source: Path, target: Path, source_name: str, target_name: str) -> None:
        if not self._task.admin:
            shutil.copy(source, target)
            return
        drop = f"DROP DATABASE IF EXISTS {target_name} (FORCE)"
        self._order(drop, f"CREATE DATABASE {target_name} TEMPLATE {source_name}")

    def _order(self, *statements: str) -> None:
        with psycopg.connect(self._task.admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


class Dying:
    """Holds no connection between two calls, so that it can be forked and its files be put back."""

    def __init__(self, task: Task) -> None:
        self._task, self._ground, self._clock = task, Ground(task), FixedClock(NOW)
        self._database = Database(self._ground.url)
        payments = DemoPayments(DemoBook(Path(task.folder) / "pay.db"), "https://pay.example", ["s1"], self._clock)
        basket = BASKETS[task.basket % len(BASKETS)]
        if task.life == "nothing to pay":
            basket = replace(basket, codes=HOUSE)
        self._life = Life(shop_over(stores_of(self._database), payments), self._clock, basket, _shopper(basket))

    def all(self) -> Deaths:
        started, points, wrong, self._recovered = time.perf_counter(), dict[str, int](), list[str](), 0
        self._run(self._life.shop.open)
        self._run(partial(self._life.shop.payments.recent, NOW))  # so that the provider's book is there to be kept
        for number, step in enumerate(LIVES[self._task.life]):
            self._ground.keep()
            if step.killed:
                deaths = list(self._die(step, number))
                points[step.name] = points.get(step.name, 0) + len(deaths)
                wrong += [why for death in deaths for why in death]
                self._ground.put_back()
            self._run(partial(step.done, self._life))
        self._ground.remove()
        return Deaths(self._task, points, tuple(wrong), time.perf_counter() - started, self._recovered)

    def _die(self, step: Step, number: int) -> Iterator[list[str]]:
        """What is wrong after each death. Where it left the same rows as an earlier one, what comes after is the same,
        too, as nothing else outlives a process: it is looked at again for each `SPOT_CHECK`th only.
        """
        whole, known = self._after(step), dict[str, list[str]]()
        at = 1 + number % self._task.every
        while True:
            self._ground.put_back()
            if not self._died(step, at):
                return
            left = self._ground.left()
            if left not in known or at % SPOT_CHECK == 0:
                known[left] = self._wrong_after(step, whole[0])
            yield [f"{self._task.life}, {step.name}, basket {self._task.basket}, line {at}: {w}" for w in known[left]]
            known.pop("", None)
            at += self._task.every

    def _wrong_after(self, step: Step, whole: object) -> list[str]:
        self._recovered += 1
        found, bad = self._after(step, again=True)
        return [*bad, *([] if found == whole else ["the books differ from those of an unbroken run"])]

    def _after(self, step: Step, *, again: bool = False) -> tuple[object, list[str]]:
        """The books, and what is wrong in them, after the step was done (`again`: asked for twice)."""

        async def through() -> tuple[object, list[str]]:
            for _ in range(2 if again else 1):
                await step.done(self._life)
            await closed(self._life)
            books: Books = await books_of(self._life.shop)
            rows = await rows_of(self._database)
            bad = [*books.wrong(), *wrong_rows(books, rows)]
            if not await sound(self._database):
                bad.append("the database file is damaged")
            return (books.told(), rows), bad

        return self._run(through)

    def _died(self, step: Step, at: int) -> bool:
        child = os.fork()
        if child == 0:
            try:
                _same_ids()
                _trace(at)
                asyncio.run(step.done(self._life))
            except BaseException:  # noqa: BLE001 -- a fork must not go on as its parent
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        if os.WIFSIGNALED(status):
            return True
        if os.WEXITSTATUS(status):
            raise RuntimeError(f"{step.name} failed before it was killed")
        return False

    def _run(self, work: Callable[[], Awaitable[Found]]) -> Found:
        async def through() -> Found:
            try:
                return await work()
            finally:
                await self._database.close()

        return asyncio.run(through())


def die(task: Task) -> Deaths:
    return Dying(task).all()


def rows_in(path: Path) -> list[tuple[str, list[Any]]]:
    """Every row of every table. Raises `RuntimeError` for a file that is damaged."""
    with closing(sqlite3.connect(path)) as connection:
        if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise RuntimeError(f"{path.name} is damaged")
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return [(name, connection.execute(f'SELECT * FROM "{name}"').fetchall()) for name in sorted(names)]  # noqa: S608


def _same_ids() -> None:
    """Two forks that came to the same line have drawn the same ids, so that what they left can be compared."""
    drawn = random.Random(os.getppid())  # noqa: S311  # ids of a bench, no secrets
    os.urandom = drawn.randbytes


def _shopper(basket: Basket) -> Any:
    return shopper("ada", basket.account)


def _trace(at: int) -> None:
    """SIGKILL at the `at`th executed line of the files under test."""
    left = at

    def lines(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal left
        if event == "line":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)
        return lines

    def calls(frame: FrameType, _event: str, _argument: object) -> Any:
        return lines if frame.f_code.co_filename.startswith(UNDER_TEST) else None

    sys.settrace(calls)
