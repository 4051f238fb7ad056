"""An order bought here and changed afterwards: what it says goes back is sent, once, and no more than was paid."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import PaidOnPage, Voided
from assistant.shop.catalogue import Offer
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.changes.requests import CancelOrder, ChangeItems, ChangePayment, ReturnItems, Some, Swap
from assistant.shop.checkout.records import Checkout, RefundDue
from assistant.shop.checkout.store import Along
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order
from tests.shop.checkout.till import NOW, Counter, counter

ADA = Shopper("c1", Proof(email="ada@example.com"))
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def bought(shop: Counter, code: str = "", sku: str = "MUG-WHT", quantity: int = 3) -> tuple[Checkout, Order]:
    await shop.fill(sku, quantity, code=code)
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    order = await shop.stores.orders.get(placed.number)
    assert order is not None
    return placed, order


def desk_of(shop: Counter) -> ChangeDesk:
    stores = shop.stores
    return ChangeDesk(stores.orders, stores.catalogue, stores.ledger, stores.rulebook, "Larkfield")


async def test_a_cancelled_order_is_paid_back_whole_and_once(shop: Counter) -> None:
    before = await shop.stock()
    placed, _ = await bought(shop)
    desk, request = desk_of(shop), CancelOrder(placed.number, "")
    proposal, _ = await desk.propose(request, ADA, SOON)
    await desk.carry_out(request, ADA, proposal.id, SOON)
    for _ in range(2):
        await shop.till.pay_back(SOON)
    session = await shop.payments.read("pay_1")
    assert (session.refunded, await shop.stock()) == (placed.total, before)
    assert not await shop.stores.checkouts.refunds_due()


async def test_what_went_back_already_keeps_a_cancellation_from_paying_it_again(shop: Counter) -> None:
    placed, _ = await bought(shop)
    desk, request = desk_of(shop), CancelOrder(placed.number, "")
    proposal, _ = await desk.propose(request, ADA, SOON)
    await shop.back(placed, "5")
    with pytest.raises(Voided):
        await desk.carry_out(request, ADA, proposal.id, SOON)
    assert [refund.amount for refund in await shop.stores.checkouts.refunds_due()] == [Money(500)]
    proposal, effect = await desk.propose(request, ADA, SOON)
    assert [moved.amount for moved in effect.movements] == [placed.total - Money(500)]
    await desk.carry_out(request, ADA, proposal.id, SOON)
    await shop.till.pay_back(SOON)
    assert (await shop.payments.read("pay_1")).refunded == placed.total


async def test_a_cancellation_pays_back_no_more_than_is_left_of_the_payment(shop: Counter) -> None:
    placed, order = await bought(shop)
    desk, request = desk_of(shop), CancelOrder(placed.number, "")
    proposal, _ = await desk.propose(request, ADA, SOON)
    session = order.payments[0].method_id or ""
    whole = RefundDue("r-1", placed.number, session, Money(1), placed.total, "a scratch", NOW)
    assert await shop.stores.checkouts.owe(placed.id, whole, Along()) == "owed"
    with pytest.raises(Voided):
        await desk.carry_out(request, ADA, proposal.id, SOON)
    assert [refund.amount for refund in await shop.stores.checkouts.refunds_due()] == [Money(1)]
    assert await shop.stores.orders.get(placed.number) == order


async def test_an_item_comes_back_at_what_was_paid_for_it(shop: Counter) -> None:
    placed, order = await bought(shop, code="FIRST")
    arrived = (Fulfilment("Swiftpost", "SP9", delivered=NOW.date()),)
    await shop.stores.orders.replace((), [replace(order, status="delivered", fulfilments=arrived)])
    request = ReturnItems(placed.number, (Some("MUG-WHT", 1),), order.payments[0].method)
    effect = await desk_of(shop).effect(request, ADA, SOON)
    assert effect.order is not None
    returned = effect.order[1].returned
    assert returned is not None
    # 3 x $14.00, 10 % off, 7.25 % tax: $40.54 for three, of which the first ones are the cheaper ones
    assert order.lines[0].paid == Money(4054)
    assert returned.refund == Money(1351)
    whole = await desk_of(shop).effect(replace(request, items=(Some("MUG-WHT", 3),)), ADA, SOON)
    assert whole.order is not None
    assert whole.order[1].returned is not None
    assert whole.order[1].returned.refund == Money(4054)
    assert "You send back: 3 × Lark Stoneware Mug (white)." in whole.details


async def test_a_variant_of_the_same_price_takes_its_place_on_the_same_terms(shop: Counter) -> None:
    _, order = await bought(shop, "FIRST", "POP-RED-M", 2)
    assert order.lines[0].paid == Money(17181)  # 2 x $89.00, 10 % off, 7.25 % tax
    swap = Swap("POP-RED-M", "POP-RED-S", 1)
    effect = await desk_of(shop).effect(ChangeItems(order.number, (swap,), "Visa ending in 4242"), ADA, SOON)
    assert effect.order is not None
    after = effect.order[1]
    assert [(line.sku, line.paid) for line in after.lines] == [("POP-RED-M", Money(8591)), ("POP-RED-S", Money(8590))]
    assert (effect.movements, after.total) == ((), order.total)


async def test_what_would_cost_more_is_not_promised_since_nothing_can_charge_it(shop: Counter) -> None:
    _, order = await bought(shop, sku="POP-RED-M", quantity=1)
    await shop.stores.catalogue.set_offers([Offer("POP-NVY-M", stock=3)])
    dearer = ChangeItems(order.number, (Swap("POP-RED-M", "POP-NVY-M", 1),), "")
    with pytest.raises(PaidOnPage, match="A person can help"):
        await desk_of(shop).effect(dearer, ADA, SOON)
    with pytest.raises(PaidOnPage, match="A person can help"):
        await desk_of(shop).effect(ChangePayment(order.number, "PayPal"), ADA, SOON)
    assert "payment" not in (await desk_of(shop).possible(order, ADA.proof, SOON)).kinds
