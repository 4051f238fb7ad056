"""A planner for servers that cannot call tools: each answer is one JSON object, a step with a tool or the reply.

The server is given the schema of that object (`response_format`), so that one which constrains its model cannot write
anything else. One that ignores it is understood as far as it keeps to the form, and its plain words are the reply.
"""

import json
import re
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import uuid4

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import (
    AIMessage,
    AIMessageChunk,
    BaseMessage,
    HumanMessage,
    SystemMessage,
    ToolMessage,
    message_chunk_to_message,
)
from langchain_core.messages.tool import tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.utils.function_calling import convert_to_openai_tool
from langchain_core.utils.json import parse_partial_json

from assistant.agent.bill import WRITTEN
from assistant.errors import ModelUnavailable

LONGEST_STEP = 20_000
STEPS = 50
"""An unfinished object is read from its beginning each time: a long one in about so many steps for each doubling."""
FENCES = ("```json", "```")
# a run of backslashes is tried from its beginning alone: from each of them it would take the square of its length
_ESCAPE = re.compile(
    r"(?<!\\)(?P<slashes>\\*)(?P<last>\\)(?:u[0-9a-fA-F]{0,3}|u[dD][89abAB][0-9a-fA-F]{2}(?:\\(?:u[0-9a-fA-F]{0,3})?)?)?$"
)


class JsonPlanner(BaseChatModel):
    """`inner` speaks; `instructions` words the form of an answer around a list of tools."""

    inner: BaseChatModel
    instructions: Callable[[str], str]
    tools: tuple[dict[str, Any], ...] = ()

    @property
    def _llm_type(self) -> str:
        return "json-planner"

    def bind_tools(self, tools: Sequence[Any], **_: Any) -> Runnable[Any, AIMessage]:
        return self.model_copy(update={"tools": tuple(convert_to_openai_tool(tool)["function"] for tool in tools)})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> ChatResult:
        """Raises `ModelUnavailable` for an answer that is no step."""
        answer, step = self._constrained.invoke(self._told(messages)), Step()
        whole = AIMessageChunk(content=step.hear(str(answer.text)), usage_metadata=answer.usage_metadata)
        for last in step.finish():
            whole += last
        return ChatResult(generations=[ChatGeneration(message=message_chunk_to_message(whole))])

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,
        **_: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        """Raises `ModelUnavailable` for an answer that is no step."""
        step = Step()
        async for chunk in self._constrained.astream(self._told(messages)):
            if not isinstance(chunk, AIMessageChunk):
                raise ModelUnavailable(f"a {type(chunk).__name__} as its answer")
            yield ChatGenerationChunk(message=_paid_for(chunk))
            if said := step.hear(chunk.text):
                yield ChatGenerationChunk(message=AIMessageChunk(content=said))
        for last in step.finish():
            yield ChatGenerationChunk(message=last)

    @property
    def _constrained(self) -> Runnable[Any, AIMessage]:
        # not by the client's own parameter: that one reads the answer itself, and breaks where it keeps loosely to it
        return self.inner.bind(extra_body={"response_format": response_format(self.tools)})

    def _told(self, messages: Sequence[BaseMessage]) -> list[BaseMessage]:
        """The conversation in the form of the answers: calls and results as text."""
        listed = "\n".join(json.dumps(tool, ensure_ascii=False) for tool in self.tools)
        names = {call["id"]: call["name"] for m in messages if isinstance(m, AIMessage) for call in m.tool_calls}
        first, *rest = messages
        system = SystemMessage(f"{first.text}\n\n{self.instructions(listed)}")
        head = [system] if isinstance(first, SystemMessage) else [SystemMessage(self.instructions(listed)), first]
        return [*head, *(one for message in rest for one in _as_text(message, names))]


def _paid_for(chunk: AIMessageChunk) -> AIMessageChunk:
    """Told before it is read: what turns out to be no step was written all the same."""
    return AIMessageChunk(
        content="",
        additional_kwargs={WRITTEN: str(chunk.text)},
        usage_metadata=chunk.usage_metadata,
        response_metadata=chunk.response_metadata,
    )


def response_format(tools: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Not strict in the one vendor's sense, which knows no optional arguments: a server that constrains does so."""
    steps = [_object(tool={"const": tool["name"]}, arguments=tool["parameters"]) for tool in tools]
    schema = _object(step={"anyOf": [*steps, _object(reply={"type": "string"})]})
    return {"type": "json_schema", "json_schema": {"name": "step", "schema": schema}}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}


def _as_text(message: BaseMessage, names: dict[str | None, str]) -> list[BaseMessage]:
    if isinstance(message, ToolMessage):
        return [HumanMessage(f"Result of {names.get(message.tool_call_id, 'a tool')}: {message.text}")]
    if not isinstance(message, AIMessage):
        return [message]
    steps = [{"tool": call["name"], "arguments": call["args"]} for call in message.tool_calls]
    steps += [{"reply": message.text}] if message.text.strip() else []
    return [AIMessage(json.dumps({"step": step}, ensure_ascii=False)) for step in steps]


class Step:
    """Reads one answer as it comes: the words of a reply are given back at once, a call when it is whole."""

    def __init__(self) -> None:
        self._text, self._said, self._read = "", "", 0

    def hear(self, text: str) -> str:
        """What of the reply is new. Raises `ModelUnavailable` for an endless answer."""
        self._text += text
        if len(self._text) > LONGEST_STEP:
            raise ModelUnavailable("an endless answer")
        if not text or len(self._text) - self._read < len(self._text) // STEPS:
            return ""
        self._read = len(self._text)
        return self._new(self._so_far())

    def finish(self) -> list[AIMessageChunk]:
        """What is left of the reply, or the call. Raises `ModelUnavailable` for anything else."""
        if self._is_plain:
            return [AIMessageChunk(content=self._new(self._text))]
        step = _step(_whole(self._bare))
        if isinstance(step.get("reply"), str):
            return [AIMessageChunk(content=self._new(step["reply"]))]
        if not isinstance(step.get("tool"), str):
            raise ModelUnavailable("an answer that is no step")
        arguments = json.dumps(step.get("arguments") or {})
        call = tool_call_chunk(name=step["tool"], args=arguments, id=uuid4().hex, index=0)
        return [AIMessageChunk(content="", tool_call_chunks=[call])]

    @property
    def _bare(self) -> str:
        text = self._text.strip()
        for fence in FENCES:
            text = text.removeprefix(fence)
        return text.removesuffix("```").strip()

    @property
    def _is_plain(self) -> bool:
        """Words from a server that ignores the form; until it is known, nothing is said."""
        begun = self._text.lstrip()
        return bool(begun) and not any(begun.startswith(way[: len(begun)]) for way in ("{", *FENCES))

    def _so_far(self) -> str:
        if self._is_plain:
            return self._text
        try:
            reply = _step(parse_partial_json(_without_half_a_letter(self._bare))).get("reply")
        except ValueError:
            return self._said
        return reply if isinstance(reply, str) and reply.startswith(self._said) else self._said

    def _new(self, reply: str) -> str:
        if not reply.startswith(self._said):
            raise ModelUnavailable("an answer that changed while it came")
        new, self._said = reply[len(self._said) :], reply
        return new


def _without_half_a_letter(text: str) -> str:
    """An escape that is not here whole would be read as other letters, and so would one of two surrogates."""
    begun = _ESCAPE.search(text)
    return text[: begun.start("last")] if begun and len(begun["slashes"]) % 2 == 0 else text


def _whole(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise ModelUnavailable("a broken step") from None


def _step(data: Any) -> dict[str, Any]:
    """A model that leaves the wrapping out is understood, too."""
    inner = data.get("step", data) if isinstance(data, dict) else {}
    return inner if isinstance(inner, dict) else {}
