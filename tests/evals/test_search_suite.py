"""The search suite over a tiny catalogue: figures, baselines and the message when there is no data."""

import gzip
import json
from pathlib import Path

import pytest

from evals.datasets import NoData
from evals.loading import BadCases, load
from evals.productqa import products_from
from evals.search_sets import SETS, productqa
from evals.shop_search import BASELINES
from evals.suites.search import Question, measured, run

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
    rows = [
        {"id": i, "question": q, "short_answer": [{"asin": a} for a in right], "group": "kettles" if right else "pots"}
        for i, q, right in QUESTIONS
    ]
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return file


async def test_a_tiny_catalogue_gives_every_measure_and_every_baseline(cases: Path) -> None:
    result, rankings = await measured(productqa(cases), _quiet)
    assert result.cases == 3
    assert result.measures["ndcg_at_10"] == 1.0
    assert result.measures["absence_recall"] == 1.0
    assert result.measures["false_absence"] == 0.0
    assert result.measures["exact_set"] == 1.0
    assert all(0 < result.baselines[name]["ndcg_at_10"] <= 1 for name in BASELINES)
    assert [len(ranked) for ranked in rankings.values()] == [2, 2, 2, 2]
    assert result.groups["kettles"]["questions"] == 2
    assert result.groups["pots"]["absence_recall"] == 1.0
    assert result.failures == ()


@pytest.fixture
def unanswerable(cases: Path) -> Path:
    cases.write_text(json.dumps({"id": "k:9", "question": "a steel kettle", "short_answer": []}), "utf-8")
    return cases


async def test_a_wrong_answer_is_told_with_its_question(unanswerable: Path) -> None:
    [failure] = (await measured(productqa(unanswerable), _quiet))[0].failures
    assert failure.id == "k:9"
    assert failure.model_dump()["question"] == "a steel kettle"


async def test_no_data_names_the_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path / "nowhere"))
    with pytest.raises(NoData, match="nowhere"):
        await measured(productqa(), _quiet)


async def test_a_catalogue_elsewhere_is_named_and_must_hold_the_right_products(cases: Path, tmp_path: Path) -> None:
    with pytest.raises(BadCases, match="case k:1: product K1 is not in the catalogue"):
        await measured(productqa(cases, _other_catalogue(tmp_path)), _quiet)


def _other_catalogue(tmp_path: Path) -> Path:
    folder = tmp_path / "other" / "any" / "depth" / "kettles"
    folder.mkdir(parents=True)
    (folder / "metadata.json").write_text(json.dumps({"K2": KETTLES["K2"]}), "utf-8")
    return tmp_path / "other"


async def test_the_cheapest_under_a_bound_counts_as_the_labels_have_it(cases: Path) -> None:
    rows = [
        {"id": "k:4", "question": "the cheapest kettle under $100", "short_answer": [{"asin": "K1"}, {"asin": "K2"}]}
    ]
    _write(cases, rows)
    measures = (await measured(productqa(cases), _quiet))[0].measures
    assert (measures["exact_set"], measures["exact_set_strict"]) == (1.0, 0.0)


def _write(file: Path, rows: object) -> None:
    assert isinstance(rows, list)
    file.write_text("\n".join(map(json.dumps, rows)), "utf-8")


async def test_an_unknown_data_set_is_refused_with_the_choices() -> None:
    with pytest.raises(BadCases, match=r"choose from productqa, unseen, unseen-dev, .*unseen2-held, store"):
        await run(None, _quiet, dataset="stores")


STORE = """
- id: 6579c22f-be2b-444c-a52b-0116dd82df6c
  name: Bold Reel
  category: outdoors
  style: fishing
  description: A fishing reel.
  price: 49.99
  current_stock: 3
- {id: b2, name: Fancy Reel, category: outdoors, style: fishing, description: A reel., price: 90.0, current_stock: 1}
- {id: c3, name: Soft Scarf, category: apparel, style: scarf, description: Wool., price: 20.0, current_stock: 1}
"""
ASKED = """
- {id: reel, question: "fishing reel under 60", below: 60, right: [{title: reel}]}
- {id: mower, question: "lawn mower"}
"""


async def test_a_graded_store_is_measured_with_its_budgets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "aws_retail_demo_store").mkdir()
    (tmp_path / "aws_retail_demo_store" / "products.yaml.gz").write_bytes(gzip.compress(STORE.encode()))
    (tmp_path / "cases.yaml").write_text(ASKED, "utf-8")
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    result = await run(tmp_path / "cases.yaml", _quiet, dataset="store")
    assert (result.measures["ndcg_at_10"], result.measures["budget_violations"]) == (1.0, 0.0)
    assert result.measures["absence_recall"] == 1.0
    assert result.baselines["MiniLM alone"]["budget_violations"] > 0


@pytest.mark.parametrize("closed", ["unseen-held", "unseen2-held", "unseen2"])
async def test_a_closed_set_shows_its_figures_and_none_of_its_questions(
    closed: str, cases: Path, tmp_path: Path
) -> None:
    _write(cases, [{"id": "k:9", "question": "a steel kettle", "short_answer": []}])
    result, _ = await measured(SETS[closed](cases, tmp_path / "catalog"), _quiet)
    assert (result.measures["absence_recall"], result.failures) == (0.0, ())


@pytest.mark.parametrize(("name", "categories"), [("unseen", 6), ("unseen2", 4)])
def test_an_unseen_set_has_two_halves_with_their_own_categories_and_products(name: str, categories: int) -> None:
    dev, held, both = (SETS[part]() for part in (f"{name}-dev", f"{name}-held", name))
    assert {*dev.files, *held.files} == {*both.files}
    counts = [len(list(one.catalog.rglob("metadata.json"))) for one in (dev, held, both)]
    assert counts == [categories, categories, 2 * categories]
    known = {product.handle for product in products_from(both.catalog)}
    for file in both.files:
        assert all(question.right <= known for question in load(file, Question))
