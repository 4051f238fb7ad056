"""A second author's templates: filled only with what holds of the two products, so that each label is true."""

import random
from pathlib import Path

import pytest

from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money
from evals.datasets import ROOT
from evals.loading import BadCases
from evals.second_untruths import Templates, of_products, templates
from evals.untruths import Pair

FILE = ROOT / "evals" / "cases" / "untruths-second.yaml"


def _product(title: str, minor: int, colour: str) -> Product:
    variant = Variant(sku=title.upper(), options={"Color": colour}, price=Money(minor, "USD"), stock=9)
    return Product(title.lower(), title, "Dresses", (variant,), attributes={"Material": f"{colour} linen"})


PAIR = Pair(_product("Poppy", 8900, "Rust"), _product("Ember", 24000, "Oat"))


def test_each_kind_has_a_dozen_templates_and_as_many_are_true_as_are_not() -> None:
    written = templates(FILE)
    counted = [[len(lines.splitlines()) for lines in kinds.values()] for kinds in (written.lies, written.truths)]
    assert min(map(min, counted)) >= 12
    assert sum(counted[1]) >= sum(counted[0])


def test_a_wrong_figure_is_never_the_right_one() -> None:
    chance = random.Random(3)  # noqa: S311 -- a draw that can be repeated
    for _ in range(200):
        facts = of_products(PAIR, chance)
        assert facts["p"] == "$89.00" != facts["pw"]
        assert (facts["c"], facts["diff"], facts["sum"]) == ("Poppy", "$151.00", "$329.00")
        assert facts["wd"] != facts["diff"]
        assert facts["ws"] not in {"$329.00", "$178.00"}
        assert facts["cnt"] != "9"


def test_a_template_whose_facts_are_not_there_is_not_used() -> None:
    chance = random.Random(3)  # noqa: S311 -- a draw that can be repeated
    written = Templates(lies={"price": "{t} is {pw}\nwas {was}"}, truths={"warranty": "{w}", "price": "{t} is {p}"})
    said = written.said(of_products(PAIR, chance), chance)
    assert {(one.kind, one.true) for one in said} == {("price", False), ("true: price", True)}
    assert "Poppy is $89.00" in {one.text for one in said}


def test_a_file_that_holds_something_else_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("cases: []\n", "utf-8")
    with pytest.raises(BadCases, match=r"other\.yaml"):
        templates(other)
