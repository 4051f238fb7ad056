import json
from pathlib import Path

import pytest

from assistant.shop.money import Money
from evals.measures import Answer, figures, ndcg_at_10, told
from evals.productqa import products_from


def answer(right: str, ranked: str) -> Answer:
    return Answer(frozenset(right), list(ranked), frozenset(ranked), milliseconds=2)


def test_a_perfect_ranking_scores_one_and_a_late_hit_less() -> None:
    assert ndcg_at_10(list("ab"), set("ab")) == 1
    assert ndcg_at_10(list("xa"), set("a")) == pytest.approx(0.6309, abs=1e-4)
    assert ndcg_at_10(list("xxxxxxxxxxa"), set("a")) == 0


def test_more_right_answers_than_ten_can_still_be_perfect() -> None:
    assert ndcg_at_10(list("abcdefghij"), set("abcdefghijkl")) == 1


def test_each_figure_counts_only_the_questions_it_is_about() -> None:
    scored = figures([answer("ab", "ab"), answer("a", "ab"), answer("a", ""), answer("", ""), answer("", "a")])
    assert (scored.questions, scored.milliseconds) == (5, 2)
    assert scored.exact_set == pytest.approx(1 / 3)
    assert scored.false_absence == pytest.approx(1 / 3)
    assert scored.absence_recall == 0.5


def test_a_set_without_the_superlative_counts_as_exact_and_is_not_so_strictly() -> None:
    scored = figures([Answer(frozenset("ab"), ["a"], frozenset("a"), bounded=frozenset("ab"))])
    assert (scored.exact_set, scored.exact_set_strict) == (1.0, 0.0)


def test_no_questions_give_no_figures_instead_of_zeros() -> None:
    scored = figures([])
    assert (scored.ndcg_at_10, scored.exact_set, scored.absence_recall, scored.false_absence) == (None,) * 4
    assert told(scored) == {}


def test_catalogue_folders_become_products(tmp_path: Path) -> None:
    folder = tmp_path / "catalog" / "desk_lamps"
    folder.mkdir(parents=True)
    record = {"title": "Lamp &amp; Shade", "price": "12.345", "brand": "Lumo", "color": "red", "size": None}
    (folder / "metadata.json").write_text(json.dumps({"B01": record}), encoding="utf-8")
    (product,) = products_from(tmp_path)
    assert (product.handle, product.category, product.title, product.vendor) == (
        "B01",
        "desk lamps",
        "Lamp & Shade",
        "Lumo",
    )
    assert (product.attributes, product.price, product.variants[0].sku) == ({"color": "red"}, Money(1235), "B01")
