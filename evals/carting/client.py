"""One shopper's connection, kept open. An HTTP library's own time for a thousand of them would be measured, too."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


class Connection:
    def __init__(self, port: int) -> None:
        self._port = port
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None, token: str = "") -> Answer:
        """Raises `OSError` or `EOFError` where no whole answer comes."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        if body is None:
            return await self.send(method, path, headers, b"")
        return await self.send(method, path, {**headers, "Content-Type": "application/json"}, json.dumps(body).encode())

    async def send(self, method: str, path: str, headers: Mapping[str, str], data: bytes) -> Answer:
        """As `ask`, byte for byte."""
        reader, writer = await self._open()
        writer.write(_request(method, path, headers, data))
        await writer.drain()
        status, length = _head(await reader.readuntil(b"\r\n\r\n"))
        return Answer(status, json.loads(await reader.readexactly(length)))

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """Anew where the server has closed it, as it does with one that was idle."""
        if self._reader is None or self._writer is None or self._reader.at_eof():
            self.close()
            self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        return self._reader, self._writer

    def close(self) -> None:
        if self._writer is not None:
            self._writer.close()


def _request(method: str, path: str, headers: Mapping[str, str], data: bytes) -> bytes:
    told = {"Host": "shop.example", "Content-Length": str(len(data)), **headers}
    lines = [f"{method} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in told.items()), "", ""]
    return "\r\n".join(lines).encode() + data


def _head(head: bytes) -> tuple[int, int]:
    """The status, and the length of the body."""
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    return int(first.split(" ")[1]), int(fields["content-length"])
