"""What every provider does alike: the one in memory, the demo page, and Stripe."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from assistant.errors import ForgedNotice, KeyReused, NotFound, RefundRefused
from assistant.shop.money import Money
from tests.payments.conftest import NOW, Provider, request


async def test_a_page_is_open_for_the_amount_that_was_asked(provider: Provider) -> None:
    session = await provider.payments.open(request())
    assert (session.state, session.amount, session.refunded) == ("open", Money(4835), Money(0))
    assert (session.checkout_id, session.method, session.reference) == ("c1", "", "")
    assert session.url.startswith(("http://", "https://"))
    assert await provider.payments.read(session.id) == session


async def test_one_key_gives_one_page_however_often_and_at_once(provider: Provider) -> None:
    first = await provider.payments.open(request())
    again = await asyncio.gather(*(provider.payments.open(request()) for _ in range(4)))
    assert {session.id for session in again} == {first.id}
    assert len(await provider.payments.recent(NOW - timedelta(days=1))) == 1


async def test_a_key_used_for_another_request_is_refused(provider: Provider) -> None:
    await provider.payments.open(request())
    with pytest.raises(KeyReused):
        await provider.payments.open(request(minor=1))


async def test_another_key_gives_another_page(provider: Provider) -> None:
    pages = [await provider.payments.open(request(key)) for key in ("c1-1", "c1-2")]
    assert pages[0].id != pages[1].id


async def test_a_paid_page_says_how_it_was_paid(provider: Provider) -> None:
    session = await provider.payments.open(request())
    await provider.pay(session.id)
    paid = await provider.payments.read(session.id)
    assert (paid.state, paid.amount, paid.method) == ("paid", Money(4835), "Visa ending in 4242")


async def test_a_closed_page_cannot_be_paid_and_a_paid_one_not_closed(provider: Provider) -> None:
    closed, paid = [await provider.payments.open(request(key)) for key in ("c1-1", "c1-2")]
    assert (await provider.payments.close(closed.id)).state == "expired"
    await provider.pay(closed.id)
    await provider.pay(paid.id)
    assert (await provider.payments.close(paid.id)).state == "paid"
    assert (await provider.payments.close(closed.id)).state == "expired"


async def test_a_page_that_is_not_there_is_not_found(provider: Provider) -> None:
    for call in (provider.payments.read, provider.payments.close):
        with pytest.raises(NotFound):
            await call("cs_test_nobody")


async def test_a_refund_is_made_once_for_its_key(provider: Provider) -> None:
    session = await provider.payments.open(request())
    await provider.pay(session.id)
    for _ in range(3):
        await provider.payments.refund(session.id, Money(1000), "r-1")
    assert (await provider.payments.read(session.id)).refunded == Money(1000)
    await provider.payments.refund(session.id, Money(3835), "r-2")
    assert (await provider.payments.read(session.id)).refunded == Money(4835)


@pytest.mark.parametrize("minor", [4836, 0, -5])
async def test_no_more_goes_back_than_was_paid(provider: Provider, minor: int) -> None:
    session = await provider.payments.open(request())
    await provider.pay(session.id)
    with pytest.raises(RefundRefused):
        await provider.payments.refund(session.id, Money(minor), "r-1")
    assert (await provider.payments.read(session.id)).refunded == Money(0)


async def test_refunds_together_are_no_more_than_was_paid(provider: Provider) -> None:
    session = await provider.payments.open(request())
    await provider.pay(session.id)
    await provider.payments.refund(session.id, Money(4000), "r-1")
    with pytest.raises(RefundRefused):
        await provider.payments.refund(session.id, Money(836), "r-2")
    with pytest.raises(RefundRefused):
        await provider.payments.refund(session.id, Money(100), "r-1")
    assert (await provider.payments.read(session.id)).refunded == Money(4000)


async def test_what_was_never_paid_cannot_be_refunded(provider: Provider) -> None:
    session = await provider.payments.open(request())
    with pytest.raises(RefundRefused):
        await provider.payments.refund(session.id, Money(1), "r-1")


@pytest.mark.parametrize(
    ("minor", "currency"), [(4835, "USD"), (500, "JPY"), (12340, "KWD"), (4000, "ISK"), (7, "UGX")]
)
async def test_amounts_are_the_same_in_currencies_of_all_decimals(
    provider: Provider, minor: int, currency: str
) -> None:
    session = await provider.payments.open(request(minor=minor, currency=currency))
    await provider.pay(session.id)
    assert (await provider.payments.read(session.id)).amount == Money(minor, currency)
    await provider.payments.refund(session.id, Money(minor, currency), "r-1")
    assert (await provider.payments.read(session.id)).refunded == Money(minor, currency)


async def test_what_was_opened_since_is_listed_whole(provider: Provider) -> None:
    opened = [await provider.payments.open(request(f"c1-{at}")) for at in range(12)]
    await provider.pay(opened[3].id)
    found = {session.id: session.state for session in await provider.payments.recent(NOW - timedelta(days=1))}
    assert found == {session.id: "open" for session in opened} | {opened[3].id: "paid"}
    assert not await provider.payments.recent(NOW + timedelta(days=1))


async def test_a_body_that_nobody_signed_is_forged(provider: Provider) -> None:
    for signature in ("", "t=1", "v1=ab", "t=1,v1=ab", f"t={int(NOW.timestamp())},v1=ü", "nonsense", "t=²,v1=x"):
        with pytest.raises(ForgedNotice):
            provider.payments.heard(b'{"id": "evt_1"}', signature, NOW)


async def test_an_order_may_hold_a_long_list_of_lines(provider: Provider) -> None:
    lines = (*((f"Item {at} " + "x" * 300, Money(1)) for at in range(150)), ("Discount", Money(-100)))
    session = await provider.payments.open(replace(request(minor=50), lines=lines))
    assert session.amount == Money(50)
