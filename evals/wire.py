"""An HTTP request to the application in this process: every ring of it, and nothing of a client's own time."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from starlette.types import ASGIApp, Message


@dataclass(frozen=True)
class Answer:
    """`headers` without the number of the request."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Wire:
    app: ASGIApp

    async def get(self, path: str, token: str = "") -> Answer:
        return await self._ask("GET", path, token, b"")

    async def post(self, path: str, body: Mapping[str, Any], token: str = "") -> Answer:
        return await self._ask("POST", path, token, json.dumps(body).encode())

    async def open(self) -> tuple[str, str]:
        """The path and the token of a new conversation."""
        opened = (await self.post("/api/conversations", {})).json()
        return f"/api/conversations/{opened['id']}", opened["token"]

    async def _ask(self, method: str, path: str, token: str, body: bytes) -> Answer:
        told: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            told.append(message)

        await self.app(_scope(method, path, token, body), receive, send)
        start = next(message for message in told if message["type"] == "http.response.start")
        headers = sorted((name, value) for name, value in start["headers"] if name.lower() != b"x-request-id")
        return Answer(start["status"], b"".join(m.get("body", b"") for m in told), tuple(headers))


def _scope(method: str, path: str, token: str, body: bytes) -> dict[str, Any]:
    headers = [(b"host", b"shop.example"), (b"content-length", str(len(body)).encode())]
    headers += [(b"content-type", b"application/json")] if body else []
    headers += [(b"authorization", f"Bearer {token}".encode())] if token else []
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(path),
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("shop.example", 80),
        "state": {},
    }
