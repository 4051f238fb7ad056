"""Which chat model thinks, and what happens when a hosted one fails: the offline model takes the turn and says so."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, Protocol, TypeVar
from uuid import uuid4

import structlog
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import invalid_tool_call, tool_call
from langchain_core.tools import BaseTool

from assistant.agent.bill import Bill, CountTokens
from assistant.agent.said_calls import may_be_a_call, said_call
from assistant.agent.spending import Meter, Payer, Use
from assistant.errors import AssistantError, ModelUnavailable

LONGEST_ANSWER = 20_000
"""Characters of one answer, its calls among them; no reply of a shop is so long."""
NOBODY = Payer()
T = TypeVar("T")
Tool = BaseTool | dict[str, Any]
Fit = Callable[[Sequence[BaseMessage]], list[BaseMessage]]


class Listener(Protocol):
    """Hears the text of one answer as it streams."""

    def hear(self, text: str) -> None: ...

    def start_over(self) -> None: ...


log = structlog.get_logger()


@dataclass(frozen=True)
class Thought:
    """`fallback` is why the hosted model did not give this answer, or None; `trusted` is the offline model's.

    `spent` counts every attempt, also those that failed.
    """

    message: AIMessage
    model: str
    fallback: str | None = None
    trusted: bool = False
    spent: Use = field(default_factory=Use)


@dataclass(frozen=True)
class Models:
    """`hosted` is None when no server is set; `offline` always answers. `timeout` is seconds between two chunks.

    `fit` cuts what a hosted model is sent down to its budget; the offline one reads the whole conversation. `meter`
    says whether a hosted one may be asked, and is told what it took; `count` is for servers that do not say.
    """

    offline: BaseChatModel
    offline_name: str
    hosted: BaseChatModel | None = None
    hosted_name: str = ""
    timeout: float = 30
    fit: Fit = list
    meter: Meter | None = None
    count: CountTokens = len

    @property
    def name(self) -> str:
        return self.hosted_name if self.hosted else self.offline_name

    @property
    def kind(self) -> Literal["hosted", "offline"]:
        return "hosted" if self.hosted else "offline"

    async def think(
        self,
        messages: Sequence[BaseMessage],
        tools: Sequence[Tool],
        listener: Listener,
        fallen: str | None = None,
        payer: Payer = NOBODY,
    ) -> Thought:
        """Ask the hosted model unless it has `fallen` in this turn; `listener` gets the text as it streams."""
        if self.hosted is None or fallen:
            return await self._offline(messages, tools, listener, fallen)
        if reason := await self._used_up(payer):
            return await self._offline(messages, tools, listener, reason)
        bill = Bill(self.count)
        try:
            message = await self._ask_twice(self.fit(messages), tools, listener, bill)
        except Exception as error:  # noqa: BLE001 -- whatever a remote server does, the shopper gets an answer
            reason = _reason(error)
            log.warning("hosted_model_failed", reason=reason)
            listener.start_over()
        else:
            return Thought(message, self.hosted_name, spent=bill.use)
        finally:
            await self._counted(payer, bill.use)
        return replace(await self._offline(messages, tools, listener, reason), spent=bill.use)

    async def _offline(
        self, messages: Sequence[BaseMessage], tools: Sequence[Tool], listener: Listener, why: str | None
    ) -> Thought:
        message = await self._ask(self.offline, messages, tools, listener, Bill(self.count))
        return Thought(message, self.offline_name, why, trusted=True)

    async def _used_up(self, payer: Payer) -> str:
        """A budget that cannot be read is no leave to spend."""
        if self.meter is None:
            return ""
        try:
            scope = await self.meter.spent(payer)
        except AssistantError as error:
            log.error("model_budget_unreadable", error=type(error).__name__)  # noqa: TRY400 -- no traceback: it may quote
            return "its budget could not be read"
        if scope:
            log.warning("model_budget_used_up", scope=scope)
        return f"the budget of this {scope} is used up" if scope else ""

    async def _counted(self, payer: Payer, use: Use) -> None:
        if self.meter is None or not use.tokens:
            return
        try:
            await self.meter.count(payer, use.tokens_in, use.tokens_out)
        except AssistantError as error:
            # the answer is here already, and was paid for
            log.error("model_use_not_counted", error=type(error).__name__, tokens=use.tokens)  # noqa: TRY400 -- see above

    async def _ask_twice(
        self, messages: Sequence[BaseMessage], tools: Sequence[Tool], listener: Listener, bill: Bill
    ) -> AIMessage:
        """A broken, cut or endless answer is asked for once more; a server that is silent or says no is not."""
        try:
            return await self._hosted(messages, tools, listener, bill)
        except ModelUnavailable as error:
            log.warning("hosted_model_asked_again", reason=error.message)
            listener.start_over()
        return await self._hosted(messages, tools, listener, bill)

    async def _hosted(
        self, messages: Sequence[BaseMessage], tools: Sequence[Tool], listener: Listener, bill: Bill
    ) -> AIMessage:
        """Raises `ModelUnavailable` for an answer that is no whole one."""
        assert self.hosted is not None  # noqa: S101 -- the caller asked
        patient = _Patient(listener)
        message = await self._ask(self.hosted, messages, tools, patient, bill)
        if not message.tool_calls and (call := said_call(message.text, [_name(tool) for tool in tools])):
            return message.model_copy(update={"content": "", "tool_calls": [call]})
        patient.say()
        if message.invalid_tool_calls:
            raise ModelUnavailable("a broken tool call")
        if message.response_metadata.get("finish_reason") == "length":
            raise ModelUnavailable("an answer that was cut off")
        if not message.tool_calls and not message.text.strip():
            raise ModelUnavailable("an empty answer")
        return message

    async def _ask(
        self,
        model: BaseChatModel,
        messages: Sequence[BaseMessage],
        tools: Sequence[Tool],
        listener: Listener,
        bill: Bill,
    ) -> AIMessage:
        whole: AIMessageChunk | None = None
        size = 0
        try:
            async for chunk in _within(model.bind_tools(tools).astream(list(messages)), self.timeout):
                if not isinstance(chunk, AIMessageChunk):
                    raise ModelUnavailable(f"a {type(chunk).__name__} as its answer")
                whole = chunk if whole is None else whole + chunk
                size += len(chunk.text) + sum(len(call["args"] or "") for call in chunk.tool_call_chunks)
                if size > LONGEST_ANSWER:
                    raise ModelUnavailable("an endless answer")
                listener.hear(chunk.text)
        finally:
            bill.add(messages, tools, whole)
        if whole is None:
            raise ModelUnavailable("an empty answer")
        return _complete(whole)


class _Patient:
    """Passes text on once it is sure that it is no tool call written out."""

    def __init__(self, listener: Listener) -> None:
        self._listener, self._kept, self._sure = listener, "", False

    def hear(self, text: str) -> None:
        if self._sure:
            self._listener.hear(text)
            return
        self._kept += text
        if not may_be_a_call(self._kept):
            self.say()

    def say(self) -> None:
        kept, self._kept, self._sure = self._kept, "", True
        if kept:
            self._listener.hear(kept)

    def start_over(self) -> None:
        self._listener.start_over()


def _name(tool: Tool) -> str:
    return str(tool["function"]["name"]) if isinstance(tool, dict) else tool.name


async def _within(stream: AsyncIterator[T], seconds: float) -> AsyncIterator[T]:
    while True:
        try:
            async with asyncio.timeout(seconds):
                chunk = await anext(stream)
        except StopAsyncIteration:
            return
        yield chunk


def _complete(chunk: AIMessageChunk) -> AIMessage:
    """Arguments are read strictly: a call that broke off must not run with what had arrived of it."""
    good, broken = [], []
    for call in chunk.tool_call_chunks:
        args = _arguments(call["args"])
        if args is None or not call["name"]:
            broken.append(invalid_tool_call(name=call["name"], args=call["args"], id=call["id"], error="broken JSON"))
        else:
            good.append(tool_call(name=call["name"], args=args, id=call["id"] or uuid4().hex))
    return AIMessage(
        content=chunk.text,
        tool_calls=good,
        invalid_tool_calls=broken,
        usage_metadata=chunk.usage_metadata,
        response_metadata=chunk.response_metadata,
    )


def _arguments(text: str | None) -> dict[str, Any] | None:
    try:
        args = json.loads(text or "{}")
    except ValueError:
        return None
    return args if isinstance(args, dict) else None


def _reason(error: Exception) -> str:
    """A few words for metadata; never the error's own text, which may quote the request."""
    status = getattr(error, "status_code", None)
    if isinstance(error, TimeoutError) or "timeout" in type(error).__name__.lower():
        return "the model did not answer in time"
    if status == 429:
        return "the model is overloaded"
    if status:
        return f"the model server answered {status}"
    if isinstance(error, ModelUnavailable):
        return f"the model gave {error.message}"
    return "the model could not be reached or gave a broken answer"
