"""What the shop's other systems hear: signed as Standard Webhooks says, at least once, and nowhere private."""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from assistant.api.events import EventDelivery, EventsEndpoint
from assistant.errors import BadSetting
from assistant.shop.checkout.records import ShopEvent
from assistant.testing.events import InMemoryEvents
from tests.loopback import on_loopback

KEY = bytes(range(32))
SECRET = "whsec_" + base64.b64encode(KEY).decode()
EVENT = ShopEvent("evt-1", "order.paid", datetime(2026, 11, 22, 12, tzinfo=UTC), {"number": "#1001", "minor": 4835})


@dataclass
class Receiver:
    status: int = 204
    heard: list[tuple[Mapping[str, str], bytes]] = field(default_factory=list)

    @property
    def app(self) -> Starlette:
        async def hook(request: Request) -> Response:
            self.heard.append((request.headers, await request.body()))
            return RedirectResponse("/hook") if self.status == 307 else Response(status_code=self.status)

        return Starlette(routes=[Route("/hook", hook, methods=["POST"])])


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def events() -> InMemoryEvents:
    events = InMemoryEvents()
    events.put(EVENT)
    return events


async def deliver(events: InMemoryEvents, receiver: Receiver, rounds: int = 1, pause: float = 5) -> None:
    with on_loopback(receiver.app) as address:
        delivery = EventDelivery(events, EventsEndpoint.parse(f"{address}/hook", SECRET), pause)
        for _ in range(rounds):
            await delivery.deliver_due()


@pytest.mark.owasp("ASI07")
async def test_an_event_is_delivered_once_and_its_signature_holds(events: InMemoryEvents, receiver: Receiver) -> None:
    await deliver(events, receiver, rounds=2)
    ((headers, body),) = receiver.heard
    told = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = base64.b64encode(hmac.new(KEY, told, hashlib.sha256).digest()).decode()
    assert (headers["webhook-id"], headers["webhook-signature"]) == ("evt-1", f"v1,{right}")
    assert json.loads(body)["type"] == "order.paid"
    assert json.loads(body)["data"] == {"number": "#1001", "minor": 4835}


@pytest.mark.parametrize("status", [307, 400, 500])
async def test_an_event_that_was_not_taken_waits_and_is_sent_again(
    events: InMemoryEvents, receiver: Receiver, status: int
) -> None:
    receiver.status = status
    await deliver(events, receiver, rounds=3)
    assert len(receiver.heard) == 1
    await deliver(events, receiver, rounds=3, pause=0)
    assert len(receiver.heard) == 4
    receiver.status = 200
    await deliver(events, receiver)
    assert (len(receiver.heard), await events.queued()) == (5, [])


@pytest.mark.owasp("API7:2023")
async def test_an_event_goes_to_no_private_address(events: InMemoryEvents, monkeypatch: pytest.MonkeyPatch) -> None:
    async def leads_inside(*_: object, **__: object) -> list[tuple[int, int, int, str, tuple[str, int]]]:
        return [(2, 1, 6, "", ("10.0.0.7", 443))]

    monkeypatch.setattr("asyncio.base_events.BaseEventLoop.getaddrinfo", leads_inside)
    delivery = EventDelivery(events, EventsEndpoint.parse("https://events.shop.example/hook", SECRET))
    await delivery.deliver_due()
    assert len(await events.queued()) == 1


@pytest.mark.parametrize(
    ("url", "secret"),
    [("http://events.shop.example/", SECRET), ("https://a.example/", ""), ("https://a.example/", "whsec_c2hvcnQ="),
     ("https://a.example/", "whsec_%%%")],
)  # fmt: skip
def test_an_endpoint_that_is_not_safe_is_a_bad_setting(url: str, secret: str) -> None:
    with pytest.raises(BadSetting, match="ASSISTANT_EVENTS") as found:
        EventsEndpoint.parse(url, secret)
    assert "a.example" not in str(found.value)
