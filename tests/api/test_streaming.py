import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.conversation import Progress, Sentence, TurnEvent
from assistant.errors import ModelUnavailable
from assistant.shop.conversations import Conversation
from tests.api.conftest import SITE, serving
from tests.api.talk import ScriptedAssistant, Talk, failing, two_sentences

STREAM = "text/event-stream"


def events(text: str) -> list[tuple[str, dict[str, object]]]:
    found = []
    for block in text.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


async def slow(assistant: ScriptedAssistant, conversation: Conversation, text: str) -> AsyncIterator[TurnEvent]:
    yield Progress(text="Looking")
    await asyncio.sleep(0.3)
    async for event in two_sentences(assistant, conversation, text):
        yield event


async def test_a_turn_streams_progress_sentences_and_the_reply_in_order(assistant: Assistant) -> None:
    async with serving(create_app(assistant, SITE)) as client:
        response = await (await Talk.begin(client)).say("What is your return policy?", STREAM)
    told = events(response.text)
    names = [name for name, _ in told]
    said = "".join(str(data["text"]) for name, data in told if name == "text")
    assert response.headers["Content-Type"].startswith(STREAM)
    assert (names[0], names[-1]) == ("progress", "reply")
    assert {"progress", "text", "reply"} == set(names)
    assert told[-1][1]["text"] == said.strip()


async def test_a_failure_in_mid_stream_becomes_an_error_event(assistant: Assistant) -> None:
    script = failing(ModelUnavailable("No model answers just now."), after=(Sentence(text="I will look"),))
    async with serving(create_app(ScriptedAssistant.over(assistant, script), SITE)) as client:
        response = await (await Talk.begin(client)).say("hi", STREAM)
    assert response.status_code == 200
    error = {"error": {"code": "model_unavailable", "message": "No model answers just now.", "fields": []}}
    assert events(response.text)[-1] == ("error", error)


async def test_a_quiet_stream_is_kept_alive_by_comments(assistant: Assistant) -> None:
    site = replace(SITE, keep_alive_seconds=0.05)
    async with serving(create_app(ScriptedAssistant.over(assistant, slow), site)) as client:
        response = await (await Talk.begin(client)).say("hi", STREAM)
    assert response.text.count(": ping\n\n") >= 2
    assert [name for name, _ in events(response.text)] == ["progress", "progress", "text", "text", "reply"]


async def test_a_turn_is_finished_though_its_shopper_left(assistant: Assistant) -> None:
    scripted = ScriptedAssistant.over(assistant, slow)
    async with serving(create_app(scripted, SITE)) as client:
        await (await Talk.begin(client)).listen_and_leave("hi")
        assert scripted.finished == []
        await asyncio.sleep(0.6)
        assert scripted.finished == ["hi"]


async def test_stopping_the_server_lets_a_running_turn_finish(assistant: Assistant) -> None:
    scripted = ScriptedAssistant.over(assistant, slow)
    async with serving(create_app(scripted, SITE)) as client:
        await (await Talk.begin(client)).listen_and_leave("hi")
    assert scripted.finished == ["hi"]
