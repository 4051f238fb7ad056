"""Everyday words of a question are no values, and a question that names no category still finds its own."""

import pytest

from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.reading import Reading
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.shop.catalogue import Product
from tests.retrieval.shop import product, variant


def bag(name: str, price: float, maker: str, closure: str, litres: str, made_for: str) -> Product:
    return product(
        name, f"{name.title()} Pack", "Backpacks", variant(name, price), vendor=maker, Closure_type=closure,
        Capacity=litres, Best_for=made_for, USB_charging_port="no",
    )  # fmt: skip


def food(name: str, price: float, maker: str, free: str, stage: str) -> Product:
    return product(
        name, f"{name.title()} Kibble", "Dog food", variant(name, price), vendor=maker, Grain_free=free,
        Life_stage=stage, Package_weight="10 lbs", Main_protein="chicken" if free == "no" else "lamb",
    )  # fmt: skip


VOCABULARY = Vocabulary.learn(
    [
        bag("roamer", 60, "Fjällräv", "buckle", "20 L", "school, work"),
        bag("strider", 90, "Big Ridge", "zipper", "30 L", "hiking"),
        bag("packer", 160, "Ridgeway", "zipper", "50 L", "hiking, travel"),
        food("bounder", 30, "Barkwell", "yes", "all stages"),
        food("growler", 40, "Muttley", "no", "adult"),
        food("sniffer", 55, "Muttley", "yes", "puppy"),
    ]
)


def reading(text: str) -> Reading:
    return read(text, VOCABULARY)


def values(text: str) -> dict[str, tuple[set[str], bool]]:
    return {wish.facet: (set(wish.values), wish.refused) for wish in reading(text).wishes}


@pytest.mark.parametrize("text", ["something below 80 bucks", "Big house, big dog, small purse", "show me all of them"])
def test_an_ordinary_word_is_no_value_that_begins_like_it(text: str) -> None:
    assert values(text) == {}


def test_a_maker_is_known_by_its_capitals_within_a_sentence() -> None:
    assert values("a backpack by Big Ridge") == {"brand": ({"Big Ridge"}, False)}
    assert values("Big Ridge backpacks") == {"brand": ({"Big Ridge"}, False)}


def test_accents_need_not_be_typed() -> None:
    assert values("a Fjallrav backpack") == {"brand": ({"Fjällräv"}, False)}


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Muttley, and the cheapest", "Dog food"),
        ("between 24 and 35 liters please", "Backpacks"),
        ("the one with the buckle for under 100", "Backpacks"),
        ("for my puppy, and no grains", "Dog food"),
        ("under 50 dollars", None),
    ],
)
def test_a_category_that_is_not_named_is_the_one_that_explains_the_question(text: str, category: str | None) -> None:
    told = reading(text)
    assert (told.category, told.implied) == (category, True)


def test_what_somebody_does_asks_for_no_thing_of_that_name() -> None:
    assert reading("I go backpacking a lot").implied
    assert not reading("a backpack, and I run a lot").implied


@pytest.mark.parametrize("text", ["dog food without grains", "grain-free dog food", "the vet says no grains, dog food"])
def test_what_is_free_of_something_is_wanted_by_refusing_it(text: str) -> None:
    assert values(text)["grain free"] == ({"yes"}, False)


def test_a_use_said_in_front_of_the_thing_is_demanded() -> None:
    assert "best for" in values("a hiking pack")
    assert "best for" not in values("a pack, maybe for hiking")


@pytest.mark.parametrize(
    "text",
    [
        "I am done with Muttley, which dog food do others make?",
        "My last Muttley dog food made her sick. Dog food by somebody else please.",
        "I've sworn off Muttley. Dog food?",
        "Dog food please. Muttley can sit this one out.",
    ],
)
def test_a_maker_is_refused_by_asking_for_another(text: str) -> None:
    assert values(text)["brand"] == ({"Muttley"}, True)


@pytest.mark.parametrize("text", ["My Muttley dog food has never let me down", "I've been a Muttley fan for years"])
def test_praise_in_the_words_of_blame_is_praise(text: str) -> None:
    assert values(text)["brand"] == ({"Muttley"}, False)


def test_a_part_of_the_name_of_a_yes_or_no_attribute_is_enough() -> None:
    assert values("a backpack without a USB port")["usb charging port"] == ({"no"}, False)


@pytest.mark.parametrize(
    ("text", "operator", "value"),
    [("a backpack, nothing under $150", ">=", 15000), ("a backpack, nothing over $150", "<=", 15000)],
)
def test_nothing_under_a_price_is_a_floor(text: str, operator: str, value: float) -> None:
    (bound,) = reading(text).bounds
    assert (bound.facet, bound.operator, bound.value) == ("price", operator, value)
