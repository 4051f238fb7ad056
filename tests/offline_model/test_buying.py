"""The way from the cart to the payment page, in a shopper's words, over the real tools."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.conversation import Reply
from assistant.shop.checkout.records import Checkout
from assistant.shop.conversations import Conversation
from assistant.shop.selling.rules import SellingRules
from assistant.testing.payments import InMemoryPayments
from tests.conftest import NOON, Builder, ask

RULES = SellingRules.model_validate({
    "discounts": [
        {"name": "First time", "code": "FIRST", "percent": "10", "uses": 1},
        {"name": "Big", "code": "BIG50", "amount": "5", "minimum": "50"},
    ],
    "shipping": {"zones": [{"countries": ["US"], "methods": [
        {"name": "Standard", "price": "4.95", "days": "3 to 5 days", "free_from": "40"},
        {"name": "Express", "price": "19.95", "days": "1 to 2 days"},
    ]}]},
    "taxes": {"rates": [{"country": "US", "regions": ["CA"], "rate": "7.25"}]},
})  # fmt: skip
WHO = "Ada Lovelace, ada@example.com"
WHERE = "1 Main St, Oakland CA 94601"
ALL = f"{WHO}, {WHERE}, standard shipping"


@dataclass
class Chat:
    assistant: Assistant
    conversation: Conversation
    payments: InMemoryPayments

    async def say(self, *texts: str) -> Reply:
        for text in texts:
            reply = await ask(self.assistant, self.conversation, text)
        return reply

    async def checkouts(self) -> list[Checkout]:
        return list(await self.assistant.stores.checkouts.of_conversation(self.conversation.id))


@pytest.fixture
async def chat(building: Builder, kept: Kept) -> AsyncIterator[Chat]:
    """With two mugs in the cart."""
    await kept.stores.selling.set_selling(RULES)
    payments = InMemoryPayments(NOON)
    async with building(payments=payments) as assistant:
        conversation, _ = await assistant.start()
        await assistant.cart(conversation).add("MUG-WHT", 2)
        yield Chat(assistant, conversation, payments)


def proposed(reply: Reply) -> str:
    assert reply.confirmation is not None, reply.text
    return reply.confirmation.effect


async def test_all_in_one_message_is_proposed_at_once_and_a_yes_gives_the_payment_page(chat: Chat) -> None:
    asked = await chat.say("check out", ALL)
    placed = await chat.say("yes")
    assert "To: Ada Lovelace, 1 Main St, Oakland, CA 94601, US" in proposed(asked)
    assert "Standard shipping: $4.95" in proposed(asked)
    assert "is held for you until 12:30 UTC" in placed.text
    assert placed.text.endswith("You can pay on the payment page:")
    assert placed.checkout
    assert placed.checkout.pay_url == "https://pay.example/pay_1"


async def test_what_is_missing_is_asked_for_in_one_question(chat: Chat) -> None:
    reply = await chat.say("I'd like to pay")
    assert "your name, the e-mail address for the confirmation and the address it goes to" in reply.text
    assert reply.confirmation is None


async def test_part_by_part_it_comes_to_the_proposal(chat: Chat) -> None:
    steps = ["check out", "my name is Ada Lovelace", f"send it to {WHERE}", "ada@example.com"]
    left = await chat.say(*steps)
    assert "Please choose how it is sent: Standard ($4.95) or Express ($19.95)." in left.text
    assert "Express shipping: $19.95" in proposed(await chat.say("express please"))


async def test_a_name_and_an_address_in_one_sentence_are_both_taken(chat: Chat) -> None:
    reply = await chat.say("check out", "my name is Ada Lovelace and send it to 12 Elm St, Springfield IL 62701")
    assert "your name" not in reply.text
    assert "the address it goes to" not in reply.text


async def test_a_refused_part_takes_nothing_else_with_it(chat: Chat) -> None:
    reply = await chat.say("check out", f"{WHO}, 12 Elm Street, 10115 Springfield, express")
    assert "lacks" in reply.text
    assert "your name" not in reply.text
    assert "Express" in proposed(await chat.say("12 Elm Street, Springfield IL 62701"))


async def test_the_part_that_was_lacking_completes_the_address(chat: Chat) -> None:
    lacking = await chat.say("check out", f"{WHO}, Hauptstraße 5, 10115 Berlin")
    assert "The address lacks the country." in lacking.text
    assert "to DE" in (await chat.say("Germany")).text


async def test_a_refused_code_is_told_with_its_reason_and_nothing_is_proposed(chat: Chat) -> None:
    reply = await chat.say("check out", ALL, "no", "I have a voucher", "BIG50")
    assert "The code BIG50 needs goods for $50.00" in reply.text
    assert reply.confirmation is None


async def test_a_code_is_taken_and_taken_out_again(chat: Chat) -> None:
    with_code = proposed(await chat.say("check out", f"{ALL}, code FIRST"))
    without = proposed(await chat.say("remove the code"))
    assert "First time" in with_code
    assert "First time" not in without


async def test_a_bill_and_a_price_are_told_without_a_proposal(chat: Chat) -> None:
    await chat.say("check out", f"{WHO}, {WHERE}")
    ways = await chat.say("what does express cost?")
    bill = await chat.say("how much is it in all?")
    assert "Express: $19.95 (1 to 2 days)" in ways.text
    assert "Total so far, before shipping and taxes" in bill.text
    assert (ways.confirmation, bill.confirmation) == (None, None)


async def test_a_no_orders_nothing_and_another_way_is_proposed_anew(chat: Chat) -> None:
    no = await chat.say("check out", ALL, "no")
    assert "nothing was ordered" in no.text
    assert "Express" in proposed(await chat.say("ship it express instead"))
    assert await chat.checkouts() == []


async def test_an_order_that_waits_is_given_up(chat: Chat) -> None:
    reply = await chat.say("check out", ALL, "yes", "cancel that, don't order")
    assert "before it was paid" in reply.text
    assert [one.state for one in await chat.checkouts()] == ["cancelled"]


async def test_the_page_to_pay_at_is_given_again(chat: Chat) -> None:
    reply = await chat.say("check out", ALL, "yes", "can I still pay? give me the link again")
    assert reply.checkout
    assert reply.checkout.pay_url == "https://pay.example/pay_1"


async def test_after_payment_the_chat_knows_its_own_order_and_no_other(chat: Chat) -> None:
    await chat.say("check out", ALL, "yes")
    chat.payments.pay("pay_1")
    paid = await chat.say("did my payment go through?")
    [order] = await chat.checkouts()
    own = await chat.say(f"where is order {order.number}?")
    other = await chat.say("where is order #1042?")
    assert f"order {order.number} is paid, $" in paid.text
    assert "2 × " in own.text
    assert "e-mail" in other.text
    assert other.orders == ()


async def test_a_note_goes_with_the_order(chat: Chat) -> None:
    await chat.say("check out", "add a note: leave at the door", ALL, "yes")
    [order] = await chat.checkouts()
    assert order.note == "leave at the door"


async def test_an_empty_cart_has_nothing_to_pay(chat: Chat) -> None:
    await chat.assistant.cart(chat.conversation).remove("MUG-WHT")
    assert "Your cart is empty" in (await chat.say("check out")).text


async def selling(chat: Chat, **rules: object) -> None:
    await chat.assistant.stores.selling.set_selling(SellingRules.model_validate(rules))


async def test_a_courier_is_not_offered_for_a_po_box_and_a_street_is_asked_for_where_nothing_goes(chat: Chat) -> None:
    courier = {"name": "Courier", "price": "9", "po_boxes": False}
    await selling(
        chat, shipping={"zones": [{"countries": ["US"], "methods": [{"name": "Post", "price": "5"}, courier]}]}
    )
    by_post = await chat.say("check out", f"{WHO}, PO Box 12, Oakland CA 94601")
    await chat.say("no")
    await selling(chat, shipping={"zones": [{"countries": ["US"], "methods": [courier]}]})
    refused = await chat.say("place the order")
    to_a_street = await chat.say(WHERE)
    assert by_post.text.startswith("Courier does not go to PO boxes.")
    assert "Post shipping: $5.00" in proposed(by_post)
    assert refused.text.endswith("We cannot send this to a PO box. Please tell me a street address.")
    assert "Courier shipping: $9.00" in proposed(to_a_street)


async def test_a_discount_for_a_first_order_is_hinted_at_and_counts_once_the_address_is_known(chat: Chat) -> None:
    await selling(chat, discounts=[
        {"name": "Hello", "percent": "10", "first_order": True},
        {"name": "Welcome", "code": "WELCOME", "percent": "20", "first_order": True},
    ])  # fmt: skip
    begun = await chat.say("check out")
    coded = await chat.say("I have the code WELCOME")
    known = await chat.say("ada.new@example.com")
    assert "Hello is for a first order: it counts once I know your e-mail address, if this is one." in begun.text
    assert coded.text.startswith("The code WELCOME is for a first order. Please tell me your e-mail address first.")
    assert coded.text.endswith(
        "Please tell me your name, the e-mail address for the confirmation and the address it goes to."
    )
    assert known.checkout
    assert (known.checkout.total.text, known.checkout.hints) == ("$22.40", ())
