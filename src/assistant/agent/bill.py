"""What the attempts of one thought took, as the server says, or counted here where it does not say."""

import json
from collections.abc import Callable, Sequence
from typing import Any

from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.tools import BaseTool
from langchain_core.utils.function_calling import convert_to_openai_tool

from assistant.agent.spending import Use

CountTokens = Callable[[str], int]
WRITTEN = "written"
"""Where a chunk keeps what the server wrote, if its text and calls were read out of that."""


class Bill:
    def __init__(self, count: CountTokens) -> None:
        self._count, self.use = count, Use()

    def add(
        self, asked: Sequence[BaseMessage], tools: Sequence[BaseTool | dict[str, Any]], got: AIMessageChunk | None
    ) -> None:
        """One attempt, with as much of its answer as came."""
        if got is not None and got.usage_metadata:
            told = got.usage_metadata
            self._take(told["input_tokens"], told["output_tokens"])
            return
        sent = [*(f"{m.content}{getattr(m, 'tool_calls', '') or ''}" for m in asked), *map(_schema, tools)]
        self._take(sum(map(self._count, sent)), sum(map(self._count, _written(got))))

    def _take(self, tokens_in: int, tokens_out: int) -> None:
        self.use = Use(self.use.tokens_in + tokens_in, self.use.tokens_out + tokens_out)


def _written(got: AIMessageChunk | None) -> list[str]:
    if got is None:
        return []
    if WRITTEN in got.additional_kwargs:
        return [got.additional_kwargs[WRITTEN]]
    return [got.text, *(f"{c['name']}{c['args']}" for c in got.tool_call_chunks)]


def _schema(tool: BaseTool | dict[str, Any]) -> str:
    return json.dumps(convert_to_openai_tool(tool))
