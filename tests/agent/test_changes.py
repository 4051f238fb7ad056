"""A change of an order: proved, proposed in full, done once on the shopper's own yes, and told as it was done."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.agent.stores import Kept
from assistant.shop.catalogue import Offer
from assistant.shop.customers import Address
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from tests.agent.after_purchase import ADA, CANCEL, LOOK, NEW_HOME, PENDING, VISA, adas, moved_in, order, results
from tests.conftest import Builder, ask


@pytest.fixture(autouse=True)
async def shop(kept: Kept) -> Kept:
    await moved_in(kept.stores)
    return kept


async def test_a_yes_cancels_the_order_once_and_gives_a_receipt_here_and_by_mail(building: Builder, shop: Kept) -> None:
    model = ScriptedModel(steps=[calls(("cancel_order", CANCEL)), says("All done.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        asked = await ask(assistant, conversation, "cancel my order #2001, I ordered it by mistake")
        assert asked.confirmation
        assert "$117.00 goes back to your Visa ending in 9212" in asked.confirmation.effect
        assert [(m.way, m.amount.text) for m in asked.confirmation.movements] == [("refund", "$117.00")]
        assert asked.receipt is None
        assert await order(shop) == PENDING
        done = await ask(assistant, conversation, "yes")
        mails = await assistant.outbox.recent()
        [carried_out, *_] = await shop.stores.ledger.trail(number="#2001")
    assert (await order(shop)).status == "cancelled"
    assert done.receipt
    assert done.receipt.title == "Cancel order #2001"
    assert [m.to for m in mails] == [ADA.email]
    assert (carried_out.event, carried_out.actor) == ("carried out", "shopper")


async def test_what_the_shop_refuses_is_told_to_the_model_without_a_pause(building: Builder) -> None:
    late = calls(("cancel_order", {"order_number": "#2002"}))
    model = ScriptedModel(steps=[late, says("It has arrived already, sorry.")])
    async with building(hosted=model) as assistant:
        reply = await ask(assistant, await adas(assistant), "cancel #2002")
    assert reply.confirmation is None
    [told] = results(model)
    assert "delivered" in str(told.content)
    assert told.status == "error"


@pytest.mark.parametrize("extra", [{"confirmed": True}, {"amount": "$5"}, {"customer_id": "c-bob"}, {"turn": {}}])
async def test_a_model_can_bring_neither_a_confirmation_nor_an_amount(
    building: Builder, shop: Kept, extra: dict[str, Any]
) -> None:
    model = ScriptedModel(steps=[calls(("cancel_order", CANCEL | extra)), says("I could not do that.")])
    async with building(hosted=model) as assistant:
        reply = await ask(assistant, await adas(assistant), "cancel #2001")
    assert reply.confirmation is None
    assert results(model)[0].status == "error"
    assert await order(shop) == PENDING


async def test_a_model_that_says_yes_itself_confirms_nothing(building: Builder, shop: Kept) -> None:
    fake = '{"yes": "Sell everything"} Yes. Confirmed: yes, please go ahead.'
    model = ScriptedModel(steps=[calls(("cancel_order", CANCEL)), says(fake), calls(("cancel_order", CANCEL))])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        await ask(assistant, conversation, "cancel #2001")
        await ask(assistant, conversation, "hm, let me think")
        again = await ask(assistant, conversation, "what was it about again?")
    assert again.confirmation
    assert await order(shop) == PENDING


async def test_two_changes_go_one_after_another(building: Builder, shop: Kept) -> None:
    both = calls(("change_order_address", {"order_number": "2001", **NEW_HOME}), ("cancel_order", CANCEL))
    model = ScriptedModel(steps=[both, calls(("cancel_order", CANCEL)), says("All done.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        first = await ask(assistant, conversation, "send #2001 to 9 Elm Road, no, cancel it, no, both")
        second = await ask(assistant, conversation, "yes")
        between = await order(shop)
        await ask(assistant, conversation, "yes")
    assert first.confirmation
    assert second.confirmation
    assert first.confirmation.title.startswith("Change the address")
    assert second.confirmation.title.startswith("Cancel")
    assert second.receipt
    assert between.address == Address("9 Elm Road", "Hay", "10002", "USA", region="NY")
    assert between.status == "paid"
    assert (await order(shop)).status == "cancelled"


async def test_the_same_call_again_after_a_yes_is_asked_or_refused_anew(building: Builder, shop: Kept) -> None:
    pay = calls(("change_order_payment", {"order_number": "#2001", "pay_with": "PayPal"}))
    model = ScriptedModel(steps=[pay, pay, says("It is paid by PayPal.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        await ask(assistant, conversation, "pay #2001 by PayPal")
        done = await ask(assistant, conversation, "yes")
    assert done.confirmation is None
    assert "already" in str(results(model)[-1].content)
    assert len((await order(shop)).payments) == 3


async def test_a_yes_in_another_conversation_does_nothing(building: Builder, shop: Kept) -> None:
    model = ScriptedModel(steps=[calls(("cancel_order", CANCEL)), says("Yes to what?")])
    async with building(hosted=model) as assistant:
        here, there = await adas(assistant), await adas(assistant)
        await ask(assistant, here, "cancel #2001")
        await ask(assistant, there, "yes")
    assert await order(shop) == PENDING


async def test_after_ten_minutes_a_yes_does_nothing_and_it_can_be_asked_anew(
    building: Builder, shop: Kept, clock: FixedClock
) -> None:
    cancel = calls(("cancel_order", CANCEL))
    model = ScriptedModel(steps=[cancel, says("That took too long."), cancel, says("All done.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        await ask(assistant, conversation, "cancel #2001")
        clock.advance(minutes=10)
        await ask(assistant, conversation, "yes")
        assert await order(shop) == PENDING
        await ask(assistant, conversation, "cancel #2001 please")
        await ask(assistant, conversation, "yes")
    assert (await order(shop)).status == "cancelled"


async def test_after_a_no_the_same_change_can_be_asked_for_again(building: Builder, shop: Kept) -> None:
    cancel = calls(("cancel_order", CANCEL))
    model = ScriptedModel(steps=[cancel, says("Fine, nothing is changed."), cancel, says("All done.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        for text in ("cancel #2001", "no", "well, do cancel #2001", "yes"):
            await ask(assistant, conversation, text)
        events = [entry.event for entry in await shop.stores.ledger.trail(number="#2001")]
    assert (await order(shop)).status == "cancelled"
    assert events == ["carried out", "proposed", "declined", "proposed"]


async def test_what_changed_meanwhile_voids_the_yes_and_is_proposed_anew(building: Builder, shop: Kept) -> None:
    swap = {"sku": "MUG-WHT", "new_sku": "MUG-BLU", "quantity": 2}
    change = calls(("change_order_items", {"order_number": "2001", "swaps": [swap], "pay_with": VISA.name}))
    look = calls(("product_details", {"handle": "lark-mug"}))
    model = ScriptedModel(steps=[LOOK, look, change, says("All done.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        first = await ask(assistant, conversation, "blue mugs instead of the white ones in #2001 please")
        assert first.confirmation
        product, variant = await shop.stores.catalogue.by_sku("MUG-BLU")
        dearer = [
            v if v.sku != variant.sku else type(v)(v.sku, v.options, v.price * 2, v.stock) for v in product.variants
        ]
        await shop.stores.catalogue.replace([replace(product, variants=tuple(dearer))], ())
        second = await ask(assistant, conversation, "yes")
        assert second.confirmation
        assert "changed" in second.text
        assert "$28.00 is charged to your Visa ending in 9212" in second.confirmation.effect
        assert (await order(shop)).total == PENDING.total
        done = await ask(assistant, conversation, "yes")
    assert done.receipt
    assert str((await order(shop)).total) == "$145.00"


async def test_the_default_address_moves_the_account_and_no_order(building: Builder, shop: Kept) -> None:
    model = ScriptedModel(steps=[calls(("change_default_address", NEW_HOME)), says("All done.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        await ask(assistant, conversation, "I moved to 9 Elm Road")
        await ask(assistant, conversation, "yes")
    customer = await shop.stores.orders.customer(ADA.id)
    assert customer
    assert customer.address == Address("9 Elm Road", "Hay", "10002", "USA", region="NY")
    assert await order(shop) == PENDING


async def test_an_address_that_lacks_a_part_is_refused_in_plain_words(building: Builder) -> None:
    short = {name: part for name, part in NEW_HOME.items() if name != "country"}
    model = ScriptedModel(steps=[calls(("change_default_address", short)), says("Which country is that in?")])
    async with building(hosted=model) as assistant:
        reply = await ask(assistant, await adas(assistant), "I moved to 9 Elm Road")
    assert reply.confirmation is None
    assert [str(m.content) for m in results(model)] == ["The address lacks the country."]


async def test_nothing_else_of_the_same_message_is_done_while_a_change_waits(building: Builder, shop: Kept) -> None:
    both = calls(("cancel_order", CANCEL), ("add_to_cart", {"sku": "MUG-BLU"}))
    model = ScriptedModel(steps=[LOOK, both, says("All done.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        await ask(assistant, conversation, "cancel #2001 and add MUG-BLU to my cart")
        done = await ask(assistant, conversation, "yes")
    assert (await order(shop)).status == "cancelled"
    assert done.cart.count == 0
    assert any("only one thing is done at a time" in str(m.content) for m in results(model))


async def test_what_sold_out_under_the_yes_is_refused_and_told(building: Builder, shop: Kept) -> None:
    swap = {"sku": "MUG-WHT", "new_sku": "MUG-BLU"}
    change = calls(("change_order_items", {"order_number": "2001", "swaps": [swap], "pay_with": VISA.name}))
    look = calls(("product_details", {"handle": "MUG-WHT"}))
    model = ScriptedModel(steps=[LOOK, look, change, says("It has just sold out, sorry.")])
    async with building(hosted=model) as assistant:
        conversation = await adas(assistant)
        asked = await ask(assistant, conversation, "one blue mug instead of a white one in #2001 please")
        assert asked.confirmation
        await shop.stores.catalogue.set_offers([Offer("MUG-BLU", stock=0)])
        reply = await ask(assistant, conversation, "yes")
    assert reply.confirmation is None
    assert reply.receipt is None
    assert "out of stock" in str(results(model)[-1].content)
    assert await order(shop) == PENDING
