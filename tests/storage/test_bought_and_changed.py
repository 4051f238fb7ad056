"""An order bought here and changed afterwards: what it says goes back is sent, once, and no more than was paid."""

from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import Voided
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.changes.requests import CancelOrder, ReturnItems, Some
from assistant.shop.checkout.records import Checkout
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order
from tests.shop.checkout.till import NOW, Counter, counter

ADA = Shopper("c1", Proof(email="ada@example.com"))
SOON = NOW + timedelta(minutes=5)


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def bought(shop: Counter, code: str = "") -> tuple[Checkout, Order]:
    await shop.fill(quantity=3, code=code)
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


async def test_an_item_comes_back_at_what_was_paid_for_it(shop: Counter) -> None:
    placed, order = await bought(shop, code="FIRST")
    arrived = (Fulfilment("Swiftpost", "SP9", delivered=NOW.date()),)
    await shop.stores.orders.replace((), [replace(order, status="delivered", fulfilments=arrived)])
    request = ReturnItems(placed.number, (Some("MUG-WHT", 1),), order.payments[0].method)
    effect = await desk_of(shop).effect(request, ADA, SOON)
    assert effect.order is not None
    returned = effect.order[1].returned
    assert returned is not None
    # 3 x $14.00, 10 % off, 7.25 % tax: $40.54 or $40.55 for three
    assert returned.refund == Money(1351)
