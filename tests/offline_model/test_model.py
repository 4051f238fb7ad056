import operator
from collections.abc import Sequence
from functools import reduce

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.offline_model.model import OfflineChatModel
from assistant.retrieval.embedding import MiniLM
from tests.offline_model.shop import TOOLS, Shopper, schemas

SCRAPS = st.sampled_from(
    [
        "add",
        "the second one",
        "#1042",
        "in blue",
        "under $5",
        "yes",
        "it",
        "cheapest",
        "return?",
        "compare",
        "M",
        "\n",
        "|",
    ]
)
TEXTS = st.text(max_size=60) | st.lists(SCRAPS, max_size=6).map(" ".join)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


@QUICK
@given(texts=st.lists(TEXTS, min_size=1, max_size=3), bound=st.sets(st.sampled_from(TOOLS)))
def test_any_text_gets_an_answer_and_calls_only_bound_tools(
    model: OfflineChatModel, texts: Sequence[str], bound: set[str]
) -> None:
    shopper = Shopper(model, tools=sorted(bound))
    for text in texts:
        reply = shopper.say(text)
        assert {tool for tool, _ in shopper.calls} <= bound
        assert reply.text.strip()
        assert reply.response_metadata["outcome"] in {"answered", "abstained", "refused"}


@QUICK
@given(content=st.text(max_size=80) | st.just("[]") | st.just('{"products": [{"handle": 1}], "cart": []}'))
def test_a_tool_result_that_is_not_of_the_contract_does_no_harm(model: OfflineChatModel, content: str) -> None:
    for tool in TOOLS:
        call = {"name": tool, "args": {}, "id": "c1", "type": "tool_call"}
        messages: list[BaseMessage] = [
            HumanMessage("show my cart and my orders"),
            AIMessage("", tool_calls=[call]),
            ToolMessage(content, tool_call_id="c1", name=tool),
        ]
        assert model.bind_tools(schemas(TOOLS)).invoke(messages).response_metadata["intent"]


@pytest.mark.parametrize("text", ["hello", "show me jackets", "a red dress, is it returnable?", "qwxz"])
async def test_streaming_says_what_generating_says(model: OfflineChatModel, text: str) -> None:
    bound = model.bind_tools(schemas(TOOLS))
    whole = bound.invoke(text)
    chunks = [chunk async for chunk in bound.astream(text)]
    streamed = reduce(operator.add, chunks)
    assert (streamed.text, streamed.tool_calls) == (whole.text, whole.tool_calls)
    assert streamed.usage_metadata == whole.usage_metadata
    assert streamed.response_metadata["intent"] == whole.response_metadata["intent"]
    assert [c.text for c in bound.stream(text)] == [c.text for c in chunks]


def test_words_arrive_one_by_one(model: OfflineChatModel) -> None:
    chunks = [c.text for c in model.bind_tools(schemas(TOOLS)).stream("hello")]
    assert len(chunks) > 10
    assert "".join(chunks).startswith("Hello! I am the AI shopping assistant of Larkfield.")


def test_the_same_messages_give_the_same_calls_with_the_same_ids(model: OfflineChatModel) -> None:
    bound = model.bind_tools(schemas(TOOLS))
    assert bound.invoke("show me jackets").tool_calls == bound.invoke("show me jackets").tool_calls


def test_tokens_are_counted_by_the_counter_it_was_given(minilm: MiniLM) -> None:
    model = OfflineChatModel(embeddings=minilm, shop_name="Larkfield", count_tokens=len)
    reply = model.invoke([SystemMessage("12345"), HumanMessage("hello")])
    assert reply.usage_metadata == {
        "input_tokens": 10,
        "output_tokens": len(reply.text),
        "total_tokens": 10 + len(reply.text),
    }


@pytest.mark.owasp("ASI09")
@pytest.mark.parametrize(
    "asked", ["are you human?", "is this a real person?", "is this a bot?", "am I talking to a human?", "are you real?"]
)
def test_it_says_that_it_is_an_ai_when_it_is_asked(shopper: Shopper, asked: str) -> None:
    assert "I am the AI assistant" in shopper.say(asked).text


@pytest.mark.parametrize("asked", ["is there a real person I can talk to?", "a real person please"])
def test_who_wants_a_person_gets_one_and_no_talk_of_itself(shopper: Shopper, asked: str) -> None:
    assert "I am the AI assistant" not in shopper.say(asked).text


def test_it_names_itself_and_never_claims_to_be_a_language_model(shopper: Shopper) -> None:
    reply = shopper.say("are you a bot?")
    assert reply.response_metadata["model_name"] == "offline-rules-1"
    assert "no language model" in reply.text
