"""A turn keeps its promises whatever the model says: the model here is a script that may lie."""

import pytest
from langchain_core.tools import tool

from assistant.conversation import Finished, Progress, Sentence
from assistant.errors import BadRequest, ConversationBusy, IndexMissing, MessageTooLong, UnknownConversation
from assistant.testing.model import ScriptedModel, calls, says
from assistant.tools import SHOP_TOOLS, Effect, ShopTool
from assistant.tools.results import Result
from tests.conftest import Builder, ask, events


async def test_a_reply_streams_its_sentences_and_then_comes_whole(building: Builder) -> None:
    model = ScriptedModel(steps=[calls(("search_products", {"query": "mug"})), says("Here is a mug. It holds 350 ml.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        told = await events(assistant, conversation, "a mug please")
    assert isinstance(told[0], Progress)
    assert [e.text for e in told if isinstance(e, Sentence)] == ["Here is a mug. ", "It holds 350 ml."]
    assert isinstance(told[-1], Finished)
    assert told[-1].reply.text == "Here is a mug. It holds 350 ml."
    assert told[-1].reply.cards[0].handle == "lark-mug"
    model.assert_complete()


@pytest.mark.owasp("LLM07:2026")
async def test_an_invented_price_never_reaches_the_shopper(building: Builder) -> None:
    model = ScriptedModel(
        steps=[calls(("search_products", {"query": "mug"})), says("We have a lovely mug. It costs only $3.00 today.")]
    )
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "a mug please")
    assert "3.00" not in reply.text
    assert "lovely mug" in reply.text


async def test_a_wholly_unsupported_answer_is_rewritten_once(building: Builder) -> None:
    model = ScriptedModel(steps=[says("That is $3.00."), says("I do not know that price.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "how much is the moon?")
    assert reply.text == "I do not know that price."
    assert "$3.00" in str(model.seen[1][-1].content)


@pytest.mark.owasp("LLM07:2026")
async def test_an_answer_that_stays_unsupported_is_replaced_by_the_truth(building: Builder) -> None:
    model = ScriptedModel(steps=[says("That is $3.00."), says("It is $4.00, I promise.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "how much is the moon?")
    assert reply.outcome == "failed"
    assert "$" not in reply.text


@pytest.mark.owasp("LLM07:2026", "ASI09")
async def test_saying_added_without_adding_is_held_back(building: Builder) -> None:
    model = ScriptedModel(steps=[says("I have added the mug to your cart."), says("Shall I look for mugs?")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "add a mug")
    assert reply.text == "Shall I look for mugs?"
    assert reply.cart.count == 0


async def test_adding_really_adds_and_may_be_said(building: Builder) -> None:
    steps = [
        calls(("search_products", {"query": "mug"})),
        calls(("add_to_cart", {"sku": "MUG-WHT", "quantity": 2})),
        says("I have added two mugs to your cart."),
    ]
    async with building(hosted=ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "Put two white mugs into my cart")
    assert reply.text == "I have added two mugs to your cart."
    assert [(line.sku, line.quantity) for line in reply.cart.lines] == [("MUG-WHT", 2)]


@pytest.mark.owasp("LLM03:2026", "ASI02")
async def test_a_model_cannot_use_an_id_that_it_was_never_shown(building: Builder) -> None:
    model = ScriptedModel(steps=[calls(("add_to_cart", {"sku": "HUT-4"})), says("I could not add it.")])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "hello")
    assert reply.cart.count == 0
    assert "not shown in this conversation" in str(model.seen[1][-1].content)


@pytest.mark.owasp("ASI08")
async def test_a_hosted_model_that_fails_hands_the_turn_to_the_offline_one_and_says_so(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[ConnectionError("down")]), model="big") as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "show me mugs")
    assert reply.model.kind == "offline"
    assert reply.model.fallback == "the model could not be reached or gave a broken answer"
    assert reply.cards[0].handle == "lark-mug"


async def test_a_bug_in_a_turn_is_recorded_and_told(building: Builder) -> None:
    @tool(response_format="content_and_artifact")
    async def broken() -> Result:
        """A tool with a bug."""
        raise RuntimeError("boom")

    tools = [*SHOP_TOOLS, ShopTool(broken, Effect.READ, "Looking")]
    model = ScriptedModel(steps=[calls(("broken", {})), says("Hello again.")])
    async with building(hosted=model, tools=tools) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "show me mugs")
        [turn] = await assistant.conversations.turns(conversation.id)
        after = await ask(assistant, conversation, "hello?")
    assert reply.outcome == "failed"
    assert "not answered" in reply.text
    assert turn.error == "RuntimeError"
    assert after.text == "Hello again."


async def test_a_card_number_is_refused_and_kept_nowhere(building: Builder) -> None:
    async with building() as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "pay with 4111 1111 1111 1111 please")
        [turn] = await assistant.conversations.turns(conversation.id)
        state = await assistant.graph.aget_state({"configurable": {"thread_id": conversation.id}})
    assert reply.outcome == "refused"
    assert "1111" not in reply.text + turn.text + str(state.values)


async def test_a_conversation_goes_on_after_a_restart(building: Builder) -> None:
    async with building() as assistant:
        conversation, token = await assistant.start()
        first = await ask(assistant, conversation, "show me dresses")
    async with building() as again:
        reopened = await again.open(conversation.id, token)
        reply = await ask(again, reopened, "tell me more about the second one")
    assert [c.handle for c in reply.cards] == [first.cards[1].handle]


async def test_one_message_at_a_time(building: Builder) -> None:
    async with building() as assistant:
        conversation, _ = await assistant.start()
        running = assistant.reply(conversation, "show me mugs")
        await anext(running)
        with pytest.raises(ConversationBusy):
            await anext(assistant.reply(conversation, "and tents"))
        await running.aclose()
        assert (await ask(assistant, conversation, "and tents")).outcome == "answered"


@pytest.mark.parametrize(("text", "error"), [("  ", BadRequest), ("x" * 2001, MessageTooLong)])
async def test_what_cannot_be_answered_is_refused_before_the_turn(
    building: Builder, text: str, error: type[Exception]
) -> None:
    async with building() as assistant:
        conversation, _ = await assistant.start()
        with pytest.raises(error):
            await anext(assistant.reply(conversation, text))
        assert await assistant.conversations.turns(conversation.id) == []


async def test_an_empty_shop_says_so(building: Builder) -> None:
    async with building() as assistant:
        await assistant.library.go_live("")
        conversation, _ = await assistant.start()
        with pytest.raises(IndexMissing, match="python -m ingest"):
            await anext(assistant.reply(conversation, "hello"))


@pytest.mark.owasp("API1:2023")
async def test_a_wrong_token_and_an_unknown_conversation_read_alike(building: Builder) -> None:
    async with building() as assistant:
        conversation, _ = await assistant.start()
        told = []
        for conversation_id in (conversation.id, "nobody"):
            with pytest.raises(UnknownConversation) as caught:
                await assistant.open(conversation_id, "wrong")
            told.append(caught.value.message)
    assert told[0] == told[1]
