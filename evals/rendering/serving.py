"""The widget's own files, and beside them a shop that answers everything with hostile texts."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import StreamingResponse

from assistant.api.edge import safe_headers
from assistant.api.static import WebFiles
from assistant.conversation import CartView, CheckoutView, Progress, Sentence
from evals.rendering import carriers

PIECE, FAIL = 61, "fail"
NO_WALL = (
    "export class Places { know() {} link(a) { return a || null } picture(a) { return a } payment(a) { return a } }"
)


@dataclass
class HostileShop:
    """`texts` are shown by all that is asked for next. Without its wall the widget follows and loads any address."""

    texts: list[str] = field(default_factory=list)
    walled: bool = True


def create_shop(shop: HostileShop) -> FastAPI:
    app, at = FastAPI(), "/api/conversations"

    @app.post(at, status_code=201)
    async def start() -> dict[str, Any]:
        return {"id": "c1", "token": "t", **carriers.opening(shop.texts)}

    @app.get(at + "/c1")
    async def read() -> dict[str, Any]:
        facts = carriers.opening(shop.texts)["shop"]
        return {"id": "c1", "shop": facts, "lines": carriers.lines(shop.texts), "cart": carriers.cart(shop.texts)}

    @app.post(at + "/c1/messages")
    async def say(said: dict[str, str]) -> StreamingResponse:
        told = _failure(shop) if said["text"].startswith(FAIL) else _told(shop)
        return StreamingResponse(told, media_type="text/event-stream")

    @app.get(at + "/c1/cart")
    async def look() -> CartView:
        return carriers.cart(shop.texts)

    @app.post(at + "/c1/cart/seen")
    async def seen() -> CartView:
        return carriers.cart(shop.texts)

    @app.get(at + "/c1/checkout")
    async def check_out() -> CheckoutView:
        return carriers.checkout(shop.texts)

    @app.get(at + "/c1/checkout/placed")
    async def placed() -> CheckoutView:
        return carriers.paid(shop.texts)

    _add_files(app, shop)
    return app


def add_headers(app: FastAPI) -> None:
    """Those of the real server, without its log."""

    @app.middleware("http")
    async def headed(request: Any, go_on: Any) -> Response:
        response: Response = await go_on(request)
        response.headers.update(safe_headers())
        return response


def _add_files(app: FastAPI, shop: HostileShop) -> None:
    add_headers(app)
    files = WebFiles(packages=[("assistant", "web")], html=True)

    @app.get("/web/places.js", response_model=None)
    async def wall() -> Response:
        if shop.walled:
            return await files.get_response("places.js", {"type": "http", "method": "GET", "headers": []})
        return Response(NO_WALL, media_type="text/javascript")

    app.mount("/web", files)
    app.mount("/", files)


def _told(shop: HostileShop) -> Iterator[bytes]:
    whole = carriers.reply(shop.texts)
    yield _event("progress", Progress(text=shop.texts[0]).model_dump_json())
    for start in range(0, len(whole.text), PIECE):
        yield _event("text", Sentence(text=whole.text[start : start + PIECE]).model_dump_json())
    yield _event("reply", whole.model_dump_json())


def _failure(shop: HostileShop) -> Iterator[bytes]:
    told = {"error": {"code": "unexpected", "message": shop.texts[0]}}
    yield _event("error", json.dumps(told))


def _event(name: str, data: str) -> bytes:
    return f"event: {name}\ndata: {data}\n\n".encode()


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[str]:
    """On a free port of loopback."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, log_config=None, lifespan="off", timeout_graceful_shutdown=1))
        task = asyncio.create_task(server.serve(sockets=[listener]))
        while not server.started:  # noqa: ASYNC110  # the server has a flag, not an event
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        await task
