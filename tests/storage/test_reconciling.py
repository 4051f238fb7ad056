"""The shop's payments held against the provider's: what was missed is settled, and the rest is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import PaymentUnavailable
from assistant.shop.checkout.receipts import request_of
from assistant.shop.checkout.reconciling import MISSED, NOT_PAID, UNKNOWN, Difference, reconcile
from assistant.shop.checkout.store import Along
from assistant.shop.money import Money
from tests.shop.checkout.till import LATER, NOW, Counter, counter

DAY = timedelta(days=1)


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def compare(shop: Counter) -> Sequence[Difference]:
    return await reconcile(shop.stores.checkouts, shop.stores.orders, shop.till, NOW - DAY, LATER + 2 * DAY)


async def test_a_payment_that_nobody_told_of_is_settled_and_then_all_is_the_same(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.paid(placed)
    assert await compare(shop) == [Difference(placed.number, session.id, MISSED, settled=True)]
    assert await shop.state(placed) == "paid"
    assert await compare(shop) == []


async def test_a_payment_for_nobody_s_checkout_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.payments.open(request_of(replace(placed, id="gone"), 1, LATER))
    shop.payments.pay(session.id)
    assert Difference("", session.id, UNKNOWN) in await compare(shop)
    await shop.payments.refund(session.id, placed.total, "by hand")
    assert session.id not in {one.session_id for one in await compare(shop)}


async def test_what_is_paid_here_only_or_with_another_amount_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.paid(placed)
    await shop.till.settle(session.id, NOW)
    shop.payments._sessions[session.id] = replace(session, amount=Money(1))
    assert ["$0.01 at the provider" in one.what for one in await compare(shop)] == [True]
    shop.payments._sessions[session.id] = replace(session, state="open")
    assert [one.what for one in await compare(shop)] == [NOT_PAID]
    del shop.payments._sessions[session.id]
    assert [one.what for one in await compare(shop)] == [NOT_PAID]


async def test_money_given_back_at_the_provider_by_hand_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.paid(placed)
    await shop.till.settle(session.id, NOW)
    await shop.payments.refund(session.id, Money(500), "by hand")
    assert [one.what for one in await compare(shop)] == ["$5.00 given back at the provider, $0.00 here"]


async def test_a_refund_that_is_owed_is_paid_out_and_one_that_was_refused_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    await shop.back(placed, "1")
    assert await compare(shop) == []
    refused = await shop.back(placed, "2", "k-2")
    await shop.stores.checkouts.refunded(refused, "failed", Along())
    assert [one.what for one in await compare(shop)] == ["a refund of $2.00 was refused: it must be paid back by hand"]


async def test_an_order_that_says_money_went_back_which_nobody_sent_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    order = await shop.stores.orders.get(placed.number)
    assert order is not None
    gone = replace(order.payments[0], way="refund", amount=Money(500))
    await shop.stores.orders.replace((), [replace(order, payments=(*order.payments, gone))])
    told = [one.what for one in await compare(shop)]
    assert told == ["the order says that $5.00 went back, and $0.00 was sent or is owed"]
    await shop.stores.orders.replace((), [replace(order, payments=())])
    assert await compare(shop) == []


async def test_a_refund_and_a_hold_that_wait_too_long_are_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    await shop.back(placed, "1")
    await shop.fill("KET-BLK", 1)
    await shop.placed(now=NOW + timedelta(minutes=1))

    async def not_now(*_: object) -> None:
        raise PaymentUnavailable("Not now.")

    shop.payments.refund = not_now
    told = [one.what for one in await compare(shop)]
    assert [words.split(",")[0] for words in told] == ["$1.00 owed since 2026-11-22 12:00 UTC", "still held"]


async def test_where_nothing_was_to_be_paid_nothing_differs(shop: Counter) -> None:
    await shop.fill(code="HOUSE POST")
    await shop.till.pay_page((await shop.placed()).id, NOW)
    assert await compare(shop) == []
