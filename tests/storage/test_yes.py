"""A yes counts for the proposal that was asked about, for whom it was asked, while it waits, and once."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import CheckoutRefused, NotConfirmed, OutOfStock, Voided
from assistant.shop.catalogue import Offer
from assistant.shop.changes.desk import CHANGED, DONE_ALREADY, NOT_YET, VALID_FOR
from assistant.shop.checkout.counter import Counter as Both
from assistant.shop.checkout.desk import CheckoutDesk
from assistant.shop.checkout.records import Contact
from assistant.shop.customers import Address
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from assistant.shop.selling.rules import SellingRules
from assistant.shop.selling.taxes import Tax, Taxable
from tests.shop.checkout.till import ADA, CART, HOME, NOW, Counter, counter

SOON = timedelta(minutes=1)


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def asked(shop: Counter) -> str:
    await shop.fill()
    return (await shop.desk.propose(CART, ADA, NOW))[0].id


async def test_a_yes_to_nothing_or_to_somebody_else_s_proposal_places_nothing(shop: Counter) -> None:
    before, proposal = await shop.stock(), await asked(shop)
    proved = replace(ADA, proof=Proof(email="ada@example.com"))
    elsewhere = replace(ADA, conversation_id="c2")
    for who, confirmed in ((ADA, None), (ADA, "nobody's"), (proved, proposal), (elsewhere, proposal)):
        with pytest.raises(NotConfirmed, match=NOT_YET):
            await shop.desk.place(CART, who, confirmed, NOW)
    assert await shop.stock() == before


async def test_a_yes_counts_until_the_proposal_ends(shop: Counter) -> None:
    proposal = await asked(shop)
    with pytest.raises(NotConfirmed, match=NOT_YET):
        await shop.desk.place(CART, ADA, proposal, NOW + VALID_FOR)
    just = NOW + VALID_FOR - timedelta(seconds=1)
    assert (await shop.desk.place(CART, ADA, proposal, just)).state == "awaiting payment"
    with pytest.raises(NotConfirmed, match=DONE_ALREADY):
        await shop.desk.place(CART, ADA, proposal, just)


async def test_two_yeses_at_once_place_once(shop: Counter) -> None:
    before, proposal = await shop.stock(), await asked(shop)
    both = await asyncio.gather(*(shop.desk.place(CART, ADA, proposal, NOW) for _ in range(2)), return_exceptions=True)
    # where the first one is done before the second looks, the bill has changed under it, which is told instead
    assert [isinstance(one, NotConfirmed) for one in both].count(True) == 1
    assert await shop.stock() == before - 2


async def test_the_same_bill_asked_about_twice_waits_as_one_proposal(shop: Counter) -> None:
    first = await asked(shop)
    again, found = await shop.desk.propose(CART, ADA, NOW + SOON)
    assert (again.id, again.words, again.expires_at) == (first, found.words, NOW + VALID_FOR)
    placed = await shop.desk.place(CART, ADA, first, NOW + SOON)
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    await shop.fill()
    assert (await shop.desk.propose(CART, ADA, NOW + SOON))[0].id != first


async def test_what_is_said_yes_to_is_the_whole_bill_in_words(shop: Counter) -> None:
    await shop.fill(code="FIRST")
    said = await shop.stores.checkouts.details(CART)
    await shop.stores.checkouts.set_details(CART, replace(said, note="ring twice"))
    proposal, found = await shop.desk.propose(CART, ADA, NOW)
    assert (
        proposal.words
        == found.words
        == (
            "Order for $31.98 and go to the payment page.\n"
            "Lark Stoneware Mug (white): $28.00\n"
            "First time: -$2.80\n"
            "Standard shipping: $4.95\n"
            "Tax 7.25%: $2.19\n"
            "Total: $32.34\n"
            "To: Ada Lovelace, 1 Main St, Oakland, CA 94601, US\n"
            "Confirmation to: ada@example.com\n"
            "Note: ring twice"
        )
        .replace("$31.98", str(found.bill.totals.total))
        .replace("$32.34", str(found.bill.totals.total))
    )
    assert (proposal.kind, proposal.conversation_id, proposal.created_at) == ("checkout", "c1", NOW)


async def test_what_was_asked_and_what_became_of_it_stands_in_the_trail(shop: Counter) -> None:
    await asked(shop)
    await shop.fill(quantity=3)
    proposal, found = await shop.desk.propose(CART, ADA, NOW + SOON)
    placed = await shop.desk.place(CART, ADA, proposal.id, NOW + SOON)
    trail = [entry for entry in await shop.stores.ledger.trail() if entry.proposal_id == proposal.id]
    told = [(one.event, one.kind, one.number, one.words, one.actor, one.conversation_id, one.at) for one in trail]
    assert sorted(told, key=lambda one: one[0]) == [
        ("carried out", "checkout", placed.number, found.words, "shopper", "c1", NOW + SOON),
        ("proposed", "checkout", None, found.words, "shopper", "c1", NOW + SOON),
    ]


@pytest.mark.parametrize("meanwhile", ["gone", "fewer", "dearer", "another"])
async def test_a_bill_that_is_another_by_now_is_void_and_not_asked_about_again(shop: Counter, meanwhile: str) -> None:
    await shop.fill("POP-RED-M", 2)
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    if meanwhile == "gone":
        await shop.stores.catalogue.replace((), ["poppy-dress"])
    elif meanwhile == "another":
        await shop.fill("POP-RED-M", 1)
    else:
        price, stock = (Money(9000), 2) if meanwhile == "dearer" else (Money(8900), 1)
        await shop.stores.catalogue.set_offers([Offer("POP-RED-M", price=price, stock=stock)])
    with pytest.raises(Voided, match=f"^{CHANGED}"):
        await shop.desk.place(CART, ADA, proposal.id, NOW)
    kept = await shop.stores.ledger.proposal(proposal.id)
    assert kept is not None
    assert kept.state == "voided"
    with pytest.raises(NotConfirmed, match=NOT_YET):
        await shop.desk.place(CART, ADA, proposal.id, NOW)


async def test_goods_in_another_currency_are_not_sold_in_this_one(shop: Counter) -> None:
    await shop.fill()
    stores = shop.stores
    euros = CheckoutDesk(
        stores.carts, stores.catalogue, stores.checkouts, stores.selling, stores.ledger, currency="EUR"
    )
    with pytest.raises(CheckoutRefused, match=r"^Lark Stoneware Mug \(white\) is priced in USD\. Please take it out"):
        await euros.overview(CART, ADA, NOW)


async def test_what_is_no_longer_sold_has_to_be_taken_out_first(shop: Counter) -> None:
    await shop.fill()
    await shop.stores.catalogue.replace((), ["lark-mug"])
    with pytest.raises(OutOfStock, match=r"^One item in the cart is no longer sold\."):
        await shop.desk.overview(CART, ADA, NOW)


async def test_only_an_account_that_was_proved_in_full_gets_the_order(shop: Counter) -> None:
    await shop.fill()
    seen = replace(ADA, proof=Proof("ada@example.com", "cust_1", read_only=True))
    assert (await shop.placed(shopper=seen)).customer_id is None
    await shop.fill(cart="conversation:c2")
    proved = replace(ADA, conversation_id="c2", proof=Proof("ada@example.com", "cust_1"))
    assert (await shop.placed("conversation:c2", proved)).customer_id == "cust_1"


async def test_what_is_missing_is_asked_for_in_order(shop: Counter) -> None:
    async def lacks() -> tuple[str, ...]:
        return (await shop.desk.overview(CART, ADA, NOW)).missing

    assert await lacks() == ("Your cart is empty.",)
    await shop.fill()
    checkouts = shop.stores.checkouts
    said = replace(await checkouts.details(CART), contact=Contact(), address=None)
    await checkouts.set_details(CART, said)
    assert await lacks() == (
        "Please tell me your name.",
        "Please tell me the e-mail address for the confirmation.",
        "Please tell me the address it goes to.",
    )
    said = replace(await checkouts.details(CART), contact=Contact("Ada", "ada@example.com"), address=HOME)
    await checkouts.set_details(CART, said)
    zone = {"countries": ["US"], "methods": [{"name": "Post", "price": "4.95"}, {"name": "Van", "price": "9"}]}
    await shop.stores.selling.set_selling(SellingRules.model_validate({"shipping": {"zones": [zone]}}))
    assert await lacks() == ("Please choose how it is sent: Post ($4.95) or Van ($9.00).",)
    await checkouts.set_details(CART, replace(await checkouts.details(CART), address=replace(HOME, country="DE")))
    assert await lacks() == ("We cannot send what is in your cart to DE. A person can tell you more.",)
    streets = {"countries": ["US"], "methods": [{"name": "Van", "price": "9", "po_boxes": False}]}
    await shop.stores.selling.set_selling(SellingRules.model_validate({"shipping": {"zones": [streets]}}))
    for to, why in (
        (replace(HOME, line1="PO Box 12"), ("We cannot send this to a PO box. Please tell me a street address.",)),
        (HOME, ()),
    ):
        await checkouts.set_details(CART, replace(await checkouts.details(CART), address=to))
        assert await lacks() == why


class NineFifty:
    async def due(self, lines: Sequence[Taxable], to: Address) -> tuple[Tax, ...]:
        assert to == HOME
        return (Tax("City tax", (Money(950), *(Money(0) for _ in lines[1:]))),)


async def test_a_tax_service_takes_the_place_of_the_shop_s_own_rates(shop: Counter) -> None:
    await shop.fill()
    stores, taxes = shop.stores, NineFifty()
    desk = CheckoutDesk(
        stores.carts, stores.catalogue, stores.checkouts, stores.selling, stores.ledger, currency="USD", taxes=taxes
    )
    found = await desk.overview(CART, ADA, NOW)
    assert [(part.label, part.amount) for part in found.bill.totals.parts if part.kind == "tax"] == [
        ("City tax", Money(950))
    ]


async def test_what_waits_can_be_given_up_until_it_is_paid(shop: Counter) -> None:
    both = Both(shop.desk, shop.till, shop.refunds)
    with pytest.raises(CheckoutRefused, match=r"^No order of yours waits for its payment\.$"):
        await both.give_up(ADA, NOW)
    await shop.fill()
    first = await shop.placed()
    assert await both.give_up(ADA, NOW) == first
    second = await shop.placed(now=NOW + SOON)
    await shop.paid(second)
    with pytest.raises(CheckoutRefused, match=rf"^Order {second.number} was paid meanwhile\."):
        await both.give_up(ADA, NOW)
    assert (await shop.state(first), await shop.state(second)) == ("cancelled", "paid")


async def test_the_page_to_pay_is_told_where_there_is_one(shop: Counter) -> None:
    both = Both(shop.desk, shop.till, shop.refunds)
    await shop.fill()
    placed = await shop.placed()
    shop.payments.down = True
    assert await both.pay_page(placed, NOW) == ""
    shop.payments.down = False
    assert await both.pay_page(placed, NOW) == "https://pay.example/pay_1"
    assert await both.pay_page(replace(placed, id="nobody's"), NOW) == ""
