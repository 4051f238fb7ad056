"""A card number never gets past the message it was typed in, whole or in parts, and the shopper is told kindly."""

from collections.abc import Sequence

import pytest
from langchain_core.messages import AIMessage

from assistant.agent.assistant import Assistant
from assistant.agent.carded import without_cards
from assistant.agent.running import Runner
from assistant.agent.speaker import Speaker
from assistant.card_numbers import PART, has_card, hide
from assistant.guardrails.evidence import Evidence
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


@pytest.mark.owasp("LLM02:2026")
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
        state = await Runner(assistant.graph, assistant.changes)._snapshot(conversation.id)
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


ONE_BY_ONE = " ".join(f"{digit}." for digit in "4242424242424242")


@pytest.mark.owasp("LLM02:2026", "LLM10:2026")
@pytest.mark.parametrize(
    "said",
    [
        ONE_BY_ONE,
        f"I noted this for you. {ONE_BY_ONE} That is all.",
        ONE_BY_ONE.replace(" ", "\n"),
        "Four. Two. Four. Two. " * 4,
        "4242.\n4242.\n4242.\n4242.",
        "Four two four two.\nFour two four two.\nFour two four two.\nFour two four two.",
        "First 4242. Then 4242. Next 4242. Last 4242.",
        "4242 4242 4242. 4242 is how it ends, as you know.",
        "42424.\n24242! 42;\n4242?",
    ],
)
def test_a_model_cannot_say_a_card_number_sentence_by_sentence(said: str) -> None:
    speaker = Speaker(lambda: Evidence(()), lambda _event: None)
    for sign in said:
        speaker.hear(sign)
    speaker.finish()
    assert len(digits(hide("".join(speaker.said)).text)) < 8
    assert sum(word in "".join(speaker.said).lower() for word in ("four two four", "four. two. four.")) == 0


def test_a_card_number_does_not_go_on_from_a_sentence_that_is_held() -> None:
    speaker = Speaker(lambda: Evidence(()), lambda _event: None)
    speaker.hear("You pay with 4242\n4242\u20094242\t4242, ok?")
    speaker.finish()
    assert not has_card(" ".join([*speaker.said, *speaker.held]))


def test_a_number_cut_by_full_stops_and_told_once_more_is_not_held_for_another_try() -> None:
    speaker = Speaker(lambda: Evidence(()), lambda _event: None)
    speaker.hear("You pay with 1) 4242 2. 4242 3: 4242 4. 4242. It is 1) 4242 2. 4242 3: 4242 4. 4242 ok?")
    speaker.finish()
    assert "4242 3" not in " ".join([*speaker.said, *speaker.held])


def test_a_card_number_does_not_go_on_from_what_was_said_before_a_tool_was_called() -> None:
    speaker = Speaker(lambda: Evidence(()), lambda _event: None, ["You asked for this one. ", "4242 4242\n"])
    speaker.hear("4242 4242 is how it ends. It is fine.")
    speaker.finish()
    assert speaker.said == ["It is fine."]


def test_what_stands_behind_the_pieces_of_a_card_number_is_said() -> None:
    speaker = Speaker(lambda: Evidence(()), lambda _event: None)
    speaker.hear(f"{ONE_BY_ONE} This mug is a good one for tea.")
    speaker.finish()
    assert speaker.said == ["This mug is a good one for tea."]


def test_other_numbers_are_said_sign_by_sign_as_they_are() -> None:
    said = "We have these sizes:\n- 36\n- 38\n- 40\n- 42\n- 44\n- 46\n- 48\nWhich one shall it be?"
    speaker = Speaker(lambda: Evidence(("sizes: 36, 38, 40, 42, 44, 46, 48",)), lambda _event: None)
    for sign in said:
        speaker.hear(sign)
    speaker.finish()
    assert "".join(speaker.said) == said


def test_a_card_number_does_not_come_in_parts_over_the_arguments_of_calls() -> None:
    said = AIMessage("I look for 4242 4242.")
    args = {
        "query": "4242 4242 please",
        "more": [{"name": "4242 4242"}, {"name": "4242 4242", "count": 4.242424242424242e15}],
    }
    [call] = without_cards(AIMessage("4242", tool_calls=[{"name": "a", "args": args, "id": "1"}]), [said]).tool_calls
    assert len(digits(repr(call["args"]))) < 12


def test_the_parts_of_an_address_are_no_card_number() -> None:
    args = {
        "phone": "+44 7911 123456",
        "address": {"line1": "42 High Street", "postcode": "94107", "city": "Oakland"},
        "order_number": "4242",
        "quantity": 2,
    }
    [call] = without_cards(AIMessage("", tool_calls=[{"name": "a", "args": args, "id": "1"}]), []).tool_calls
    assert call["args"] == args


async def test_a_card_number_that_goes_on_after_a_call_is_in_no_checkpoint(building: Builder) -> None:
    first = calls(("search_products", {"query": "mug"})).model_copy(update={"content": "Here: 4242 4242."})
    steps = [first, says("4242 4242. That is it, and thank you for asking.")]
    async with building(ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "a mug please")
        state = await Runner(assistant.graph, assistant.changes)._snapshot(conversation.id)
    assert not has_card(reply.text)
    assert not has_card(" ".join(m.text for m in state.values["messages"]))


async def test_halves_of_one_around_an_address_are_no_text_that_is_kept(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    reply = await ask(assistant, conversation, "4242 4242 a@b.example 4242 4242")
    assert reply.outcome == "refused"
    assert "4242 4242" not in await everything(assistant, conversation)


@pytest.mark.parametrize("number", [6203680426306056258, 6203680426306056258.0, 4242424242424242, 4242424242424.0])
def test_no_argument_is_a_number_as_long_as_a_cards_however_many_digits_a_float_keeps(number: float) -> None:
    args = {"quantity": number, "filters": [{"at_least": number}], "most": 2}
    [call] = without_cards(AIMessage("", tool_calls=[{"name": "a", "args": args, "id": "1"}]), []).tool_calls
    assert call["args"] == {"quantity": 0, "filters": [{"at_least": 0}], "most": 2}


@pytest.mark.parametrize(
    "said",
    [
        "I noted my card is 1: 5315 2) 4293 3: 0612 4. 7135.",
        "I noted ja, 2221-9665\n2279•7159+ bitte.",
        "You pay with 4242 4242 4242.\n4242 it ends, as you know.",
    ],
)
def test_a_sentence_that_ends_in_many_digits_waits_for_the_next_one(said: str) -> None:
    speaker = Speaker(lambda: Evidence(()), lambda _event: None)
    for sign in said:
        speaker.hear(sign)
    speaker.finish()
    assert len(digits("".join(speaker.said))) < 8, speaker.said


@pytest.mark.parametrize(
    "number",
    [
        "CINQ ZÉRO UN HUIT HUIT QUATRE DEUX UN ZÉRO UN TROIS QUATRE QUATRE CINQ CINQ HUIT",
        "Due Due Zero Zero Zero Due Cinque Zero Otto Nove Otto Sette Quattro Nove Sei Uno",
    ],
)
def test_a_number_that_is_told_twice_is_hidden_twice(number: str) -> None:
    for text in (f"You pay with {number}. o meu cartão {number}", f"{number}, mijn kaart is {number}"):
        assert number[-30:] not in hide(text).text
        assert number[:30] not in hide(text).text
