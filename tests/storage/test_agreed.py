"""What a shopper agreed to is what is placed; where somebody was faster at the last moment, nothing is."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.agent.stores import Stores
from assistant.errors import NotConfirmed, Voided
from assistant.shop.catalogue import Offer
from assistant.shop.changes.desk import CHANGED, DONE_ALREADY
from assistant.shop.changes.ledger import Entry
from assistant.shop.checkout.desk import CheckoutDesk
from assistant.shop.checkout.records import Contact
from assistant.shop.checkout.said import Said
from assistant.shop.identity import Proof
from assistant.shop.selling.rules import Scope, SellingRules
from tests.shop.checkout.till import ADA, CART, HOME, NOW, RULES, Counter, counter

ONCE_EACH = SellingRules.model_validate(
    {"discounts": [{"name": "Welcome", "code": "HELLO", "percent": "10", "per_customer": 1}]}
)


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


class _AtTheLastMoment:
    """The shop's checkouts, where something happens just before one is placed."""

    def __init__(self, shop: Counter, happens: Callable[[], Awaitable[object]]) -> None:
        self._checkouts, self._happens = shop.stores.checkouts, happens

    def __getattr__(self, name: str) -> object:
        return getattr(self._checkouts, name)

    async def place(self, *args: Any) -> Any:
        await self._happens()
        return await self._checkouts.place(*args)


async def placed_while(shop: Counter, happens: Callable[[str], Awaitable[object]], code: str = "") -> tuple[str, str]:
    """What the shopper is told, and what became of the proposal."""
    await shop.fill("POP-RED-M", 1, code=code)
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    stores = shop.stores
    checkouts: Any = _AtTheLastMoment(shop, lambda: happens(proposal.id))
    desk = CheckoutDesk(stores.carts, stores.catalogue, checkouts, stores.selling, stores.ledger, currency="USD")
    with pytest.raises((Voided, NotConfirmed)) as told:
        await desk.place(CART, ADA, proposal.id, NOW)
    kept = await stores.ledger.proposal(proposal.id)
    assert await stores.checkouts.of_conversation("c1") == []
    return told.value.message, kept.state if kept else ""


async def test_what_sold_out_at_the_last_moment_is_told_and_its_yes_is_void(shop: Counter) -> None:
    async def sold_out(_: str) -> None:
        await shop.stores.catalogue.set_offers([Offer("POP-RED-M", stock=0)])

    assert await placed_while(shop, sold_out) == ("Somebody was faster: not all of it is left.", "voided")
    assert [entry.event for entry in await shop.stores.ledger.trail()][:1] == ["voided"]


async def test_a_discount_used_up_at_the_last_moment_makes_it_another_bill(shop: Counter) -> None:
    async def used_up(_: str) -> None:
        await shop.fill("MUG-WHT", 1, "conversation:c2", "FIRST")
        await shop.placed("conversation:c2", replace(ADA, conversation_id="c2"))

    assert await placed_while(shop, used_up, "FIRST") == (CHANGED, "voided")


async def test_a_no_at_the_last_moment_counts(shop: Counter) -> None:
    async def declined(proposal_id: str) -> None:
        entry = Entry("e-1", NOW, "shopper", "declined", "checkout", "No.")
        assert await shop.stores.ledger.end(proposal_id, "declined", entry)

    assert await placed_while(shop, declined) == (DONE_ALREADY, "declined")


async def test_what_is_missing_by_now_is_told_with_the_change(shop: Counter) -> None:
    await shop.fill()
    proposal, _ = await shop.desk.propose(CART, ADA, NOW)
    await shop.stores.checkouts.set_details(CART, replace(await shop.desk.said(CART), contact=Contact()))
    with pytest.raises(Voided) as told:
        await shop.desk.place(CART, ADA, proposal.id, NOW)
    lacks = "Please tell me your name. Please tell me the e-mail address for the confirmation."
    assert told.value.message == f"{CHANGED} {lacks}"


async def test_lines_destination_and_method_are_those_that_were_agreed_to(shop: Counter) -> None:
    await shop.fill("POP-RED-M", 2)
    placed = await shop.placed()
    [line] = placed.lines
    assert (line.sku, line.quantity, line.handle) == ("POP-RED-M", 2, "poppy-dress")
    assert dict(line.options) == {"Color": "red", "Size": "M"}
    assert (placed.address, placed.method, placed.cart, placed.conversation_id) == (HOME, "Standard", CART, "c1")


async def test_what_goes_by_mail_has_no_destination(shop: Counter) -> None:
    by_mail = RULES.shipping.model_copy(update={"unshipped": (Scope(sku="MUG-WHT"),)})
    await shop.stores.selling.set_selling(RULES.model_copy(update={"shipping": by_mail}))
    await shop.fill()
    placed = await shop.placed()
    assert (placed.address, placed.method) == (None, "No parcel")


async def test_a_discount_for_each_customer_counts_by_the_address_that_was_said(shop: Counter) -> None:
    async def applied() -> list[str]:
        found = await shop.desk.overview(CART, ADA, NOW)
        return [one.discount.code for one in found.bill.discounts.applied]

    await shop.stores.selling.set_selling(ONCE_EACH.model_copy(update={"shipping": RULES.shipping}))
    await shop.fill(code="HELLO")
    await shop.till.settle((await shop.paid(await shop.placed())).id, NOW)
    await shop.fill(code="HELLO")
    assert await applied() == []
    said = await shop.desk.said(CART)
    await shop.stores.checkouts.set_details(CART, replace(said, contact=Contact("Bob", "bob@example.com")))
    assert await applied() == ["HELLO"]


async def test_the_trail_finds_a_proved_shopper_s_proposal(shop: Counter) -> None:
    proved = replace(ADA, proof=Proof("ada@example.com", "cust_1"))
    await shop.fill()
    proposal, _ = await shop.desk.propose(CART, proved, NOW)
    [entry] = await shop.stores.ledger.trail(customer_id="cust_1")
    assert (entry.event, entry.shopper, entry.proposal_id) == ("proposed", proved.key, proposal.id)
    assert (proposal.customer_id, proposal.shopper) == ("cust_1", proved.key)


async def test_what_was_said_is_answered_as_it_is_kept(shop: Counter) -> None:
    assert (await shop.desk.say(CART, Said(note=" ring twice "))) == await shop.desk.said(CART)
    assert (await shop.desk.said(CART)).note == "ring twice"
