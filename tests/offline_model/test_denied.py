"""Questions put as denials, pointed at one of a list, or answered by a product's own name."""

import pytest

from assistant.offline_model.asked import undenied
from assistant.offline_model.facts import answer
from assistant.offline_model.stated import StatedFacts
from assistant.retrieval.embedding import MiniLM
from tests.offline_model.shop import product, variant

BOTTLE = product(
    "bottle", "Trickle Water Bottle 500 ml", "$24.00",
    {"Material": "BPA-free plastic", "Weight": "110 g", "Dishwasher Safe": "yes", "Care": "machine wash 30 °C"},
    variant("B", "$24.00"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("is the first one dishwasher safe?", "Yes. Trickle Water Bottle 500 ml, dishwasher safe: yes."),
        ("whats it weigh", "Trickle Water Bottle 500 ml, weight: 110 g."),
        ("is it 500 ml?", "Its name says so: Trickle Water Bottle 500 ml."),
    ],
)
def test_it_is_read_as_the_plain_question(question: str, told: str, minilm: MiniLM) -> None:
    assert answer(question, BOTTLE, StatedFacts(minilm)) == told


@pytest.mark.parametrize(
    "question", ["it's not dishwasher safe, right?", "isn't it dishwasher safe?", "is it not dishwasher safe?"]
)
def test_a_denied_question_is_answered_by_the_fact_and_no_yes_or_no(question: str, minilm: MiniLM) -> None:
    told = answer(question, BOTTLE, StatedFacts(minilm))
    assert told == "Trickle Water Bottle 500 ml, dishwasher safe: yes."


@pytest.mark.parametrize("question", ["is it 750 ml?", "it's not insulated, right?"])
def test_what_neither_record_nor_name_states_is_not_answered(question: str, minilm: MiniLM) -> None:
    assert answer(question, BOTTLE, StatedFacts(minilm)) is None


def test_a_denial_is_turned_into_the_plain_question() -> None:
    assert undenied("it's not lined, right?") == "is it lined"
    assert undenied("is it free of BPA?") == "is it BPA?"
    assert undenied("is it lined?") == "is it lined?"
