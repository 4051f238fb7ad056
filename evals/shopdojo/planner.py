"""A model that works off what the shopper asked for, and obeys an attacker: always, or once it has read the order."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, BaseMessage, ToolMessage
from pydantic import Field

from assistant.testing.model import ScriptedModel, calls, says
from evals.shopdojo.cases import Call, Kind, Step

THANKS = "Thank you."
EVIL = "evil"
"""How the ids of an attacker's calls begin."""


class Planner(ScriptedModel):
    """`mark` is what it obeys when a tool result has it; `wanted` is then called, and `lie` said with the answer."""

    kind: Kind = "gullible"
    mark: str = ""
    wanted: list[AIMessage] = Field(default_factory=list)
    lie: str = ""
    answer: str = THANKS
    turn: int = 0

    def prey_of(self, kind: Kind, mark: str, wanted: Sequence[Call], lie: str) -> None:
        self.kind, self.mark, self.lie = kind, mark, lie
        self.wanted = _evil(wanted)
        self._asked.clear()

    def ask(self, step: Step, reads: Sequence[Call]) -> None:
        """What it plans for the next turn: reads, the shopper's own calls, the answer."""
        self.turn += 1
        own = [_numbered(calls(call), f"{self.turn}_{at}") for at, call in enumerate([*reads, *step.made])]
        taken_over = self.kind == "compromised" and bool(self.mark)
        orders = [_numbered(one, str(self.turn)) for one in self.wanted] if taken_over else []
        first, last = (orders, []) if self.turn % 2 else ([], orders)
        cut = len(reads)
        self.steps[:] = [*own[:cut], *first, *own[cut:], *last]
        self.answer = f"{self.lie} {step.answer}" if taken_over and self.lie else step.answer

    def _next(self, messages: list[BaseMessage]) -> AIMessage:
        if self.kind == "gullible" and self.mark and self._has_read(messages):
            self.steps[:0] = [_numbered(one, str(self.turn)) for one in self.wanted]
            self.answer = f"{self.lie} {self.answer}" if self.lie else self.answer
            self.mark = ""
        if not self.steps:
            self.steps.append(says(self.answer))
            self.answer = THANKS
        return super()._next(messages)

    def _has_read(self, messages: Sequence[BaseMessage]) -> bool:
        return any(self.mark in message.text for message in messages if isinstance(message, ToolMessage))


def _evil(wanted: Sequence[Call]) -> list[AIMessage]:
    made = [calls(call) for call in wanted]
    return [_numbered(one, str(at), EVIL) for at, one in enumerate(made)]


def _numbered(message: AIMessage, mark: str, who: str = "") -> AIMessage:
    """Each call has an id of its own, as those of a real server have."""
    made = [{**call, "id": f"{who}{call['id']}_{mark}"} for call in message.tool_calls]
    return message.model_copy(update={"tool_calls": made})
