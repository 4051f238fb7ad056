"""No sequence of proposals, answers, pushes and feeds ends with money or stock that does not add up."""

import asyncio
import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from assistant.agent.stores import Stores
from assistant.storage.database import Database
from assistant.storage.whole import stores_of
from assistant.testing.kept import in_memory_kept
from assistant.testing.postgres import running_postgres
from tests.shop.changes.machine import ShopMachine

pytestmark = pytest.mark.no_cover  # many cases over lines that other tests cover; tracing doubles their time


class InMemory(ShopMachine):
    async def opened(self) -> Stores:
        return in_memory_kept().stores


def in_databases(url: Callable[[], str]) -> type[ShopMachine]:
    """`url` names a fresh, migrated database each time."""

    class InDatabase(ShopMachine):
        async def opened(self) -> Stores:
            self.database = Database(url())
            return stores_of(self.database)

        async def closed(self) -> None:
            await self.database.close()

    return InDatabase


def check(machine: type[ShopMachine], runs: int, steps: int) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink],
        ),
    )


async def migrated(url: str) -> None:
    database = Database(url)
    await database.upgrade()
    await database.close()


def test_it_adds_up_in_memory() -> None:
    check(InMemory, runs=40, steps=25)


def test_it_adds_up_in_sqlite(tmp_path: Path) -> None:
    asyncio.run(migrated(f"sqlite:///{tmp_path / 'empty.db'}"))
    numbers = count()

    def fresh() -> str:
        path = shutil.copy(tmp_path / "empty.db", tmp_path / f"{next(numbers)}.db")
        return f"sqlite+aiosqlite:///{path}"

    check(in_databases(fresh), runs=5, steps=20)


def test_it_adds_up_in_postgresql() -> None:
    with running_postgres() as server:
        empty = server.create()
        asyncio.run(migrated(server.url(empty)))
        check(in_databases(lambda: server.url(server.create(empty))), runs=3, steps=15)
