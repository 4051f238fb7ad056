"""How a card number is sent in: one way for each field, address, header, tool and state of a conversation."""

import json
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.routing import APIRoute
from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool

from assistant.testing.model import calls, says
from assistant.tools import SHOP_TOOLS
from evals.card_entries import Field, arguments, body, body_of, fields, reads_itself, routes, texts_in_address
from evals.card_site import PUSH_TOKEN, CardSite
from evals.card_writing import Notation, in_parts

Lines = Sequence[str]
Send = Callable[[CardSite, Notation], Awaitable[Lines]]
HEADERS = (
    "accept", "accept-language", "authorization", "cookie", "idempotency-key", "origin", "referer", "stripe-signature",
    "user-agent", "x-forwarded-for", "x-request-id",
)  # fmt: skip


@dataclass(frozen=True)
class Way:
    """`send` gives what a conversation kept, where it is one. `turn` says that it costs a turn of the chat."""

    name: str
    send: Send
    turn: bool = False


def ways(app: FastAPI) -> list[Way]:
    """All there are."""
    found = [way for route in routes(app) for way in _of_route(route)]
    found += [Way(f"model calls {one.tool.name}", partial(_called, one.tool), turn=True) for one in SHOP_TOOLS]
    return found + [Way(name, send, turn=True) for name, send in _TURNS.items()]


def _of_route(route: APIRoute) -> Iterator[Way]:
    for method in sorted(route.methods or ()):
        name, kind = f"{method} {route.path}", body_of(route)
        for field in fields(kind) if kind else ():
            yield Way(f"{name}: {'.'.join(field)}", partial(_field, route, method, field))
        for text in texts_in_address(route):
            yield Way(f"{name}: address, {text}", partial(_address, route, method, text))
        if kind or reads_itself(route):
            yield Way(f"{name}: a field of no name", partial(_unnamed, route, method))
            yield Way(f"{name}: a body that cannot be read", partial(_unreadable, route, method))
        yield from _in_full(route, name, method)
        if method == "GET":
            yield Way(f"{name}: query", partial(_query, route))
            yield Way(f"{name}: headers", partial(_headers, route))


def _in_full(route: APIRoute, name: str, method: str) -> Iterator[Way]:
    """Bodies that a route reads itself, as they should be."""
    if reads_itself(route) and method == "POST":
        yield Way(f"{name}: a form", partial(_form, route))
        yield Way(f"{name}: a signed notice", partial(_notice, route))


async def _field(route: APIRoute, method: str, field: Field, site: CardSite, notation: Notation) -> Lines:
    kind = body_of(route)
    if kind is not None:
        await _send(site, method, _path(route, site), body(kind, field, notation.text))
    return ()


async def _address(route: APIRoute, method: str, text: str, site: CardSite, notation: Notation) -> Lines:
    kind = body_of(route)
    sent = body(kind, (), "") if kind else None
    await _send(site, method, _path(route, site, **{text: notation.typed}), sent)
    return ()


async def _unnamed(route: APIRoute, method: str, site: CardSite, notation: Notation) -> Lines:
    kind = body_of(route)
    sent = (body(kind, (), "") if kind else {}) | {notation.typed: notation.text}
    await _send(site, method, _path(route, site), sent)
    return ()


async def _unreadable(route: APIRoute, method: str, site: CardSite, notation: Notation) -> Lines:
    await site.wire.ask(method, _path(route, site), site.token, notation.text.encode())
    return ()


async def _query(route: APIRoute, site: CardSite, notation: Notation) -> Lines:
    typed = quote(notation.typed, safe="")
    await site.wire.ask("GET", f"{_path(route, site)}?{typed}={typed}", site.token)
    return ()


async def _headers(route: APIRoute, site: CardSite, notation: Notation) -> Lines:
    typed = " ".join(notation.text.split())
    await site.wire.ask("GET", _path(route, site), site.token, headers=dict.fromkeys(HEADERS, typed))
    return ()


async def _form(route: APIRoute, site: CardSite, notation: Notation) -> Lines:
    form = "&".join(f"{name}={quote(notation.text, safe='')}" for name in ("token", "method", "card"))
    await site.wire.ask("POST", _path(route, site), body=form.encode())
    return ()


async def _notice(route: APIRoute, site: CardSite, notation: Notation) -> Lines:
    about = {"id": notation.typed, "object": "checkout.session", "metadata": {"note": notation.text}}
    sent = json.dumps({"id": notation.typed, "type": notation.text, "data": {"object": about}}).encode()
    await site.wire.ask("POST", _path(route, site), body=sent, headers={"stripe-signature": site.sign(sent)})
    return ()


async def _send(site: CardSite, method: str, path: str, sent: Any) -> None:
    token = PUSH_TOKEN.decode() if path.startswith("/api/offers") else site.token
    await site.wire.ask(method, path, token, b"" if sent is None else json.dumps(sent).encode())


def _path(route: APIRoute, site: CardSite, **typed: str) -> str:
    names = {"conversation_id": site.path.rsplit("/", 1)[-1], "sku": site.sku, "handle": site.handle}
    names |= {"session_id": site.session} | typed
    path = route.path_format
    for name in texts_in_address(route):
        path = path.replace(f"{{{name}}}", quote(names.get(name, "x"), safe=""))
    return path


async def said(site: CardSite, *texts: str, steps: Sequence[AIMessage] = (), events: bool = False) -> list[str]:
    """A new conversation: all its lines, after these messages. `steps` are what the model says of the last one."""
    path, token = await site.wire.open()
    return await _said(replace(site, path=path, token=token), *texts, steps=steps, events=events)


async def _said(site: CardSite, *texts: str, steps: Sequence[AIMessage] = (), events: bool = False) -> list[str]:
    accept = {"accept": "text/event-stream"} if events else {}
    for text in texts:
        site.model.steps[:] = steps if text is texts[-1] else []
        sent = json.dumps({"text": text}, ensure_ascii=False).encode()
        await site.wire.ask("POST", f"{site.path}/messages", site.token, sent, accept)
    site.model.steps.clear()
    return [line["text"] for line in (await site.wire.get(site.path, site.token)).json()["lines"]]


async def _called(tool: BaseTool, site: CardSite, notation: Notation) -> Lines:
    """A model that makes a number up, in a call and in its words."""
    args = arguments(tool, notation.text, {"integer": int(notation.number), "number": float(notation.number)})
    steps = [calls((tool.name, args)), says(f"I noted {notation.text}.")]
    return await said(site, "please do what you can for me", steps=steps)


async def alone(site: CardSite, notation: Notation) -> Lines:
    return await said(site, notation.text)


async def _as_events(site: CardSite, notation: Notation) -> Lines:
    return await said(site, notation.text, events=True)


async def _after_an_address(site: CardSite, notation: Notation) -> Lines:
    """While a code is awaited."""
    return await said(site, "where is my order? it is ada@example.com", notation.text)


async def _as_a_proof(site: CardSite, notation: Notation) -> Lines:
    return await said(site, f"where is my order {notation.typed}? my code is {notation.text}, Ada Lark, 97701")


async def _in_an_address(site: CardSite, notation: Notation) -> Lines:
    """To a model that keeps it for the checkout."""
    steps = [calls(("checkout_details", {"name": "Ada Lark"})), says("Thank you.")]
    text = f"please ship it to me, {notation.typed}@mail.example"
    return await said(site, text, steps=steps)


async def _to_a_question(site: CardSite, notation: Notation) -> Lines:
    """In the place of a yes to a bill."""
    path, token = await site.wire.open()
    here = replace(site, path=path, token=token)
    await _send(here, "POST", f"{path}/cart/lines", {"sku": site.sku})
    place = {"line1": "1 Fern Way", "city": "Bend", "region": "OR", "postcode": "97701", "country": "US"}
    details = {"name": "Ada Lark", "email": "ada@example.com", "method": "Standard", "place": place}
    await _send(here, "PUT", f"{path}/checkout", details)
    await _said(here, "order it please", steps=[calls(("place_order", {}))])
    return await _said(here, f"yes, {notation.text}")


async def _to_a_person(site: CardSite, notation: Notation) -> Lines:
    path, token = await site.wire.open()
    lines = await _said(replace(site, path=path, token=token), f"{notation.text} and I am angry, get me a person")
    await site.wire.post(f"{path}/person", {}, token)
    return lines


async def _model_says(site: CardSite, notation: Notation) -> Lines:
    steps = [calls(("show_cart", {})), says(f"You pay with {notation.typed}. {notation.text}\nThat is all.")]
    return await said(site, "what do you know of me?", steps=steps)


async def _in_parts(site: CardSite, notation: Notation) -> Lines:
    lines = await said(site, *in_parts(notation.number))
    return [" ".join(lines[::2]), *lines[1::2]]


_TURNS: dict[str, Send] = {
    "chat: alone": alone,
    "chat: as events": _as_events,
    "chat: while a code is awaited": _after_an_address,
    "chat: as a proof": _as_a_proof,
    "chat: in an e-mail address": _in_an_address,
    "chat: to a bill": _to_a_question,
    "chat: then a person": _to_a_person,
    "chat: in parts": _in_parts,
    "model says": _model_says,
}
