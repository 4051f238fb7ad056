"""A budget is heard in the words that people use for one, and not in other numbers."""

import pytest

from assistant.retrieval.reading.spending import most_to_spend


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("I need a gift under $50", 50),
        ("my budget is 60 dollars", 60),
        ("my budget is around $80", 80),
        ("I have 40 to spend", 40),
        ("is there a mug under 20?", 20),
        ("something for $20 to $30", 30),
        ("no more than €25 please", 25),
        ("I don't want to spend more than fifty bucks", 50),
        ("I can spend up to 1,200", 1200),
        ("add one more, but I only have $30 left", 30),
        ("under $100 at first, but now at most $70", 70),
    ],
)
def test_a_limit_is_its_upper_end(text: str, most: float) -> None:
    assert most_to_spend(text) == most


@pytest.mark.parametrize(
    "text",
    ["add the $30 one", "a tent over $200", "a tent for under 3 people", "boots under 1 kg", "add 2 mugs", "just the 2",
     "just 2 please", "at most 2 of them", "in under 5 minutes", "show my cart"],
)  # fmt: skip
def test_other_numbers_are_no_budget(text: str) -> None:
    assert most_to_spend(text) is None
