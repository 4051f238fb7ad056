"""Tells the shop's own systems what happened, at least once, signed as Standard Webhooks says.

The signature is three lines of the standard library; the package for it would bring a second HTTP client's models.
"""

import asyncio
import base64
import binascii
import hashlib
import hmac
import json
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address
from typing import Any
from urllib.parse import urlsplit

import httpx2
import structlog

from assistant.errors import BadSetting
from assistant.shop.checkout.records import ShopEvent
from assistant.shop.checkout.store import Events

PATIENCE = httpx2.Timeout(15, connect=5)
AT_ONCE = 200
LONGEST_PAUSE = 3600.0
PREFIX = "whsec_"
HERE = frozenset({"localhost", "127.0.0.1", "::1"})


@dataclass(frozen=True)
class EventsEndpoint:
    url: str
    secret: bytes = field(repr=False)

    @classmethod
    def parse(cls, url: str, secret: str, setting: str = "ASSISTANT_EVENTS") -> "EventsEndpoint":
        """Raises `BadSetting`, which quotes neither: both may hold a secret."""
        split = urlsplit(url)
        if split.scheme != "https" and split.hostname not in HERE:
            raise BadSetting(f"{setting}_URL must start with https://.")
        try:
            key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
        except (binascii.Error, ValueError):
            key = b""
        if not secret.startswith(PREFIX) or len(key) < 24:
            raise BadSetting(f"{setting}_SECRET must be whsec_ and at least 24 random bytes in base64.")
        return cls(url, key)

    def signature(self, event_id: str, at: int, body: bytes) -> str:
        told = f"{event_id}.{at}.".encode() + body
        return "v1," + base64.b64encode(hmac.new(self.secret, told, hashlib.sha256).digest()).decode()


class NotDelivered(Exception):
    pass


class EventDelivery:
    """After the n-th failure an event waits `pause * 2**(n-1)` seconds, an hour at most."""

    def __init__(self, events: Events, endpoint: EventsEndpoint, pause: float = 5) -> None:
        self._events, self._endpoint, self._pause = events, endpoint, pause
        self._waits: dict[str, tuple[int, float]] = {}

    async def deliver_due(self) -> None:
        now = asyncio.get_running_loop().time()
        due = [event for event in await self._events.queued(AT_ONCE) if self._waits.get(event.id, (0, 0))[1] <= now]
        if due:
            async with outward() as client:
                for event in due:
                    await self._attempt(client, event)

    async def _attempt(self, client: httpx2.AsyncClient, event: ShopEvent) -> None:
        try:
            await self._send(client, event)
        except (httpx2.HTTPError, OSError, NotDelivered) as error:
            failed = self._waits.get(event.id, (0, 0.0))[0] + 1
            pause = min(self._pause * 2 ** (failed - 1), LONGEST_PAUSE)
            self._waits[event.id] = (failed, asyncio.get_running_loop().time() + pause)
            _note(event, "retry", type(error).__name__)
            await self._events.mark(event.id, delivered=False)
        else:
            self._waits.pop(event.id, None)
            _note(event, "delivered")
            await self._events.mark(event.id, delivered=True)

    async def _send(self, client: httpx2.AsyncClient, event: ShopEvent) -> None:
        told = {"type": event.kind, "timestamp": event.at.isoformat(), "data": dict(event.data)}
        if not (await post_signed(client, self._endpoint, event.id, told)).is_success:
            raise NotDelivered


def outward() -> httpx2.AsyncClient:
    """Leads nowhere but to the address that the owner set."""
    return httpx2.AsyncClient(timeout=PATIENCE, trust_env=False, follow_redirects=False)


async def post_signed(
    client: httpx2.AsyncClient, endpoint: EventsEndpoint, event_id: str, told: Mapping[str, Any]
) -> httpx2.Response:
    """Raises `NotDelivered` for an address that no event may go to, or `httpx2.HTTPError`."""
    body, at = json.dumps(told).encode(), int(time.time())
    headers = {
        "Content-Type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(at),
        "webhook-signature": endpoint.signature(event_id, at, body),
    }
    return await pinned(client, "POST", endpoint.url, headers, body)


async def pinned(
    client: httpx2.AsyncClient, method: str, url: str, headers: Mapping[str, str], body: bytes = b""
) -> httpx2.Response:
    """To the address that was looked at, so that a name cannot lead elsewhere a moment later."""
    split = urlsplit(url)
    port = split.port or (443 if split.scheme == "https" else 80)
    target = split._replace(netloc=f"{await _address(split.hostname or '', port)}:{port}").geturl()
    sni = {"sni_hostname": split.hostname or ""}
    named = {"Host": split.netloc, **headers}
    return await client.request(method, target, content=body, headers=named, extensions=sni)


async def _address(host: str, port: int) -> str:
    """Where to connect to: a name must not lead to a private address, unless it is this machine's own."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = sorted({ip_address(entry[4][0]) for entry in found}, key=lambda one: (one.version, str(one)))
    if not all(one.is_global or str(one) == host or (host in HERE and one.is_loopback) for one in addresses):
        raise NotDelivered
    return f"[{addresses[0]}]" if isinstance(addresses[0], IPv6Address) else str(addresses[0])


def _note(event: ShopEvent, outcome: str, kind: str | None = None) -> None:
    structlog.get_logger("assistant.payments").info("event_attempt", event_id=event.id, outcome=outcome, kind=kind)
