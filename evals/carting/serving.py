"""The real application in a process of its own; beside it the barest one: one versioned write, or a word handed on."""

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import BinaryIO

import uvicorn
from fastapi import FastAPI
from fastapi.responses import StreamingResponse
from sqlalchemy import Column, Integer, MetaData, String, Table, insert, update

from assistant.api import Site, create_app
from assistant.api.site import Rate
from assistant.bootstrap import build
from assistant.observability import configure_logging
from assistant.storage.database import Database
from evals.datasets import ROOT
from evals.stage import environment, offline_settings

OURS, BARE = "ours", "bare"
_QUOTED = 2000  # bytes
BACKLOG = 512  # as `assistant serve`
UNLIMITED = Rate(10**9, 10**9)  # all shoppers of a bench have one address
HELD = Table(
    "bench_rows",
    MetaData(),
    Column("id", Integer, primary_key=True),
    Column("held", String),
    Column("version", Integer),
)


class ServerEnded(Exception):
    """Before it could be asked anything."""


@asynccontextmanager
async def serving(kind: str, folder: Path, url: str) -> AsyncIterator[int]:
    """The port. Its log goes to `folder`, and its end is quoted by `ServerEnded` where it does not come up."""
    with (folder / f"{kind}.log").open("w+b") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "evals.carting.serving", kind, str(folder), url,
            cwd=ROOT, env=environment(offline_settings(folder)), stdout=asyncio.subprocess.PIPE, stderr=log,
        )  # fmt: skip
        assert process.stdout is not None
        try:
            port = await process.stdout.readline()
            if not port:
                raise ServerEnded(_end_of(log))
            yield int(port)
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


def _end_of(log: BinaryIO) -> str:
    log.seek(0)
    return log.read()[-_QUOTED:].decode("utf-8", "replace").strip() or "It said nothing."


async def serve(kind: str, folder: Path, url: str) -> None:
    configure_logging("info", "json")
    settings = offline_settings(folder).model_copy(update={"database_url": url})
    if kind == BARE:
        database = Database(url)
        await _serve(bare(database))
        await database.close()
        return
    async with build(settings) as assistant:
        site = replace(Site.of(settings), address_rate=UNLIMITED, conversation_rate=UNLIMITED)
        await _serve(create_app(assistant, site))


def bare(database: Database) -> FastAPI:
    app = FastAPI()

    @app.put("/rows/{number}/{version}")
    async def write(number: int, version: int) -> dict[str, bool]:
        same = update(HELD).where(HELD.c.id == number, HELD.c.version == version)
        async with database.begin() as connection:
            written = await connection.execute(same.values(held="two", version=version + 1))
        return {"written": written.rowcount == 1}

    hand_on(app)
    return app


def hand_on(app: FastAPI) -> None:
    """What one writes, everybody of the console hears, and nothing else is done with it."""
    listening = set[asyncio.Queue[str]]()
    seqs = count(1)

    @app.post("/console/api/conversations/bare/messages")
    async def say(line: dict[str, str]) -> dict[str, str]:
        event = json.dumps({"seq": next(seqs), "kind": "said", "payload": {"text": line["text"]}})
        for one in listening:
            one.put_nowait(event)
        return line

    @app.get("/console/api/events")
    async def events() -> StreamingResponse:
        mine = asyncio.Queue[str]()
        listening.add(mine)

        async def told() -> AsyncIterator[str]:
            yield ": hello\n\n"
            while True:
                yield f"data: {await mine.get()}\n\n"

        return StreamingResponse(told(), media_type="text/event-stream")


async def lay_rows(url: str, count: int) -> None:
    database = Database(url)
    async with database.begin() as connection:
        await connection.run_sync(HELD.metadata.create_all)
        await connection.execute(insert(HELD), [{"id": n, "held": "one", "version": 1} for n in range(count)])
    await database.close()


async def _serve(app: FastAPI) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=BACKLOG) as listener:
        print(listener.getsockname()[1], flush=True)
        # a browser opens a connection anew without a word, which is not what is measured here
        config = uvicorn.Config(app, log_config=None, access_log=False, server_header=False, timeout_keep_alive=600)
        await uvicorn.Server(config).serve(sockets=[listener])


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1], Path(sys.argv[2]), sys.argv[3]))
