"""A provider's notice is a hint: it is checked, and only makes the shop look at the payment."""

from datetime import timedelta

import pytest

from assistant.agent.stores import Stores
from assistant.errors import ForgedNotice, NotFound
from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.receipts import request_of
from assistant.shop.checkout.store import Along
from assistant.testing.payments import SIGNATURE
from tests.shop.checkout.till import NOW, Counter, counter


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores)


async def test_a_notice_makes_the_order_of_a_payment_and_of_no_other(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.paid(placed)
    for of_no_checkout in (b"", b"pay_of_another_shop"):
        assert await shop.till.hear(of_no_checkout, SIGNATURE, NOW) is None
    assert await shop.state(placed) == "awaiting payment"
    told = await shop.till.hear(session.id.encode(), SIGNATURE, NOW)
    assert told is not None
    assert (told.done, told.checkout.id, told.checkout.state) == ("fulfil", placed.id, "paid")


async def test_a_notice_that_nobody_signed_makes_no_order(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.paid(placed)
    with pytest.raises(ForgedNotice):
        await shop.till.hear(session.id.encode(), "forged", NOW)
    assert await shop.state(placed) == "awaiting payment"


async def test_a_provider_in_this_process_is_heard_by_the_shop_s_clock(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    session = await shop.paid(placed)
    told = await shop.till.listener(lambda: NOW + timedelta(minutes=1))(session.id.encode(), SIGNATURE)
    assert told is not None
    assert (told.done, told.checkout.id) == ("fulfil", placed.id)
    order = await shop.stores.orders.get(placed.number)
    assert order is not None
    assert order.placed_at == NOW + timedelta(minutes=1)


async def test_no_page_is_opened_once_the_hold_has_ended(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    with pytest.raises(NotFound, match="nothing left to pay"):
        await shop.till.pay_page(placed.id, placed.held_until)
    assert await shop.till.pay_page(placed.id, placed.held_until - timedelta(seconds=1))


async def test_a_second_page_for_an_order_given_up_meanwhile_is_closed_as_well(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    open_page = shop.payments.open

    async def while_another_is_kept_and_given_up(request: object) -> PaymentSession:
        other = await open_page(request_of(placed, 9, placed.held_until))
        assert await shop.stores.checkouts.opened(placed.id, other, attempt=1)
        assert await shop.stores.checkouts.release(placed.id, "cancelled", Along())
        session: PaymentSession = await open_page(request)
        return session

    shop.payments.open = while_another_is_kept_and_given_up
    with pytest.raises(NotFound):
        await shop.till.pay_page(placed.id, NOW)
    assert (await shop.payments.read("pay_2")).state == "expired"
