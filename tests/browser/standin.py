"""A small real shop on loopback, in the contract's shapes, that fails on request as the true one rarely does."""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse
from pydantic import BaseModel
from starlette.middleware.cors import CORSMiddleware

from assistant.api.edge import safe_headers
from assistant.api.static import WebFiles
from assistant.conversation import CartLineView, CartNews, CartView, Line, Reply, Sentence
from tests.browser.goods import HOSTILE, HOSTILE_WORDS, JACKETS, RETURNS, price, proposal, reply
from tests.browser.silence import event, silence

SUGGESTIONS = ("Show me rain jackets", "What is your return policy?", "Where is my order?", "Gift ideas under $50")
FACTS = {"name": "Larkfield", "links": ["https://shop.example"], "pictures": ["https://cdn.shop.example"]}
PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 3"><path fill="#c9d8cf" d="M0 0h4v3H0z"/></svg>'
CHOICES = {c.sku: (card, c) for card in (*JACKETS, HOSTILE) for c in card.choices}


@dataclass
class Shop:
    """What the stand-in remembers; tests read it and set it."""

    known: set[str] = field(default_factory=lambda: {"c0"})
    lines: list[Line] = field(default_factory=list)
    cart: dict[str, int] = field(default_factory=dict)
    saved: dict[str, int] = field(default_factory=dict)
    message: str = ""
    news: list[CartNews] = field(default_factory=list)
    history: list[tuple[dict[str, int], dict[str, int], str]] = field(default_factory=list)
    handoff: dict[str, str] | None = None
    started: int = 0
    open_seconds: float = 300
    asked: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    confirmed: list[str | None] = field(default_factory=list)
    failing: list[str] = field(default_factory=list)

    def finish(self, text: str) -> None:
        """What the true shop does with a turn that nobody listens to any more."""
        whole, now = answer(self, text), datetime.now(UTC)
        self.lines.append(Line(who="shopper", text=text, at=now))
        self.lines.append(Line(who="assistant", text=whole.text, at=now, cards=whole.cards, citations=whole.citations))

    def view(self) -> CartView:
        lines = [self._line(sku, quantity) for sku, quantity in self.cart.items()]
        subtotal = sum(line.total.minor for line in lines)
        return CartView(
            lines=tuple(lines),
            count=sum(self.cart.values()),
            subtotal=price(subtotal),
            saved=tuple(self._line(sku, quantity) for sku, quantity in self.saved.items()),
            message=self.message,
            news=tuple(self.news),
            before=price(subtotal - 500) if self.news else None,
            undo="the last change" if self.history else "",
        )

    def remember(self) -> None:
        self.history.append((dict(self.cart), dict(self.saved), self.message))

    def _line(self, sku: str, quantity: int) -> CartLineView:
        card, choice = CHOICES[sku]
        return CartLineView(
            sku=sku,
            title=card.title,
            options=choice.label,
            image=card.image,
            quantity=quantity,
            unit=choice.price,
            total=price(choice.price.minor * quantity),
            note=f"Only {choice.left} left now" if choice.left and choice.left < quantity else "",
        )


class Said(BaseModel):
    text: str
    key: str
    confirms: str | None = None


class Put(BaseModel):
    sku: str = ""
    quantity: int


def refusal(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> JSONResponse:
    return JSONResponse({"error": {"code": code, "message": message}}, status, headers=headers)


def answer(shop: Shop, text: str) -> Reply:
    cart = shop.view()
    match text:
        case "Show me rain jackets":
            words = "Four jackets keep the rain out, from **$59.00**. The Drift Anorak is the lightest of them."
            return reply(words, cart, cards=JACKETS, suggestions=("Compare the first two", "Only in navy"))
        case "hostile":
            return reply(HOSTILE_WORDS, cart, cards=(HOSTILE,), citations=(RETURNS,))
        case "cancel":
            later = datetime.now(UTC) + timedelta(seconds=shop.open_seconds)
            return reply("Please check this first.", cart, confirmation=proposal(later))
        case "fallback":
            plain = reply("Answered all the same.", cart)
            model = plain.model.model_copy(update={"fallback": "the hosted model was unreachable"})
            return plain.model_copy(update={"model": model})
        case "compare":
            table = "| | Rill | Drift |\n|---|---|---|\n| Price | $129.00 | $84.50 |\n| Weight | 410 g | 230 g |"
            return reply(f"Here they are side by side.\n\n{table}\n\n- Rill is tougher\n- Drift packs smaller", cart)
        case _:
            words = "You can send things back within **45 days** of delivery. Refunds go to the card you paid with."
            return reply(words, cart, citations=(RETURNS,), suggestions=("How do I start a return?",))


async def stream(shop: Shop, text: str, failure: str) -> AsyncIterator[bytes]:
    yield event("progress", '{"event":"progress","text":"Looking through the shop"}')
    if failure == "stall":
        await asyncio.sleep(30)
    whole = answer(shop, text)
    for sentence in re.findall(r"[^.\n]+[.\n]*\s*", whole.text):
        yield event("text", Sentence(text=sentence).model_dump_json())
        if failure == "cut":
            return
        if failure == "error":
            yield event("error", '{"error":{"code":"unexpected","message":"Sorry, that went wrong on our side."}}')
            return
        await asyncio.sleep(0.05)
    shop.finish(text)
    yield event("reply", whole.model_dump_json())


def refuse(failure: str) -> Response | None:
    match failure:
        case "500":
            return Response("<h1>proxy error</h1>", 502)
        case "429":
            return refusal(
                429, "too_many_requests", "That was a lot at once. Please wait 1 second.", {"Retry-After": "1"}
            )
        case "busy":
            return refusal(409, "conversation_busy", "Another message is being answered.")
        case "long":
            return refusal(413, "message_too_long", "Please keep it under 2000 letters.")
        case _:
            return None


def create_standin(shop: Shop) -> FastAPI:
    app = FastAPI()
    app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_methods=["*"], allow_headers=["*"])

    @app.middleware("http")
    async def only_the_holder(request: Request, go_on: Callable[[Request], Awaitable[Response]]) -> Response:
        parts = request.url.path.split("/")
        if request.method != "OPTIONS" and parts[1:3] == ["api", "conversations"] and len(parts) > 3:
            allowed = parts[3] in shop.known and request.headers.get("authorization") == f"Bearer key-{parts[3]}"
            if not allowed:
                return refusal(404, "unknown_conversation", "That conversation is not known.")
        response = await go_on(request)
        response.headers.setdefault("Content-Security-Policy", safe_headers()["Content-Security-Policy"])
        return response

    _add_conversation_routes(app, shop)
    _add_cart_routes(app, shop)
    _add_pages(app)
    return app


def _add_conversation_routes(app: FastAPI, shop: Shop) -> None:
    @app.post("/api/conversations", status_code=201)
    async def start() -> dict[str, Any]:
        shop.started += 1
        name = f"c{shop.started}"
        shop.known = {name}
        shop.lines, shop.cart, shop.handoff = [], {}, None
        greeting = {"text": "Hello, I am Larkfield's AI assistant.", "suggestions": SUGGESTIONS}
        model = {"name": "offline", "kind": "offline"}
        return {"id": name, "token": f"key-{name}", "greeting": greeting, "shop": FACTS, "model": model}

    @app.get("/api/conversations/{name}")
    async def read(name: str) -> dict[str, Any]:
        return {"id": name, "shop": FACTS, "lines": shop.lines, "cart": shop.view(), "handoff": shop.handoff}

    @app.post("/api/conversations/{name}/messages", response_model=None)
    async def say(name: str, said: Said) -> Response:  # noqa: ARG001  # the path names it
        shop.asked.append(said.text)
        shop.keys.append(said.key)
        shop.confirmed.append(said.confirms)
        failure = shop.failing.pop(0) if shop.failing else ""
        return refuse(failure) or StreamingResponse(stream(shop, said.text, failure), media_type="text/event-stream")

    @app.put("/api/conversations/{name}/page", status_code=204)
    async def visit(name: str) -> None: ...

    @app.get("/api/conversations/{name}/events")
    async def events(name: str) -> StreamingResponse:  # noqa: ARG001  # see above
        return StreamingResponse(silence(), media_type="text/event-stream")

    @app.post("/api/conversations/{name}/person")
    async def person(name: str) -> dict[str, str]:
        shop.handoff = {"id": f"h-{name}", "reason": "asked for a person", "status": "waiting"}
        return shop.handoff


def _add_cart_routes(app: FastAPI, shop: Shop) -> None:
    at = "/api/conversations/{name}/cart/lines"

    def set_quantity(sku: str, quantity: int) -> Response | CartView:
        left = CHOICES[sku][1].left
        if left is not None and quantity > left:
            return refusal(409, "out_of_stock", f"Only {left} of {CHOICES[sku][0].title} are left.")
        shop.remember()
        shop.cart[sku] = quantity
        return shop.view()

    @app.get(at.removesuffix("/lines"))
    async def look() -> CartView:
        return shop.view()

    @app.post(at, response_model=None)
    async def add(put: Put) -> Response | CartView:
        return set_quantity(put.sku, shop.cart.get(put.sku, 0) + put.quantity)

    @app.put(at + "/{sku}", response_model=None)
    async def change(sku: str, put: Put) -> Response | CartView:
        return set_quantity(sku, put.quantity)

    @app.delete(at + "/{sku}")
    async def remove(sku: str) -> CartView:
        shop.remember()
        shop.cart.pop(sku, None)
        return shop.view()

    _add_keeping_routes(app, shop)


def _add_keeping_routes(app: FastAPI, shop: Shop) -> None:
    at = "/api/conversations/{name}/cart"

    @app.post(at + "/undo")
    async def undo() -> dict[str, Any]:
        shop.cart, shop.saved, shop.message = shop.history.pop()
        return {"undone": "the last change", "missing": [], "cart": shop.view()}

    @app.post(at + "/seen")
    async def seen(told: dict[str, list[str]]) -> CartView:
        shop.news = [news for news in shop.news if news.id not in told["ids"]]
        return shop.view()

    @app.post(at + "/saved")
    async def save(item: dict[str, str]) -> CartView:
        shop.remember()
        shop.saved[item["sku"]] = shop.cart.pop(item["sku"])
        return shop.view()

    @app.post(at + "/saved/back")
    async def move_back(item: dict[str, str]) -> CartView:
        shop.remember()
        shop.cart[item["sku"]] = shop.saved.pop(item["sku"])
        return shop.view()

    @app.put(at + "/message")
    async def write(note: dict[str, str]) -> CartView:
        shop.remember()
        shop.message = note["message"]
        return shop.view()


def _add_pages(app: FastAPI) -> None:
    @app.get("/pictures/{handle}.svg")
    async def picture(handle: str) -> Response:
        return Response(PICTURE, media_type="image/svg+xml", headers={"X-Handle": handle})

    @app.get("/elsewhere")
    async def page_of_another_site(shop: str) -> HTMLResponse:
        return HTMLResponse(host_page(f"{shop}widget.js"), headers={"Content-Security-Policy": ""})

    @app.get("/somewhere")
    async def page_with_bubble() -> HTMLResponse:
        return HTMLResponse(host_page("/widget.js"))

    files = WebFiles(packages=[("assistant", "web")], html=True)
    app.mount("/web", files)
    app.mount("/", files)


def host_page(script: str) -> str:
    """Any page of a shop, with the one script tag."""
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>A page</title>
<meta name="viewport" content="width=device-width"><link rel="icon" href="/web/mark.svg">
<h1>Coats</h1><p><a href="#x" id="before">A link</a> {"Words of the shop. " * 200}</p>
<script type="module" src="{script}" data-open="false"></script></html>"""
