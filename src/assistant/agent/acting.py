"""Runs the tools that a model called."""

from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.messages import AIMessage
from langgraph.prebuilt import ToolNode
from langgraph.prebuilt.tool_node import ToolInvocationError
from langgraph.runtime import Runtime
from langgraph.types import Command

from assistant.agent.nodes import pending_calls, tell_news
from assistant.agent.state import State, TurnRecord
from assistant.agent.words import CHANGED_SINCE
from assistant.conversation import Sentence
from assistant.errors import ShopError, Voided
from assistant.tools import ShopTool
from assistant.tools.context import TurnContext


class Act:
    """Runs the calls that have no result yet. What changed under the shopper's yes is proposed anew."""

    def __init__(self, tools: Sequence[ShopTool]) -> None:
        self._tools = ToolNode([shop_tool.tool for shop_tool in tools], handle_tool_errors=describe)

    async def __call__(self, state: State, runtime: Runtime[TurnContext]) -> Command[Literal["think", "propose"]]:
        calls = AIMessage("", tool_calls=pending_calls(state["messages"]))
        try:
            done: Any = await self._tools.ainvoke({**state, "messages": [*state["messages"], calls]})
        except Voided:
            # it was the only call: the others of its message were put off before the shopper was asked
            news = await tell_news(runtime)
            runtime.stream_writer(Sentence(text=CHANGED_SINCE))
            said = [*state["turn"]["said"], CHANGED_SINCE]
            again = TurnRecord(**{**state["turn"], "confirmed": None, "said": said, "news": news})
            return Command(goto="propose", update={"turn": again})
        spent = TurnRecord(**{**state["turn"], "confirmed": None})
        return Command(goto="think", update={**done, "turn": spent})


def describe(error: ShopError | ToolInvocationError) -> str:
    """A shop's no, or wrong arguments, told to the model; anything else is a bug and propagates."""
    if isinstance(error, Voided):
        raise error
    return error.message if isinstance(error, ShopError) else str(error)
