"""A busy shift: shoppers who wait with an open page, people of the shop who take them, and all that is written."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from evals.handing.listening import Listener
from evals.handing.servers import Servers
from evals.handing.staff import Agent, Caller

EACH = 5
"""So many chats one person has at once."""
PAUSE = (4.0, 8.0)  # seconds between two lines of one person
WROTE = (15.0, 25.0)  # seconds between two messages of one shopper
CONSOLE = "/console/api/events"


@dataclass
class Heard:
    """`delays` in seconds from the first byte of what was sent to its event at one who listens."""

    sent: dict[str, float] = field(default_factory=dict)
    came: dict[str, list[float]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def tell(self, event: dict[str, Any]) -> None:
        if event["kind"] == "said":
            self.came.setdefault(event["payload"]["text"], []).append(time.perf_counter())

    def delays(self) -> list[float]:
        return [at - self.sent[text] for text, all_ in self.came.items() if text in self.sent for at in all_]


@dataclass
class Chat:
    """Without a `shopper` there is nobody at the other end, and nothing to take."""

    path: str
    shopper: Caller | None

    @property
    def desk(self) -> str:
        return self.path.replace("/api/", "/console/api/", 1)


@dataclass
class Shift:
    servers: Servers
    agents: Sequence[Agent]
    heard: Heard = field(default_factory=Heard)
    chats: list[Chat] = field(default_factory=list)
    listeners: list[Listener] = field(default_factory=list)

    async def opens(self, waiting: int, tick: Callable[[], None]) -> None:
        """So many call for a person and keep their page open; then everybody listens."""

        async def one() -> None:
            opened = (await Caller(self.servers, {}).ask("POST", "/api/conversations", {})).body
            shopper = Caller(self.servers, {"Authorization": f"Bearer {opened['token']}"})
            chat = Chat(f"/api/conversations/{opened['id']}", shopper)
            await self._ask(shopper, f"{chat.path}/person")
            self.chats.append(chat)
            tick()

        await asyncio.gather(*(one() for _ in range(waiting)))
        self._listen()

    def stands_in(self) -> None:
        """As many lines, for a stream that nothing lies behind."""
        self.chats = [Chat("/api/conversations/bare", None) for _ in range(EACH * len(self.agents))]
        self._listen()

    def _listen(self) -> None:
        self.listeners = [
            *(Listener(agent.at(self.servers, 0), CONSOLE, tell=self.heard.tell) for agent in self.agents),
            *(Listener(one.shopper, f"{one.path}/events", tell=self.heard.tell) for one in self.chats if one.shopper),
        ]

    async def all_listen(self) -> None:
        await asyncio.gather(*(listener.listening.wait() for listener in self.listeners))

    async def works(self, seconds: float, seed: int) -> None:
        """Everybody takes as many as they may and writes to each; whoever was taken writes back."""
        until, rng = time.perf_counter() + seconds, random.Random(seed)  # noqa: S311  # who writes when, no secrets
        theirs = [self.chats[at * EACH : (at + 1) * EACH] for at in range(len(self.agents))]
        people = [self._agent(agent, own, until, rng) for agent, own in zip(self.agents, theirs, strict=True)]
        shoppers = [
            self._shopper(chat.shopper, chat.path, until, rng) for own in theirs for chat in own if chat.shopper
        ]
        await asyncio.gather(*people, *shoppers)

    async def _agent(self, agent: Agent, chats: Sequence[Chat], until: float, rng: random.Random) -> None:
        who, number = agent.at(self.servers, 0), 0
        await asyncio.sleep(rng.uniform(0, PAUSE[0]))
        for chat in chats:
            if chat.shopper:
                await self._ask(who, f"{chat.desk}/take")
        while chats and time.perf_counter() < until:
            text, number = f"{agent.name} writes line {number}.", number + 1
            self.heard.sent[text] = time.perf_counter()
            line = {"id": f"line-{number:06d}", "text": text}
            await self._ask(who, f"{rng.choice(chats).desk}/messages", line)
            await asyncio.sleep(rng.uniform(*PAUSE))

    async def _shopper(self, who: Caller, path: str, until: float, rng: random.Random) -> None:
        await asyncio.sleep(rng.uniform(*WROTE))
        while time.perf_counter() < until:
            await self._ask(who, f"{path}/messages", {"text": "I am still here, thank you."})
            await asyncio.sleep(rng.uniform(*WROTE))

    async def _ask(self, who: Caller, path: str, body: Any = None) -> None:
        answer = await who.ask("POST", path, body)
        if answer.status >= 300:  # what HTTP calls a success
            self.heard.errors.append(f"{path} answered {answer.status}: {answer.body}")
