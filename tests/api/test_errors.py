import asyncio
from collections.abc import Iterator
from dataclasses import replace

import httpx2
import pytest

from assistant import errors
from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.errors import AssistantError
from assistant.shop.conversations import Conversation
from assistant.testing.conversations import InMemoryConversations
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary
from tests.api.conftest import SITE, serving
from tests.api.talk import ScriptedAssistant, Talk, client_of, failing


def every_kind(kind: type[AssistantError] = AssistantError) -> Iterator[type[AssistantError]]:
    if kind.__module__ == errors.__name__:
        yield kind
    for child in kind.__subclasses__():
        yield from every_kind(child)


async def answer_to(assistant: Assistant, error: Exception, accept: str = "application/json") -> httpx2.Response:
    scripted = ScriptedAssistant.over(assistant, failing(error))
    async with client_of(create_app(scripted, SITE)) as client:
        return await (await Talk.begin(client)).say("hello", accept)


@pytest.mark.parametrize("kind", list(every_kind()))
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_every_error_keeps_its_status_code_and_sentence(
    assistant: Assistant, kind: type[AssistantError], accept: str
) -> None:
    response = await answer_to(assistant, kind("A plain sentence."), accept)
    error = response.json()["error"]
    assert response.status_code == kind.status
    assert error["code"].replace("_", "") == kind.__name__.lower()
    assert error["message"] == "A plain sentence."


async def test_the_code_is_the_class_name_in_snake_case(assistant: Assistant) -> None:
    assert (await answer_to(assistant, errors.ConversationBusy("Wait."))).json()["error"]["code"] == "conversation_busy"


@pytest.mark.owasp("API8:2023")
async def test_a_bug_becomes_a_kind_sentence_with_a_reference(assistant: Assistant) -> None:
    response = await answer_to(assistant, RuntimeError("a secret detail"))
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "unexpected"
    assert response.headers["X-Request-ID"] in response.json()["error"]["message"]
    assert "secret detail" not in response.text


async def test_a_bug_outside_a_turn_is_answered_alike(assistant: Assistant) -> None:
    class Broken(InMemoryConversations):
        async def add(self, conversation: Conversation) -> None:
            raise KeyError(f"a secret detail of {conversation.id}")

    broken = replace(assistant, stores=replace(assistant.stores, conversations=Broken()))
    async with client_of(create_app(broken, SITE)) as client:
        response = await client.post("/api/conversations")
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.json()["error"]["message"]
    assert "secret" not in response.text


async def test_a_shop_without_an_index_says_how_to_fill_it(assistant: Assistant) -> None:
    empty = replace(assistant, stores=replace(assistant.stores, library=InMemoryLibrary(InMemoryCatalogue())))
    async with client_of(create_app(empty, SITE)) as client:
        response = await (await Talk.begin(client)).say("hello")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "index_missing")
    assert "ingest" in response.json()["error"]["message"]


@pytest.mark.owasp("LLM06:2026", "API4:2023")
async def test_a_message_over_the_limit_is_too_long(talk: Talk) -> None:
    response = await talk.say("long " * 1000)
    assert (response.status_code, response.json()["error"]["code"]) == (413, "message_too_long")


async def test_a_second_message_while_one_is_answered_is_refused(assistant: Assistant) -> None:
    async with serving(create_app(assistant, SITE)) as client:
        talk = await Talk.begin(client)
        answers = await asyncio.gather(*(talk.say("What is your return policy?") for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


@pytest.mark.owasp("API8:2023")
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"text": ', "not valid JSON"),
        (b"", "JSON object"),
        (b"[]", "JSON object"),
        (b"\x80\x81", "could not be read"),
        (b'{"words": "hunter2"}', '"text" is missing'),
        (b'{"text": {"hunter2": 1}}', '"text"'),
        (b'{"text": "a", "hunter2": 1}', "not known here"),
        (b'{"text": null}', '"text"'),
    ],
)
async def test_a_wrong_body_is_told_plainly_and_not_echoed(talk: Talk, content: bytes, said: str) -> None:
    response = await talk.send_raw(content)
    assert response.status_code in {400, 422}
    assert said in response.json()["error"]["message"]
    assert "hunter2" not in response.text


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "/nothing/here", 404, "not_found"), ("PATCH", "/api/conversations", 405, "method_not_allowed")],
)
async def test_wrong_addresses_and_methods_have_the_same_shape(
    client: httpx2.AsyncClient, method: str, path: str, status: int, code: str
) -> None:
    response = await client.request(method, path)
    assert (response.status_code, response.json()["error"]["code"]) == (status, code)
