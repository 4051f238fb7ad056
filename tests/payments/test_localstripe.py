"""Our calls and checks against somebody else's idea of Stripe: localstripe, which has intents, refunds and events.

It has no checkout sessions, keeps no idempotency keys and allows refunds beyond what was paid; those are held to
Stripe's documentation by `assistant.testing.stripe_server`.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2
import pytest
import stripe
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from assistant.errors import ForgedNotice
from assistant.payments.stripe_checkout import Return, StripePayments, stripe_client
from tests.browser.conftest import free_port
from tests.loopback import on_loopback
from tests.payments.conftest import SECRET

BACK = Return("https://shop.example/?paid=1", "https://shop.example/")


@pytest.fixture
async def address(tmp_path: Path) -> AsyncIterator[str]:
    command = str(Path(sys.executable).with_name("localstripe"))
    found = f"http://localhost:{(port := free_port())}"
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(  # noqa: ASYNC220, S603  # a command of the development install
            [command, "--port", str(port), "--from-scratch"], stdout=log, stderr=log
        )
        try:
            await _started(found)
            yield found
        finally:
            process.terminate()
            process.wait(10)


async def _started(address: str) -> None:
    async with asyncio.timeout(30), httpx2.AsyncClient(trust_env=False) as client:
        while True:
            try:
                await client.get(f"{address}/js.stripe.com/v3/")
            except httpx2.TransportError:
                await asyncio.sleep(0.1)
            else:
                return


async def paid_intent(client: stripe.StripeClient) -> str:
    wanted: Any = {"amount": 4835, "currency": "usd", "payment_method": "pm_card_visa"}
    intent = await client.v1.payment_intents.create_async(wanted)
    await client.v1.payment_intents.confirm_async(intent.id)
    return intent.id


async def test_a_refund_is_found_again_by_its_key(address: str) -> None:
    async with stripe_client("sk_test_12345", address) as client:
        payments, intent = StripePayments(client, BACK, [SECRET]), await paid_intent(client)
        assert await payments._made(intent, "r-1") is None
        await payments._refund(intent, 835, "r-1")
        assert await payments._made(intent, "r-1") == 835
        assert await payments._made(intent, "r-2") is None


async def test_its_events_are_heard_and_others_are_not(address: str) -> None:
    heard = list[tuple[bytes, str]]()

    async def hook(request: Request) -> Response:
        heard.append((await request.body(), request.headers["stripe-signature"]))
        return Response()

    app = Starlette(routes=[Route("/hook", hook, methods=["POST"])])
    with on_loopback(app) as receiver:
        async with stripe_client("sk_test_12345", address) as client, httpx2.AsyncClient(trust_env=False) as plain:
            told = {"url": f"{receiver}/hook", "secret": SECRET}
            await plain.post(f"{address}/_config/webhooks/ours", json=told)
            await paid_intent(client)
            for _ in range(200):  # another process sends it, a second later
                if heard:
                    break
                await asyncio.sleep(0.1)
            payments = StripePayments(client, BACK, ["another", SECRET])
            notice = payments.heard(*heard[0], datetime.now(UTC))
            assert (notice.kind.split(".")[0], notice.session_id) == ("payment_intent", None)
            with pytest.raises(ForgedNotice):
                StripePayments(client, BACK, ["another"]).heard(*heard[0], datetime.now(UTC))
