"""Placing a checkout: what is missing is asked for, what was agreed to is what is held, once."""

from dataclasses import replace

import pytest

from assistant.agent.stores import Stores
from assistant.errors import CheckoutRefused, NotConfirmed, Voided
from assistant.shop.checkout.records import Contact
from assistant.shop.money import Money
from assistant.shop.selling.rules import Limits, Scope, TaxRules
from tests.shop.checkout.till import ADA, CART, NOW, RULES, Counter, counter


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def test_placing_holds_the_stock_and_gives_out_a_number(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill()
    placed = await shop.placed()
    assert (placed.state, placed.number, await shop.stock()) == ("awaiting payment", "#1001", before - 2)
    assert await shop.stores.checkouts.get(placed.id) == placed
    assert await shop.stores.orders.get(placed.number) is None


async def test_a_yes_places_once(shop: Counter) -> None:
    await shop.fill()
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    await shop.desk.place(CART, ADA, proposal.id, NOW)
    before = await shop.stock()
    with pytest.raises(NotConfirmed):
        await shop.desk.place(CART, ADA, proposal.id, NOW)
    assert await shop.stock() == before


@pytest.mark.owasp("API6:2023")
async def test_one_checkout_of_a_conversation_waits_at_a_time(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    with pytest.raises(CheckoutRefused, match=placed.number):
        await shop.desk.propose(CART, ADA, NOW)


async def test_what_is_missing_is_asked_for(shop: Counter) -> None:
    await shop.fill()
    said = await shop.stores.checkouts.details(CART)
    assert await shop.stores.checkouts.set_details(CART, replace(said, contact=Contact(name="Ada")))
    assert not await shop.stores.checkouts.set_details(CART, said)
    with pytest.raises(CheckoutRefused, match="e-mail address"):
        await shop.desk.propose(CART, ADA, NOW)


async def test_a_bill_that_changed_since_the_proposal_is_not_placed(shop: Counter) -> None:
    await shop.fill()
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    await shop.fill("KET-BLK", 1)
    with pytest.raises(Voided):
        await shop.desk.place(CART, ADA, proposal.id, NOW)
    assert await shop.stores.checkouts.of_conversation("c1") == []


async def test_an_order_carries_what_was_noted_in_the_cart_and_for_the_checkout(shop: Counter) -> None:
    await shop.fill()
    held = (await shop.stores.carts.get(CART)).contents
    noted = replace(
        held, message="Happy birthday!", lines=tuple(replace(x, message="in blue paper") for x in held.lines)
    )
    kept = await shop.stores.carts.get(CART)
    await shop.stores.carts.put({CART: replace(kept, contents=noted)})
    said = await shop.stores.checkouts.details(CART)
    await shop.stores.checkouts.set_details(CART, replace(said, note="ring twice"))
    placed = await shop.placed()
    assert placed.note == "Happy birthday!\nLark Stoneware Mug (white): in blue paper\nring twice"


async def test_what_needs_no_parcel_needs_no_address_unless_it_is_taxed(shop: Counter) -> None:
    by_mail = RULES.shipping.model_copy(update={"unshipped": (Scope(sku="MUG-WHT"),)})
    await shop.fill()
    said = await shop.stores.checkouts.details(CART)
    await shop.stores.checkouts.set_details(CART, replace(said, address=None))
    await shop.stores.selling.set_selling(RULES.model_copy(update={"shipping": by_mail}))
    assert (await shop.desk.overview(CART, ADA, NOW)).missing == ("Please tell me your address, which the bill needs.",)
    await shop.stores.selling.set_selling(RULES.model_copy(update={"shipping": by_mail, "taxes": TaxRules()}))
    placed = await shop.placed()
    assert (placed.total, placed.address) == (Money(2800), None)


async def test_more_than_an_order_may_come_to_is_not_placed(shop: Counter) -> None:
    await shop.fill()
    total = (await shop.desk.overview(CART, ADA, NOW)).bill.totals.total
    for most, told in (
        (total, ()),
        (
            total - Money(1),
            (f"One order here comes to {total - Money(1)} at most. A person can help you with a larger one.",),
        ),
    ):
        limits = Limits(most_total=str(most.amount))
        await shop.stores.selling.set_selling(RULES.model_copy(update={"limits": limits}))
        assert (await shop.desk.overview(CART, ADA, NOW)).missing == told
    with pytest.raises(CheckoutRefused, match="at most"):
        await shop.desk.propose(CART, ADA, NOW)
