"""Every way to a person keeps to the owner's policy, and the shopper is told the truth about who is in."""

from datetime import datetime, timedelta

import pytest

from assistant.agent.assistant import Assistant
from assistant.agent.at_desk import calls_for_person
from assistant.conversation import Sentence
from assistant.escalation.staff import Staff
from assistant.shop.handoff_policy import Hours, OutOfHours, Policy, Rule, Tier
from assistant.shop.identity import Proof
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from tests.conftest import NOON, Builder, ask, events

AWAY = "We are out. We read this on Monday, 23 November at 09:00 (UTC)."
POLICY = Policy(
    reasons={"asked for a person": Rule(queue="front"), "came back": Rule(queue="back")},
    failed_turns=1,
    tiers=(Tier(name="gold", orders_from=2), Tier(name="known", spent_from=30, queue="known")),
    hours=Hours(timezone="UTC", open={"monday": "09:00-17:00"}),
    out_of_hours=OutOfHours(message="We are out. We read this $back."),
)
MONDAY = NOON + timedelta(days=1)
PERSON = calls(("request_human", {"reason": "gift for a king"}))


@pytest.mark.parametrize(("now", "away"), [(NOON, AWAY), (MONDAY, "")])
async def test_the_button_has_the_queue_and_the_words_of_the_policy(
    assistant: Assistant, clock: FixedClock, now: datetime, away: str
) -> None:
    await assistant.stores.handoff_policy.set_policy(POLICY)
    clock.at = now
    conversation, _ = await assistant.start()
    pressed = await assistant.request_person(conversation)
    [handoff] = await assistant.handoffs.waiting()
    assert (handoff.queue, pressed.message) == ("front", away)
    assert await assistant.handoff(conversation) == pressed, "also when the page is loaded again"


async def test_a_message_that_asks_reads_our_words_and_those_for_when_nobody_is_in(assistant: Assistant) -> None:
    await assistant.stores.handoff_policy.set_policy(POLICY)
    conversation, _ = await assistant.start()
    reply = await ask(assistant, conversation, "I want to talk to a human")
    assert reply.text.startswith("Of course.")
    assert reply.text.endswith(AWAY)
    assert reply.handoff is not None
    assert reply.handoff.message == AWAY


async def test_what_a_model_does_not_say_of_the_hours_code_says(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[PERSON, says("I have passed this to our team.")])) as assistant:
        await assistant.stores.handoff_policy.set_policy(POLICY)
        conversation, _ = await assistant.start()
        told = await events(assistant, conversation, "this is beyond you")
        [handoff] = await assistant.handoffs.waiting()
    assert handoff.queue == "front"
    assert "".join(one.text for one in told if isinstance(one, Sentence)) == (
        f"I have passed this to our team.\n\n{AWAY}"
    )
    assert told[-1].reply.text == f"I have passed this to our team.\n\n{AWAY}"  # type: ignore[union-attr]  # the last one is the reply


async def test_turns_that_fail_call_a_person_as_early_as_the_policy_says(building: Builder) -> None:
    async with building(hosted=ScriptedModel(steps=[says("That costs $3.00.")] * 2)) as assistant:
        await assistant.stores.handoff_policy.set_policy(POLICY)
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "how much is the moon?")
    assert reply.outcome == "handed_over"
    assert reply.text.endswith(AWAY)


async def test_a_chat_that_comes_back_has_its_queue(assistant: Assistant) -> None:
    stores = assistant.stores
    await stores.handoff_policy.set_policy(POLICY)
    await stores.staff.add(Staff("sam", "Sam", "sam@example.com", "agent"))
    conversation, _ = await assistant.start()
    pressed = await assistant.request_person(conversation)
    await stores.handoffs.take(pressed.id, "sam", NOON)
    await stores.handoffs.end(pressed.id, "sam", "closed", NOON)
    await ask(assistant, conversation, "do you have mugs?")
    [again] = await assistant.handoffs.waiting()
    assert (again.reason, again.queue) == ("came back", "back")


@pytest.mark.parametrize(("customer", "queue"), [(None, "front"), ("c-ada", "known"), ("c-nobody", "front")], ids=str)
async def test_a_proved_customer_has_the_queue_of_their_tier(
    assistant: Assistant, customer: str | None, queue: str
) -> None:
    """Ada has one order of 33.95; who is not proved has no tier."""
    await assistant.stores.handoff_policy.set_policy(POLICY)
    conversation, _ = await assistant.start()
    if customer:
        await assistant.stores.conversations.prove(conversation.id, Proof(customer_id=customer), None)
    await ask(assistant, conversation, "I want to talk to a human")
    [handoff] = await assistant.handoffs.waiting()
    assert handoff.queue == queue
    assert (("customer tier", 1.0, "known") in handoff.packet.signals) == (queue == "known")


def test_before_a_shop_is_filled_the_policy_says_who_is_heard() -> None:
    off = Policy(reasons={"legal": Rule(enabled=False)})
    assert calls_for_person("my lawyer will contact you", Policy())
    assert not calls_for_person("my lawyer will contact you", off)
    assert calls_for_person("I want to talk to a human", off)
