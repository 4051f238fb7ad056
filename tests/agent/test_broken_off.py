"""A turn that breaks off anywhere leaves a finished row, a free conversation and a history that goes on."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from langchain_core.callbacks import AsyncCallbackManagerForLLMRun
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGenerationChunk

from assistant.agent.assistant import Assistant
from assistant.conversation import Sentence
from assistant.errors import BadRequest
from assistant.testing.model import ScriptedModel, says
from tests.conftest import Builder, ask


class Stalling(ScriptedModel):
    """Says one sentence, then nothing more, until it is left."""

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        if self.steps:
            async for chunk in super()._astream(messages, stop, run_manager):
                yield chunk
            return
        yield ChatGenerationChunk(message=AIMessageChunk(content="Let me see. And "))
        await asyncio.sleep(60)


async def first_sentence(assistant: Assistant, conversation: Any) -> Any:
    running = assistant.reply(conversation, "show me mugs")
    async for event in running:
        if isinstance(event, Sentence):
            return running
    raise AssertionError("no sentence came")


async def test_a_listener_who_leaves_ends_the_turn_and_its_row(building: Builder) -> None:
    model = Stalling(steps=[])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        running = await first_sentence(assistant, conversation)
        await running.aclose()
        [turn] = await assistant.conversations.turns(conversation.id)
        assert turn.error == "broken off"
        model.steps = [says("Hello again.")]
        assert (await ask(assistant, conversation, "hello?")).text == "Hello again."


async def test_a_cancelled_turn_ends_the_same_way(building: Builder) -> None:
    model = Stalling(steps=[])
    async with building(hosted=model) as assistant:
        conversation, _ = await assistant.start()
        said = asyncio.Event()

        async def listen() -> None:
            async for event in assistant.reply(conversation, "show me mugs"):
                if isinstance(event, Sentence):
                    said.set()

        task = asyncio.create_task(listen())
        await said.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        [turn] = await assistant.conversations.turns(conversation.id)
        assert turn.error == "broken off"
        model.steps = [says("Hello again.")]
        assert (await ask(assistant, conversation, "hello?")).text == "Hello again."


@pytest.mark.parametrize("text", ["\u200b\u200d", "\u202e\u2066", "\x00\x07", "\u00ad"])
async def test_a_message_of_nothing_visible_is_an_empty_one(assistant: Assistant, text: str) -> None:
    conversation, _ = await assistant.start()
    with pytest.raises(BadRequest, match="empty"):
        await anext(assistant.reply(conversation, text))
    assert await assistant.conversations.turns(conversation.id) == []


@pytest.mark.parametrize(
    "text", ["😀😀", "\u202eshow me mugs", "9" * 2000, "9 " * 1000, "a\x00b", "¿", "<|im_end|>", "{}", "$" * 500]
)
async def test_a_strange_message_is_answered(assistant: Assistant, text: str) -> None:
    conversation, _ = await assistant.start()
    reply = await ask(assistant, conversation, text)
    assert reply.outcome != "failed"
    assert reply.text
