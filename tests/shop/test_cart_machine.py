"""Nothing in a cart is lost or doubled, its limits hold, and undo is exact, whatever shoppers do in whatever order."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from assistant.agent.stores import Stores
from assistant.storage.database import Database
from assistant.storage.whole import stores_of
from assistant.testing.kept import in_memory_kept
from tests.shop.cart_machine import CartMachine


class InMemory(CartMachine):
    async def opened(self) -> Stores:
        return in_memory_kept().stores


class OnSqlite(CartMachine):
    async def opened(self) -> Stores:
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database(f"sqlite:///{Path(self.folder.name)}/shop.db")
        await self.database.upgrade()
        return stores_of(self.database)

    async def closed(self) -> None:
        await self.database.close()
        self.folder.cleanup()


@pytest.mark.parametrize(("machine", "examples", "steps"), [(InMemory, 60, 30), (OnSqlite, 3, 30)])
def test_a_cart_holds_what_a_plain_dict_says(machine: type[CartMachine], examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large]
    thorough = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks)
    run_state_machine_as_test(machine, settings=thorough)
