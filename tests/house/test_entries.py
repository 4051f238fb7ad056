"""No entry can forget that card numbers must not come in: each one is found here, the new ones too."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool
from pydantic import BaseModel

from assistant.agent.assistant import Assistant
from assistant.agent.carded import without_cards
from assistant.api import Site, create_app
from assistant.api.bodies import Asked, LookedUp, ReadForCards
from assistant.tools import SHOP_TOOLS

LOOKED_UP = {
    "NewMessage.confirms",
    "CartItem.sku",
    "NewsSeen.ids",
    "NewCartLine.sku",
    "NewOffer.sku",
    "SignedToken.token",
}
READ_FOR_CARDS = {"NewMessage.text"}
IN_ADDRESSES = {"conversation_id", "sku", "number", "handle", "document_id", "session_id", "accept", "idempotency_key"}
"""Compared with what the shop has, kept nowhere (of a key its digest is), and in no log, which names the route only."""


@pytest.fixture
def app(assistant: Assistant) -> FastAPI:
    return create_app(assistant, Site("Larkfield", demo=True))


def routes(app: Any) -> Iterator[APIRoute]:
    """Of the application, and of each router that it took in."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes(route.original_router)


def bodies(app: FastAPI) -> set[type[BaseModel]]:
    taken = [param for route in routes(app) for param in route.dependant.body_params]
    return {kind for param in taken for kind in models(param.field_info.annotation)}


def models(kind: Any) -> Iterator[type[BaseModel]]:
    """The model and every model inside it."""
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation)
    for inner in getattr(kind, "__args__", ()):
        yield from models(inner)


async def test_every_body_of_every_route_is_searched_for_card_numbers(app: FastAPI) -> None:
    kinds = bodies(app)
    assert kinds
    assert [kind for kind in kinds if not issubclass(kind, Asked)] == []


async def test_every_body_is_one_model(app: FastAPI) -> None:
    taken = [param for route in routes(app) for param in route.dependant.body_params]
    assert [param.name for param in taken if not list(models(param.field_info.annotation))] == []


@pytest.mark.parametrize(("mark", "fields"), [(LookedUp, LOOKED_UP), (ReadForCards, READ_FOR_CARDS)])
async def test_only_these_fields_may_look_like_one(app: FastAPI, mark: type, fields: set[str]) -> None:
    marked = {
        f"{kind.__name__}.{name}"
        for kind in bodies(app)
        for name, field in kind.model_fields.items()
        if any(isinstance(one, mark) for one in field.metadata)
    }
    assert marked == fields


async def test_texts_in_addresses_and_headers_are_only_looked_up(app: FastAPI) -> None:
    taken = {
        param.name
        for route in routes(app)
        for params in (route.dependant.path_params, route.dependant.query_params, route.dependant.header_params)
        for param in params
        if param.field_info.annotation is not int
    }
    assert taken <= IN_ADDRESSES, "a new text in an address: look it up and keep it nowhere, or send it in a body"


NUMBERS = {"integer": 4242424242424242, "number": 4242424242424242.0}


def texts_of(kind: dict[str, Any], shapes: dict[str, Any]) -> Any:
    """Arguments of this schema with a card number wherever a text, a key or a number may stand."""
    kind = shapes[kind["$ref"].rsplit("/", 1)[-1]] if "$ref" in kind else kind
    choices = [one for key in ("anyOf", "oneOf") for one in kind.get(key, ()) if one != {"type": "null"}]
    if choices:
        return texts_of(choices[0], shapes)
    if kind.get("type") == "array":
        return [texts_of(kind["items"], shapes)]
    if kind.get("type") == "object":
        known = {name: texts_of(inner, shapes) for name, inner in kind.get("properties", {}).items()}
        return known | ({"4242 4242 4242 4242": "4242-4242-4242-4242"} if not known else {})
    return NUMBERS.get(kind.get("type", ""), "it is 4242.4242.4242.4242 yes")


@pytest.mark.parametrize("tool", [one.tool for one in SHOP_TOOLS], ids=lambda tool: str(tool.name))
def test_every_argument_of_every_tool_is_cleaned_before_it_is_kept_or_run(tool: BaseTool) -> None:
    schema = convert_to_openai_tool(tool)["function"]["parameters"]
    args = texts_of(schema | {"type": "object"}, schema.get("$defs", {})) if schema.get("properties") else {}
    message = AIMessage("", tool_calls=[{"name": tool.name, "args": args, "id": "1"}])
    [call] = without_cards(message, []).tool_calls
    assert "4242" not in repr(call["args"])
    assert call["args"].keys() == args.keys()
