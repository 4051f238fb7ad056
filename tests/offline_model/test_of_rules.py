"""What sounds like a question about the shop's rules is looked up in its pages before anything else is made of it."""

import pytest

from tests.offline_model.shop import Shopper


@pytest.mark.parametrize(
    "text",
    [
        "do I get anything back when the price falls a week later",
        "what happens if nobody opens when the driver rings",
        "signed for nothing and it says it arrived",
        "am I charged again when half of it comes later",
    ],
)
def test_a_question_about_the_rules_in_unusual_words_is_looked_up_in_the_pages(shopper: Shopper, text: str) -> None:
    shopper.say(text)
    assert "search_policies" in {tool for tool, _ in shopper.calls}


@pytest.mark.parametrize(
    ("text", "tool"),
    [
        ("I need a mug that keeps my coffee hot", "search_products"),
        ("a warm jacket for my sister under 100", "search_products"),
        ("where is my order 1042?", "order_status"),
        ("show me my cart", "show_cart"),
    ],
)
def test_what_is_about_goods_or_orders_goes_straight_to_them(shopper: Shopper, text: str, tool: str) -> None:
    shopper.say(text)
    assert {name for name, _ in shopper.calls} == {tool}
