"""Chatwoot's public client API for API channels, and the signature of what Chatwoot sends back."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from assistant.api.events import HERE, NotDelivered, outward, pinned
from assistant.api.following import BodyRefused
from assistant.errors import BadSetting

GONE = frozenset({400, 404, 413, 422})
FRESH_SECONDS = 300


@dataclass(frozen=True)
class Chatwoot:
    """One inbox of kind API. `hmac_token` proves contacts, `webhook_secret` signs what comes back."""

    url: str
    inbox: str
    hmac_token: bytes = field(repr=False)
    webhook_secret: bytes = field(repr=False)

    @classmethod
    def parse(cls, url: str, inbox: str, hmac_token: str, webhook_secret: str) -> "Chatwoot":
        """Raises `BadSetting`, which quotes none of them."""
        split = urlsplit(url)
        if split.scheme != "https" and split.hostname not in HERE:
            raise BadSetting("ASSISTANT_CHATWOOT_URL must start with https://.")
        if not (inbox and hmac_token and webhook_secret):
            raise BadSetting(
                "ASSISTANT_CHATWOOT_URL is set, so please set ASSISTANT_CHATWOOT_INBOX, ASSISTANT_CHATWOOT_HMAC_TOKEN "
                "and ASSISTANT_CHATWOOT_WEBHOOK_SECRET too."
            )
        return cls(url, inbox, hmac_token.encode(), webhook_secret.encode())

    def contact_of(self, conversation_id: str) -> str:
        """Nobody without the token can work it out: in this API it opens the contact's conversations."""
        return self._proof(f"contact {conversation_id}")[:32]

    async def keep_contact(self, contact: str) -> None:
        """The same one again for the same name."""
        sent = {"source_id": contact, "identifier": contact, "identifier_hash": self._proof(contact)}
        await self._call("POST", "", sent | {"name": f"Shopper {contact[:6]}"})

    async def conversations(self, contact: str) -> list[int]:
        return [int(one["id"]) for one in await self._call("GET", f"/{contact}/conversations")]

    async def open(self, contact: str) -> int:
        return int((await self._call("POST", f"/{contact}/conversations", {}))["id"])

    async def written(self, contact: str, remote: int) -> list[tuple[int, str]]:
        """What came from the shopper's side: ids and texts of the last messages."""
        found = await self._call("GET", f"/{contact}/conversations/{remote}/messages")
        return [(int(one["id"]), one["content"] or "") for one in found if one["message_type"] == 0]

    async def write(self, contact: str, remote: int, text: str) -> int:
        told = await self._call("POST", f"/{contact}/conversations/{remote}/messages", {"content": text})
        return int(told["id"])

    async def resolve(self, contact: str, remote: int) -> None:
        """Nothing happens to one that is resolved already."""
        await self._call("POST", f"/{contact}/conversations/{remote}/toggle_status", {})

    def signed(self, body: bytes, timestamp: str, signature: str, now: datetime) -> bool:
        if not timestamp.isdecimal() or abs(int(timestamp[:12]) - now.timestamp()) > FRESH_SECONDS:
            return False
        right = hmac.new(self.webhook_secret, f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(f"sha256={right}".encode(), signature.encode())

    def _proof(self, name: str) -> str:
        return hmac.new(self.hmac_token, name.encode(), hashlib.sha256).hexdigest()

    async def _call(self, method: str, path: str, sent: Mapping[str, Any] | None = None) -> Any:
        body = b"" if sent is None else json.dumps(sent).encode()
        url = f"{self.url}/public/api/v1/inboxes/{self.inbox}/contacts{path}"
        async with outward() as client:
            response = await pinned(client, method, url, {"Content-Type": "application/json"}, body)
        if response.is_success:
            return _read(response.content)
        raise BodyRefused if path and response.status_code in GONE else NotDelivered


def _read(content: bytes) -> Any:
    """Raises `NotDelivered`: a proxy may answer for a tool that is down."""
    try:
        return json.loads(content or b"{}")
    except ValueError as error:
        raise NotDelivered from error
