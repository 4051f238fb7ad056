"""What the shop says of one product is no fact of another, and nothing else is made up beside it."""

import json
from datetime import date

import pytest
from langchain_core.messages import ToolMessage

from assistant.agent.known import evidence
from assistant.agent.speaker import Speaker
from assistant.guardrails.outbound import review


def _product(title: str, price: str, stock: str, **attributes: str) -> dict[str, object]:
    return {"handle": title.casefold(), "title": title, "price": price, "stock": stock, "attributes": attributes}


CONDITION = "Items reduced by 40% or more are final sale."
KNOWN = evidence(
    [
        ToolMessage(json.dumps({"products": [
            _product("Poppy Dress", "$89.00", "in stock", Material="linen", Length="95 cm", Recycled="60%"),
            _product("Ember Gown", "$240.00", "out of stock", Material="mulberry silk", Length="130 cm"),
        ]}), tool_call_id="1", name="search_products"),
        ToolMessage(json.dumps({"cart": {"subtotal": "$178.00"}}), tool_call_id="2", name="show_cart"),
    ],
    0, ("Standard delivery takes 3 to 5 working days and costs $5.95.", CONDITION), "You are Larkfield's assistant.",
    date(2026, 11, 22),
)  # fmt: skip


@pytest.mark.parametrize(
    "sentence",
    [
        "The Poppy Dress costs $89.00, the Ember Gown $240.00.",
        "It is $89.00 for the Poppy Dress and $240.00 for the Ember Gown.",
        "The Poppy Dress and the Ember Gown cost $89.00 and $240.00.",
        "With the Poppy Dress your cart comes to $178.00.",
        "The Poppy Dress is linen and 95 cm long.",
        "The Poppy Dress is not mulberry silk.",
        "The Ember Gown is out of stock.",
        "Do you have a code?",
        "Here are 2 dresses.",
        "Items reduced by 40% or more are final sale.",
    ],
)
def test_what_a_product_s_own_record_states_leaves(sentence: str) -> None:
    assert review(sentence, KNOWN).passed, review(sentence, KNOWN)


@pytest.mark.owasp("LLM07:2026")
@pytest.mark.parametrize(
    ("sentence", "check"),
    [
        ("The Poppy Dress costs $240.00.", "others_fact"),
        ("The Poppy Dress and the Ember Gown cost $240.00 and $89.00.", "others_fact"),
        ("Both the Poppy Dress and the Ember Gown cost $89.00.", "others_fact"),
        ("The Poppy Dress is made of mulberry silk.", "others_fact"),
        ("The Poppy Dress is 130 cm long.", "others_fact"),
        ("The Poppy Dress is 60% off.", "unknown_discount"),
        ("Take 40 percent off the Poppy Dress.", "unknown_discount"),
        ("The Poppy Dress holds 350 ml.", "unknown_quantity"),
        ("The Poppy Dress has five hundred threads.", "unknown_quantity"),
        ("The Poppy Dress costs \u20ac89.00.", "unknown_currency"),
        ("Use the code SAVE20.", "unknown_code"),
        ("We have the Aurora Coat, too.", "invented_name"),
        ("Expect a call from us.", "claimed_effect"),
        ("We have cancelled your order.", "claimed_effect"),
    ],
)
def test_what_no_record_states_of_it_is_held_back(sentence: str, check: str) -> None:
    verdict = review(sentence, KNOWN)
    assert (verdict.action, verdict.check) == ("block", check)


def test_it_is_the_product_that_was_named_last() -> None:
    speaker = Speaker(lambda: KNOWN, lambda _: None)
    speaker.hear("The Poppy Dress is a fine choice. It costs $240.00. It costs $89.00. It is sold out.")
    speaker.finish()
    assert speaker.held == ["It costs $240.00.", "It is sold out."]
