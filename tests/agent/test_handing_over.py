"""A person comes in time, with everything at hand, whatever else is broken."""

import pytest

from assistant.agent.assistant import Assistant
from assistant.testing.model import ScriptedModel, calls, says
from tests.conftest import Builder, ask


async def test_asking_for_a_person_queues_everything_they_need(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await assistant.cart(conversation).add("MUG-WHT", 2)
    await ask(assistant, conversation, "do you have mugs?")
    reply = await ask(assistant, conversation, "I want to talk to a human. My mail is ada@example.com")
    [handoff] = await assistant.handoffs.waiting()
    assert reply.outcome == "handed_over"
    assert reply.handoff is not None
    assert reply.handoff.id == handoff.id
    assert handoff.reason == "asked for a person"
    assert [who for who, _ in handoff.transcript] == ["shopper", "assistant", "shopper"]
    assert "ada@example.com" not in str(handoff.transcript)
    assert handoff.cart.count == 2
    assert handoff.tried == ("search_products: answered",)


async def test_anger_fetches_a_person_without_a_model(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[])) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "This is unacceptable, your service is the worst!")
        [handoff] = await assistant.handoffs.waiting()
    assert handoff.reason == "anger"
    assert "sorry" in reply.text


async def test_the_third_failed_turn_fetches_a_person(building: Builder) -> None:
    lie = says("That costs $3.00.")
    async with building(hosted=ScriptedModel(steps=[lie] * 6)) as assistant:
        conversation, _ = await assistant.start()
        for _ in range(2):
            assert (await ask(assistant, conversation, "how much is the moon?")).outcome == "failed"
            assert await assistant.handoffs.waiting() == []
        third = await ask(assistant, conversation, "how much is the moon?")
        [handoff] = await assistant.handoffs.waiting()
    assert third.outcome == "handed_over"
    assert handoff.reason == "three failed turns"


async def test_an_answer_in_between_starts_the_count_again(building: Builder) -> None:
    lie, truth = says("That costs $3.00."), says("Hello.")
    async with building(hosted=ScriptedModel(steps=[lie, lie, lie, lie, truth, lie, lie])) as assistant:
        conversation, _ = await assistant.start()
        outcomes = [(await ask(assistant, conversation, "how much is the moon?")).outcome for _ in range(4)]
    assert outcomes == ["failed", "failed", "answered", "failed"]


async def test_a_model_may_fetch_a_person_and_may_then_say_so(building: Builder) -> None:
    steps = [calls(("request_human", {"reason": "gift for a king"})), says("I have passed this to our team.")]
    async with building(hosted=ScriptedModel(steps=steps)) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "this is beyond you")
    assert reply.text == "I have passed this to our team."
    assert reply.outcome == "handed_over"
    assert reply.handoff is not None


@pytest.mark.owasp("ASI08", "ASI09")
async def test_the_button_works_before_anything_was_said_and_without_an_index(assistant: Assistant) -> None:
    await assistant.library.go_live("")
    conversation, _ = await assistant.start()
    first = await assistant.request_person(conversation)
    again = await assistant.request_person(conversation)
    assert first == again
    assert first.status == "waiting"
    assert await assistant.handoff(conversation) == first


@pytest.mark.owasp("LLM06:2026", "ASI10")
async def test_endless_tool_calls_are_cut_and_told(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[calls(("show_cart", {}))] * 8)) as assistant:
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "hello")
    assert reply.outcome == "failed"
    assert "circles" in reply.text


async def test_what_a_record_does_not_state_fetches_nobody_while_other_things_are_asked(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "tell me about the Ridge Waterproof Hiking Boots")
    asked = ("do the boots glow in the dark?", "do the boots have a zipper?", "are the laces of the boots reflective?")
    outcomes = [(await ask(assistant, conversation, text)).outcome for text in asked]
    assert outcomes == ["abstained"] * 3
    assert await assistant.handoffs.waiting() == []


async def test_the_same_thing_asked_again_and_again_in_vain_fetches_a_person(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await ask(assistant, conversation, "tell me about the Ridge Waterproof Hiking Boots")
    asked = ("do the boots have a zipper?", "but do the boots have a zipper?", "so, do the boots have a zipper?")
    outcomes = [(await ask(assistant, conversation, text)).outcome for text in (*asked, asked[1])]
    assert outcomes == ["abstained"] * 3 + ["handed_over"]
