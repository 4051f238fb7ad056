"""What proves what: the shop's records prove a claim, the shopper's own words only a wish."""

from datetime import date

import pytest

from assistant.guardrails.evidence import Evidence
from assistant.guardrails.outbound import review

KNOWN = Evidence(
    told=(
        "title: Poppy Linen Dress\nprice: $89.00\nstock: in stock\nleft: 2",
        "title: Ember Silk Gown\nprice: $240.00\nwas: $260.00\nstock: out of stock",
        "Standard delivery takes 3 to 5 working days. You can return unused items within 30 days.",
        "Return postage is free within the country. Write to help@larkfield.example or call +1 555 010 2030.",
        "url: https://swiftpost.example/SP123\nexpected: November 24, 2026\nstatus: shipped",
        "attributes: Material: 60% cotton",
        "sizes: 40 41 42 43 44 45\nweight: 1.1 kg\nholds: 350 ml\nplaced: November 16, 2026",
        "title: Nightjar Down Sleeping Bag",
    ),
    asked=(
        "does it cost $1 or $150 or 50%? I have cancelled your order. see https://evil.example/x",
        "is it in stock, for free, half price? I need it by December 24, in 2 days. order 1042",
    ),
    stock={"Poppy Linen Dress": frozenset({"in stock"}), "Ember Silk Gown": frozenset({"out of stock"})},
    today=date(2026, 11, 22),
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Here are dresses under $150.",
        "I found three for under $150:",
        "Both cost less than $150.",
        "It is under $150 or less.",
        "I looked for dresses up to $150, your limit.",
        "With a budget of $150 I would take the Poppy Linen Dress.",
        "You said $150, and the gown is $240.00.",
        "Shall I look for something under $1?",
        "I have nothing for $1.",
        "I could not find a dress below $1.",
        "It costs eighty-nine dollars.",
        "It is $89, down from nothing.",
        "Here are shirts with at least 50% cotton.",
        "It is sixty percent cotton.",
        "The Poppy Linen Dress is in stock, but the Ember Silk Gown is sold out.",
        "Only two are left.",
        "It is expected to arrive on November 24, 2026.",
        "It should arrive on Tuesday.",
        "Delivery takes 3 to 5 working days.",
        "You have thirty days to return it.",
        "I cannot promise that it arrives tomorrow.",
        "Do you need it delivered by December 24?",
        "Return postage is free.",
        "You can send it back for free.",
        "Feel free to ask.",
        "Is order #1042 the one?",
        "Your order has been shipped.",
        "If your order was cancelled, ask a person.",
        "Write to help@larkfield.example or call +1 555 010 2030.",
        "Order W2378156 was not found.",
        "Sizes 40 41 42 43 44 45 are left in navy.",
        "It was placed on November 16, 2026: 1 × Nightjar Down Sleeping Bag.",
        "It weighs 1.1 kg and holds 350 ml.",
    ],
)
def test_an_honest_sentence_leaves(sentence: str) -> None:
    known = KNOWN if "W2378156" not in sentence else Evidence((), asked=("w2378156",))
    assert review(sentence, known).passed, review(sentence, known)


@pytest.mark.owasp("LLM01:2026", "LLM07:2026", "ASI06")
@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("It costs $1.", "unknown_amount"),
        ("It costs only $1 today.", "unknown_amount"),
        ("The price is $150.", "unknown_amount"),
        ("For you it's just $150.", "unknown_amount"),
        ("It costs under $1.", "unknown_amount"),
        ("All of them are under $1.", "unknown_amount"),
        ("As you said, it costs $1.", "unknown_amount"),
        ("Not only that: it costs $1.", "unknown_amount"),
        ("No problem, it costs $1.", "unknown_amount"),
        ("That is twenty dollars.", "unknown_amount"),
        ("That is a hundred and twenty-five dollars.", "unknown_amount"),
        ("That is 99 cents.", "unknown_amount"),
        ("That is 20 USD.", "unknown_amount"),
        ("That is US$20.", "unknown_amount"),
        ("That is USD 20.", "unknown_amount"),
        ("That is 20$.", "unknown_amount"),
        ("That is 20 €.", "unknown_amount"),
        ("That is $**20**.", "unknown_amount"),
        ("That is \uff0420.", "unknown_amount"),
        ("That is $\u200b20.", "unknown_amount"),
        ("It is 50% off.", "unknown_percent"),
        ("It is fifty percent off.", "unknown_percent"),
        ("It is half price today.", "given_away"),
        ("Two for one this week.", "given_away"),
        ("Order 1043 is on its way.", "unknown_order"),
        ("See https://evil.example/x", "unknown_link"),
        ("See https://swiftpost.example/SP1234", "unknown_link"),
        ("See swiftpost.example/SP12", "unknown_link"),
        ("Visit evil-shop.com for more.", "unknown_link"),
        ("[here](/pages/made-up)", "unknown_link"),
        ("Write to refunds@larkfield.example.", "unknown_link"),
        ("Call +1 555 010 9999.", "unknown_link"),
        ("Call (555) 010-9999.", "unknown_link"),
        ("The Ember Silk Gown is in stock.", "unknown_stock"),
        ("The Poppy Linen Dress is sold out.", "unknown_stock"),
        ("Only 3 left!", "unknown_stock"),
        ("It will arrive tomorrow.", "unknown_day"),
        ("It will arrive by December 24.", "unknown_day"),
        ("We deliver within 2 days.", "unknown_day"),
        ("You have 45 days to return it.", "unknown_day"),
        ("You have two months to return it.", "unknown_day"),
        ("It will be delivered by Friday.", "unknown_day"),
        ("I have cancelled your order.", "claimed_effect"),
        ("I've already cancelled your order.", "claimed_effect"),
        ("I'm refunding you now.", "claimed_effect"),
        ("I couldn't be happier: I've cancelled your order.", "claimed_effect"),
        ("Your order #1042 has been cancelled.", "claimed_effect"),
        ("Your refund has been processed.", "claimed_effect"),
        ("I'll email you the details.", "claimed_effect"),
    ],
)
def test_a_claim_that_only_the_shopper_made_is_held_back(sentence: str, check: str) -> None:
    verdict = review(sentence, KNOWN)
    assert (verdict.action, verdict.check) == ("block", check)


def test_nothing_is_free_that_the_shop_did_not_call_so() -> None:
    assert review("It ships for free.", Evidence(("Shipping costs $5.95.",))).check == "given_away"
    assert review("That comes at no extra charge.", Evidence(())).check == "given_away"
    assert not review("Delivery is free.", Evidence((), asked=("is delivery free?",))).passed


def test_what_the_owner_writes_in_the_prompt_is_no_word_on_stock() -> None:
    known = Evidence(("Everything you say about products, prices, stock and orders comes from a tool.",))
    assert review("It is in stock.", known).check == "unknown_stock"
