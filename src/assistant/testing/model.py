"""A chat model that says what a script says, and fails when the script and the conversation disagree."""

import json
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import tool_call, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import PrivateAttr

Step = AIMessage | Exception


def says(text: str, **metadata: Any) -> AIMessage:
    return AIMessage(text, response_metadata=metadata)


def calls(*named: tuple[str, dict[str, Any]]) -> AIMessage:
    """An answer that calls tools: `calls(("show_cart", {}))`."""
    made = [tool_call(name=name, args=args, id=f"call_{i}_{name}") for i, (name, args) in enumerate(named)]
    return AIMessage("", tool_calls=made)


class ScriptedModel(BaseChatModel):
    """Plays `steps` in order; an exception among them is raised. `seen` keeps what it was asked, for assertions."""

    steps: list[Any]
    _asked: list[list[BaseMessage]] = PrivateAttr(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "scripted"

    @property
    def seen(self) -> list[list[BaseMessage]]:
        return self._asked

    def assert_complete(self) -> None:
        if self.steps:
            raise AssertionError(f"{len(self.steps)} scripted steps were never asked for")

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        return self

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        return ChatResult(generations=[ChatGeneration(message=self._next(messages))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> Iterator[ChatGenerationChunk]:
        yield from _chunks(self._next(messages))

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in _chunks(self._next(messages)):
            yield chunk

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        self._asked.append(list(messages))
        if not self.steps:
            raise AssertionError("the script has ended, but the model was asked again")
        step: Step = self.steps.pop(0)
        if isinstance(step, Exception):
            raise step
        return step


def _chunks(message: AIMessage) -> Iterator[ChatGenerationChunk]:
    words = message.text.split(" ")
    for i, word in enumerate(words):
        yield ChatGenerationChunk(message=AIMessageChunk(content=word + (" " if i < len(words) - 1 else "")))
    made = [
        tool_call_chunk(name=c["name"], args=json.dumps(c["args"]), id=c["id"], index=i)
        for i, c in enumerate(message.tool_calls)
    ]
    last = AIMessageChunk(content="", tool_call_chunks=made, response_metadata=message.response_metadata)
    last.chunk_position = "last"
    yield ChatGenerationChunk(message=last)
