"""Several processes of the real application over one database, each of which may be killed and comes back."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx2

from evals.carting.serving import OURS, ServerEnded
from evals.datasets import ROOT
from evals.stage import environment, offline_settings

PATIENCE = httpx2.Timeout(60)
AGAIN = 0.2  # seconds before the same is tried again
LEAST, MOST = 1.0, 6.0  # seconds that a server lives after it came back
KB = 1024
TRIES = 20
BUSY = 12
"""So many requests at one moment."""


@dataclass
class Server:
    """`port` is 0 while it is down."""

    folder: Path
    url: str
    number: int
    kind: str = OURS
    port: int = 0
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Raises `ServerEnded` where it does not come up."""
        with (self.folder / f"server-{self.number}.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "evals.carting.serving", self.kind, str(self.folder), self.url,
                cwd=ROOT, env=environment(offline_settings(self.folder)), stdout=asyncio.subprocess.PIPE, stderr=log,
            )  # fmt: skip
        assert self.process.stdout is not None
        told = await self.process.stdout.readline()
        if not told:
            raise ServerEnded(f"server {self.number} did not come up; its log is in {self.folder}")
        self.port = int(told)

    async def kill(self) -> None:
        self.port = 0
        if self.process and self.process.returncode is None:
            self.process.kill()
            await self.process.wait()

    @property
    def resident_mb(self) -> float:
        """0 where the system does not tell."""
        with suppress(OSError, StopIteration):
            status = Path(f"/proc/{self.process.pid if self.process else 0}/status").read_text("ascii")
            return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / KB
        return 0.0


@dataclass
class Servers:
    every: list[Server]
    http: httpx2.AsyncClient
    busy: asyncio.Semaphore
    kills: int = 0

    def at(self, number: int) -> str:
        """The address of that one, or of another one while it is down; "" while none is up."""
        up = [server.port for server in (*self.every[number:], *self.every[:number]) if server.port]
        return f"http://127.0.0.1:{up[0]}" if up else ""

    async def killing(self, seed: int) -> None:
        """For as long as it runs: one after the other, at random moments."""
        rng = random.Random(seed)  # noqa: S311  # when to kill, no secrets
        while True:
            await asyncio.sleep(rng.uniform(LEAST, MOST))
            server = rng.choice(self.every)
            await server.kill()
            self.kills += 1
            await self._bring_back(server)

    async def _bring_back(self, server: Server) -> None:
        """As whoever looks after it would: a database that goes away meanwhile may end it before it is up."""
        for left in reversed(range(TRIES)):
            try:
                await server.start()
                break
            except ServerEnded:
                if not left:
                    raise
                await asyncio.sleep(AGAIN)


@asynccontextmanager
async def servers(
    count: int, folder: Path, url: str, *, at_once: int = BUSY, kind: str = OURS
) -> AsyncIterator[Servers]:
    every = [Server(folder, url, number, kind) for number in range(count)]
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx2.AsyncClient(timeout=PATIENCE, limits=limits) as http:
        try:
            for server in every:
                await server.start()
            yield Servers(every, http, asyncio.Semaphore(at_once))
        finally:
            for server in every:
                await server.kill()
