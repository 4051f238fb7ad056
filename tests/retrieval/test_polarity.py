"""Refusals that only the words around them tell: the shipped weights are read, and hold what they were trained for."""

import pytest

from assistant.retrieval.reading.polarity import SIZE, WEIGHTS, Place, features, hashed
from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.vocabulary import Vocabulary
from tests.retrieval.shop import PRODUCTS

VOCABULARY = Vocabulary.learn(PRODUCTS)
MOST_BYTES = 100_000


def polarities(text: str) -> dict[str, bool]:
    return {wish.facet: wish.refused for wish in read(text, VOCABULARY).wishes}


@pytest.mark.parametrize(
    "text",
    [
        "Northpeak just isn't cutting it for me, show me a jacket from another brand",
        "I had bad experiences with Northpeak. Which jacket from any other brand do you have?",
        "Northpeak ain't my style, find me a jacket that isn't from them",
        "a jacket please, but keep Northpeak out of it",
    ],
)
def test_a_maker_that_was_turned_down_is_refused(text: str) -> None:
    assert polarities(text) == {"brand": True}


@pytest.mark.parametrize(
    "text",
    [
        "I won't settle for any jacket but one from Northpeak",
        "I'm not made of money, find me a cheap jacket from Northpeak",
        "a jacket from Northpeak, nothing fancy",
    ],
)
def test_a_maker_that_is_wanted_is_not_refused(text: str) -> None:
    assert polarities(text) == {"brand": False}


def test_a_value_is_judged_by_the_words_around_it_and_not_by_itself() -> None:
    def seen(value: str) -> list[int]:
        text = f"no {value} for me"
        place = Place(3, 3 + len(value), "material", brand=False, refused=True)
        return [int(row) for row in hashed(features(text, place, [place], ()))]

    assert seen("linen") == seen("merino wool")


def test_the_weights_are_small() -> None:
    assert WEIGHTS.stat().st_size < MOST_BYTES
    assert SIZE == 1 << 14


def test_a_story_beside_the_request_is_no_topic() -> None:
    told = read("My cat chewed the last one to bits. Northpeak makes them tougher, so I want yellow.", VOCABULARY)
    assert told.topic == ""
    assert read("I want a yellow piano", VOCABULARY).topic == "piano"
