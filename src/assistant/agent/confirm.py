"""The pause before money or an order changes. Only the shopper's own yes to this very proposal goes through."""

from collections.abc import Sequence
from typing import Any, Literal

from langchain_core.messages import ToolMessage
from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt
from pydantic import ValidationError

from assistant.agent.gateway import Gateway
from assistant.agent.nodes import declined, pending_calls
from assistant.agent.state import State, TurnRecord
from assistant.agent.waiting import kept
from assistant.agent.words import ASK_ALONE, NOT_CONFIRMED, ONE_AT_A_TIME, TOO_LATE
from assistant.conversation import Confirmation
from assistant.errors import (
    BadAddress,
    ChangeRefused,
    NothingToChange,
    NotInOrder,
    OutOfStock,
    ShopError,
    UnknownMethod,
)
from assistant.tools import ShopTool
from assistant.tools.context import TurnContext
from assistant.tools.results import Result


class Confirm:
    """Two nodes: one words the proposal and holds it, the other holds nothing but the pause.

    A proposal is made once, so that the one that was asked about is the one that waits, also after a restart.
    """

    def __init__(self, tools: Sequence[ShopTool], gateway: Gateway) -> None:
        self._gateway = gateway
        self._proposals = {one.tool.name: one.propose for one in tools if one.propose}

    async def propose(
        self, state: State, runtime: Runtime[TurnContext]
    ) -> Command[Literal["act", "confirm", "propose", "think"]]:
        """One call that needs a yes at a time. What cannot be proposed is answered here, without a pause."""
        pending = pending_calls(state["messages"])
        if refused := [_refused(c, why) for c in pending if (why := self._gateway.refusal(c, state))]:
            return Command(goto="propose", update={"messages": refused})
        call = next((c for c in pending if c["name"] in self._proposals), None)
        if call is None:
            return await self._edits(pending, state, runtime.context)
        asked = await self._asked(call, state, runtime.context)
        if isinstance(asked, ToolMessage):
            return Command(goto="propose", update={"messages": [asked]})
        return await _waiting(asked, call, pending, runtime.context)

    async def _edits(
        self, pending: Sequence[Any], state: State, context: TurnContext
    ) -> Command[Literal["act", "confirm", "propose", "think"]]:
        """Those that the shopper asked for go through at once; another one is asked about when it is called alone."""
        answers = list[ToolMessage]()
        for call in pending:
            try:
                question = await self._gateway.question(call, state, context)
            except ShopError as no:
                answers.append(_refused(call, no.message))
                continue
            if question and len(pending) == 1:
                return await _waiting(question, call, pending, context)
            answers += [_refused(call, ASK_ALONE)] * bool(question)
        if answers:
            return Command(goto="propose", update={"messages": answers})
        return Command(goto="act" if pending else "think")

    async def pause(self, state: State, runtime: Runtime[TurnContext]) -> Command[Literal["act", "__end__"]]:
        """Without a yes the turn ends here."""
        waiting = state["waiting"]
        answer = interrupt(waiting)
        if answer == {"yes": waiting["id"]}:
            turn = TurnRecord(**{**state["turn"], "confirmed": waiting["id"]})
            return Command(goto="act", update={"turn": turn})
        context = runtime.context
        await context.changes.decline(waiting["id"], context.shopper, context.now)
        left = declined(state["messages"], TOO_LATE if answer.get("late") else NOT_CONFIRMED)
        return Command(goto="__end__", update={"messages": left})

    async def _asked(self, call: Any, state: State, context: TurnContext) -> Confirmation | ToolMessage:
        try:
            asked = await self._proposals[call["name"]](call["args"], state["messages"], context)
        except ShopError as no:
            return _refused(call, no.message, told=isinstance(no, ChangeRefused | OutOfStock) and not _repeats(no))
        except ValidationError as wrong:
            return _refused(call, f"These arguments cannot be used:\n{wrong}")
        return asked if isinstance(asked, Confirmation) else _answered(call, asked)


async def _waiting(asked: Confirmation, call: Any, pending: Sequence[Any], context: TurnContext) -> Command[Any]:
    others = [_refused(c, ONE_AT_A_TIME) for c in pending if c["id"] != call["id"]]
    waiting = await kept(asked, call, context.changes)
    return Command(goto="confirm", update={"messages": others, "waiting": waiting})


def _refused(call: Any, why: str, *, told: bool = False) -> ToolMessage:
    """`told` is a refusal in the shop's own words and figures, which a reply may stand on."""
    return ToolMessage(why, tool_call_id=call["id"], name=call["name"], status="error", artifact={"told": told})


def _repeats(no: ShopError) -> bool:
    """Whether the message quotes what the model asked for."""
    return isinstance(no, UnknownMethod | NotInOrder | NothingToChange | BadAddress)


def _answered(call: Any, result: Result) -> ToolMessage:
    content, artifact = result
    return ToolMessage(content, tool_call_id=call["id"], name=call["name"], artifact=artifact)
