"""So many conversations at once, each with a connection of its own, each next act as soon as the last is answered."""

import asyncio
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from evals.carting.client import Answer, Connection
from evals.carting.plans import Act, Goods, Wanted, plan

By = Literal["turns", "routes"]
Tick = Callable[[], None]


@dataclass
class Told:
    """`seconds` of each act from its first byte out to its last byte in; `wrong` names carts that are not as asked."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    wall: float = 0.0

    @property
    def per_second(self) -> float:
        return len(self.seconds) / self.wall if self.wall else 0.0


class Shopper:
    def __init__(self, port: int, number: int, acts: Sequence[Act], told: Told, tick: Tick) -> None:
        self._connection, self._number, self._acts = Connection(port), number, acts
        self._told, self._tick, self._wanted = told, tick, Wanted()
        self._path, self._token = "", ""

    async def open(self) -> None:
        opened = await self._ask("POST", "/api/conversations", {})
        if opened is not None:
            self._path, self._token = f"/api/conversations/{opened['id']}", opened["token"]

    async def build(self, by: By) -> None:
        for act in self._acts:
            started = time.perf_counter()
            answer = await (self._say(act) if by == "turns" else self._call(act))
            self._tick()
            if answer is None:
                return
            self._told.seconds.append(time.perf_counter() - started)
            self._wanted.do(act)
            self._check(answer, act.said)

    async def look(self) -> None:
        """At the end: what the shop has kept."""
        cart = await self._ask("GET", f"{self._path}/cart")
        if cart is not None:
            self._check(cart, "at the end")
        self._connection.close()

    async def _say(self, act: Act) -> Any:
        reply = await self._ask("POST", f"{self._path}/messages", {"text": act.said})
        if reply is not None and reply["outcome"] == "failed":
            self._told.errors.append(f"{act.said}: {reply['text']}")
            return None
        return None if reply is None else reply["cart"]

    async def _call(self, act: Act) -> Any:
        method, path, body = act.call()
        answer = await self._ask(method, f"{self._path}/cart{path}", body)
        return answer["cart"] if answer is not None and act.kind == "undo" else answer

    async def _ask(self, method: str, path: str, body: Any = None) -> Any:
        """None for whatever is no success, which is an error."""
        try:
            answer = await self._connection.ask(method, path, body, self._token)
        except (OSError, EOFError) as error:
            answer = Answer(599, repr(error))
        if answer.status < 300:
            return answer.body
        self._told.errors.append(f"{method} answered {answer.status}: {answer.body}")
        return None

    def _check(self, cart: Any, when: str) -> None:
        held = {line["sku"]: line["quantity"] for line in cart["lines"]}
        if held != self._wanted.lines:
            self._told.wrong.append(f"shopper {self._number}, {when}: {held} instead of {self._wanted.lines}")


@dataclass(frozen=True)
class Crowd:
    port: int
    by: By
    goods: Sequence[Goods]

    async def builds(self, conversations: int, seed: int, tick: Tick) -> Told:
        """All are opened before the first one acts, and all are still open when the last one has acted."""
        told, rng = Told(), random.Random(seed)  # noqa: S311  # who buys what, no secrets
        shoppers = [Shopper(self.port, number, self._acts(rng), told, tick) for number in range(conversations)]
        await asyncio.gather(*(shopper.open() for shopper in shoppers))
        started = time.perf_counter()
        await asyncio.gather(*(shopper.build(self.by) for shopper in shoppers))
        told.wall = time.perf_counter() - started
        await asyncio.gather(*(shopper.look() for shopper in shoppers))
        return told

    def _acts(self, rng: random.Random) -> list[Act]:
        return [act for act in plan(self.goods, rng) if self.by == "turns" or act.kind != "search"]
