"""Turns that run to their end, whoever still listens: a shopper who leaves never leaves half a turn behind."""

import asyncio
import time
from collections.abc import AsyncGenerator

import structlog

from assistant.agent.assistant import Assistant
from assistant.api.errors import Failure, describe
from assistant.conversation import Finished, Reply, TurnEvent
from assistant.observability import Metrics, turn_logging
from assistant.shop.conversations import Conversation

Told = TurnEvent | Failure
Running = asyncio.Queue[Told | None]
"""What one turn has to tell, in order, with None after the last; nobody has to read it for the turn to go on."""


class Turns:
    def __init__(self, assistant: Assistant, metrics: Metrics) -> None:
        self._assistant, self._metrics = assistant, metrics
        self._tasks: set[asyncio.Task[None]] = set()

    def start(
        self, conversation: Conversation, text: str, confirms: str | None = None, *, network: str = "", key: str = ""
    ) -> Running:
        told = Running()
        said = self._assistant.reply(conversation, text, confirms, network=network, key=key)
        task = asyncio.create_task(self._run(told, conversation, said))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return told

    async def drain(self, seconds: float) -> None:
        """Let running turns finish before the process ends."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)

    async def _run(self, told: Running, conversation: Conversation, said: AsyncGenerator[TurnEvent, None]) -> None:
        started, first = time.perf_counter(), True
        try:
            async for event in said:
                if first:
                    self._metrics.first_event(time.perf_counter() - started)
                    first = False
                if isinstance(event, Finished):
                    self._record(conversation, event.reply, time.perf_counter() - started)
                told.put_nowait(event)
        except Exception as error:  # noqa: BLE001  # whoever listens is told of any failure; describe() logs it
            told.put_nowait(describe(error))
        finally:
            told.put_nowait(None)

    def _record(self, conversation: Conversation, reply: Reply, seconds: float) -> None:
        self._metrics.turn(reply.outcome, reply.model.kind, seconds)
        for tool in reply.tools:
            self._metrics.tool_call(tool, reply.outcome)
        if reply.outcome == "handed_over" and reply.handoff is not None:
            self._metrics.handoff(reply.handoff.reason)
        with turn_logging(reply.turn_id, conversation.id):
            structlog.get_logger("assistant.turns").info(
                "turn_finished",
                outcome=reply.outcome,
                model=reply.model.name,
                kind=reply.model.kind,
                tools=list(reply.tools),
                milliseconds=round(seconds * 1000),
            )


async def whole_reply(told: Running) -> Reply | Failure:
    """Wait for the end of the turn and keep only its result."""
    result: Reply | Failure | None = None
    while (event := await told.get()) is not None:
        if isinstance(event, Finished):
            result = event.reply
        elif isinstance(event, Failure):
            result = event
    return result or describe(RuntimeError("a turn ended without a reply"))
