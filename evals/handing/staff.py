"""People who have signed in, and whoever asks again until there is an answer."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx2

from assistant.agent.stores import Stores
from assistant.agent.tokens import new_token, token_hash
from assistant.escalation.staff import SIGNED_IN_FOR, Staff
from evals.handing.servers import AGAIN, Servers

AWAY = frozenset({409, 429, 500, 502, 503})
"""What a page tries again; a 409 only where it says that the answer before it is still being written."""
STILL = "still"
LONGEST = 600.0


class NoAnswer(Exception):
    """Not within `LONGEST` seconds."""


@dataclass(frozen=True)
class Answer:
    status: int
    body: Any


@dataclass(frozen=True)
class Caller:
    """Somebody at a page: `headers` say who. `server` is the one that they are led to."""

    servers: Servers
    headers: Mapping[str, str]
    server: int = 0

    async def ask(self, method: str, path: str, body: Any = None) -> Answer:
        """Again and again, as a page does that has sent something and heard nothing. Raises `NoAnswer`."""
        deadline = asyncio.get_running_loop().time() + LONGEST
        while asyncio.get_running_loop().time() < deadline:
            address = self.servers.at(self.server)
            try:
                if address:
                    async with self.servers.busy:
                        found = await self.servers.http.request(method, address + path, json=body, headers=self.headers)
                    if not _again(found):
                        return Answer(found.status_code, found.json() if found.content else None)
            except httpx2.TransportError:
                pass
            await asyncio.sleep(AGAIN)
        raise NoAnswer(f"{method} {path}")


def _again(found: httpx2.Response) -> bool:
    return found.status_code in AWAY and (found.status_code != 409 or STILL in found.text)


@dataclass(frozen=True)
class Agent:
    id: str
    name: str
    token: str

    def at(self, servers: Servers, server: int) -> Caller:
        return Caller(servers, {"Cookie": f"desk={self.token}", "X-Desk": "1"}, server)


async def signed_in(stores: Stores, count: int) -> Sequence[Agent]:
    now, agents = datetime.now(UTC), list[Agent]()
    for number in range(count):
        agent = Agent(f"agent-{number}", f"Agent {number}", new_token())
        await stores.staff.add(Staff(agent.id, agent.name, f"agent-{number}@shop.example", "agent"))
        await stores.staff.sign_in(token_hash(agent.token), agent.id, now + SIGNED_IN_FOR)
        agents.append(agent)
    return agents
