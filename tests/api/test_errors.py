from collections.abc import AsyncIterator, Iterator

import httpx2
import pytest

from assistant import errors
from assistant.api import create_app
from assistant.conversation import TurnEvent
from assistant.errors import AssistantError
from assistant.shop.conversations import Conversation
from tests.api.conftest import SITE, client_of
from tests.api.doubles import AssistantDouble

MESSAGES = "/api/conversations/c1/messages"


def every_kind(kind: type[AssistantError] = AssistantError) -> Iterator[type[AssistantError]]:
    if kind.__module__ == errors.__name__:
        yield kind
    for child in kind.__subclasses__():
        yield from every_kind(child)


def failing(error: Exception) -> AssistantDouble:
    async def script(_double: AssistantDouble, _conversation: Conversation, _text: str) -> AsyncIterator[TurnEvent]:
        raise error
        yield  # makes this a generator

    return AssistantDouble(script)


async def answer_to(error: Exception, accept: str = "application/json") -> httpx2.Response:
    async with client_of(create_app(failing(error), SITE)) as client:
        token = (await client.post("/api/conversations")).json()["token"]
        headers = {"Authorization": f"Bearer {token}", "Accept": accept}
        return await client.post(MESSAGES, json={"text": "hello"}, headers=headers)


@pytest.mark.parametrize("kind", list(every_kind()))
@pytest.mark.parametrize("accept", ["application/json", "text/event-stream"])
async def test_every_error_keeps_its_status_code_and_sentence(kind: type[AssistantError], accept: str) -> None:
    response = await answer_to(kind("A plain sentence."), accept)
    error = response.json()["error"]
    assert response.status_code == kind.status
    assert error["code"].replace("_", "") == kind.__name__.lower()
    assert error["message"] == "A plain sentence."


async def test_the_code_is_the_class_name_in_snake_case() -> None:
    assert (await answer_to(errors.ConversationBusy("Wait."))).json()["error"]["code"] == "conversation_busy"


async def test_a_bug_becomes_a_kind_sentence_with_a_reference() -> None:
    response = await answer_to(RuntimeError("a secret detail"))
    assert response.status_code == 500
    assert response.json()["error"]["code"] == "unexpected"
    assert response.headers["X-Request-ID"] in response.json()["error"]["message"]
    assert "secret detail" not in response.text


async def test_a_bug_outside_a_turn_is_answered_alike() -> None:
    class Broken(AssistantDouble):
        async def start(self) -> tuple[Conversation, str]:
            raise KeyError("a secret detail")

    async with client_of(create_app(Broken(), SITE)) as client:
        response = await client.post("/api/conversations")
    assert response.status_code == 500
    assert response.headers["X-Request-ID"] in response.json()["error"]["message"]
    assert "secret" not in response.text


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
async def test_a_wrong_body_is_told_plainly_and_not_echoed(
    client: httpx2.AsyncClient, auth: dict[str, str], content: bytes, said: str
) -> None:
    response = await client.post(MESSAGES, content=content, headers=auth | {"Content-Type": "application/json"})
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
