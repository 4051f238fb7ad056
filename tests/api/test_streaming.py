import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

import httpx2

from assistant.api import create_app
from assistant.conversation import Progress, Sentence, TurnEvent
from assistant.errors import ModelUnavailable
from assistant.shop.conversations import Conversation
from tests.api.conftest import SITE, serving
from tests.api.doubles import AssistantDouble, jackets

MESSAGES = "/api/conversations/c1/messages"


async def headers_of(client: httpx2.AsyncClient) -> dict[str, str]:
    token = (await client.post("/api/conversations")).json()["token"]
    return {"Authorization": f"Bearer {token}", "Accept": "text/event-stream"}


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


async def slow(double: AssistantDouble, conversation: Conversation, text: str) -> AsyncIterator[TurnEvent]:
    yield Progress(text="Looking")
    await asyncio.sleep(0.3)
    async for event in jackets(double, conversation, text):
        yield event


async def test_a_turn_streams_progress_sentences_and_the_reply_in_order() -> None:
    async with serving(create_app(AssistantDouble(), SITE)) as client:
        response = await client.post(MESSAGES, json={"text": "hi"}, headers=await headers_of(client))
    told = events(response.text)
    assert response.headers["Content-Type"].startswith("text/event-stream")
    assert [name for name, _ in told] == ["progress", "text", "text", "reply"]
    assert told[-1][1]["text"] == "".join(str(data["text"]) for name, data in told if name == "text")


async def test_a_failure_in_mid_stream_becomes_an_error_event() -> None:
    async def failing(_d: AssistantDouble, _c: Conversation, _t: str) -> AsyncIterator[TurnEvent]:
        yield Sentence(text="I will look")
        raise ModelUnavailable("No model answers just now.")

    async with serving(create_app(AssistantDouble(failing), SITE)) as client:
        response = await client.post(MESSAGES, json={"text": "hi"}, headers=await headers_of(client))
    assert response.status_code == 200
    error = {"error": {"code": "model_unavailable", "message": "No model answers just now."}}
    assert events(response.text)[-1] == ("error", error)


async def test_a_quiet_stream_is_kept_alive_by_comments() -> None:
    site = replace(SITE, keep_alive_seconds=0.05)
    async with serving(create_app(AssistantDouble(slow), site)) as client:
        response = await client.post(MESSAGES, json={"text": "hi"}, headers=await headers_of(client))
    assert response.text.count(": ping\n\n") >= 2
    assert [name for name, _ in events(response.text)] == ["progress", "progress", "text", "text", "reply"]


async def test_a_turn_is_finished_though_its_shopper_left() -> None:
    double = AssistantDouble(slow)
    async with serving(create_app(double, SITE)) as client:
        headers = await headers_of(client)
        async with client.stream("POST", MESSAGES, json={"text": "hi"}, headers=headers) as response:
            async for _chunk in response.aiter_bytes():
                break
        assert double.finished == []
        await asyncio.sleep(0.6)
        assert double.finished == ["hi"]


async def test_stopping_the_server_lets_a_running_turn_finish() -> None:
    double = AssistantDouble(slow)
    async with serving(create_app(double, SITE)) as client:
        headers = await headers_of(client)
        async with client.stream("POST", MESSAGES, json={"text": "hi"}, headers=headers) as response:
            async for _chunk in response.aiter_bytes():
                break
    assert double.finished == ["hi"]
