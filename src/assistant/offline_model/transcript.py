"""Reads a list of chat messages as turns: what the shopper said, what the tools answered, what was replied."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, SystemMessage, ToolMessage


@dataclass(frozen=True)
class Result:
    """What one tool call brought back: `data`, or the sentence of an `error`."""

    tool: str
    args: Mapping[str, Any]
    data: Mapping[str, Any] = field(default_factory=dict)
    error: str = ""
    id: str = ""


@dataclass(frozen=True)
class IdentityNote:
    """What became of an e-mail or a code that code took out of the message before the model saw it."""

    event: str
    order_number: str | None
    message: str


@dataclass(frozen=True)
class Turn:
    """`suggested` is the product that the shop had shown beside the answer before."""

    text: str
    results: tuple[Result, ...] = ()
    reply: str = ""
    note: IdentityNote | None = None
    suggested: Mapping[str, Any] | None = None


def read_turns(messages: Sequence[BaseMessage]) -> list[Turn]:
    """Oldest first; the last one is being answered. Empty when the shopper has said nothing."""
    turns: list[Turn] = []
    asked: dict[str, Mapping[str, Any]] = {}
    for message in messages:
        if isinstance(message, HumanMessage):
            turns.append(Turn(message.text.strip()))
        elif turns:
            turns[-1] = _heard(turns[-1], message, asked)
    return turns


def _heard(turn: Turn, message: BaseMessage, asked: dict[str, Mapping[str, Any]]) -> Turn:
    if isinstance(message, AIMessage):
        asked |= {call["id"] or "": call["args"] for call in message.tool_calls}
        return replace(turn, reply=turn.reply if message.tool_calls else message.text)
    if isinstance(message, ToolMessage):
        result = _result(message, asked.get(message.tool_call_id, {}))
        return replace(turn, results=(*turn.results, result))
    if isinstance(message, SystemMessage):
        suggested = next(_suggestions(message.text), turn.suggested)
        return replace(turn, note=next(_notes(message.text), turn.note), suggested=suggested)
    return turn


def _result(message: ToolMessage, args: Mapping[str, Any]) -> Result:
    result = Result(message.name or "", args, id=message.tool_call_id)
    if message.status == "error":
        return replace(result, error=message.text.strip() or "That did not work.")
    data = _json(message.text)
    if not isinstance(data, dict):
        return replace(result, error="I got an answer that I could not read.")
    return replace(result, data=data)


def _notes(text: str) -> Iterator[IdentityNote]:
    for line in text.splitlines():
        data = _json(line) if '"identity"' in line else None
        note = data.get("identity") if isinstance(data, dict) else None
        if isinstance(note, dict):
            yield IdentityNote(str(note.get("event")), note.get("order_number"), str(note.get("message") or ""))


def _suggestions(text: str) -> Iterator[Mapping[str, Any]]:
    data = _json(text) if '"suggested"' in text else None
    suggested = data.get("suggested") if isinstance(data, dict) else None
    if isinstance(suggested, dict) and isinstance(suggested.get("product"), dict):
        yield suggested["product"]


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None
