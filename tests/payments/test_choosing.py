"""The provider that the shop chose is the one that is opened; a shop without one takes no money and says so."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from assistant.errors import BadSetting, ForgedNotice, PaymentUnavailable
from assistant.payments.choosing import Choice, open_payments
from assistant.payments.signing import signed
from assistant.shop.money import Money
from assistant.testing.stripe_server import StripeServer
from tests.loopback import on_loopback
from tests.payments.conftest import NOW, SECRET, Clock, request

BACK = "https://shop.example/?from=chat"


@pytest.fixture
def choice(tmp_path: Path) -> Choice:
    return Choice(
        "none", "https://shop.example/", BACK, (SECRET,), "sk_test_ours", None, tmp_path / "pay.db", lambda: b"own"
    )


@pytest.fixture
def address(stripe_server: StripeServer) -> Iterator[str]:
    with on_loopback(stripe_server.app) as address:
        yield address


async def test_a_shop_without_a_provider_takes_no_money_and_believes_no_notice(choice: Choice, clock: Clock) -> None:
    async with open_payments(choice, clock) as payments:
        asked: list[Any] = [
            payments.open(request()),
            payments.read("pay_1"),
            payments.close("pay_1"),
            payments.refund("pay_1", Money(1), "r-1"),
            payments.recent(NOW),
        ]
        for one in asked:
            with pytest.raises(PaymentUnavailable, match="takes no payments"):
                await one
        with pytest.raises(ForgedNotice, match=r"^No payment provider is set, so no notice of one is taken\.$"):
            payments.heard(b"{}", signed(b"{}", SECRET, NOW), NOW)
        assert payments.name == "closed"


async def test_the_demo_shows_its_page_at_this_shop_and_believes_only_itself(choice: Choice, clock: Clock) -> None:
    async with open_payments(replace(choice, provider="demo"), clock) as payments:
        session = await payments.open(request())
        assert session.url == f"https://shop.example/pay/{session.id}"
        with pytest.raises(ForgedNotice):
            payments.heard(b"{}", signed(b"{}", SECRET, NOW), NOW)
    async with open_payments(replace(choice, provider="demo"), clock) as again:
        assert (await again.read(session.id)) == session


@pytest.mark.parametrize("lacking", [{"stripe_key": ""}, {"secrets": ()}])
async def test_stripe_needs_a_key_and_a_secret(choice: Choice, clock: Clock, lacking: dict[str, Any]) -> None:
    with pytest.raises(BadSetting, match=r"ASSISTANT_STRIPE_KEY and ASSISTANT_WEBHOOK_SECRETS"):
        async with open_payments(replace(choice, provider="stripe", **lacking), clock):
            pass


async def test_stripe_is_asked_with_the_shop_s_key_and_leads_back_to_the_shop(
    choice: Choice, clock: Clock, stripe_server: StripeServer, address: str
) -> None:
    async with open_payments(replace(choice, provider="stripe", stripe_api_base=address), clock) as payments:
        session = await payments.open(request())
        assert session.created_at - NOW < timedelta(seconds=1)
    sent = stripe_server.asked[session.id]
    assert (sent["success_url"], sent["cancel_url"]) == (f"{BACK}&paid=1", BACK)
    plain = replace(choice, provider="stripe", stripe_api_base=address, return_url="https://shop.example/")
    async with open_payments(plain, clock) as payments:
        session = await payments.open(request("k2"))
    assert stripe_server.asked[session.id]["success_url"] == "https://shop.example/?paid=1"
    stripe_server.key = "sk_test_another"
    with pytest.raises(BadSetting, match="does not take the key"):
        async with open_payments(plain, clock):
            pass
