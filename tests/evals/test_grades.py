"""Which products a rule names, and what a graded ranking is worth."""

import pytest

from evals.grades import Described, GradedQuestion, Rule
from evals.loading import load
from evals.measures import GradedAnswer, graded_figures, graded_ndcg_at_10, precision_at_5
from evals.suites.store import CASES

REEL = Described("a1", "Golden Fishing Reel", "Smooth, for lakes.", "outdoors", "fishing", "", 49.99)
PRINT = Described("b2", "Fishing Print", "A print for the wall.", "outdoors", "fishing", "", 79.99)
BOOTS = Described("c3", "Hiking Boots", "Brown leather.", "footwear", "boot", "F", 89.99)
SHOP = (REEL, PRINT, BOOTS)


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        (Rule(style="fish"), []),
        (Rule(style="fishing|boot"), ["a1", "b2", "c3"]),
        (Rule(style="fishing", lacks="wall"), ["a1"]),
        (Rule(title="REEL|boots", text="leather"), ["c3"]),
        (Rule(gender="M"), ["a1", "b2"]),
        (Rule(ids=("b", "c")), ["b2", "c3"]),
    ],
)
def test_a_rule_names_what_meets_all_of_it(rule: Rule, named: list[str]) -> None:
    assert [product.id for product in SHOP if rule.names(product)] == named


def test_right_outweighs_fine_and_the_budget_binds_both() -> None:
    fishing, reels = Rule(style="fishing"), Rule(title="reel")
    asked = GradedQuestion(id="x", question="?", right=(reels,), fine=(fishing,))
    assert asked.grades(SHOP) == {"a1": 2, "b2": 1}
    assert asked.model_copy(update={"below": 60}).grades(SHOP) == {"a1": 2}
    assert asked.model_copy(update={"above": 60}).grades(SHOP) == {"b2": 1}


def test_graded_gains_favour_the_right_one_first() -> None:
    grades = {"a": 2, "b": 1}
    assert graded_ndcg_at_10(["a", "b"], grades) == 1
    assert 0 < graded_ndcg_at_10(["b", "a"], grades) < 1
    assert graded_ndcg_at_10(["x"], grades) == graded_ndcg_at_10(["x"], {}) == 0


def test_precision_is_of_as_many_as_there_are() -> None:
    assert precision_at_5(["a", "x", "b"], {"a": 2, "b": 1}) == 1
    assert precision_at_5(list("axxxxb"), dict.fromkeys("abcdef", 1)) == 0.2


def test_each_graded_figure_counts_only_what_it_is_about() -> None:
    found = graded_figures(
        [GradedAnswer({"a": 2}, ["a", "x"], ["x"]), GradedAnswer({"a": 2}, [], []), GradedAnswer({}, [], [])]
    )
    assert (found.ndcg_at_10, found.budget_violations) == (0.5, 0.5)
    assert (found.empty_where_something_fits, found.absence_recall) == (0.5, 1)


def test_the_store_has_two_hundred_questions_each_asked_once() -> None:
    questions = load(CASES, GradedQuestion)
    assert len(questions) == len({question.question for question in questions}) == 200
