"""Runs the graph for one message: a new turn, or the answer to the proposal that waits."""

from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, cast

from langchain_core.messages import AnyMessage
from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.types import Command, Durability

from assistant.agent.graph import Graph
from assistant.agent.state import State, TurnRecord, fresh
from assistant.agent.waiting import read
from assistant.agent.words import NO_LONGER
from assistant.agent.yes import Answer, read_answer
from assistant.conversation import Confirmation, Progress, Sentence
from assistant.errors import NotConfirmed
from assistant.shop.changes.desk import ChangeDesk
from assistant.tools.context import TurnContext

Told = AsyncGenerator[Progress | Sentence | State, None]
APART = "\n\n"
KEPT: Durability = "exit"
"""A turn is kept once, when it ends, pauses or breaks off: nobody goes on from the middle of a turn that died."""


@dataclass(frozen=True)
class Runner:
    graph: Graph
    changes: ChangeDesk

    async def waiting(self, conversation_id: str, now: datetime) -> Confirmation | None:
        """The proposal that can still be answered."""
        waiting = await self._waiting_in(await self._snapshot(conversation_id))
        return waiting if waiting and now < waiting.expires_at else None

    async def require_waiting(self, conversation_id: str, confirms: str | None, now: datetime) -> None:
        """A button's yes is for the proposal it was drawn for, while that waits. Raises `NotConfirmed`."""
        if confirms is None:
            return
        waiting = await self.waiting(conversation_id, now)
        if waiting is None or waiting.id != confirms:
            raise NotConfirmed(NO_LONGER)

    async def rewrite(self, conversation_id: str, rewritten: Callable[[AnyMessage], AnyMessage]) -> None:
        """Put other words in the place of what was said; no earlier checkpoint stays. Only between two turns."""
        saver, values = self.graph.checkpointer, (await self._snapshot(conversation_id)).values
        if isinstance(saver, BaseCheckpointSaver):
            await saver.adelete_thread(conversation_id)
        changed = values | {"messages": [rewritten(message) for message in values["messages"]]}
        await self.graph.aupdate_state(_config(conversation_id), changed, as_node="refuse")

    async def asked(self, state: State) -> Confirmation | None:
        """What the shopper is to be asked at the end of a turn."""
        interrupts = cast("dict[str, Any]", state).get("__interrupt__")
        return await read(interrupts[0].value, state["messages"], self.changes) if interrupts else None

    async def run(self, context: TurnContext, confirms: str | None) -> Told:
        """The graph's own events and its states, the last one at the end. Anything but a yes in time is a no."""
        snapshot = await self._snapshot(context.conversation_id)
        turn = fresh(context.turn_id, len(snapshot.values.get("messages", ())))
        waiting = await self._waiting_in(snapshot)
        if waiting is None:
            told = self._stream({"turn": turn}, context)
        elif (answer := _answer(context.text, confirms, waiting)).yes and context.now < waiting.expires_at:
            told = self._agreed(Command(resume={"yes": waiting.id}, update={"turn": turn}), answer, context)
        else:
            told = self._declined(Command(resume={"yes": None, "late": answer.yes}), context)
        async with aclosing(told) as parts:
            async for part in parts:
                yield part

    async def _agreed(self, yes: Command[Any], answer: Answer, context: TurnContext) -> Told:
        """What was agreed to, and then what was asked beside it, as one reply."""
        state: State | None = None
        async with aclosing(self._stream(yes, context)) as parts:
            async for part in parts:
                state = state if isinstance(part, Progress | Sentence) else part
                yield part
        if state is None or not answer.rest or "__interrupt__" in state:
            return
        first = state["turn"]
        yield Sentence(text=APART)
        again = {"turn": fresh(context.turn_id, first["start"])}
        async with aclosing(self._stream(again, replace(context, text=answer.rest))) as parts:
            async for part in parts:
                yield part if isinstance(part, Progress | Sentence) else _joined(first, part)

    async def _declined(self, no: Command[Any], context: TurnContext) -> Told:
        await self.graph.ainvoke(no, _config(context.conversation_id), context=context, durability=KEPT)
        after = await self._snapshot(context.conversation_id)
        async with aclosing(
            self._stream({"turn": fresh(context.turn_id, len(after.values["messages"]))}, context)
        ) as parts:
            async for part in parts:
                yield part

    async def _stream(self, work: Any, context: TurnContext) -> Told:
        stream = self.graph.astream(
            work, _config(context.conversation_id), context=context, stream_mode=["custom", "values"], durability=KEPT
        )
        async with aclosing(cast("AsyncGenerator[Any, None]", stream)) as parts:
            async for mode, part in parts:
                yield cast("Progress | Sentence", part) if mode == "custom" else cast("State", part)

    async def _waiting_in(self, snapshot: Any) -> Confirmation | None:
        if not snapshot.interrupts:
            return None
        return await read(snapshot.interrupts[0].value, snapshot.values["messages"], self.changes)

    async def _snapshot(self, conversation_id: str) -> Any:
        return await self.graph.aget_state(_config(conversation_id))


def _config(conversation_id: str) -> RunnableConfig:
    return {"configurable": {"thread_id": conversation_id}}


def _answer(text: str, confirms: str | None, waiting: Confirmation) -> Answer:
    return read_answer(text, waiting.effect) if confirms is None else Answer(yes=confirms == waiting.id)


def _joined(first: TurnRecord, state: State) -> State:
    turn = state["turn"]
    both = {
        "said": [*first["said"], APART, *turn["said"]],
        "handoff": turn["handoff"] or first["handoff"],
        "input_tokens": first["input_tokens"] + turn["input_tokens"],
        "output_tokens": first["output_tokens"] + turn["output_tokens"],
    }
    return cast("State", {**state, "turn": {**turn, **both}})
