"""An attribute decides a question only when it is the very thing that is asked for; what is merely related does not."""

import pytest

from assistant.offline_model.deciding import decided
from assistant.offline_model.facts import answer
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.stated import StatedFacts
from assistant.retrieval.embedding import MiniLM
from tests.offline_model.shop import Shopper

LANTERN = {
    "title": "Marlow Camping Lantern",
    "category": "Lanterns",
    "vendor": "Hollin",
    "price": "$39.00",
    "stock": "in stock",
    "attributes": {
        "Body Material": "aluminum",
        "Dimmable": "yes",
        "Remote Control": "no",
        "Removable Hook": "no",
        "Built-in Radio": "yes",
        "Strap": "non-adjustable nylon",
        "Weight": "1.5 lb",
        "number_of_modes": "4",
        "Water Resistance": "poor",
        "Battery Type": "AA",
        "Solar Panel": "not applicable",
    },
    "description": "",
    "variants": [],
}


@pytest.mark.parametrize(
    ("question", "side", "name"),
    [
        ("Is the lantern dimmable?", "yes", "Dimmable"),
        ("Does it come with a remote control?", "no", "Remote Control"),
        ("Does this Marlow lantern have a radio?", "yes", "Built-in Radio"),
        ("Is the strap adjustable?", "no", "Strap"),
        ("Is it water resistant?", "no", "Water Resistance"),
        ("Does it have a solar panel?", "no", "Solar Panel"),
        ("Is the weight under 2 pounds?", "yes", "Weight"),
        ("Is the weight over 1 kg?", "no", "Weight"),
        ("Does it have 4 modes?", "yes", "number_of_modes"),
        ("What is the body material?", None, "Body Material"),
        ("How many modes does it have?", None, "number_of_modes"),
        ("the first one, how heavy is it?", None, "Weight"),
    ],
)
def test_the_attribute_that_is_asked_for_decides(question: str, side: str | None, name: str) -> None:
    found = decided(question, LANTERN)
    assert found is not None
    assert (found.side, found.attribute.name) == (side, name)


@pytest.mark.parametrize(
    "question",
    [
        "Does the remote control work through walls?",
        "Is the radio loud?",
        "Are batteries included?",
        "How long does the battery last?",
        "Is there a hook?",
        "Can the strap be replaced?",
        "Is it better than other lanterns with a radio?",
        "Is the weight a problem on a long hike?",
        "Is it light enough for children?",
        "Will it work for my camping trip?",
    ],
)
def test_what_is_only_related_decides_nothing(question: str, minilm: MiniLM) -> None:
    assert decided(question, LANTERN) is None
    assert answer(question, LANTERN, StatedFacts(Remembered(minilm))) is None


def test_a_number_of_the_products_own_name_is_no_bound() -> None:
    product = {**LANTERN, "title": "Marlow Lantern 20", "attributes": {"warranty": "1"}}
    found = decided("Is there a warranty with the purchase of the Marlow Lantern 20?", product)
    assert found is not None
    assert found.side == "yes"


@pytest.mark.parametrize(("stated", "side"), [("4", "yes"), ("3", "no")])
def test_a_number_of_the_name_counts_as_a_bound_where_it_stands_apart_from_it(stated: str, side: str) -> None:
    product = {**LANTERN, "title": "Marlow Lantern 4", "attributes": {"number_of_modes": stated}}
    for question in ("Does it have 4 modes?", "Does the Marlow Lantern 4 have 4 modes?"):
        found = decided(question, product)
        assert found is not None
        assert found.side == side


def test_a_yes_or_no_stands_beside_the_attribute_that_says_so(minilm: MiniLM) -> None:
    told = answer("Does it come with a remote control?", LANTERN, StatedFacts(Remembered(minilm)))
    assert told == "No. Marlow Camping Lantern, remote control: no."


def test_the_nearest_fact_is_told_as_one_that_does_not_answer(shopper: Shopper) -> None:
    shopper.say("tell me about the Harbour Mug")
    reply = shopper.say("does the stoneware of this mug chip easily?")
    assert "does not state that for Harbour Mug" in reply.text
    assert reply.response_metadata["outcome"] == "abstained"
