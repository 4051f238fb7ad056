"""Service conversations with the real tools over stores in memory: what is asked, proposed, done and refused."""

from dataclasses import dataclass, replace

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.conversation import Reply
from assistant.shop.conversations import Conversation
from assistant.shop.customers import Address
from assistant.shop.orders import Order, OrderLine
from tests.agent.after_purchase import ADA, DELIVERED, PENDING, moved_in, proved
from tests.conftest import ask

ELSEWHERE = Address("44 Hill Street", "Denver", "80201", "USA", region="CO")


@dataclass
class Chat:
    assistant: Assistant
    kept: Kept
    conversation: Conversation

    async def say(self, *texts: str) -> Reply:
        for text in texts:
            reply = await ask(self.assistant, self.conversation, text)
        return reply

    async def order(self, number: str) -> Order:
        found = await self.kept.stores.orders.get(number)
        assert found
        return found


@pytest.fixture
async def chat(assistant: Assistant, kept: Kept) -> Chat:
    """Ada's, who has proved who she is."""
    await moved_in(kept.stores)
    conversation, _ = await assistant.start()
    await proved(kept.stores, conversation)
    return Chat(assistant, kept, conversation)


@pytest.fixture
async def stranger(assistant: Assistant, kept: Kept) -> Chat:
    await moved_in(kept.stores)
    return Chat(assistant, kept, (await assistant.start())[0])


def proposed(reply: Reply) -> str:
    assert reply.confirmation is not None, reply.text
    return reply.confirmation.effect


async def test_before_the_proof_nothing_of_the_order_is_told_and_the_proof_is_asked_for(stranger: Chat) -> None:
    reply = await stranger.say("I want to cancel my order #2001")
    assert "e-mail" in reply.text
    assert "Poppy" not in reply.text
    assert reply.confirmation is None


async def test_after_the_code_the_change_that_was_asked_for_is_gone_on_with(stranger: Chat) -> None:
    await stranger.say("I'd like to return the mugs from my delivered order", ADA.email)
    mail = (await stranger.kept.stores.outbox.recent(1))[0]
    code = next(word.strip(".") for word in mail.body.split() if word.strip(".").isdigit())
    assert "Return items of order #2002" in proposed(await stranger.say(code))


async def test_a_whole_order_is_cancelled_only_on_yes(chat: Chat) -> None:
    assert "Cancel order #2001" in proposed(await chat.say("please cancel order #2001"))
    assert (await chat.order("#2001")).status == "paid"
    assert "Done" in (await chat.say("yes")).text
    assert (await chat.order("#2001")).status == "cancelled"


async def test_no_leaves_everything_as_it_is(chat: Chat) -> None:
    reply = await chat.say("please cancel order #2001", "no")
    assert "nothing was changed" in reply.text
    assert (await chat.order("#2001")).status == "paid"


async def test_an_item_is_found_by_its_words_and_swapped_for_the_variant_described(chat: Chat) -> None:
    effect = proposed(await chat.say("I'd like to change the dress in my order to size M"))
    assert "In: 1 × Poppy Linen Dress (red, M)" in effect
    await chat.say("yes")
    assert (await chat.order("#2001")).lines[1].sku == "POP-RED-M"


async def test_without_a_wish_the_options_are_named_and_asked_for(chat: Chat) -> None:
    reply = await chat.say("I want to change the dress I ordered")
    assert "What would you like instead of Poppy Linen Dress" in reply.text
    assert "POP-RED-M" not in reply.text
    assert "(red, M)" in proposed(await chat.say("the same but in M"))


async def test_what_is_sold_out_is_said_and_what_is_near_is_shown(chat: Chat) -> None:
    reply = await chat.say("swap the dress in order #2001 for the navy one")
    assert "nothing in stock that fits" in reply.text
    assert reply.confirmation is None


async def test_another_product_is_refused_with_what_is_possible(chat: Chat) -> None:
    reply = await chat.say("exchange the dress from my order for a tent")
    assert "another variant of the same product" in reply.text


async def test_everything_but_what_stays_is_sent_back(chat: Chat) -> None:
    tent = OrderLine("HUT-4", "Hut Four-Person Tent", 1, DELIVERED.total, "hut-tent")
    order = replace(DELIVERED, lines=(*DELIVERED.lines, tent))
    await chat.kept.stores.orders.replace((), (order,))
    effect = proposed(await chat.say("I want to return everything in order #2002 except the tent"))
    assert "2 × Lark Stoneware Mug" in effect
    assert "Tent" not in effect


async def test_two_wishes_in_one_message_are_carried_one_after_the_other(chat: Chat) -> None:
    first = await chat.say("Please return the mugs from order #2002. I also want to cancel order #2001.")
    assert "Return items of order #2002" in proposed(first)
    second = await chat.say("yes")
    assert "Done: Return items of order #2002" in second.text
    assert "Cancel order #2001" in proposed(second)


async def test_a_change_of_mind_takes_the_place_of_what_was_proposed(chat: Chat) -> None:
    await chat.say("return the mugs from order #2002")
    effect = proposed(await chat.say("actually, exchange them for blue ones instead"))
    assert "Exchange items of order #2002" in effect
    assert "(blue)" in effect


async def test_a_part_of_an_address_changes_that_part_alone(chat: Chat) -> None:
    effect = proposed(await chat.say("the address of my order #2001 is wrong, it should be 3 Mill Lane"))
    assert "It will go to: 3 Mill Lane, Hay, NY 10001, USA" in effect


async def test_the_address_of_another_order_is_taken_by_reference(chat: Chat) -> None:
    await chat.kept.stores.orders.replace((), (replace(DELIVERED, address=ELSEWHERE),))
    effect = proposed(await chat.say("please send order #2001 to the address of my other order, change its address"))
    assert "It will go to: 44 Hill Street" in effect


async def test_a_gift_card_that_does_not_cover_it_gives_way_to_the_next_way_named(chat: Chat) -> None:
    reply = await chat.say("Can I apply my gift card to order #2001? If not, change the payment to PayPal.")
    assert "does not cover" in reply.text
    assert "PayPal" in proposed(reply)


async def test_a_refund_to_a_way_that_the_shop_does_not_take_is_asked_about(chat: Chat) -> None:
    reply = await chat.say("return the mugs of order #2002 and refund to PayPal")
    assert "A refund of order #2002 can go to" in reply.text
    assert reply.confirmation is None


async def test_a_number_that_is_none_of_theirs_is_told_with_those_that_are(chat: Chat) -> None:
    reply = await chat.say("cancel my order #9999")
    assert "I see no order 9999" in reply.text
    assert reply.confirmation is None


async def test_the_balance_and_the_way_an_order_was_paid_are_told(chat: Chat) -> None:
    assert "$20.00" in (await chat.say("what is the balance on my gift card?")).text
    assert "Visa ending in 9212" in (await chat.say("which card did I use for order #2001?")).text


async def test_one_item_cannot_be_taken_out_and_what_can_be_done_is_said(chat: Chat) -> None:
    reply = await chat.say("please remove the dress from my order")
    assert "cannot be taken out" in reply.text
    assert (await chat.order("#2001")).lines == PENDING.lines
