"""Stripe Checkout against a local server that keeps its documented rules."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
import stripe
from babel import Locale
from babel.numbers import get_currency_precision
from structlog.testing import capture_logs

from assistant.errors import BadSetting, ForgedNotice, NotFound, PaymentUnavailable, RefundRefused
from assistant.payments.signing import check, signed
from assistant.payments.stripe_amounts import from_stripe, to_stripe
from assistant.payments.stripe_checkout import Return, StripePayments, stripe_client
from assistant.shop.money import Money
from assistant.testing.stripe_server import StripeServer
from tests.loopback import on_loopback
from tests.payments.conftest import NOW, SECRET, Clock, request, stripe_payments


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)


async def test_an_answer_that_was_lost_is_asked_for_again_and_nothing_is_made_twice(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    stripe_server.fail = [500, 503]
    session = await with_stripe.open(request())
    stripe_server.pay(session.id)
    stripe_server.fail = [500] * 9
    with pytest.raises(PaymentUnavailable):
        await with_stripe.refund(session.id, Money(100), "r-1")
    stripe_server.fail = []
    await with_stripe.refund(session.id, Money(100), "r-1")
    assert (len(stripe_server.sessions), len(stripe_server.refunds)) == (1, 1)


@pytest.mark.owasp("API10:2023", "ASI08")
@pytest.mark.parametrize("status", [409, 429, 500, 502, 503])
async def test_a_stripe_that_cannot_say_is_unavailable(
    stripe_server: StripeServer, with_stripe: StripePayments, status: int
) -> None:
    session = await with_stripe.open(request())
    for ask in (with_stripe.read(session.id), with_stripe.close(session.id), with_stripe.recent(NOW)):
        stripe_server.fail = [status] * 9
        with pytest.raises(PaymentUnavailable):
            await ask


async def test_a_network_that_is_down_is_unavailable() -> None:
    async with stripe_client("sk_test_ours", "http://127.0.0.1:9") as client:
        with pytest.raises(PaymentUnavailable):
            await StripePayments(client, Return("https://a.example", "https://a.example"), []).read("cs_1")


async def test_a_key_that_stripe_does_not_know_is_a_bad_setting(stripe_server: StripeServer) -> None:
    async with stripe_payments(stripe_server) as payments:
        await payments.check_key()
        stripe_server.key = "sk_test_another"
        with pytest.raises(BadSetting, match="ASSISTANT_STRIPE_KEY"):
            await payments.check_key()
        stripe_server.key, stripe_server.fail = "sk_test_ours", [500] * 9
        await payments.check_key()


async def test_a_refund_whose_key_stripe_has_forgotten_is_still_made_once(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay(session.id)
    await with_stripe.refund(session.id, Money(100), "r-1")
    stripe_server._answers.clear()
    await with_stripe.refund(session.id, Money(100), "r-1")
    assert len(stripe_server.refunds) == 1


async def test_a_refund_that_failed_at_the_bank_may_be_made_again(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay(session.id)
    await with_stripe.refund(session.id, Money(100), "r-1")
    stripe_server.refunds["re_1"]["status"] = "failed"
    await with_stripe.refund(session.id, Money(100), "r-1-again")
    assert len(stripe_server.refunds) == 2


async def test_a_fully_refunded_payment_is_refused(stripe_server: StripeServer, with_stripe: StripePayments) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay(session.id)
    await with_stripe.refund(session.id, Money(4835), "r-1")
    with pytest.raises(RefundRefused):
        await with_stripe.refund(session.id, Money(1), "r-2")


async def test_a_transfer_on_its_way_keeps_the_page_open_until_it_arrives_or_fails(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay_later(session.id)
    assert (await with_stripe.close(session.id)).state == "open"
    stripe_server.pay_later(session.id, "requires_payment_method")
    assert (await with_stripe.close(session.id)).state == "expired"


@pytest.mark.parametrize(
    ("details", "told"),
    [
        ({"type": "card", "card": {"brand": "amex", "last4": "0005"}}, "Amex ending in 0005"),
        ({"type": "card", "card": {"brand": "eftpos_au", "last4": "1234"}}, "Eftpos Au ending in 1234"),
        ({"type": "paypal", "paypal": {}}, "PayPal"),
        ({"type": "afterpay_clearpay"}, "Afterpay Clearpay"),
    ],
)
async def test_the_way_to_pay_is_told_as_people_call_it(
    stripe_server: StripeServer, with_stripe: StripePayments, details: dict[str, Any], told: str
) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay(session.id, details)
    assert (await with_stripe.read(session.id)).method == told


async def test_more_than_a_page_of_sessions_is_listed_and_others_left_out(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    ids = {(await with_stripe.open(request(f"k{at}"))).id for at in range(130)}
    stripe_server.sessions["cs_other"] = {**stripe_server.sessions["cs_test_1"], "id": "cs_other", "metadata": {}}
    assert {session.id for session in await with_stripe.recent(NOW - timedelta(hours=1))} == ids


async def test_events_as_stripe_signs_them_are_heard(stripe_server: StripeServer, with_stripe: StripePayments) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay(session.id)
    body = json.dumps(stripe_server.events[-1])
    header = stripe.WebhookSignature.generate_signature_header(body, SECRET, int(NOW.timestamp()))
    heard = with_stripe.heard(body.encode(), header, NOW)
    assert (heard.kind, heard.session_id) == ("checkout.session.completed", session.id)
    with pytest.raises(ForgedNotice):
        with_stripe.heard(body.encode(), header, NOW + timedelta(minutes=6))
    event = stripe.Webhook.construct_event(body, signed(body.encode(), SECRET, NOW), SECRET, tolerance=10**12)
    assert event.id == heard.id


def test_amounts_of_every_currency_come_back_as_they_went() -> None:
    sold_in = [currency for currency in map(str, Locale("en").currencies) if get_currency_precision(currency) <= 3]
    for currency in sold_in:
        for money in (Money(minor, currency) for minor in (100, 1230, 4000)):
            assert from_stripe(to_stripe(money), currency.lower()) == money


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [
        (4835, "USD", 4835),
        (500, "JPY", 500),
        (5120, "KWD", 5120),
        (5, "ISK", 500),
        (5, "UGX", 500),
        (1000, "HUF", 1000),
    ],
)
def test_amounts_are_as_stripe_documents_them(minor: int, currency: str, amount: int) -> None:
    assert to_stripe(Money(minor, currency)) == amount


def test_an_amount_that_stripe_has_no_number_for_is_refused() -> None:
    with pytest.raises(PaymentUnavailable, match="KWD"):
        to_stripe(Money(5124, "KWD"))


async def test_a_refund_that_stripe_has_no_number_for_is_refused_for_good(
    with_stripe: StripePayments, stripe_server: StripeServer
) -> None:
    """Else it would be asked for again and again."""
    session = await with_stripe.open(request(minor=12340, currency="KWD"))
    stripe_server.pay(session.id)
    with pytest.raises(RefundRefused, match="KWD"):
        await with_stripe.refund(session.id, Money(1234, "KWD"), "r-1")
    await with_stripe.refund(session.id, Money(1230, "KWD"), "r-2")
    assert (await with_stripe.read(session.id)).refunded == Money(1230, "KWD")


async def test_a_request_that_stripe_refuses_is_no_page(with_stripe: StripePayments, clock: Clock) -> None:
    with pytest.raises(PaymentUnavailable):
        await with_stripe.open(request(minor=1))
    clock.now = NOW + timedelta(minutes=50)
    with pytest.raises(PaymentUnavailable):
        await with_stripe.open(request("late"))


async def test_nothing_that_was_sent_reaches_the_log(
    stripe_server: StripeServer, with_stripe: StripePayments, caplog: pytest.LogCaptureFixture
) -> None:
    stripe_server.fail = [400]
    with caplog.at_level(logging.WARNING), pytest.raises(PaymentUnavailable):
        await with_stripe.open(request())
    assert "ada@example.com" not in caplog.text
    assert "sk_test" not in caplog.text


async def test_calls_of_one_key_at_the_same_time_make_one_page(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    stripe_server.delay = 0.02
    made = await asyncio.gather(*(with_stripe.open(request()) for _ in range(3)), return_exceptions=True)
    assert {one.id for one in made if not isinstance(one, BaseException)} == {"cs_test_1"}
    assert all(isinstance(one, PaymentUnavailable) for one in made if isinstance(one, BaseException))


@pytest.fixture
async def over_http(stripe_server: StripeServer) -> AsyncIterator[StripePayments]:
    with on_loopback(stripe_server.app) as address:
        async with stripe_client(stripe_server.key, address) as client:
            yield StripePayments(client, Return("https://a.example/?paid=1", "https://a.example/"), [SECRET])


async def test_the_whole_way_over_a_real_connection(stripe_server: StripeServer, over_http: StripePayments) -> None:
    session = await over_http.open(request())
    stripe_server.pay(session.id)
    await over_http.refund(session.id, Money(835), "r-1")
    again = await over_http.read(session.id)
    assert (again.state, again.refunded, again.reference) == ("paid", Money(835), f"pi_{session.id}")
    with pytest.raises(NotFound):
        await over_http.read("cs_test_nobody")


def test_the_sdk_and_we_agree_on_signatures() -> None:
    body = '{"id": "evt_ü"}'
    header = stripe.WebhookSignature.generate_signature_header(body, SECRET, int(NOW.timestamp()))
    check(body.encode(), header, [SECRET], NOW)
    assert stripe.WebhookSignature.verify_header(body, signed(body.encode(), SECRET, NOW), SECRET)


async def test_a_refund_waits_while_the_account_has_nothing_to_give_back_from(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay(session.id)
    stripe_server.broke = True
    with pytest.raises(PaymentUnavailable):
        await with_stripe.refund(session.id, Money(100), "r-1")
    stripe_server.broke = False
    await with_stripe.refund(session.id, Money(100), "r-1")
    assert (await with_stripe.read(session.id)).refunded == Money(100)


@pytest.mark.parametrize("ended", ["failed", "canceled"])
async def test_a_refund_that_fails_at_once_is_refused(
    stripe_server: StripeServer, with_stripe: StripePayments, ended: str
) -> None:
    session = await with_stripe.open(request())
    stripe_server.pay(session.id)
    stripe_server.refunds_end = ended
    with pytest.raises(RefundRefused):
        await with_stripe.refund(session.id, Money(100), "r-1")


async def test_what_was_not_paid_or_is_nothing_is_not_given_back(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    session = await with_stripe.open(request())
    with pytest.raises(RefundRefused, match=r"^There is no payment to give back\.$"):
        await with_stripe.refund(session.id, Money(100), "r-1")
    stripe_server.pay(session.id)
    for nothing in (Money(0), Money(-1)):
        with pytest.raises(RefundRefused, match=r"^There is no payment to give back\.$"):
            await with_stripe.refund(session.id, nothing, "r-1")
    await with_stripe.refund(session.id, Money(1), "r-1")
    with pytest.raises(RefundRefused, match=r"^This refund was made before, with another amount\.$"):
        await with_stripe.refund(session.id, Money(2), "r-1")
    assert (await with_stripe.read(session.id)).refunded == Money(1)


async def test_a_failure_is_logged_with_its_kind_and_status_and_nothing_of_what_was_sent(
    stripe_server: StripeServer, with_stripe: StripePayments
) -> None:
    session = await with_stripe.open(request())
    for ask in (with_stripe.read(session.id), with_stripe.check_key()):
        stripe_server.fail = [500] * 9
        with capture_logs() as logged, suppress(PaymentUnavailable):
            await ask
        [line] = logged
        assert (line["event"], line["kind"], line["status"]) == ("stripe_failed", "APIError", 500)
        assert set(line) == {"event", "kind", "code", "status", "request", "log_level"}
