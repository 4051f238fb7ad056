"""The hosted path through the real client, over HTTP, against a server that streams, calls, stalls and fails."""

import json
from typing import Any

import pytest

from assistant.conversation import Sentence
from tests.agent.wire import CUT, GARBAGE, KEY, LENGTH, STALL, call, hosted, text, wire
from tests.conftest import Builder, ask, events


async def test_text_streams_and_tools_are_called(building: Builder) -> None:
    script = call("search_products", '{"query": "mug"}'), text("Here is ", "a mug. It ", "holds 350 ml.")
    with wire(*script) as server:
        async with building(**hosted(server)) as assistant:
            conversation, _ = await assistant.start()
            told = await events(assistant, conversation, "a mug please")
    reply = told[-1].reply  # type: ignore[union-attr]  # the last event is the reply
    assert [e.text for e in told if isinstance(e, Sentence)] == ["Here is a mug. ", "It holds 350 ml."]
    assert (reply.model.kind, reply.model.name, reply.model.fallback) == ("hosted", "wire-1", None)
    assert (reply.model.input_tokens, reply.model.output_tokens) == (22, 14)
    assert reply.cards[0].handle == "lark-mug"
    assert {t["function"]["name"] for t in server.asked[0]["tools"]} >= {"search_products", "order_status"}
    assert '"handle": "lark-mug"' in server.asked[1]["messages"][-1]["content"]


async def test_a_model_is_shown_this_shop_s_fields_and_its_filters_hold(building: Builder) -> None:
    wanted = {
        "query": "a dress",
        "filters": [{"field": "Material", "none_of": ["silk"]}, {"field": "Size", "any_of": ["S"]}],
    }
    script = call("search_products", json.dumps(wanted)), text("Here is one.")
    with wire(*script) as server:
        async with building(**hosted(server)) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "a dress in S, but no silk")
    [schema] = [t["function"] for t in server.asked[0]["tools"] if t["function"]["name"] == "search_products"]
    properties = schema["parameters"]["properties"]
    assert "Hiking boots" in properties["category"]["description"]
    assert "Material (" in properties["filters"]["description"]
    assert [card.handle for card in reply.cards] == ["poppy-dress"]


@pytest.mark.owasp("ASI03")
async def test_no_tool_schema_asks_a_model_for_identity(building: Builder) -> None:
    with wire(text("Hello.")) as server:
        async with building(**hosted(server)) as assistant:
            await ask(assistant, (await assistant.start())[0], "hello")
    names = {n for t in server.asked[0]["tools"] for n in t["function"]["parameters"]["properties"]}
    assert not names & {"email", "customer_id", "customer", "token", "code", "runtime"}


@pytest.mark.owasp("ASI08", "API10:2023")
@pytest.mark.parametrize(
    ("script", "reason"),
    [
        ([429, 429], "the model is overloaded"),
        ([500, 500], "the model server answered 500"),
        ([401], "the model server answered 401"),
        ([[STALL]], "the model did not answer in time"),
        ([[GARBAGE]], "the model could not be reached or gave a broken answer"),
        ([[CUT]], "the model could not be reached or gave a broken answer"),
        ([text(""), text("")], "the model gave an empty answer"),
        ([text("x" * 30_000), text("y" * 30_000)], "the model gave an endless answer"),
        ([[*text("We have many."), LENGTH], [*text("We have"), LENGTH]], "the model gave an answer that was cut off"),
        ([call("search_products", '{"query": '), call("search_products", "{{")], "the model gave a broken tool call"),
    ],
)
async def test_a_failing_server_costs_the_shopper_nothing(building: Builder, script: list[Any], reason: str) -> None:
    with wire(*script) as server:
        async with building(**hosted(server), model_timeout_seconds=2.5) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "show me mugs")
    assert reply.model.kind == "offline"
    assert reply.model.fallback == reason
    assert reply.cards[0].handle == "lark-mug"


async def test_one_broken_call_is_asked_again(building: Builder) -> None:
    script = call("search_products", "{{"), call("search_products", '{"query": "mug"}'), text("Here is a mug.")
    with wire(*script) as server:
        async with building(**hosted(server)) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "a mug")
    assert (reply.model.kind, reply.text) == ("hosted", "Here is a mug.")


@pytest.mark.parametrize(
    "written",
    [
        '{"name": "search_products", "arguments": {"query": "mug"}}',
        '```json\n{"tool": "search_products", "args": {"query": "mug"}}\n```',
        '<tool_call>{"name": "search_products", "parameters": {"query": "mug"}}</tool_call>',
        '{"function": {"name": "search_products", "arguments": "{\\"query\\": \\"mug\\"}"}}',
    ],
)
async def test_a_call_that_is_written_as_the_answer_is_made_and_never_shown(building: Builder, written: str) -> None:
    with wire(text(*(written[at : at + 7] for at in range(0, len(written), 7))), text("Here is a mug.")) as server:
        async with building(**hosted(server)) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "a mug")
    assert (reply.model.kind, reply.text) == ("hosted", "Here is a mug.")
    assert reply.cards[0].handle == "lark-mug"


@pytest.mark.parametrize(
    "written",
    [
        '{"name": "open_the_till", "arguments": {}}',
        'Like this: {"name": "search_products", "arguments": {"query": "mug"}}',
        '{"name": "search_products", "arguments": {"query": "mug"}',
    ],
)
async def test_what_is_no_sole_object_of_a_bound_tool_is_no_call(building: Builder, written: str) -> None:
    with wire(text(written), text("Hello.")) as server:
        async with building(**hosted(server)) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "a mug")
    assert reply.cards == ()


@pytest.mark.owasp("LLM06:2026")
async def test_an_answer_that_is_cut_off_is_asked_for_again(building: Builder) -> None:
    script = [*text("We sell"), LENGTH], text("Hello there.")
    with wire(*script) as server:
        async with building(**hosted(server)) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "hello")
    assert (reply.model.kind, "Hello there." in reply.text, "We sell" in reply.text) == ("hosted", True, False)


async def test_a_server_that_dies_halfway_is_bridged_and_nothing_is_unsaid(building: Builder) -> None:
    with wire([*text("We do sell mugs. They are"), STALL]) as server:
        async with building(**hosted(server), model_timeout_seconds=0.5) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "show me mugs")
    assert reply.text.startswith("We do sell mugs.")
    assert "I lost my connection" in reply.text
    assert "They are" not in reply.text
    assert reply.model.kind == "offline"


@pytest.mark.owasp("LLM02:2026", "LLM08:2026")
async def test_the_key_is_in_no_reply_and_in_no_log(building: Builder, capfd: pytest.CaptureFixture[str]) -> None:
    with wire(401) as server:
        async with building(**hosted(server)) as assistant:
            reply = await ask(assistant, (await assistant.start())[0], "hello")
    told = capfd.readouterr()
    assert KEY not in reply.model_dump_json() + told.out + told.err
