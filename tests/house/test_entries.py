"""No entry can forget that card numbers must not come in: each one is found here, the new ones too."""

import pytest
from fastapi import FastAPI
from langchain_core.messages import AIMessage
from langchain_core.tools import BaseTool
from pydantic import BaseModel

from assistant.agent.assistant import Assistant
from assistant.agent.carded import without_cards
from assistant.api import Site, create_app
from assistant.api.bodies import Asked, LookedUp, ReadForCards
from assistant.tools import SHOP_TOOLS
from evals.card_entries import arguments, models, reads_itself, routes

LOOKED_UP = {
    "NewMessage.confirms",
    "CartItem.sku",
    "NewsSeen.ids",
    "NewCartLine.sku",
    "NewOffer.sku",
    "SignedToken.token",
    "NewMessage.key",
    "SignIn.password",
    "NewStaff.password",
    "ChangedStaff.password",
    "NewLine.id",
    "Assigned.staff_id",
    "NewFaq.id",
    "NewFaq.turn_id",
    "NewTranscript.key",
}
READ_FOR_CARDS = {"NewMessage.text", "NewLine.text", "NewRating.word"}
IN_ADDRESSES = {
    "conversation_id", "sku", "number", "handle", "document_id", "session_id", "accept", "idempotency_key",
    "canned_id", "staff_id", "faq_id", "turn_id", "proposal_id", "view", "search", "last_seen",
}  # fmt: skip
"""Compared with what the shop has, kept nowhere (of a key its digest is), and in no log, which names the route only."""


@pytest.fixture
def app(assistant: Assistant) -> FastAPI:
    return create_app(assistant, Site("Larkfield", demo=True))


def bodies(app: FastAPI) -> set[type[BaseModel]]:
    taken = [param for route in routes(app) for param in route.dependant.body_params]
    return {kind for param in taken for kind in models(param.field_info.annotation)}


async def test_every_body_of_every_route_is_searched_for_card_numbers(app: FastAPI) -> None:
    kinds = bodies(app)
    assert kinds
    assert [kind for kind in kinds if not issubclass(kind, Asked)] == []


async def test_only_these_routes_read_a_body_that_no_model_describes(app: FastAPI) -> None:
    """A notice of the payment provider and the form of the demo's payment page: neither is kept. What a person wrote at
    Chatwoot is read for card numbers where it is kept.
    """
    assert {route.path for route in routes(app) if reads_itself(route)} == {
        "/webhooks/payments",
        "/webhooks/chatwoot",
        "/pay/{session_id}",
    }


@pytest.mark.owasp("API3:2023")
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


@pytest.mark.owasp("LLM02:2026")
@pytest.mark.parametrize("tool", [one.tool for one in SHOP_TOOLS], ids=lambda tool: str(tool.name))
def test_every_argument_of_every_tool_is_cleaned_before_it_is_kept_or_run(tool: BaseTool) -> None:
    args = arguments(tool)
    message = AIMessage("", tool_calls=[{"name": tool.name, "args": args, "id": "1"}])
    [call] = without_cards(message, []).tool_calls
    assert "4242" not in repr(call["args"])
    assert call["args"].keys() == args.keys()
