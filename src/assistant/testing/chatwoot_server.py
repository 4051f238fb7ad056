"""A local server that keeps the documented rules of Chatwoot's client API for API channels, and signs its webhooks.

Held against `swagger/paths/public/inboxes` of Chatwoot and the controllers behind it: fields, identity proof, 404 of
what another contact has, message types as numbers here and as words in webhooks. It stands where
Chatwoot stands, over HTTP.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

INBOX, HMAC_TOKEN, SECRET = "inbox-Larkfield-1", "hmac-token-of-the-inbox", "webhook-secret-of-the-inbox"
CONTACT = {"source_id", "identifier", "identifier_hash", "email", "name", "phone_number", "avatar_url",
           "custom_attributes"}  # fmt: skip
INCOMING, OUTGOING = 0, 1
Act = Callable[[Request, dict[str, Any]], Any]


class Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass
class ChatwootServer:
    """`down` are answers given before any work, `lost` after it was done, 0 for one that arrives."""

    down: list[int] = field(default_factory=list)
    lost: list[int] = field(default_factory=list)
    contacts: set[str] = field(default_factory=set)
    conversations: dict[int, dict[str, Any]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _last: int = 0

    @property
    def app(self) -> Starlette:
        one = "/public/api/v1/inboxes/{inbox}/contacts"
        chat = f"{one}/{{contact}}/conversations"
        return Starlette(routes=[
            self._route(one, "POST", self._contact),
            self._route(chat, "POST", self._open),
            self._route(chat, "GET", lambda request, _: self._of(request)),
            self._route(f"{chat}/{{id:int}}/messages", "POST", self._write),
            self._route(f"{chat}/{{id:int}}/messages", "GET", lambda asked, _: self._found(asked)["messages"][-20:]),
            self._route(f"{chat}/{{id:int}}/toggle_status", "POST", self._toggle),
        ])  # fmt: skip

    def texts(self, remote: int) -> list[str]:
        """What came from the shopper's side."""
        return [one["content"] for one in self.conversations[remote]["messages"] if one["message_type"] == INCOMING]

    def says(self, remote: int, text: str, *, private: bool = False, name: str = "Mia") -> dict[str, Any]:
        """A person writes; the webhook that tells of it."""
        message = self._message(remote, text, OUTGOING)
        sender = {"id": 7, "name": name, "email": "mia@shop.example", "type": "user"}
        told = message | {"event": "message_created", "message_type": "outgoing", "private": private, "sender": sender}
        return told | {"account": {"id": 1, "name": "Larkfield"}, "conversation": self._told(remote)}

    def resolves(self, remote: int) -> dict[str, Any]:
        self.conversations[remote]["status"] = "resolved"
        return self._told(remote) | {"event": "conversation_status_changed", "changed_attributes": []}

    def _told(self, remote: int) -> dict[str, Any]:
        kept = self.conversations[remote]
        return {"id": remote, "status": kept["status"], "inbox_id": 1, "contact_inbox": {"source_id": kept["contact"]}}

    def _route(self, path: str, method: str, act: Act) -> Route:
        async def answer(request: Request) -> Response:
            if self.down:
                return Response("<html>", self.down.pop(0))
            try:
                told = act(request, self._sent(request, await request.body()))
            except Refused as error:
                self.faults.append(f"{method} {path}")
                return JSONResponse({"error": "refused"}, error.status)
            lost = self.lost.pop(0) if self.lost else 0
            return Response("<html>", lost) if lost else JSONResponse(told)

        return Route(path, answer, methods=[method])

    @staticmethod
    def _sent(request: Request, body: bytes) -> dict[str, Any]:
        if request.path_params["inbox"] != INBOX:
            raise Refused(404)
        if request.method == "POST" and request.headers.get("content-type") != "application/json":
            raise Refused(422)
        sent: dict[str, Any] = json.loads(body or b"{}")
        return sent

    def _contact(self, _request: Request, sent: dict[str, Any]) -> dict[str, Any]:
        right = hmac.new(HMAC_TOKEN.encode(), str(sent.get("identifier")).encode(), hashlib.sha256).hexdigest()
        if sent.keys() - CONTACT or not sent.get("source_id") or sent.get("identifier_hash") != right:
            raise Refused(422)
        self.contacts.add(sent["source_id"])
        return {"source_id": sent["source_id"], "pubsub_token": "p", "id": 1, "name": sent.get("name"), "email": None}

    def _of(self, request: Request) -> list[dict[str, Any]]:
        contact = request.path_params["contact"]
        if contact not in self.contacts:
            raise Refused(404)
        return [kept for kept in self.conversations.values() if kept["contact"] == contact]

    def _open(self, request: Request, sent: dict[str, Any]) -> dict[str, Any]:
        self._of(request)
        if sent.keys() - {"custom_attributes"}:
            raise Refused(422)
        remote = len(self.conversations) + 1
        contact = request.path_params["contact"]
        opened = {"id": remote, "inbox_id": 1, "contact": contact, "status": "open", "messages": []}
        self.conversations[remote] = opened
        return opened

    def _found(self, request: Request) -> dict[str, Any]:
        found = next((one for one in self._of(request) if one["id"] == request.path_params["id"]), None)
        if found is None:
            raise Refused(404)
        return found

    def _write(self, request: Request, sent: dict[str, Any]) -> dict[str, Any]:
        found, text = self._found(request), sent.get("content")
        if sent.keys() - {"content", "echo_id"} or not isinstance(text, str) or not text.strip():
            raise Refused(422)
        return self._message(found["id"], text, INCOMING)

    def _message(self, remote: int, text: str, kind: int) -> dict[str, Any]:
        self._last += 1
        message = {"id": self._last, "content": text, "message_type": kind, "content_type": "text",
                   "content_attributes": {}, "created_at": 1_795_000_000, "conversation_id": remote}  # fmt: skip
        self.conversations[remote]["messages"].append(message)
        return message

    def _toggle(self, request: Request, _sent: dict[str, Any]) -> dict[str, Any]:
        found = self._found(request)
        found["status"] = "resolved"
        return found


def signed(told: dict[str, Any], timestamp: int) -> tuple[bytes, dict[str, str]]:
    """As Chatwoot sends it: body and headers."""
    body = json.dumps(told).encode()
    right = hmac.new(SECRET.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return body, {
        "Content-Type": "application/json",
        "X-Chatwoot-Timestamp": str(timestamp),
        "X-Chatwoot-Signature": f"sha256={right}",
    }
