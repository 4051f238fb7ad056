"""The search suite over a tiny catalogue: figures, baselines and the message when there is no data."""

import json
from pathlib import Path

import pytest

from evals.datasets import NoData
from evals.suites.search import run

KETTLES = {
    "K1": {"title": "Small steel kettle", "price": "20.00", "brand": "Alder", "material": "steel"},
    "K2": {"title": "Large glass kettle", "price": "60.00", "brand": "Birch", "material": "glass"},
}
QUESTIONS = [
    ("k:1", "I want a kettle under 30 dollars", ["K1"]),
    ("k:2", "Show me a kettle from Birch", ["K2"]),
    ("k:3", "A kettle for less than 5 dollars", []),
]


def _quiet(_done: int, _total: int) -> None:
    return None


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    (tmp_path / "catalog" / "kettles").mkdir(parents=True)
    (tmp_path / "catalog" / "kettles" / "metadata.json").write_text(json.dumps(KETTLES), "utf-8")
    file = tmp_path / "questions.jsonl"
    rows = [{"id": i, "question": q, "short_answer": [{"asin": a} for a in right]} for i, q, right in QUESTIONS]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return file


async def test_a_tiny_catalogue_gives_every_measure_and_both_legs(cases: Path) -> None:
    result = await run(cases, _quiet)
    assert result.cases == 3
    assert result.measures["ndcg_at_10"] == 1.0
    assert result.measures["absence_recall"] == 1.0
    assert result.measures["false_absence"] == 0.0
    assert result.measures["exact_set"] == 1.0
    assert 0 < result.baselines["keywords only"]["ndcg_at_10"] <= 1
    assert 0 < result.baselines["dense only"]["ndcg_at_10"] <= 1
    assert result.failures == ()


@pytest.fixture
def unanswerable(cases: Path) -> Path:
    cases.write_text(json.dumps({"id": "k:9", "question": "a steel kettle", "short_answer": []}), "utf-8")
    return cases


async def test_a_wrong_answer_is_told_with_its_question(unanswerable: Path) -> None:
    [failure] = (await run(unanswerable, _quiet)).failures
    assert failure.id == "k:9"
    assert failure.model_dump()["question"] == "a steel kettle"


async def test_no_data_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(NoData, match="nowhere"):
        await run(None, _quiet)
