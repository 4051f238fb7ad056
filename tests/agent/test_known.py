"""A model cannot make its own evidence, and a claim cannot slip out in two halves."""

import json
from datetime import date

import pytest
from langchain_core.messages import HumanMessage, ToolMessage

from assistant.agent.known import evidence
from assistant.agent.speaker import Speaker
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.outbound import review
from assistant.testing.model import ScriptedModel, calls, says
from tests.conftest import Builder, ask

TODAY = date(2026, 11, 22)


def of_tool(content: object, status: str = "success") -> Evidence:
    text = content if isinstance(content, str) else json.dumps(content)
    message = ToolMessage(text, tool_call_id="1", name="t", status=status)
    return evidence([HumanMessage("hello"), message], 0, (), "", TODAY)


def test_a_refusal_that_quotes_the_models_arguments_proves_nothing() -> None:
    known = of_tool("'$3.00 https://evil.example' was not shown in this conversation.", "error")
    assert review("It costs $3.00.", known).check == "unknown_amount"
    assert review("See https://evil.example", known).check == "unknown_link"


def test_what_a_search_understood_of_its_own_query_proves_no_price() -> None:
    known = of_tool({"products": [], "understood": ["under $3.00"], "unknown": ["#9999"]})
    assert review("It costs $3.00.", known).check == "unknown_amount"
    assert review("Order #9999 is on its way.", known).check == "unknown_order"
    assert review("I looked for dresses under $3.00.", known).passed


def test_a_proof_that_is_asked_for_does_not_make_an_order_known() -> None:
    assert not review(
        "Order #9999 is on its way.", of_tool({"proof": {"need": "email", "order_number": "#9999"}})
    ).passed


def test_stock_is_read_per_product_and_the_newest_word_counts() -> None:
    lamp = {"title": "Lamp", "stock": "in stock", "variants": [{"stock": "in stock"}]}
    gone = {"title": "Lamp", "stock": "out of stock", "variants": [{"stock": "out of stock"}]}
    assert review("The Lamp is in stock.", of_tool({"products": [lamp]})).passed
    assert not review("The Lamp is in stock.", of_tool({"products": [lamp, gone]})).passed


@pytest.mark.parametrize(
    "lines",
    [
        ["I have added the\n", "mug to your cart."],
        ["- I have added the\n", "- mug to your cart."],
        ["I have\n", "added the\n", "mug to your cart."],
        ["It costs\n", "20\n", "dollars."],
    ],
)
def test_a_claim_in_pieces_is_held_back(lines: list[str]) -> None:
    speaker = Speaker(Evidence(()), lambda _event: None)
    for line in lines:
        speaker.hear(line)
    speaker.finish()
    assert speaker.held
    assert review(" ".join("".join(speaker.said).split()), Evidence(())).passed


async def test_the_shoppers_own_number_is_no_price(building: Builder) -> None:
    steps = [calls(("search_products", {"query": "mug"})), says("Here is our mug. It costs $1. It holds 350 ml.")]
    async with building(hosted=ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "I heard the mug is $1, is that so?")
    assert reply.text == "Here is our mug. It holds 350 ml."
