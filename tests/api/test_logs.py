import json
import logging
from collections.abc import AsyncIterator
from io import StringIO

import structlog

from assistant.api import create_app
from assistant.conversation import TurnEvent
from assistant.observability import conversation_hash, turn_logging
from assistant.shop.conversations import Conversation
from tests.api.conftest import SITE, client_of, serving
from tests.api.doubles import AssistantDouble

SECRETS = (
    "pat.doe@mail.example", "4242 4242 4242 4242", "4242424242424242", "sk-proj-abcdefgh12345678",
    "my little secret", "eyJhbGciOi.eyJzdWIiOi.c2lnbmF0dXJl",
)  # fmt: skip


async def quoting(_d: AssistantDouble, _c: Conversation, text: str) -> AsyncIterator[TurnEvent]:
    structlog.get_logger("assistant.agent").debug("thinking", text=text, note=text)
    logging.getLogger("openai").debug("sending %s", text)
    raise RuntimeError(text)
    yield  # makes this a generator


async def test_nothing_that_people_send_reaches_a_log(logged: StringIO) -> None:
    """A bug quotes the message, a careless line logs it whole, a library would log it at debug level."""
    async with serving(create_app(AssistantDouble(quoting), SITE)) as client:
        token = (await client.post("/api/conversations")).json()["token"]
        headers = {"Authorization": f"Bearer {token}"}
        for secret in SECRETS:
            url = "/api/conversations/c1/messages"
            await client.post(url, json={"text": secret}, headers=headers, params={"q": secret})
            await client.post("/api/conversations/c1/identity", json={"token": secret}, headers=headers)
            await client.get(f"/shop/products/{secret}")
            await client.post(
                url, content=f'{{"text": "{secret}', headers=headers | {"Content-Type": "application/json"}
            )
    text = logged.getvalue()
    assert text.count("unexpected_error") == len(SECRETS)
    for secret in (*SECRETS[:4], SECRETS[5], token):
        assert secret not in text
    assert text.count(SECRETS[4]) <= 1


async def test_each_request_leaves_one_line_with_its_route_and_id(logged: StringIO) -> None:
    async with client_of(create_app(AssistantDouble(), SITE)) as client:
        response = await client.get("/shop/products/rain-jacket?email=pat@mail.example")
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


def test_an_exception_keeps_its_kind_and_place_but_not_its_words(logged: StringIO) -> None:
    try:
        int("my little secret")
    except ValueError:
        logging.getLogger("library").exception("it broke")
    (line,) = [json.loads(line) for line in logged.getvalue().splitlines()]
    assert line["error"] == "ValueError"
    assert "test_logs.py" in line["at"]
    assert "secret" not in json.dumps(line)
