"""A sentence leaves only when something in the conversation supports it."""

import pytest

from assistant.guardrails.evidence import Evidence
from assistant.guardrails.outbound import review
from assistant.guardrails.verdict import Verdict

KNOWN = Evidence(
    (
        '{"price": "$1,049.00", "stock": "in stock"}',
        "Save 15 % until Sunday.",
        "where is #1042?",
        "https://swiftpost.example/SP1",
    ),
    frozenset({"added"}),
    parcels=frozenset({"https://swiftpost.example/SP1"}),
)
NOTHING = Evidence(())


@pytest.mark.parametrize(
    "sentence",
    [
        "It costs $1049.",
        "It costs 1,049.00 dollars.",
        "Save 15% until Sunday.",
        "Order #1042 is on its way: https://swiftpost.example/SP1.",
        "It is in stock.",
        "I have added it to your cart.",
        "I cannot refund orders myself.",
        "If you like, I will order it again.",
        "Shall I fetch a person?",
    ],
)
def test_what_is_known_may_be_said(sentence: str) -> None:
    assert review(sentence, KNOWN).passed


@pytest.mark.owasp("LLM07:2026")
@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("It costs $1,048.99.", "unknown_amount"),
        ("That is 20 bucks.", "unknown_amount"),
        ("Take 20% off.", "unknown_percent"),
        ("Order #1043 was sent.", "unknown_order"),
        ("See https://evil.example/x", "unknown_link"),
        ("[Click](http://evil.example)", "unknown_link"),
        ("I have removed the mug.", "claimed_effect"),
        ("I've cancelled your order.", "claimed_effect"),
        ("I’ve cancelled your order.", "claimed_effect"),
        ("I have **removed** the mug.", "claimed_effect"),
        ("I'll refund you right away.", "claimed_effect"),
        ("A colleague will call you.", "claimed_effect"),
        ("I am passing you to a person.", "claimed_effect"),
        ("Successfully added the kettle to your basket.", None),
    ],
)
def test_what_nothing_supports_is_held_back(sentence: str, check: str | None) -> None:
    verdict = review(sentence, KNOWN)
    assert (verdict.check if not verdict.passed else None) == check


def test_stock_is_unknown_until_a_tool_said_it() -> None:
    assert review("It is in stock.", NOTHING).check == "unknown_stock"


def test_what_was_added_earlier_is_no_effect_of_this_turn() -> None:
    assert review("I have added it to your cart.", NOTHING).check == "claimed_effect"


@pytest.mark.owasp("ASI08")
def test_a_check_that_breaks_holds_the_sentence_back() -> None:
    def broken(_sentence: str, _known: Evidence) -> Verdict:
        raise ZeroDivisionError

    verdict = review("Hello.", KNOWN, [broken])
    assert (verdict.action, verdict.check, verdict.evidence) == ("error", "broken", "ZeroDivisionError")


@pytest.mark.owasp("LLM06:2026")
def test_a_sentence_too_long_to_be_looked_at_in_time_is_held_back() -> None:
    assert review("and so on " * 201, NOTHING).check == "too_long"
    assert review("and so on " * 199, NOTHING).passed


@pytest.mark.parametrize(
    ("sentence", "effect"),
    [
        ("Undone: adding the mug.", "undone"),
        ("I have undone that.", "undone"),
        ("Saved for later: Tinker.", "saved"),
        ("I've moved the mug to your list for later.", "saved"),
        ("I've moved the mug back to your cart.", "moved"),
        ("I have added your gift message.", "noted"),
        ("I've emptied your cart.", "removed"),
    ],
)
def test_what_is_done_with_a_cart_is_claimed_only_after_it_was_done(sentence: str, effect: str) -> None:
    assert review(sentence, Evidence(("nothing",))).check == "claimed_effect"
    assert review(sentence, Evidence(("nothing",), frozenset({effect}))).passed
