import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from tests.api.talk import Talk, client_of

SITE = Site("Larkfield")


@pytest.fixture
async def client(assistant: Assistant) -> AsyncIterator[httpx2.AsyncClient]:
    async with client_of(create_app(assistant, SITE)) as client:
        yield client


@pytest.fixture
async def talk(client: httpx2.AsyncClient) -> Talk:
    return await Talk.begin(client)


@asynccontextmanager
async def serving(app: FastAPI, port: int = 0) -> AsyncIterator[httpx2.AsyncClient]:
    """The app behind a real server on a loopback port; any that is free for 0."""
    with socket.create_server(("127.0.0.1", port)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, timeout_graceful_shutdown=5))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110  # the server has a flag, not an event
            await asyncio.sleep(0.01)
        port = int(listener.getsockname()[1])
        async with httpx2.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=30) as client:
            yield client
        server.should_exit = True
        await task
