"""The suites over tau-bench's retail shop: that they see what happens, and that a fault cannot pass them."""

import gzip
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio

from evals.attack import RIGHT, attack
from evals.datasets import NoData, dataset
from evals.replay import replay
from evals.stage import Stage
from evals.suites.orders import differences
from evals.tau_retail import customer_record, order_record, their_customer, their_order
from evals.tau_stage import tau_stage
from evals.tau_tasks import Changed, Refused, Task, tau_tasks

pytestmark = pytest.mark.data

ONE_OF_EACH = (
    "cancel_pending_order",
    "modify_pending_order_items",
    "exchange_delivered_order_items",
    "return_delivered_order_items",
    "modify_pending_order_payment",
    "modify_pending_order_address",
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage() -> AsyncIterator[Stage]:
    try:
        async with tau_stage() as opened:
            yield opened
    except NoData as missing:
        pytest.skip(str(missing))


def first_with(name: str) -> Task:
    """The shortest task that makes such a call."""
    those = [task for task in tau_tasks() if name in {action.name for action in task.writes}]
    return min(those, key=lambda task: len(task.writes))


async def test_a_record_that_was_not_touched_is_written_as_the_benchmark_has_it(stage: Stage) -> None:
    database = json.loads(gzip.decompress(dataset("tau_retail", "db.json.gz").read_bytes()))
    assert all(order_record(order) == their_order(database["orders"][order.number]) for order in stage.orders)
    assert all(customer_record(one) == their_customer(database["users"][one.id]) for one in stage.customers)


@pytest.mark.parametrize("name", ONE_OF_EACH)
async def test_each_kind_of_change_ends_as_the_benchmark_says(name: str, stage: Stage) -> None:
    task = first_with(name)
    assert differences(task, await replay(task, stage), stage) == []


async def test_an_end_state_that_differs_is_told_field_by_field(stage: Stage) -> None:
    task = first_with("cancel_pending_order")
    unchanged = task.model_copy(update={"actions": ()})
    (told,) = differences(unchanged, await replay(unchanged, stage), stage)
    assert "status 'pending', expected 'cancelled'" in told


async def test_a_change_that_nobody_asked_for_is_told(stage: Stage) -> None:
    task = first_with("cancel_pending_order")
    silent = task.model_copy(update={"expected_changes": Changed()})
    assert differences(silent, await replay(task, stage), stage)


async def test_a_call_that_should_have_been_refused_is_told(stage: Stage) -> None:
    task = first_with("cancel_pending_order")
    strict = task.model_copy(update={"refused": (Refused(name="cancel_pending_order"),)})
    assert differences(strict, await replay(task, stage), stage) == ["cancel_pending_order was not refused"]


async def test_every_wrong_call_is_refused_and_the_right_one_is_not(stage: Stage) -> None:
    tried = await attack(first_with("exchange_delivered_order_items"), stage)
    assert len(tried) > 50
    assert [one for one in tried if one.fault] == []
    assert sum(one.kind == RIGHT for one in tried) == 1


async def test_a_shop_that_lets_anything_through_is_found_out(stage: Stage) -> None:
    lax = stage.rules.model_copy(update={"cancel": stage.rules.cancel.model_copy(update={"reasons": ()})})
    tried = await attack(first_with("cancel_pending_order"), replace(stage, rules=lax))
    assert {one.kind for one in tried if one.fault} == {"wrong reason"}
