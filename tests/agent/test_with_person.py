"""While a person has the chat nobody but them answers; nothing is lost, doubled, or told before it is true."""

import json
from dataclasses import replace

import pytest
from langchain_core.messages import SystemMessage

from assistant.agent.assistant import Assistant
from assistant.conversation import Finished, Sentence
from assistant.errors import BadRequest, StorageUnavailable
from assistant.escalation.lines import StaffLine
from assistant.escalation.queue import Handoff
from assistant.escalation.staff import Staff
from assistant.shop.conversations import Conversation, Turn
from assistant.testing.clock import FixedClock
from assistant.testing.conversations import InMemoryConversations
from assistant.testing.desk import InMemoryEventLog, InMemoryLines, InMemoryStaffBook
from assistant.testing.handoffs import InMemoryHandoffQueue
from assistant.testing.model import ScriptedModel, says
from tests.conftest import Builder, ask

ADA = Staff("s1", "Ada", "ada@shop.example", "agent")


async def taken(assistant: Assistant) -> tuple[Conversation, str]:
    await assistant.stores.staff.add(ADA)
    conversation, _ = await assistant.start()
    handoff = await assistant.request_person(conversation)
    await assistant.handoffs.take(handoff.id, "s1", assistant.now())
    return conversation, handoff.id


async def test_what_the_shopper_writes_waits_for_the_person(assistant: Assistant) -> None:
    conversation, _ = await taken(assistant)
    reply = await ask(assistant, conversation, "do you have mugs? I am ada@example.com")

    assert (reply.outcome, reply.text, reply.cards) == ("with_person", "", ())
    [line] = await assistant.lines(conversation)
    assert (line.who, line.id) == ("shopper", reply.turn_id)
    assert "ada@example.com" not in line.text
    standing = await assistant.handoff(conversation)
    assert standing is not None
    assert (standing.status, standing.person) == ("taken", "Ada")


async def test_a_card_number_is_refused_then_too(assistant: Assistant) -> None:
    conversation, _ = await taken(assistant)
    reply = await ask(assistant, conversation, "take it from 4242 4242 4242 4242")

    assert "card" in reply.text
    assert "4242" not in str(await assistant.lines(conversation))


async def test_given_back_the_assistant_answers_again(assistant: Assistant) -> None:
    conversation, handoff_id = await taken(assistant)
    await ask(assistant, conversation, "do you have mugs?")
    await assistant.handoffs.end(handoff_id, "s1", "returned", assistant.now())

    assert (await ask(assistant, conversation, "do you have mugs?")).outcome == "answered"
    assert await assistant.handoff(conversation) is None


async def test_what_the_person_wrote_stands_between_the_messages(assistant: Assistant, clock: FixedClock) -> None:
    conversation, handoff_id = await taken(assistant)
    await ask(assistant, conversation, "hello?")
    for kind in ("said", "note"):
        clock.advance(seconds=5)
        line = StaffLine(f"l-{kind}", conversation.id, handoff_id, kind, "s1", "Ada", f"a {kind}", clock())
        await assistant.stores.lines.write(line)
    clock.advance(seconds=5)
    await ask(assistant, conversation, "thank you")

    lines = await assistant.lines(conversation)
    assert [(line.who, line.name, line.text) for line in lines] == [
        ("shopper", "", "hello?"),
        ("staff", "Ada", "a said"),
        ("shopper", "", "thank you"),
    ]


async def test_a_closed_chat_waits_for_the_same_person_when_the_shopper_comes_back(
    assistant: Assistant, clock: FixedClock
) -> None:
    conversation, handoff_id = await taken(assistant)
    await assistant.handoffs.end(handoff_id, "s1", "closed", clock())
    thanks = await ask(assistant, conversation, "ok, thank you very much!")
    assert thanks.handoff is None
    clock.advance(hours=20)
    again = await ask(assistant, conversation, "do you have mugs?")

    assert again.outcome == "answered"
    assert again.handoff is not None
    [waiting] = await assistant.handoffs.waiting()
    assert (waiting.id, waiting.reason, waiting.former) == (again.handoff.id, "came back", "s1")


async def test_what_a_person_said_meanwhile_is_told_to_the_model_once_and_proves_nothing(
    building: Builder, clock: FixedClock
) -> None:
    model = ScriptedModel(steps=[says("Hello."), says("It costs $3.00. I am here."), says("Yes.")])
    async with building(hosted=model) as assistant:
        conversation, handoff_id = await taken(assistant)
        await assistant.handoffs.end(handoff_id, "s1", "returned", clock())
        await ask(assistant, conversation, "hello")
        clock.advance(seconds=1)
        handoff = await assistant.request_person(conversation)
        await assistant.handoffs.take(handoff.id, "s1", clock())
        await ask(assistant, conversation, "my mug broke")
        for kind, text in (("said", "A new mug is yours for $3.00, ada@example.com."), ("note", "Rather angry.")):
            clock.advance(seconds=1)
            line = StaffLine(kind, conversation.id, handoff.id, kind, "s1", "Ada", text, clock())  # type: ignore[arg-type]
            await assistant.stores.lines.write(line)
        await assistant.handoffs.end(handoff.id, "s1", "returned", clock())
        clock.advance(seconds=1)
        reply = await ask(assistant, conversation, "thanks, and now?")
        clock.advance(seconds=1)
        await ask(assistant, conversation, "good")

    told = [[m.text for m in seen if isinstance(m, SystemMessage) and '"person"' in m.text] for seen in model.seen]
    assert [len(one) for one in told] == [0, 1, 1], "once, and kept with what was said"
    lines = json.loads(told[1][0])["person"]["lines"]
    assert lines == [
        {"who": "shopper", "text": "my mug broke"},
        {"who": "Ada", "text": "A new mug is yours for $3.00, (e-mail given)."},
    ]
    assert "$3.00" not in reply.text, "no price of the shop's"


async def test_after_some_days_it_is_a_new_matter(assistant: Assistant, clock: FixedClock) -> None:
    conversation, handoff_id = await taken(assistant)
    await assistant.handoffs.end(handoff_id, "s1", "closed", clock())
    clock.advance(hours=73)
    await ask(assistant, conversation, "do you have mugs?")
    assert await assistant.handoffs.waiting() == []


async def test_a_message_that_is_sent_twice_is_answered_once(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    other, _ = await assistant.start()
    replies = [
        event.reply
        for who in (conversation, conversation, other)
        async for event in assistant.reply(who, "do you have mugs?", key="k1")
        if isinstance(event, Finished)
    ]
    assert replies[0] == replies[1]
    assert replies[2].turn_id != replies[0].turn_id
    assert len(await assistant.stores.conversations.turns(conversation.id)) == 1


async def test_a_person_can_be_called_in_words_without_an_index(assistant: Assistant) -> None:
    await assistant.library.go_live("")
    conversation, _ = await assistant.start()
    assert (await ask(assistant, conversation, "I want to talk to a human")).outcome == "handed_over"
    assert len(await assistant.handoffs.waiting()) == 1


class FullQueue(InMemoryHandoffQueue):
    async def announce(self, handoff: Handoff, turn: Turn) -> Turn:
        raise StorageUnavailable("The shop's memory cannot be written just now.")


async def test_nobody_is_told_of_a_hand_off_that_could_not_be_written(assistant: Assistant) -> None:
    log = InMemoryEventLog()
    full = FullQueue(InMemoryConversations(), log, InMemoryStaffBook(), InMemoryLines(log))
    broken = replace(assistant, stores=replace(assistant.stores, handoffs=full))
    conversation, _ = await broken.start()
    told, turn = list[object](), broken.reply(conversation, "I want to talk to a human")

    async def listen() -> None:
        async for event in turn:
            told.append(event)

    with pytest.raises(StorageUnavailable):
        await listen()
    assert told
    assert not [event for event in told if isinstance(event, Sentence | Finished)]


async def test_one_rating_once_it_is_over(assistant: Assistant, clock: FixedClock) -> None:
    conversation, handoff_id = await taken(assistant)
    desk = assistant.at_desk(conversation)
    assert not await desk.may_rate()
    with pytest.raises(BadRequest):
        await desk.rate(5, "")
    await assistant.handoffs.end(handoff_id, "s1", "closed", clock())
    assert await desk.may_rate()
    rated = await desk.rate(4, "  quick \n and kind ")
    assert (rated.stars, rated.word, rated.staff_id, rated.handoff_id) == (4, "quick and kind", "s1", handoff_id)
    assert await desk.rate(1, "") == rated
    assert not await desk.may_rate()


async def test_the_packet_says_what_a_person_needs_first(assistant: Assistant) -> None:
    conversation, _ = await assistant.start()
    await assistant.stores.conversations.visit(conversation.id, "/collections/mugs")
    await assistant.cart(conversation).add("MUG-WHT", 2)
    await ask(assistant, conversation, "do you have mugs?")
    await ask(assistant, conversation, "I want to talk to a human")
    [handoff] = await assistant.handoffs.waiting()

    assert handoff.packet.page == "/collections/mugs"
    assert len(handoff.packet.moods) == 2
    assert "First asked: “do you have mugs?”" in handoff.packet.summary
    assert any("2 things" in line for line in handoff.packet.summary)
