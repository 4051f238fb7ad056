"""Superlatives: which number they speak of, in which direction, and how many winners are wanted."""

import pytest

from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.vocabulary import Vocabulary
from tests.retrieval.conftest import SearchableShop
from tests.retrieval.shop import PRODUCTS, product, variant

VOCABULARY = Vocabulary.learn(PRODUCTS)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("the lightest jacket", 1),
        ("the two lightest jackets", 2),
        ("show me the lightest 2 jackets", 2),
        ("top 3 cheapest backpacks", 3),
        ("cheapest five you have", 5),
        ("the cheapest 2 person tent", 1),
        ("I need at least 3 jackets", 1),
    ],
)
def test_as_many_winners_are_read_as_were_asked_for(text: str, count: int) -> None:
    assert read(text, VOCABULARY).best == count


async def test_two_winners_are_two_and_equals_stay_together(shop: SearchableShop) -> None:
    assert (await shop.ask("the two lightest jackets")).matches == ("rain-jacket", "fleece")
    assert set((await shop.ask("the two cheapest things for the kitchen")).matches) == {"mug", "press"}
    assert (await shop.ask("the five lightest tents")).matches == ("tent",)


async def test_a_superlative_on_a_bounded_number_is_told(shop: SearchableShop) -> None:
    assert (await shop.ask("the cheapest jacket under $150")).best_of_bounded
    assert not (await shop.ask("the lightest jacket under $150")).best_of_bounded
    assert not (await shop.ask("jackets under $150")).best_of_bounded


@pytest.mark.parametrize(
    ("text", "facet", "lowest"),
    [
        ("the best jacket you have in terms of weight", "weight", True),
        ("the backpack that holds the most", "capacity", False),
        ("which backpack has the best capacity?", "capacity", False),
        ("a backpack with as much capacity as possible", "capacity", False),
        ("a jacket as light as possible", "weight", True),
        ("the lighter the jacket, the better", "weight", True),
        ("which candle lasts the longest?", "burn time", False),
        ("a backpack that is easy on my wallet", "price", True),
        ("keep it cheap, a jacket", "price", True),
        ("a lightweight jacket, what is the best you have?", "weight", True),
        ("the lightest jacket for that price", "weight", True),
    ],
)
def test_many_words_ask_for_the_most_or_the_least(text: str, facet: str, lowest: bool) -> None:
    assert [(extreme.facet, extreme.lowest) for extreme in read(text, VOCABULARY).extremes] == [(facet, lowest)]


@pytest.mark.parametrize("text", ["not the most expensive jacket", "the best jacket", "at least 3 jackets"])
def test_words_that_only_sound_like_superlatives(text: str) -> None:
    assert read(text, VOCABULARY).extremes == ()


def test_what_follows_the_superlative_at_once_is_what_it_speaks_of() -> None:
    shop = [
        product("p1", "One Phone", "Phones", variant("P1", 10), RAM="4 GB", Screen_size="5 inches"),
        product("p2", "Other Phone", "Phones", variant("P2", 10), RAM="8 GB", Screen_size="6 inches"),
    ]
    text = "the phone with the biggest RAM that's got a screen size over 4 inches"
    assert [extreme.facet for extreme in read(text, Vocabulary.learn(shop)).extremes] == ["ram"]
