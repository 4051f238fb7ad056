"""The suites that look for leaks over HTTP find one when there is one."""

import gzip
import json
from pathlib import Path

import pytest

from assistant.shop.identity import Proof
from evals.alike import told_apart, worst
from evals.datasets import NoData, dataset
from evals.suites import ownership, timing


def quiet(_done: int, _all: int) -> None:
    pass


@pytest.fixture
def few(tmp_path: Path) -> Path:
    """Names cases beside the records of fifty of the benchmark's customers, so that each asks for fewer orders."""
    try:
        database = json.loads(gzip.decompress(dataset("tau_retail", "db.json.gz").read_bytes()))
    except NoData as missing:
        pytest.skip(str(missing))
    users = dict(list(database["users"].items())[:50])
    orders = {number: order for number, order in database["orders"].items() if order["user_id"] in users}
    records = json.dumps(database | {"users": users, "orders": orders})
    (tmp_path / "db.json.gz").write_bytes(gzip.compress(records.encode(), compresslevel=1))
    return tmp_path / "cases.json"


async def test_nobody_sees_anothers_order_over_http(few: Path) -> None:
    result = await ownership.run(few, quiet, limit=1)
    assert result.measures["leaks"] == result.measures["taken_over"] == 0
    assert result.measures["own_shown"] == 1
    assert not result.failures


async def test_a_leak_is_found(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Proof, "covers", lambda _proof, order: order.number.endswith("7"))
    result = await ownership.run(few, quiet, limit=1)
    assert result.measures["leaks"] > 0


async def test_what_was_not_proved_is_answered_to_the_byte_alike(few: Path) -> None:
    result = await timing.run(few, quiet, limit=10)
    different = [value for name, value in result.measures.items() if name.endswith("different_answers")]
    assert different == [0, 0, 0]


def test_times_that_differ_are_told_apart_and_others_are_not() -> None:
    fast, slow = [i / 1000 for i in range(500)], [i / 1000 + 0.2 for i in range(500)]
    told, same = told_apart(fast, slow), told_apart(fast, list(fast))
    assert told.p < 0.001 < told.advantage < told.bound
    assert told.microseconds == pytest.approx(-200_000)
    assert same.advantage == pytest.approx(0, abs=1e-9)
    assert same.p == pytest.approx(1)
    assert worst({"a": fast, "b": fast, "c": slow}).advantage == told.advantage
