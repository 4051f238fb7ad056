"""The shop's payments held against the provider's: what was missed is settled, and the rest is told."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import PaymentUnavailable
from assistant.shop.checkout.receipts import request_of
from assistant.shop.checkout.reconciling import LATE, MISSED, NOT_PAID, UNKNOWN, Difference, reconcile
from assistant.shop.checkout.store import Along
from assistant.shop.money import Money
from tests.shop.checkout.till import LATER, NOW, Counter, counter

DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


def placed_page(shop: Counter) -> str:
    """The one page that was opened."""
    [page] = shop.payments._sessions
    return str(page)


async def compare(shop: Counter, now: datetime = LATER + 2 * DAY) -> Sequence[Difference]:
    return await reconcile(shop.stores.checkouts, shop.stores.orders, shop.till, NOW - DAY, now)


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
    told = f"paid $0.01 at the provider, {placed.total} here"
    assert await compare(shop) == [Difference(placed.number, session.id, told)]
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
    told = "a refund of $2.00 was refused: it must be paid back by hand"
    assert await compare(shop) == [Difference(placed.number, placed_page(shop), told)]


async def test_an_order_that_says_money_went_back_which_nobody_sent_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    order = await shop.stores.orders.get(placed.number)
    assert order is not None
    gone = replace(order.payments[0], way="refund", amount=Money(500))
    await shop.stores.orders.replace((), [replace(order, payments=(*order.payments, gone))])
    told = "the order says that $5.00 went back, and $0.00 was sent or is owed"
    assert await compare(shop) == [Difference(placed.number, placed_page(shop), told)]
    await shop.stores.orders.replace((), [replace(order, payments=())])
    assert await compare(shop) == []


async def test_a_refund_that_waits_for_more_than_an_hour_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.paid(placed)
    await shop.till.settle(session.id, NOW)
    await shop.back(placed, "1")

    async def not_now(*_: object) -> None:
        raise PaymentUnavailable("Not now.")

    shop.payments.refund = not_now
    assert await compare(shop, NOW + LATE) == []
    told = "$1.00 owed since 2026-11-22 12:00 UTC, 2 attempts"
    assert await compare(shop, NOW + LATE + SECOND) == [Difference(placed.number, session.id, told)]


async def test_a_hold_that_outlasts_its_end_by_more_than_an_hour_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    assert await compare(shop, placed.held_until + LATE) == []
    told = "still held, 60 minutes beyond its end"
    assert await compare(shop, placed.held_until + LATE + SECOND) == [Difference(placed.number, "", told)]


async def test_a_payment_whose_page_the_shop_died_before_keeping_is_settled(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.payments.open(request_of(placed, 1, LATER))
    shop.payments.pay(session.id)
    assert await compare(shop, NOW) == [Difference(placed.number, session.id, MISSED, settled=True)]
    assert await shop.state(placed) == "paid"


async def test_a_page_that_the_list_does_not_reach_is_asked_about(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed(now=NOW + 2 * SECOND)
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    since = NOW + SECOND  # the provider's page is older
    assert await reconcile(shop.stores.checkouts, shop.stores.orders, shop.till, since, LATER) == []


async def test_a_payment_that_went_back_whole_here_and_not_there_is_told(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.till.pay_page(placed.id, NOW)
    shop.payments.pay(session.id, Money(1))
    await shop.till.settle(session.id, NOW)
    await shop.till.pay_back(NOW)
    assert (await shop.state(placed), await compare(shop, NOW)) == ("refunded", [])
    paid = await shop.payments.read(session.id)
    shop.payments._sessions[session.id] = replace(paid, refunded=Money(0))
    told = "$0.00 given back at the provider, $0.01 here"
    assert await compare(shop, NOW) == [Difference(placed.number, session.id, told)]


async def test_where_nothing_was_to_be_paid_nothing_differs(shop: Counter) -> None:
    await shop.fill(code="HOUSE POST")
    await shop.till.pay_page((await shop.placed()).id, NOW)
    assert await compare(shop) == []
