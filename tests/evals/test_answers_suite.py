"""The answers suite: a record that states a thing, one that is silent, and files that do not fit together."""

import json
from pathlib import Path

import pytest

from evals.loading import BadCases
from evals.productqa import products_from
from evals.sampling import sampled
from evals.suites.answers import most_in_common, run

LAMP = {"title": "Alder Desk Lamp", "price": "20.00", "brand": "Alder", "dimmable": "yes", "light color": "yellow"}
ROWS = [
    {"id": "1", "asin": "L1", "question": "Is it dimmable?", "short_answer": "yes", "type": "fact_qa"},
    {"id": "2", "asin": "L1", "question": "What is its light color?", "short_answer": "white", "type": "reasoning_qa"},
    {"id": "3", "asin": "L1", "question": "How heavy is it?", "short_answer": "2 pounds", "type": "fact_qa"},
]


def _quiet(_done: int, _total: int) -> None:
    return None


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    (tmp_path / "deep" / "lamps").mkdir(parents=True)
    (tmp_path / "deep" / "lamps" / "metadata.json").write_text(json.dumps({"L1": LAMP}), "utf-8")
    file = tmp_path / "qa.jsonl"
    file.write_text("\n".join(map(json.dumps, ROWS)), "utf-8")
    return file


async def test_stated_misstated_and_unstated_are_told_apart(cases: Path) -> None:
    result = await run(cases, _quiet, catalog=cases.parent)
    assert (result.cases, result.measures["right"], result.measures["wrong"]) == (3, 0.3333, 0.3333)
    assert result.measures["not_stated"] == 0.3333
    assert (result.measures["fact_right"], result.measures["reasoning_wrong"]) == (0.5, 1.0)
    assert [failure.id for failure in result.failures] == ["2"]
    assert result.baselines["always yes"]["right"] == 0.3333


@pytest.fixture
def stray(cases: Path) -> Path:
    cases.write_text(json.dumps(ROWS[0] | {"asin": "L9"}), "utf-8")
    return cases


async def test_a_question_about_an_unknown_product_is_refused(stray: Path) -> None:
    with pytest.raises(BadCases, match="case 1: product L9 is not in the catalogue"):
        await run(stray, _quiet, catalog=stray.parent)


def test_the_baseline_knows_no_answer_without_a_word_in_common(cases: Path) -> None:
    [lamp] = products_from(cases.parent)
    assert most_in_common("Can it be dimmed? dimmable?", lamp) == "dimmable: yes"
    assert most_in_common("Is it Danish?", lamp) == ""


def test_a_sample_is_the_same_whatever_the_order() -> None:
    names = [f"q{n}" for n in range(50)]
    assert sorted(sampled(names, 7, str)) == sorted(sampled(names[::-1], 7, str))
    assert sampled(names, 0, str) == names


@pytest.mark.parametrize(
    ("text", "told"),
    [("[1", "must be a JSON object"), ('{"A": {"title": "x"}}', "needs a title and a price"), ("{}", "holds no")],
)
def test_a_bad_catalogue_is_refused_with_its_file(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "lamps").mkdir()
    (tmp_path / "lamps" / "metadata.json").write_text(text, "utf-8")
    with pytest.raises(BadCases, match=told):
        products_from(tmp_path)
    with pytest.raises(BadCases, match="no such folder"):
        products_from(tmp_path / "none")


def test_a_product_of_two_categories_is_refused(tmp_path: Path) -> None:
    for name in ("lamps", "lights"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "metadata.json").write_text(json.dumps({"L1": LAMP}), "utf-8")
    with pytest.raises(BadCases, match="product L1 is already in 'lamps'"):
        products_from(tmp_path)
