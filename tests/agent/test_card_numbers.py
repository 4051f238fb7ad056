"""A card number never gets past the message it was typed in, whole or in parts, and the shopper is told kindly."""

from collections.abc import Sequence

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.running import Runner
from assistant.card_numbers import PART
from assistant.shop.conversations import Conversation
from assistant.testing.model import ScriptedModel, calls, says
from tests.conftest import Builder, ask

CARD = "4242 4242 4242 4242"
FOURS = ["4242", "4242", "4242", "4242"]


async def everything(assistant: Assistant, conversation: Conversation) -> str:
    """All that is kept of a conversation: its turns, and every checkpoint."""
    turns = await assistant.conversations.turns(conversation.id)
    config = {"configurable": {"thread_id": conversation.id}}
    history = [repr(state) async for state in assistant.graph.aget_state_history(config)]  # type: ignore[arg-type]
    return repr(turns) + repr(await assistant.conversations.get(conversation.id)) + "".join(history)


def digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())


async def test_a_message_of_nothing_else_is_refused_without_a_model(building: Builder) -> None:
    model = ScriptedModel(steps=[])
    async with building(model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, f"my card is {CARD} exp 12/27 cvv 123")
        kept = await everything(assistant, conversation)
    assert reply.outcome == "refused"
    assert "payment page" in reply.text
    assert "4242" not in kept
    assert "12/27" not in kept
    assert model.seen == []


async def test_the_rest_of_the_message_is_answered_after_the_refusal(building: Builder) -> None:
    model = ScriptedModel(steps=[says("We do sell mugs.")])
    async with building(model) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, f"do you have white mugs in stock? my card is {CARD}")
    assert reply.text.startswith("Please never type a card number")
    assert reply.text.endswith("We do sell mugs.")
    assert "do you have white mugs in stock?" in repr(model.seen)
    assert "my card" not in repr(model.seen)
    assert "4242" not in repr(model.seen)


@pytest.mark.parametrize(
    "parts",
    [
        ["4242 4242", "4242 4242"],
        ["42424242", "42424242"],
        ["424242424242", "and the last four 4242"],
        FOURS,
        ["my card starts with 4242", "then 4242", "next 4242", "and finally 4242"],
        ["4242 4242", "one moment please", "4242 4242"],
        ["four two four two four two", "four two four two four two", "four two four two"],
        ["42", "4242", "42424242", "42"],
        list("4242424242424242"),
        ["I want to pay by visa", "4242", "4242 4242", "4242"],
        ["ok my card begins 4242 4242 and I like the white mug", "then 4242 4242 and how long is shipping?"],
    ],
    ids=lambda parts: "+".join(parts)[:40],
)
async def test_parts_are_held_back_and_what_was_kept_of_them_is_taken_out(
    building: Builder, parts: Sequence[str]
) -> None:
    async with building() as assistant:
        conversation, _ = await assistant.start()
        replies = [await ask(assistant, conversation, part) for part in parts]
        turns = await assistant.conversations.turns(conversation.id)
        state = await Runner(assistant.graph)._snapshot(conversation.id)
    said = "".join(digits(turn.text) for turn in turns)
    assert len(said) < 8, said
    assert replies[-1].outcome == "refused"
    assert any(PART in turn.text for turn in turns)
    assert "4242424242424242" not in digits(repr(state.values["messages"]))


async def test_a_part_that_was_given_as_another_number_goes_when_the_rest_comes(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "4242424")
    before = await everything(assistant, conversation)
    reply = await ask(assistant, conversation, "242424242")
    after = await everything(assistant, conversation)
    assert "4242424" in before
    assert "4242424" not in after
    assert reply.outcome == "refused"
    assert "part of a card number" in reply.text
    assert [line.text for line in await assistant.lines(conversation)][::2] == [PART, PART]


@pytest.mark.parametrize(
    "talk",
    [
        ["show me dresses", "42"],
        ["where is my order?", "4242"],
        ["order number 42424242"],
        ["my phone is 415 555 2671"],
        ["415 555 2671"],
        ["the card ending in 4242"],
        ["2", "3"],
        ["I need it by 24 December, budget 50"],
    ],
)
async def test_other_short_numbers_are_kept(assistant: Assistant, talk: Sequence[str]) -> None:
    conversation, _ = await assistant.start()
    replies = [await ask(assistant, conversation, text) for text in talk]
    assert all(reply.outcome != "refused" for reply in replies)
    assert [turn.text for turn in await assistant.conversations.turns(conversation.id)] == list(talk)


async def test_what_a_model_calls_and_says_is_cleaned(building: Builder) -> None:
    steps = [
        calls(("search_products", {"query": f"mug {CARD}"}), ("request_human", {"reason": f"pays with {CARD}"})),
        says(f"Your card {CARD} is noted."),
        says("A person will come."),
    ]
    async with building(ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "a mug and then a person, please")
        kept = await everything(assistant, conversation)
        packet = repr(await assistant.handoffs.waiting())
    assert "4242" not in reply.text + kept + packet
