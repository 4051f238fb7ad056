"""An HTTP request to the application in this process: every ring of it, and nothing of a client's own time."""

import asyncio
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
        return await self.ask("GET", path, token)

    async def post(self, path: str, body: Mapping[str, Any], token: str = "") -> Answer:
        return await self.ask("POST", path, token, json.dumps(body).encode())

    async def open(self) -> tuple[str, str]:
        """The path and the token of a new conversation."""
        opened = (await self.post("/api/conversations", {})).json()
        return f"/api/conversations/{opened['id']}", opened["token"]

    async def ask(
        self, method: str, path: str, token: str = "", body: bytes = b"", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """`path` with its query, both quoted; a header takes the place of the one that is sent otherwise."""
        told: list[Message] = []
        sent = iter([{"type": "http.request", "body": body, "more_body": False}])

        async def receive() -> Message:
            if (message := next(sent, None)) is None:
                await asyncio.Event().wait()  # a client that listens, and never leaves
            return message or {}

        async def send(message: Message) -> None:
            told.append(message)

        await self.app(_scope(method, path, _headers(token, body) | dict(headers or {})), receive, send)
        start = next(message for message in told if message["type"] == "http.response.start")
        back = sorted((name, value) for name, value in start["headers"] if name.lower() != b"x-request-id")
        return Answer(start["status"], b"".join(m.get("body", b"") for m in told), tuple(back))


def _headers(token: str, body: bytes) -> dict[str, str]:
    headers = {"host": "shop.example", "content-length": str(len(body))}
    headers |= {"content-type": "application/json"} if body else {}
    return headers | ({"authorization": f"Bearer {token}"} if token else {})


def _scope(method: str, path: str, headers: Mapping[str, str]) -> dict[str, Any]:
    plain, _, query = path.partition("?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": unquote(plain),
        "raw_path": plain.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("shop.example", 80),
        "state": {},
    }
