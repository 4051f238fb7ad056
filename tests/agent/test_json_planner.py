"""A server that cannot call tools plans in JSON: the same conversation, the same checks, the same ways to fail."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import HumanMessage

from assistant.agent.json_planner import _ESCAPE, JsonPlanner, Step, response_format
from assistant.conversation import Sentence
from assistant.errors import ModelUnavailable
from assistant.testing.model import ScriptedModel, says
from tests.agent.wire import GARBAGE, LENGTH, STALL, hosted, text, wire
from tests.conftest import Builder, ask, events

SEARCH = {"step": {"tool": "search_products", "arguments": {"query": "mug"}}}


def step(data: dict[str, Any]) -> list[Any]:
    """As it comes: a few letters at a time."""
    written = json.dumps(data)
    return text(*(written[at : at + 5] for at in range(0, len(written), 5)))


def reply(words: str) -> list[Any]:
    return step({"step": {"reply": words}})


async def test_a_conversation_in_steps(building: Builder) -> None:
    with wire(step(SEARCH), reply("Here is a mug. It holds 350 ml.")) as server:
        async with building(**hosted(server), planner="json") as assistant:
            conversation, _ = await assistant.start()
            told = await events(assistant, conversation, "a mug please")
    last = told[-1].reply  # type: ignore[union-attr]  # the last event is the reply
    assert [e.text for e in told if isinstance(e, Sentence)] == ["Here is a mug. ", "It holds 350 ml."]
    assert (last.model.kind, last.model.fallback, last.model.input_tokens) == ("hosted", None, 22)
    assert last.cards[0].handle == "lark-mug"
    first, second = server.asked
    assert "tools" not in first
    steps = first["response_format"]["json_schema"]["schema"]["properties"]["step"]["anyOf"]
    assert {"search_products", "order_status"} <= {s["properties"].get("tool", {}).get("const") for s in steps}
    assert [m["role"] for m in second["messages"]] == ["system", "user", "assistant", "user"]
    assert second["messages"][-1]["content"].startswith("Result of search_products: ")
    assert '"handle": "lark-mug"' in second["messages"][-1]["content"]


async def test_its_words_are_checked_like_any_other(building: Builder) -> None:
    with wire(step(SEARCH), reply("The mug costs $3.00."), reply("The mug costs $14.00.")) as server:
        async with building(**hosted(server), planner="json") as assistant:
            answer = await ask(assistant, (await assistant.start())[0], "what does the lark mug cost?")
    assert answer.text == "The mug costs $14.00."


@pytest.mark.parametrize(
    "written",
    [
        '{"step": {"reply": "Hello there."}}',
        '```json\n{"step": {"reply": "Hello there."}}\n```',
        '{"reply": "Hello there."}',
        "Hello there.",
    ],
)
async def test_a_server_that_keeps_loosely_to_the_form_is_understood(building: Builder, written: str) -> None:
    with wire(text(*written)) as server:
        async with building(**hosted(server), planner="json") as assistant:
            answer = await ask(assistant, (await assistant.start())[0], "hello")
    assert (answer.model.kind, answer.text) == ("hosted", "Hello there.")


@pytest.mark.owasp("ASI08", "LLM06:2026")
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ([text('{"step": {"tool": "sea'), text('{"step": {"reply": "We ha')], "the model gave a broken step"),
        ([text('{"step": {}}'), text('{"answer": 42}')], "the model gave an answer that is no step"),
        ([text('{"step": [' + "1," * 15_000)] * 2, "the model gave an endless answer"),
        ([[*text('{"step": {"reply": "We'), LENGTH]] * 2, "the model gave a broken step"),
        ([[STALL]], "the model did not answer in time"),
        ([[GARBAGE]], "the model could not be reached or gave a broken answer"),
        ([400], "the model server answered 400"),
    ],
)
async def test_what_is_broken_is_asked_for_once_more_then_the_offline_model_answers(
    building: Builder, script: list[Any], why: str
) -> None:
    with wire(*script) as server:
        async with building(**hosted(server), planner="json", model_timeout_seconds=2.5) as assistant:
            answer = await ask(assistant, (await assistant.start())[0], "show me mugs")
    assert (answer.model.kind, answer.model.fallback) == ("offline", why)
    assert answer.cards[0].handle == "lark-mug"


async def test_a_tool_that_is_not_there_is_refused_like_any_other(building: Builder) -> None:
    strange = {"step": {"tool": "give_refund", "arguments": {"amount": 100}}}
    with wire(step(strange), reply("Hello there.")) as server:
        async with building(**hosted(server), planner="json") as assistant:
            answer = await ask(assistant, (await assistant.start())[0], "hello")
    assert answer.text == "Hello there."
    assert "Result of give_refund: " in server.asked[1]["messages"][-1]["content"]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(1, 9), st.booleans())
def test_a_reply_comes_whole_however_it_is_cut(words: str, size: int, ascii_only: bool) -> None:
    heard, written = Step(), json.dumps({"step": {"reply": words}}, ensure_ascii=ascii_only)
    said = [heard.hear(written[at : at + size]) for at in range(0, len(written), size)]
    said += [chunk.text for chunk in heard.finish()]
    assert "".join(said) == words


@given(st.text(alphabet='\\u"d83xn\n😀'), st.integers(1, 9), st.booleans())
def test_words_full_of_escapes_come_whole_however_they_are_cut(words: str, size: int, ascii_only: bool) -> None:
    heard, written = Step(), json.dumps({"step": {"reply": words}}, ensure_ascii=ascii_only)
    said = [heard.hear(written[at : at + size]) for at in range(0, len(written), size)]
    said += [chunk.text for chunk in heard.finish()]
    assert "".join(said) == words


@pytest.mark.owasp("LLM06:2026")
def test_a_run_of_backslashes_is_read_from_its_beginning_alone() -> None:
    run = "\\" * 9
    assert [at for at in range(len(run)) if _ESCAPE.match(run, at)] == [0]


def test_a_reply_that_is_taken_back_while_it_comes_is_broken() -> None:
    heard = Step()
    heard.hear('{"step": {"reply": "Hello"')
    heard.hear(', "reply": "Goodbye"}}')
    with pytest.raises(ModelUnavailable, match="changed"):
        heard.finish()


def test_the_schema_lets_nothing_but_a_step_through() -> None:
    schema = response_format([{"name": "look", "parameters": {"type": "object", "properties": {}}}])
    [look, say] = schema["json_schema"]["schema"]["properties"]["step"]["anyOf"]
    assert look["required"] == ["tool", "arguments"]
    assert say["required"] == ["reply"]
    assert not any(way["additionalProperties"] for way in (look, say, schema["json_schema"]["schema"]))


def test_asked_without_a_stream_it_plans_alike() -> None:
    steps = [says(json.dumps(SEARCH)), says('{"step": {"reply": "Here is a mug."}}'), says('{"step": {}}')]
    planner = JsonPlanner(inner=ScriptedModel(steps=steps), instructions=str)
    called, told = (planner.invoke([HumanMessage("a mug")]) for _ in range(2))
    assert [(call["name"], call["args"]) for call in called.tool_calls] == [("search_products", {"query": "mug"})]
    assert (told.text, told.tool_calls) == ("Here is a mug.", [])
    with pytest.raises(ModelUnavailable):
        planner.invoke([HumanMessage("a mug")])
