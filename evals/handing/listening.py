"""One who listens to the console's events, and comes back with the last number after each break."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import httpx2

from evals.handing.servers import AGAIN
from evals.handing.staff import Caller

QUIET, MINUTE = httpx2.Timeout(60, read=40), 60


@dataclass
class Listener:
    """`heard` has the number of each event, in the order of arrival; `tell` is given each one."""

    who: Caller
    path: str
    heard: list[int] = field(default_factory=list)
    breaks: int = 0
    tell: Callable[[dict[str, Any]], None] = lambda _event: None
    listening: asyncio.Event = field(default_factory=asyncio.Event)
    _more: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def run(self) -> None:
        """For as long as it is let."""
        while True:
            try:
                await self._listen()
            except httpx2.TransportError:
                self.breaks += 1
            self.listening.clear()
            await asyncio.sleep(AGAIN)

    async def catch_up(self, newest: int) -> None:
        """Wait for that one, for a minute at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(MINUTE), self._more:
                await self._more.wait_for(lambda: bool(self.heard) and self.heard[-1] >= newest)

    async def _listen(self) -> None:
        address = self.who.servers.at(self.who.server)
        if not address:
            return
        headers = {**self.who.headers, **({"Last-Event-ID": str(self.heard[-1])} if self.heard else {})}
        http = self.who.servers.http
        async with http.stream("GET", address + self.path, headers=headers, timeout=QUIET) as answer:
            answer.raise_for_status()
            async for line in answer.aiter_lines():
                self.listening.set()
                if line.startswith("data: "):
                    await self._take(json.loads(line.removeprefix("data: ")))

    async def _take(self, event: dict[str, Any]) -> None:
        self.heard.append(event["seq"])
        self.tell(event)
        async with self._more:
            self._more.notify_all()
