"""Whoever calls it: what is kept for a shopper holds no card number. The last door, behind those that answer kindly."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import CardNumberRefused
from assistant.shop.cart.contents import CartLine, Contents, KeptCart
from assistant.shop.checkout.records import Contact, Details
from assistant.shop.conversations import Conversation, Turn
from assistant.shop.customers import Address
from assistant.shop.money import Money
from tests.storage.times import NOW

CARDS = ("4242 4242 4242 4242", "it is 5555-5555-5555-4444 ok", "four two " * 8)
LINE = CartLine("a", 1, Money(4_900, "USD"))
PLACE = Address("1 Fern Way", "Bend", "97701", "US")
TURN = Turn("t1", "c1", NOW, "hello")


@pytest.mark.parametrize("card", CARDS)
async def test_a_turn_is_not_begun_with_one_and_not_rewritten_to_one(stores: Stores, card: str) -> None:
    conversations = stores.conversations
    await conversations.add(Conversation("c1", "f00d", NOW))
    with pytest.raises(CardNumberRefused):
        await conversations.begin(replace(TURN, text=card))
    await conversations.begin(TURN)
    with pytest.raises(CardNumberRefused):
        await conversations.redact(replace(TURN, text=card))
    assert [turn.text for turn in await conversations.turns("c1")] == ["hello"]


@pytest.mark.parametrize("card", CARDS)
async def test_no_note_of_a_cart_has_one(stores: Stores, card: str) -> None:
    noted = replace(LINE, message=card)
    for contents in (Contents((LINE,), message=card), Contents((noted,)), Contents(saved=(noted,))):
        with pytest.raises(CardNumberRefused):
            await stores.carts.put({"c1": KeptCart(contents)})
    assert await stores.carts.get("c1") == KeptCart()


@pytest.mark.parametrize("card", CARDS)
async def test_no_detail_of_a_checkout_has_one(stores: Stores, card: str) -> None:
    for details in (
        Details(Contact(name=card)),
        Details(Contact(email=card)),
        Details(address=replace(PLACE, line2=card)),
        Details(codes=("SPRING", card)),
        Details(note=card),
    ):
        with pytest.raises(CardNumberRefused):
            await stores.checkouts.set_details("c1", details)
    assert await stores.checkouts.details("c1") == Details()


async def test_what_shoppers_ordinarily_write_is_kept(stores: Stores) -> None:
    await stores.conversations.add(Conversation("c1", "f00d", NOW))
    for at, text in enumerate(
        ("where is order 10000423?", "1Z999AA10123456784", "call +44 20 7946 0958", "4006381333931")
    ):
        await stores.conversations.begin(Turn(f"t{at}", "c1", NOW + timedelta(hours=at), text))
    assert await stores.carts.put({"c1": KeptCart(Contents((replace(LINE, message="for 24.12.2026, gate 1234"),)))})
    said = Details(Contact("Ada Lark", "ada@example.com", "+442079460958"), PLACE, "Standard", ("SPRING10",), "bell 12")
    assert await stores.checkouts.set_details("c1", said)
