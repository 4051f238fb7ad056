"""A shop that changed its payment provider, or gave an order up while its page was being opened."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assistant.agent.stores import Stores
from assistant.errors import NotFound
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import RefundDue
from assistant.shop.checkout.store import Along
from assistant.shop.checkout.till import Till
from assistant.shop.money import Money
from assistant.testing.payments import InMemoryPayments
from tests.shop.checkout.till import LATER, NOW, Counter, counter


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


def moved(shop: Counter) -> Counter:
    payments = InMemoryPayments(NOW)
    return replace(shop, payments=payments, till=Till(shop.stores.checkouts, payments, "Larkfield"))


async def test_an_order_that_waits_gets_a_page_at_the_new_provider(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.pay_page(placed.id, NOW)
    after = moved(shop)
    session = await after.till.pay_page(placed.id, NOW)
    after.payments.pay(session.id)
    await after.till.settle(session.id, NOW)
    assert await shop.state(placed) == "paid"


async def test_a_hold_ends_and_can_be_given_up_though_its_page_is_known_no_more(shop: Counter) -> None:
    before = await shop.stock()
    await shop.fill()
    first = await shop.placed()
    await shop.till.pay_page(first.id, NOW)
    assert await moved(shop).till.cancel(first.id, Along(), NOW)
    second = await shop.placed(now=NOW + timedelta(minutes=1))
    await shop.till.pay_page(second.id, NOW)
    await moved(shop).till.sweep(LATER)
    assert (await shop.state(first), await shop.state(second), await shop.stock()) == ("cancelled", "expired", before)


async def test_a_refund_that_the_new_provider_cannot_make_holds_up_no_other(shop: Counter) -> None:
    await shop.fill()
    old = await shop.placed()
    await shop.till.settle((await shop.paid(old)).id, NOW)
    unknown = RefundDue("r-1", old.number, "gone", Money(100), old.total, "a scratch", NOW)
    assert await shop.stores.checkouts.owe(old.id, unknown, Along()) == "owed"
    known = await shop.back(old, "2")
    assert [refund.id for refund in await shop.till.pay_back(NOW)] == [known]
    assert [refund.id for refund in await shop.stores.checkouts.refunds_due()] == ["r-1"]


async def test_of_two_pages_that_are_opened_at_once_the_one_that_is_kept_is_given(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    open_page = shop.payments.open

    async def while_another_is_kept(request: Any) -> PaymentSession:
        other = await open_page(replace(request, key="another process"))
        assert await shop.stores.checkouts.opened(placed.id, other, attempt=1)
        session: PaymentSession = await open_page(request)
        return session

    shop.payments.open = while_another_is_kept
    given = await shop.till.pay_page(placed.id, NOW)
    kept = await shop.stores.checkouts.get(placed.id)
    assert kept is not None
    assert (given.id, kept.attempt) == (kept.session_id, 1)


async def test_a_page_opened_for_an_order_that_was_given_up_meanwhile_is_closed(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    open_page = shop.payments.open

    async def while_it_is_given_up(request: Any) -> PaymentSession:
        session: PaymentSession = await open_page(request)
        assert await shop.till.cancel(placed.id, Along(), NOW)
        return session

    shop.payments.open = while_it_is_given_up
    with pytest.raises(NotFound):
        await shop.till.pay_page(placed.id, NOW)
    assert (await shop.payments.read("pay_1")).state == "expired"
