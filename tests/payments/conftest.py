"""Every payment provider behind one port, each with a hand that pays on its page."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx2
import pytest

from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.payments.stripe_checkout import Return, StripePayments, stripe_client
from assistant.shop.checkout.payments import PaymentRequest, Payments
from assistant.shop.money import Money
from assistant.testing.payments import InMemoryPayments
from assistant.testing.stripe_server import StripeServer

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
SECRET = "whsec_the_one_in_use"


@dataclass
class Clock:
    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True)
class Provider:
    payments: Payments
    pay: Callable[[str], Awaitable[object]]
    clock: Clock


def request(key: str = "c1-1", minor: int = 4835, currency: str = "USD") -> PaymentRequest:
    lines = (("2 × Mug", Money(minor, currency)),)
    return PaymentRequest(
        key, "c1", "#1001", "ada@example.com", Money(minor, currency), lines, NOW + timedelta(minutes=65)
    )


def demo_payments(folder: Path, clock: Clock) -> DemoPayments:
    return DemoPayments(DemoBook(folder / "payments.db"), "https://shop.example/", [SECRET], clock)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@asynccontextmanager
async def stripe_payments(server: StripeServer) -> AsyncIterator[StripePayments]:
    transport = httpx2.ASGITransport(app=server.app)
    async with stripe_client(server.key, "http://stripe.test", transport) as client:
        yield StripePayments(client, Return("https://shop.example/?paid=1", "https://shop.example/"), [SECRET])


@pytest.fixture
def stripe_server(clock: Clock) -> StripeServer:
    return StripeServer("sk_test_ours", clock)


@pytest.fixture
async def with_stripe(stripe_server: StripeServer) -> AsyncIterator[StripePayments]:
    async with stripe_payments(stripe_server) as payments:
        yield payments


@pytest.fixture(params=["memory", "demo", "stripe"])
async def provider(
    request: pytest.FixtureRequest, tmp_path: Path, clock: Clock, stripe_server: StripeServer
) -> AsyncIterator[Provider]:
    if request.param == "stripe":

        async def pay_there(session_id: str) -> None:
            stripe_server.pay(session_id)

        async with stripe_payments(stripe_server) as payments:
            yield Provider(payments, pay_there, clock)
    elif request.param == "memory":
        memory = InMemoryPayments(NOW)

        async def pay(session_id: str) -> None:
            memory.pay(session_id)

        yield Provider(memory, pay, clock)
    else:
        demo = demo_payments(tmp_path, clock)
        yield Provider(demo, lambda session_id: demo.pay(session_id, "visa"), clock)
