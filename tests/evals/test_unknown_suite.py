"""The suite of unknowns: what counts as told, and that its own cases are what the suite says they are."""

from pathlib import Path

import pytest

from assistant.retrieval.library import ProductHits
from evals.loading import load
from evals.suites.unknown import CASES, Answer, Case, affected_fault, groups, measures, told_fault
from tests.goods import PRODUCTS

BRAND = Case(id="brand-01", ask="a tent by Nobody", unknown=("nobody",), kind="brand", near=False)


def test_an_unknown_thing_must_be_named_and_nothing_shown() -> None:
    shown = ProductHits(products=tuple(PRODUCTS[:1]), total=1)
    assert told_fault(BRAND, shown) == "shows 1 products as if they fitted"
    assert told_fault(BRAND, ProductHits((), 0)) == "finds nothing but does not name it"
    assert told_fault(BRAND, ProductHits((), 0, unknown=("Nobody",))) == ""
    assert affected_fault(shown) == ""
    assert affected_fault(ProductHits((), 0, unknown=("tent",))) == "calls tent unknown"


def test_the_half_that_was_worked_on_is_told_apart() -> None:
    one, other = (
        next(BRAND.model_copy(update={"id": i}) for i in "abcdefgh" if _tuned(i) is side) for side in (True, False)
    )
    found = measures([Answer(one, "wrong"), Answer(other, "")])
    assert (found["told_unknown_tuned"], found["told_unknown"]) == (0.0, 1.0)


def _tuned(name: str) -> bool:
    return BRAND.model_copy(update={"id": name}).tuned


def test_every_kind_has_its_count_over_both_halves() -> None:
    near = BRAND.model_copy(update={"near": True})
    ordinary = BRAND.model_copy(update={"unknown": (), "kind": "ordinary"})
    found = groups([Answer(BRAND, "wrong"), Answer(near, ""), Answer(ordinary, "")])
    assert found["brand"] == found["every unknown"] == {"cases": 2, "wrong": 1}
    assert found["brand, near miss"] == found["every near miss"] == {"cases": 1, "wrong": 0}
    assert found["ordinary"] == {"cases": 1, "wrong": 0}


@pytest.mark.parametrize("file", [CASES, CASES.with_name("unknown-second.jsonl")])
def test_half_of_our_own_cases_are_near_misses(file: Path) -> None:
    cases = load(file, Case)
    strange = [case for case in cases if case.unknown]
    assert (len(strange), sum(case.near for case in strange)) == (300, 150)
    assert len(cases) - len(strange) == 300
