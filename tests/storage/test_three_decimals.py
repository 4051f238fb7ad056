"""Where a currency has three decimals, what is asked for and what goes back are amounts that Stripe has numbers for."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import CheckoutRefused
from assistant.payments.stripe_amounts import to_stripe
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.desk import ChangeDesk, Shopper
from assistant.shop.changes.requests import ChangeItems, ExchangeItems, ReturnItems, Some, Swap
from assistant.shop.checkout.refunding import Wanted
from assistant.shop.identity import Proof
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order
from assistant.shop.selling.rules import SellingRules
from tests.shop.checkout.till import NOW, Counter, counter

ADA = Shopper("c1", Proof(email="ada@example.com"))
SOON, VISA = NOW + timedelta(minutes=5), "Visa ending in 4242"
STEPS = f"Money goes back in steps of {Money(10, 'KWD')}."


def cup(sku: str, minor: int, colour: str) -> Variant:
    return Variant(sku, {"Color": colour}, Money(minor, "KWD"), 9)


CUPS = Product("cup", "Cup", "Cups", (cup("C-RED", 1995, "red"), cup("C-BLU", 1991, "blue"), cup("C-TIN", 728, "tin")))


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores, (CUPS,), SellingRules(), "KWD")


async def bought(shop: Counter) -> Order:
    await shop.fill("C-RED", 3)
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    order = await shop.stores.orders.get(placed.number)
    assert order is not None
    return order


def wanted(order: Order, amount: str) -> Wanted:
    return Wanted(order.number, amount, "one came with a chip", "Kim")


def desk_of(shop: Counter) -> ChangeDesk:
    stores = shop.stores
    return ChangeDesk(stores.orders, stores.catalogue, stores.ledger, stores.rulebook, "Larkfield")


async def test_the_whole_way_to_the_last_refund_is_in_steps(shop: Counter) -> None:
    order = await bought(shop)
    desk, request = desk_of(shop), ChangeItems(order.number, (Swap("C-RED", "C-TIN", 1),), VISA)
    proposal, effect = await desk.propose(request, ADA, SOON)
    await desk.carry_out(request, ADA, proposal.id, SOON)
    for amount in ("1.234", "0.001"):
        with pytest.raises(CheckoutRefused, match=f"^{STEPS} Please round it.$"):
            await shop.refunds.give(wanted(order, amount), "k-1", SOON)
    first, _ = await shop.refunds.give(wanted(order, "1.23"), "k-1", SOON)
    assert await shop.refunds.give(wanted(order, "1.23"), "k-1", SOON) == (first, False)
    rest, _ = await shop.refunds.give(wanted(order, ""), "k-2", SOON)
    await shop.till.pay_back(SOON)
    session = await shop.payments.read("pay_1")
    assert order.total == Money(5980, "KWD")
    assert [moved.amount for moved in effect.movements] == [Money(1260, "KWD")]
    assert STEPS in effect.words
    assert rest.amount == Money(5980 - 1260 - 1230, "KWD")
    assert (session.amount, session.refunded) == (order.total, order.total)
    assert [to_stripe(amount) % 10 for amount in (session.amount, rest.amount)] == [0, 0]


async def test_a_difference_below_a_step_moves_nothing(shop: Counter) -> None:
    order = await bought(shop)
    effect = await desk_of(shop).effect(ChangeItems(order.number, (Swap("C-RED", "C-BLU", 1),), VISA), ADA, SOON)
    assert effect.movements == ()
    assert STEPS in effect.words
    assert effect.order is not None
    assert effect.order[1].total == order.total


async def test_returns_and_exchanges_promise_what_can_go_back(shop: Counter) -> None:
    order = replace(await bought(shop), status="delivered")
    there = replace(order, fulfilments=(Fulfilment("Post", "P1", delivered=date(2026, 11, 22)),))
    await shop.stores.orders.replace((), (there,))
    desk = desk_of(shop)
    back = await desk.effect(ReturnItems(order.number, (Some("C-RED", 1),), VISA), ADA, SOON)
    other = await desk.effect(ExchangeItems(order.number, (Swap("C-RED", "C-TIN", 1),), VISA), ADA, SOON)
    assert [moved.amount.minor for moved in (*back.movements, *other.movements)] == [1990, 1260]
    assert STEPS in back.words
    assert STEPS in other.words
