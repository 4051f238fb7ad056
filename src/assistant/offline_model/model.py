"""The LangChain face of the offline model: messages and bound tools in, tool calls or words out."""

import json
import re
import uuid
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from functools import cached_property
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, LanguageModelInput
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage, UsageMetadata
from langchain_core.messages.tool import ToolCall, tool_call, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.offline_model import in_hand, of_rules
from assistant.offline_model.answering import Answering
from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.plan import Classifiers, Planned, plan
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.train import WEIGHTS
from assistant.offline_model.transcript import read_turns
from assistant.offline_model.wording import talk
from assistant.retrieval.embedding import Embedder

NAME = "offline-rules-1"
DESCRIPTION = "rules and a small classifier, no language model"


def count_words(text: str) -> int:
    return len(text.split())


class OfflineChatModel(BaseChatModel):
    """Deterministic and stateless: the same messages and tools give the same answer.

    `response_metadata` carries `intent`, and with a reply `outcome` ("answered", "abstained" or "refused") and `told`:
    the ids of those tool calls whose results the reply speaks of.
    """

    embeddings: Embedder
    shop_name: str
    count_tokens: Callable[[str], int] = count_words
    model_name: str = NAME

    @cached_property
    def remembered(self) -> Remembered:
        return Remembered(self.embeddings)

    @cached_property
    def classifiers(self) -> Classifiers:
        load = IntentClassifier.load
        return Classifiers(*(load(path, self.remembered) for path in (WEIGHTS, in_hand.WEIGHTS, of_rules.WEIGHTS)))

    @cached_property
    def answering(self) -> Answering:
        return Answering(self.remembered)

    @property
    def _llm_type(self) -> str:
        return "offline-rules"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"model_name": self.model_name}

    def bind_tools(
        self, tools: Sequence[Any], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[LanguageModelInput, AIMessage]:
        return self.bind(tools=[_named(tool) for tool in tools], tool_choice=tool_choice, **kwargs)

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        planned = self._planned(messages, kwargs.get("tools") or [])
        message = AIMessage(
            content=planned.text,
            tool_calls=_tool_calls(planned, messages),
            usage_metadata=self._usage(messages, planned),
            response_metadata=self._metadata(planned),
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        for chunk in self._chunks(messages, kwargs.get("tools") or []):
            if run_manager:
                run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        for chunk in self._chunks(messages, kwargs.get("tools") or []):
            if run_manager:
                await run_manager.on_llm_new_token(chunk.text, chunk=chunk)
            yield chunk

    def _chunks(self, messages: list[BaseMessage], tools: Sequence[dict[str, Any]]) -> Iterator[ChatGenerationChunk]:
        planned = self._planned(messages, tools)
        for word in re.findall(r"\S+\s*", planned.text):
            yield ChatGenerationChunk(message=AIMessageChunk(content=word))
        calls = [
            tool_call_chunk(name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=at)
            for at, call in enumerate(_tool_calls(planned, messages))
        ]
        last = AIMessageChunk(
            content="",
            tool_call_chunks=calls,
            chunk_position="last",
            usage_metadata=self._usage(messages, planned),
            response_metadata=self._metadata(planned),
        )
        yield ChatGenerationChunk(message=last)

    def _planned(self, messages: list[BaseMessage], tools: Sequence[dict[str, Any]]) -> Planned:
        turns = read_turns(messages)
        if not turns:
            return Planned((), talk.greeting(self.shop_name), "answered", "greeting")
        bound = frozenset(str(tool["function"]["name"]) for tool in tools)
        return plan(turns, bound, self.classifiers, self.answering, self.shop_name)

    def _usage(self, messages: Sequence[BaseMessage], planned: Planned) -> UsageMetadata:
        given = sum(self.count_tokens(message.text) for message in messages)
        made = self.count_tokens(planned.text + "".join(f"{c.tool} {json.dumps(dict(c.args))}" for c in planned.calls))
        return UsageMetadata(input_tokens=given, output_tokens=made, total_tokens=given + made)

    def _metadata(self, planned: Planned) -> dict[str, Any]:
        finish = "tool_calls" if planned.calls else "stop"
        told = {"outcome": planned.outcome, "told": list(planned.told)} if not planned.calls else {}
        return {"model_name": self.model_name, "finish_reason": finish, "intent": planned.intent, **told}


def _named(tool: Any) -> dict[str, Any]:
    """Only the names are read here, and a whole schema for each tool and each thought costs more than the thought."""
    if isinstance(tool, BaseTool):
        return {"type": "function", "function": {"name": tool.name}}
    return convert_to_openai_tool(tool)


def _tool_calls(planned: Planned, messages: Sequence[BaseMessage]) -> list[ToolCall]:
    """Ids follow from the place in the conversation, so that a replay gives the same ones."""
    return [
        tool_call(
            name=call.tool,
            args=dict(call.args),
            id="call_" + uuid.uuid5(uuid.NAMESPACE_OID, f"{len(messages)} {at} {call.tool} {call.args}").hex[:20],
        )
        for at, call in enumerate(planned.calls)
    ]
