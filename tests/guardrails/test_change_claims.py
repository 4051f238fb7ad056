"""That an order was changed may be said once it was, and not before: each claim needs its own effect."""

import pytest
from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

from assistant.agent.known import evidence
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.outbound import review
from assistant.testing.model import calls

CLAIMED = [
    ("I have cancelled your order.", "cancel"),
    ("I've gone ahead and cancelled it.", "cancel"),
    ("I have refunded your card.", "cancel"),
    ("I've arranged the return for you.", "return"),
    ("I have exchanged the mug.", "exchange"),
    ("I have set up the exchange.", "exchange"),
    ("I have updated the address of your order.", "address"),
    ("The shipping address has been changed.", "address"),
    ("I've updated your default address.", "default address"),
    ("I have changed the payment method to PayPal.", "payment"),
    ("The payment method has been updated.", "payment"),
    ("I've swapped the red one for the blue one.", "items"),
    ("I have changed the items of your order.", "items"),
    ("I've processed your cancellation.", "cancel"),
    ("Done!", "cancel"),
    ("All done.", "items"),
    ("It is in your cart.", "added"),
    ("They're now in your cart!", "moved"),
    ("It is held for you.", "checkout"),
]

HONEST = [
    "I can cancel that for you.",
    "Shall I cancel it?",
    "If you say yes, I will cancel it.",
    "I cannot cancel this order, because it was sent already.",
    "I have not changed anything.",
    "Nothing was cancelled.",
    "The address of an order can be changed before it is packed.",
    "Are you done?",
    "That was done before.",
    "Yes, it is in your cart.",
    "It is already in your cart.",
    "If it is in your cart, you can check out.",
]


def known(*effects: str) -> Evidence:
    return Evidence(told=(), effects=frozenset(effects))


@pytest.mark.parametrize(("sentence", "effect"), CLAIMED)
def test_a_claim_passes_with_its_effect_and_is_held_without(sentence: str, effect: str) -> None:
    assert review(sentence, known(effect)).passed
    assert not review(sentence, known()).passed


@pytest.mark.parametrize(
    ("sentence", "other"),
    [
        ("I have cancelled your order.", "return"),
        ("I've arranged the return for you.", "cancel"),
        ("I have updated the address of your order.", "payment"),
        ("I have refunded your card.", "return"),
    ],
)
def test_another_effect_proves_nothing(sentence: str, other: str) -> None:
    assert not review(sentence, known(other)).passed


@pytest.mark.parametrize("sentence", HONEST)
def test_offers_rules_and_refusals_are_no_claims(sentence: str) -> None:
    assert review(sentence, known()).passed


def test_what_became_of_an_order_is_its_record_to_say() -> None:
    asked_for = Evidence(("number: #2002", "status: return requested"))
    assert review("Your return has been set up.", asked_for).passed
    assert not review("Your exchange has been registered.", asked_for).passed
    assert not review("Your return has been set up.", known()).passed


def refused(text: str, *, told: bool) -> list[AnyMessage]:
    call = calls(("change_order_payment", {"order_number": "#1", "pay_with": "gift card $9"}))
    answer = ToolMessage(text, tool_call_id=call.tool_calls[0]["id"], status="error", artifact={"told": told})
    return [HumanMessage("pay by gift card"), call, answer]


def test_a_refusal_in_the_shops_own_words_proves_its_figures_and_an_echo_does_not() -> None:
    low = "Your gift card holds $20.00, which does not cover $117.00."
    assert review(low, Evidence(told=evidence_of(refused(low, told=True)).told)).passed
    echo = "'gift card $9' is not one of your saved ways to pay."
    assert not review("It would cost $9.", evidence_of(refused(echo, told=False))).passed


def evidence_of(messages: list[AnyMessage]) -> Evidence:
    return evidence(messages, 0, (), "", None)  # type: ignore[arg-type]  # no day is spoken of
