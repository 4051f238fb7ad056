"""What Stripe is sent, how often and by which way, and what of its answers is believed."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC
from typing import Any

import httpx2
import pytest
import stripe
from structlog.testing import capture_logs

from assistant.errors import NotFound, PaymentUnavailable, RefundRefused
from assistant.payments.stripe_checkout import LONGEST_WORDS, Return, StripePayments, stripe_client
from assistant.shop.checkout.payments import PaymentRequest
from assistant.shop.money import Money
from assistant.testing.stripe_server import StripeServer
from tests.loopback import on_loopback
from tests.payments.conftest import NOW, SECRET, request


@pytest.fixture(autouse=True)
def without_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stripe.HTTPClient, "MAX_DELAY", 0)
    monkeypatch.setattr(stripe.HTTPClient, "INITIAL_DELAY", 0)


class Wire(httpx2.AsyncBaseTransport):
    """To the server, with what goes over it; `broken` are so many requests that find no way."""

    def __init__(self, server: StripeServer) -> None:
        self._inner = httpx2.ASGITransport(app=server.app)
        self.sent: list[httpx2.Request] = []
        self.broken = 0

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        self.sent.append(request)
        if self.broken:
            self.broken -= 1
            raise httpx2.ConnectError("no way")
        return await self._inner.handle_async_request(request)


@pytest.fixture
def wire(stripe_server: StripeServer) -> Wire:
    return Wire(stripe_server)


@asynccontextmanager
async def over(
    wire: httpx2.AsyncBaseTransport | None, address: str = "http://stripe.test"
) -> AsyncIterator[StripePayments]:
    async with stripe_client("sk_test_ours", address, wire) as client:
        yield StripePayments(client, Return("https://shop.example/?paid=1", "https://shop.example/"), [SECRET])


@pytest.fixture
async def payments(wire: Wire) -> AsyncIterator[StripePayments]:
    async with over(wire) as payments:
        yield payments


async def paid(payments: StripePayments, server: StripeServer) -> str:
    session = await payments.open(request())
    server.pay(session.id)
    return session.id


async def test_a_page_is_made_of_the_whole_order_as_it_was_agreed_to(
    stripe_server: StripeServer, payments: StripePayments
) -> None:
    session = await payments.open(request())
    ours = {"checkout": "c1", "order": "#1001"}
    price = {"currency": "usd", "unit_amount": "4835"}
    product = {"name": "Order #1001", "description": "2 × Mug: $48.35"}
    assert stripe_server.asked[session.id] == {
        "mode": "payment",
        "line_items": {"0": {"quantity": "1", "price_data": price | {"product_data": product}}},
        "client_reference_id": "c1",
        "customer_email": "ada@example.com",
        "expires_at": str(int(request().expires_at.timestamp())),
        "metadata": ours,
        "payment_intent_data": {"description": "Order #1001", "metadata": ours},
        "adaptive_pricing": {"enabled": "false"},
        "success_url": "https://shop.example/?paid=1",
        "cancel_url": "https://shop.example/",
    }


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ((), "#1001"),
        ((("Mug", Money(4000)), ("Shipping", Money(835))), "Mug: $40.00; Shipping: $8.35"),
        ((("Mug" * 200, Money(4835)),), ("Mug" * 200)[:LONGEST_WORDS]),
    ],
)
async def test_the_page_tells_the_lines_of_the_order_as_far_as_there_is_room(
    stripe_server: StripeServer, payments: StripePayments, lines: tuple[tuple[str, Money], ...], told: str
) -> None:
    asked = request()
    whole = PaymentRequest(asked.key, "c1", "#1001", asked.email, asked.total, lines, asked.expires_at)
    session = await payments.open(whole)
    [line] = stripe_server.asked[session.id]["line_items"].values()
    assert line["price_data"]["product_data"]["description"] == told


async def test_a_way_that_broke_is_tried_three_times(wire: Wire, payments: StripePayments) -> None:
    wire.broken = 2
    assert (await payments.open(request())).state == "open"
    assert len(wire.sent) == 3
    wire.sent.clear()
    wire.broken = 9
    with pytest.raises(PaymentUnavailable, match="in a moment"):
        await payments.open(request("another"))
    assert len(wire.sent) == 3


async def test_stripe_has_twenty_seconds_and_is_told_nothing_but_the_calls(
    wire: Wire, payments: StripePayments
) -> None:
    await payments.open(request())
    await payments.open(request("another"))
    assert {one.extensions["timeout"]["read"] for one in wire.sent} == {20}
    assert {one.extensions["timeout"]["connect"] for one in wire.sent} == {5}
    assert not any("telemetry" in name for one in wire.sent for name in one.headers)


async def test_the_sdk_writes_nothing_of_its_calls_into_the_log(wire: Wire) -> None:
    logging.getLogger("stripe").setLevel(logging.DEBUG)
    async with over(wire) as payments:
        await payments.open(request())
    assert logging.getLogger("stripe").level == logging.WARNING


async def test_no_proxy_of_the_environment_hears_the_key(
    stripe_server: StripeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with on_loopback(stripe_server.app) as address:
        async with over(None, address) as payments:
            assert (await payments.open(request())).state == "open"


async def test_a_key_is_tried_with_the_smallest_question(wire: Wire, payments: StripePayments) -> None:
    await payments.check_key()
    assert [one.url.query for one in wire.sent] == [b"limit=1"]


async def test_money_goes_out_under_the_refunds_own_key(
    stripe_server: StripeServer, wire: Wire, payments: StripePayments
) -> None:
    session_id = await paid(payments, stripe_server)
    await payments.refund(session_id, Money(100), "r-1")
    assert wire.sent[-1].headers["idempotency-key"] == "r-1"


async def test_a_refund_made_by_hand_at_stripe_is_none_of_ours(
    stripe_server: StripeServer, payments: StripePayments
) -> None:
    session_id = await paid(payments, stripe_server)
    await payments.refund(session_id, Money(100), "r-1")
    stripe_server.refunds["re_1"]["metadata"] = {}
    await payments.refund(session_id, Money(200), "r-2")
    assert (await payments.read(session_id)).refunded == Money(300)


@pytest.mark.parametrize("ended", ["failed", "canceled"])
async def test_a_refund_that_failed_is_not_taken_for_made(
    stripe_server: StripeServer, payments: StripePayments, ended: str
) -> None:
    session_id = await paid(payments, stripe_server)
    stripe_server.refunds_end = ended
    for _ in range(2):
        with pytest.raises(RefundRefused, match=r"^Stripe could not make this refund\.$"):
            await payments.refund(session_id, Money(100), "r-1")


async def test_a_refund_of_more_than_is_left_is_refused_in_plain_words(
    stripe_server: StripeServer, payments: StripePayments
) -> None:
    session_id = await paid(payments, stripe_server)
    with pytest.raises(RefundRefused, match=r"^Stripe refuses this refund\.$"):
        await payments.refund(session_id, Money(9999), "r-1")


async def test_a_page_that_is_not_there_cannot_be_closed(payments: StripePayments) -> None:
    with pytest.raises(NotFound):
        await payments.close("cs_nobody")


async def test_what_stripe_leaves_empty_is_empty(stripe_server: StripeServer, payments: StripePayments) -> None:
    session_id = await paid(payments, stripe_server)
    stripe_server.sessions[session_id] |= {"client_reference_id": None, "amount_total": None}
    read = await payments.read(session_id)
    assert (read.checkout_id, read.url, read.amount, read.created_at) == ("", "", Money(0), NOW)
    assert read.created_at.tzinfo is UTC


@pytest.mark.parametrize("details", [{"type": "card"}, {"type": "card", "card": None}])
async def test_a_card_of_which_nothing_is_told_is_a_card(
    stripe_server: StripeServer, payments: StripePayments, details: dict[str, Any]
) -> None:
    session = await payments.open(request())
    stripe_server.pay(session.id, details)
    assert (await payments.read(session.id)).method == "Card"


@pytest.mark.parametrize(
    ("details", "told"),
    [({"type": "us_bank_account"}, "a bank account"), ({"type": None}, ""), ({"type": "ideal", "card": {}}, "Ideal")],
)
async def test_other_ways_to_pay_have_their_own_words(
    stripe_server: StripeServer, payments: StripePayments, details: dict[str, Any], told: str
) -> None:
    session = await payments.open(request())
    stripe_server.pay(session.id, details)
    assert (await payments.read(session.id)).method == told


async def test_a_try_that_was_declined_is_no_way_that_was_paid_by(
    stripe_server: StripeServer, payments: StripePayments
) -> None:
    session_id = await paid(payments, stripe_server)
    stripe_server.sessions[session_id] |= {"payment_status": "unpaid", "status": "open"}
    read = await payments.read(session_id)
    assert (read.state, read.method, read.reference) == ("open", "", "")


async def test_a_transfer_that_was_called_off_ends_the_page(
    stripe_server: StripeServer, payments: StripePayments
) -> None:
    session = await payments.open(request())
    stripe_server.pay_later(session.id, "canceled")
    assert (await payments.read(session.id)).state == "expired"


@pytest.mark.parametrize("status", [400, 402, 500])
async def test_every_refusal_of_stripes_is_noted(
    stripe_server: StripeServer, payments: StripePayments, status: int
) -> None:
    stripe_server.fail = [status] * 9
    with capture_logs() as logged, suppress(PaymentUnavailable):
        await payments.open(request())
    assert [(line["event"], line["status"]) for line in logged] == [("stripe_failed", status)]
