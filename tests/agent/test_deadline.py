"""Whatever hangs, a turn ends: the shopper is told the truth, it is recorded, and the next message is answered."""

import asyncio
from collections.abc import AsyncGenerator
from dataclasses import replace

import pytest
from langchain_core.tools import tool

from assistant.agent.deadline import TURN_SECONDS, ending
from assistant.shop.conversations import RUNNING_FOR
from assistant.testing.model import ScriptedModel, calls, says
from assistant.tools import SHOP_TOOLS, Effect, ShopTool
from tests.conftest import Builder, ask


@tool(response_format="content_and_artifact")
async def wait_for_ever() -> tuple[str, dict[str, object]]:
    """Never comes back."""
    await asyncio.Event().wait()
    raise AssertionError


async def counting(pause: float) -> AsyncGenerator[int, None]:
    for number in range(3):
        await asyncio.sleep(pause)
        yield number


async def test_what_is_in_time_comes_whole_however_slowly_it_is_heard() -> None:
    heard = []
    async for number in ending(counting(0), 0.5):
        await asyncio.sleep(0.3)
        heard.append(number)
    assert heard == [0, 1, 2]


async def test_what_takes_too_long_together_is_ended() -> None:
    with pytest.raises(TimeoutError):
        [number async for number in ending(counting(0.2), 0.5)]


def test_a_turn_has_ended_before_the_next_one_is_let_in() -> None:
    assert RUNNING_FOR.total_seconds() > TURN_SECONDS


@pytest.mark.owasp("ASI08", "API4:2023")
async def test_a_tool_that_hangs_ends_in_a_reply_and_the_next_message_is_answered(building: Builder) -> None:
    hanging = ShopTool(wait_for_ever, Effect.READ, "Waiting")
    model = ScriptedModel(steps=[calls(("wait_for_ever", {})), says("Hello again.")])
    async with building(hosted=model, tools=[*SHOP_TOOLS, hanging]) as built:
        assistant = replace(built, rules=replace(built.rules, turn_seconds=0.5))
        conversation, _ = await assistant.start()
        reply = await ask(assistant, conversation, "hello")
        again = await ask(assistant, conversation, "hello?")
        first, _ = await assistant.conversations.turns(conversation.id)
    assert reply.outcome == "failed"
    assert "something went wrong on our side" in reply.text
    assert first.error == "TimeoutError"
    assert again.text == "Hello again."
