"""From the cart to the payment page: what is missing is asked for, the bill is shown, and a yes places it once."""

from typing import Any

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.payments.closed import ClosedPayments
from assistant.shop.conversations import Conversation
from assistant.testing.model import ScriptedModel, calls, says
from assistant.testing.payments import InMemoryPayments
from tests.agent.after_purchase import results
from tests.conftest import Builder, ask
from tests.shop.checkout.till import NOW, RULES

PLACE = calls(("place_order", {}))
DETAILS: dict[str, Any] = {
    "name": "Ada Lovelace",
    "address": {"line1": "1 Main St", "city": "Oakland", "region": "CA", "postcode": "94601", "country": "USA"},
}

HERE = "Check out, please: Ada Lovelace, ada@example.com, 1 Main St, Oakland CA 94601, USA"


@pytest.fixture
def payments() -> InMemoryPayments:
    return InMemoryPayments(NOW)


@pytest.fixture(autouse=True)
async def selling(kept: Kept) -> None:
    await kept.stores.selling.set_selling(RULES)


async def with_a_mug(assistant: Assistant) -> Conversation:
    conversation, _ = await assistant.start()
    await assistant.cart(conversation).add("MUG-WHT", 2)
    return conversation


async def test_a_yes_places_the_order_and_gives_the_payment_page(building: Builder, payments: InMemoryPayments) -> None:
    model = ScriptedModel(
        steps=[calls(("checkout_details", DETAILS)), says("Anything else?"), PLACE, says("Pay here.")]
    )
    async with building(hosted=model, payments=payments) as assistant:
        conversation = await with_a_mug(assistant)
        told = await ask(assistant, conversation, HERE)
        asked = await ask(assistant, conversation, "place the order please")
        placed = await ask(assistant, conversation, "yes")
        page = placed.checkout and placed.checkout.pay_url
        payments.pay("pay_1")
        await assistant.checkout.till.settle("pay_1", assistant.now())
        [order, *_] = await assistant.stores.orders.of_email("ada@example.com")
        cart = await assistant.cart(conversation).view()
        mails = await assistant.outbox.recent()
    assert [mail.subject for mail in mails] == ["Larkfield: order #1044 is confirmed"]
    assert told.checkout
    assert (told.checkout.email, told.checkout.missing, told.checkout.total.text) == ("ada@example.com", (), "$35.34")
    assert asked.confirmation
    assert "Total: $35.34" in asked.confirmation.effect
    assert "1 Main St, Oakland, CA 94601, US" in asked.confirmation.effect
    assert (asked.checkout, page) == (None, "https://pay.example/pay_1")
    assert (order.status, order.total.minor, cart.count) == ("paid", 3534, 0)


@pytest.mark.owasp("LLM02:2026", "ASI02")
async def test_the_model_hears_no_mail_address_and_brings_no_amount(
    building: Builder, payments: InMemoryPayments
) -> None:
    wrong = calls(("checkout_details", DETAILS | {"total": "$1"}), ("place_order", {"amount": 1}))
    model = ScriptedModel(steps=[wrong, says("That did not work."), says("Hm.")])
    async with building(hosted=model, payments=payments) as assistant:
        conversation = await with_a_mug(assistant)
        await ask(assistant, conversation, "check me out, I am ada@example.com")
        view = await assistant.at_checkout(conversation).view()
    assert [message.status for message in results(model)] == ["error", "error"]
    assert not any("ada@example.com" in str(message.content) for request in model.seen for message in request)
    assert view.place is None


async def test_what_is_missing_is_told_to_the_model_without_a_pause(
    building: Builder, payments: InMemoryPayments
) -> None:
    model = ScriptedModel(steps=[PLACE, says("Where should it go?")])
    async with building(hosted=model, payments=payments) as assistant:
        reply = await ask(assistant, await with_a_mug(assistant), "buy it")
    assert reply.confirmation is None
    [told] = results(model)
    assert "the address it goes to" in str(told.content)


async def test_a_placed_order_can_be_given_up(building: Builder, payments: InMemoryPayments) -> None:
    give_up = calls(("cancel_checkout", {}))
    steps = [calls(("checkout_details", DETAILS)), says("Fine."), PLACE, says("Pay here."), give_up, says("Gone.")]
    model = ScriptedModel(steps=steps)
    async with building(hosted=model, payments=payments) as assistant:
        conversation = await with_a_mug(assistant)
        await ask(assistant, conversation, HERE)
        await ask(assistant, conversation, "order it")
        await ask(assistant, conversation, "yes")
        await ask(assistant, conversation, "no, I changed my mind, forget the order")
        [ended] = await assistant.stores.checkouts.of_conversation(conversation.id)
        cart = await assistant.cart(conversation).view()
    assert (ended.state, cart.count) == ("cancelled", 2)


async def test_a_shop_without_payments_says_so(building: Builder) -> None:
    model = ScriptedModel(steps=[calls(("checkout_details", DETAILS)), says("Fine."), PLACE, says("It waits.")])
    async with building(hosted=model, payments=ClosedPayments()) as assistant:
        conversation = await with_a_mug(assistant)
        await ask(assistant, conversation, HERE)
        await ask(assistant, conversation, "order it")
        placed = await ask(assistant, conversation, "yes")
    assert placed.checkout
    assert (placed.checkout.state, placed.checkout.pay_url) == ("awaiting payment", "")
