"""What a model is shown of an order and an account: after proof only, without tokens, and enough to change it."""

import json

import pytest

from assistant.agent.stores import Kept
from assistant.testing.model import ScriptedModel, calls, says
from tests.agent.after_purchase import (
    ADA,
    BOB,
    CANCEL,
    LOOK,
    LOOK_DELIVERED,
    PENDING,
    RETURN,
    adas,
    moved_in,
    order,
    proved,
    results,
)
from tests.conftest import Builder, ask


@pytest.fixture(autouse=True)
async def shop(kept: Kept) -> Kept:
    await moved_in(kept.stores)
    return kept


@pytest.mark.owasp("LLM02:2026", "API3:2023")
async def test_the_account_shows_ways_to_pay_by_label_and_no_token(building: Builder) -> None:
    model = ScriptedModel(steps=[calls(("my_account", {})), says("Here you are.")])
    async with building(hosted=model) as assistant:
        await ask(assistant, await adas(assistant), "which cards do you have of me?")
    [told] = results(model)
    account = json.loads(str(told.content))["account"]
    assert [way["label"] for way in account["ways_to_pay"]] == ["Visa ending in 9212", "PayPal", "gift card"]
    assert account["ways_to_pay"][2]["balance"] == "$20.00"
    assert not any(secret in str(told.content) for secret in ("tok_", ADA.id, ADA.email))


async def test_an_order_tells_its_lines_payments_and_what_can_still_be_done(building: Builder) -> None:
    model = ScriptedModel(steps=[LOOK, LOOK_DELIVERED, says("Here you are.")])
    async with building(hosted=model) as assistant:
        await ask(assistant, await adas(assistant), "show me #2001 and #2002")
    pending, delivered = (json.loads(str(m.content))["order"] for m in results(model))
    assert pending["lines"][0] | {"total": "$28.00"} == pending["lines"][0]
    assert (pending["lines"][1]["sku"], pending["lines"][1]["handle"]) == ("POP-RED-S", "poppy-dress")
    assert pending["payments"] == [{"way": "payment", "amount": "$117.00", "method": "Visa ending in 9212"}]
    assert pending["can"] == ["cancel", "address", "payment", "items"]
    assert delivered["can"] == ["return", "exchange"]
    assert delivered["refund_to"] == ["Visa ending in 9212", "gift card"]
    assert delivered["return_until"] == "December 20, 2026"
    assert "tok_" not in str(results(model))


async def test_skus_have_to_be_shown_first_and_an_orders_own_lines_are(building: Builder) -> None:
    send = calls(("return_items", RETURN))
    model = ScriptedModel(steps=[send, says("Let me look."), LOOK_DELIVERED, send])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        blind = await ask(assistant, conversation, "send one mug of my last order back")
        seen = await ask(assistant, conversation, "go on")
    assert blind.confirmation is None
    assert seen.confirmation
    assert "1 × Lark Stoneware Mug (white)" in seen.confirmation.effect


@pytest.mark.owasp("ASI03")
async def test_before_proof_nothing_is_proposed_and_every_number_reads_alike(building: Builder) -> None:
    told = []
    for number in ("#2001", "#9999"):
        model = ScriptedModel(
            steps=[calls(("cancel_order", {"order_number": number})), says("May I have your e-mail?")]
        )
        async with building(hosted=model) as assistant:
            conversation, _ = await assistant.start()
            reply = await ask(assistant, conversation, "cancel my order")
        assert reply.confirmation is None
        told += [str(m.content).replace(number, "#") for m in results(model)]
    assert json.loads(told[0])["proof"]["need"] == "email"
    assert told[0] == told[1]


async def test_another_customers_order_reads_like_one_that_is_not_there(building: Builder, shop: Kept) -> None:
    told = []
    for number in ("#2003", "#9999"):
        model = ScriptedModel(steps=[calls(("cancel_order", {"order_number": number})), says("I see no such order.")])
        async with building(hosted=model) as assistant:
            reply = await ask(assistant, await adas(assistant), "cancel that order")
        assert reply.confirmation is None
        told += [str(m.content).replace(number, "#") for m in results(model)]
    assert told[0] == told[1]
    assert (await order(shop, "#2003")).status == "paid"


@pytest.mark.owasp("ASI03", "API1:2023")
async def test_proof_of_somebody_else_never_reaches_an_order(building: Builder, shop: Kept) -> None:
    model = ScriptedModel(steps=[calls(("cancel_order", CANCEL)), says("I see no such order.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        await proved(assistant.stores, conversation, BOB)
        reply = await ask(assistant, conversation, "cancel #2001")
    assert reply.confirmation is None
    assert await order(shop) == PENDING
