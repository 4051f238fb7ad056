"""What a shopper can pay is read however it is said, and no other number is taken for it."""

import pytest

from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.vocabulary import Vocabulary
from tests.retrieval.shop import PRODUCTS

VOCABULARY = Vocabulary.learn(PRODUCTS)


def budget(text: str) -> list[tuple[str, float]]:
    """In major units."""
    return [(b.operator, b.value / 100) for b in read(text, VOCABULARY).bounds if b.facet == "price"]


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("a dress, no more than a twenty", 20),
        ("a jacket up to fifty bucks", 50),
        ("my budget is 75 for a jacket", 75),
        ("my budget: 75. I need a jacket", 75),
        ("a jacket, budget 75", 75),
        ("a jacket on a budget of 75", 75),
        ("a jacket with a 75 budget", 75),
        ("a jacket with a 75 dollar budget", 75),
        ("a jacket, I have 75 to spend", 75),
        ("a jacket, I've got 75 to spend", 75),
        ("a jacket, I can spend 75", 75),
        ("a jacket, I can stretch to 75", 75),
        ("a jacket, I can go up to 75", 75),
        ("a jacket, I'd pay 75", 75),
        ("a jacket, I don't want to spend 75", 75),
        ("a jacket, spend 60 tops", 60),
        ("a jacket, 60 max", 60),
        ("a jacket, 60 at most", 60),
        ("a jacket for a tenner", 10),
        ("a jacket for a tenner or less", 10),
        ("a jacket, I'm not breaking a hundred", 100),
        ("a jacket, I won't blow a hundred", 100),
        ("a jacket, not dropping 80 on it", 80),
        ("a jacket, max budget is around 40", 40),
        ("a jacket, my budget is tight, around 40 dollars", 40),
    ],
)
def test_the_most_that_may_be_paid(text: str, most: float) -> None:
    assert budget(text) == [("<=", most)]


@pytest.mark.parametrize("text", ["a jacket, keep it under a hundred", "a jacket below a hundred", "a jacket < 100"])
def test_less_than_an_amount(text: str) -> None:
    assert budget(text) == [("<", 100)]


@pytest.mark.parametrize(
    "text",
    [
        "a gift, 50 or so",
        "a jacket, 50ish",
        "a jacket, around 50ish",
        "a jacket, fifty-ish",
        "a jacket around 50",
        "a jacket for about fifty",
        "a jacket, $50-ish",
        "a jacket, 50ish dollars",
        "a jacket, 50 dollars-ish",
        "a jacket in the fifty dollar range",
        "a jacket in the 50 range",
        "a jacket, somewhere in the region of 50",
        "a jacket, 50 give or take",
        "a jacket around the $50 mark",
    ],
)
def test_about_an_amount_leaves_room_on_both_sides(text: str) -> None:
    assert budget(text) == [(">=", 40), ("<=", 60)]


@pytest.mark.parametrize(
    "text",
    [
        "a jacket between 20 and 30",
        "a jacket, between twenty and thirty bucks",
        "a jacket for 20 to 30",
        "a jacket, 20-30 dollars",
        "a jacket, anywhere from 20 to 30",
        "a jacket, price range 20-30",
    ],
)
def test_from_one_amount_to_another(text: str) -> None:
    assert budget(text) == [(">=", 20), ("<=", 30)]


@pytest.mark.parametrize(
    "text",
    [
        "sandals in size 9 or so",
        "sandals, around a size 9",
        "sandals for my daughter, she's 8 or so",
        "a dress for a girl of about 8",
        "a dress for my girl, she is turning 16",
        "a tent for around 4 people",
        "a tent for 4 or so friends",
        "a party of 20 or so",
        "a jacket from around 2010",
        "I have 2 dogs and need a jacket",
        "I've got 3 kids, jackets please",
        "a jacket for my 50th",
        "about 10 years ago I had a jacket",
        "a jacket by around 5 pm",
        "2 jackets",
        "sandals 9",
        "a tent that sleeps 3 or so",
        "I'm 40ish and need a jacket",
    ],
)
def test_numbers_that_something_else_explains_are_no_budget(text: str) -> None:
    assert budget(text) == []
