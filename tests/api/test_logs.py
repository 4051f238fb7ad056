import json
import logging
from collections.abc import AsyncIterator
from io import StringIO

import httpx2
import pytest
import structlog

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.conversation import Progress, TurnEvent
from assistant.observability import conversation_hash, turn_logging
from assistant.shop.conversations import Conversation
from tests.api.conftest import SITE, serving
from tests.api.talk import ScriptedAssistant, Talk

SECRETS = (
    "pat.doe@mail.example", "4242 4242 4242 4242", "4242424242424242", "sk-proj-abcdefgh12345678",
    "my little secret", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl",
)  # fmt: skip


async def quoting(_assistant: ScriptedAssistant, _conversation: Conversation, text: str) -> AsyncIterator[TurnEvent]:
    structlog.get_logger("assistant.agent").debug("thinking", text=text)
    logging.getLogger("openai").debug("sending %s", text)
    yield Progress(text="Thinking")
    raise RuntimeError(text)


async def speak(talk: Talk, secret: str) -> None:
    """Put the secret wherever a shopper or a shop could put it."""
    await talk.client.post(talk.messages, json={"text": secret}, headers=talk.headers, params={"q": secret})
    await talk.send("POST", "/identity", {"token": secret})
    await talk.send("POST", "/cart/lines", {"sku": secret, "quantity": secret})
    await talk.send_raw(f'{{"text": "{secret}'.encode())
    await talk.client.get(f"/shop/products/{secret}")


@pytest.mark.owasp("LLM02:2026")
@pytest.mark.parametrize("scripted", [True, False])
async def test_nothing_that_people_send_reaches_a_log(logged: StringIO, assistant: Assistant, scripted: bool) -> None:
    """A bug quotes the message, a careless line logs it whole, a library would log it at debug level."""
    talking = ScriptedAssistant.over(assistant, quoting) if scripted else assistant
    async with serving(create_app(talking, SITE)) as client:
        talk = await Talk.begin(client)
        for secret in SECRETS:
            await speak(talk, secret)
    text = logged.getvalue()
    assert text.count('"request"') > len(SECRETS)
    assert ("unexpected_error" in text) == scripted
    for secret in (*SECRETS, talk.token, talk.id):
        assert secret not in text


async def test_each_request_leaves_one_line_with_its_route_and_id(logged: StringIO, client: httpx2.AsyncClient) -> None:
    response = await client.get("/shop/products/lark-mug?email=pat@mail.example")
    (line,) = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert line["event"] == "request"
    assert line["route"] == "/shop/products/{handle}"
    assert line["status"] == 200
    assert line["request_id"] == response.headers["X-Request-ID"]


async def test_a_turns_lines_carry_its_id_and_a_hash_of_its_conversation(logged: StringIO) -> None:
    with turn_logging("t1", "c1"):
        structlog.get_logger("assistant.agent").info("inside")
        logging.getLogger("assistant.shop").info("inside, by the standard library")
    structlog.get_logger("assistant.agent").info("outside")
    first, second, outside = [json.loads(line) for line in logged.getvalue().splitlines()]
    for line in (first, second):
        assert (line["turn_id"], line["conversation"]) == ("t1", conversation_hash("c1"))
    assert "turn_id" not in outside
    assert "c1" not in outside


def test_known_personal_keys_and_shapes_are_left_out(logged: StringIO) -> None:
    log = structlog.get_logger("assistant.test")
    log.info("kept", email="x", nested={"token": "abc", "list": ["write to pat@mail.example"]}, count=3)
    logging.getLogger("library").warning("smtp://user:hunter2@host refused %s", "pat@mail.example")
    ours, theirs = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert ours["email"] == "(left out)"
    assert ours["nested"] == {"token": "(left out)", "list": ["write to (left out)"]}
    assert ours["count"] == 3
    assert "hunter2" not in theirs["event"]
    assert "pat@" not in theirs["event"]


@pytest.mark.owasp("LLM02:2026")
def test_an_exception_keeps_its_kind_and_place_but_not_its_words(logged: StringIO) -> None:
    try:
        int("my little secret")
    except ValueError:
        logging.getLogger("library").exception("it broke")
    (line,) = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["at"]
    assert "secret" not in json.dumps(line)
