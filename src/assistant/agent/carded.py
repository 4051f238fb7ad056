"""Card numbers around a turn: out of what a model says and calls, and out of earlier messages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.card_numbers import PART, Exchange, hide
from assistant.shop.conversations import Turn

_LONG = 4
"""Shorter numbers stand for too many things to be taken out of other texts."""


def exchanges(turns: Sequence[Turn]) -> list[Exchange]:
    return [Exchange(turn.text, turn.reply.text if turn.reply else "") for turn in turns]


def without_cards(message: AIMessage, before: Sequence[AnyMessage]) -> AIMessage:
    """The same answer without card numbers in its text and in its calls. What a tool has shown may be used."""
    shown = [str(m.content) for m in before if isinstance(m, ToolMessage)]
    calls = [{**call, "args": _clean(call["args"], shown)} for call in message.tool_calls]
    return message.model_copy(update={"content": hide(message.text).text, "tool_calls": calls})


def _clean(value: Any, shown: Sequence[str]) -> Any:
    if isinstance(value, str):
        return value if any(value in text for text in shown) else hide(value).text
    if isinstance(value, dict):
        return {hide(str(key)).text: _clean(inner, shown) for key, inner in value.items()}
    if isinstance(value, list):
        return [_clean(inner, shown) for inner in value]
    if isinstance(value, int) and not isinstance(value, bool) and hide(str(value)).found:
        return 0
    return value


@dataclass(frozen=True)
class Forgotten:
    """`turns` as they may be kept from now on; `typed` gives new words for old messages, `numbers` their digits."""

    turns: Sequence[Turn]
    typed: Mapping[str, str]
    numbers: frozenset[str]

    def message(self, message: AnyMessage) -> AnyMessage:
        if isinstance(message, HumanMessage) and message.text in self.typed:
            return message.model_copy(update={"content": self.typed[message.text]})
        content = self.text(str(message.content))
        if not isinstance(message, AIMessage):
            return message.model_copy(update={"content": content})
        calls = json.loads(self.text(json.dumps(message.tool_calls)))
        return message.model_copy(update={"content": content, "tool_calls": calls})

    def text(self, text: str) -> str:
        """Without what only repeats a long number."""
        for number in self.numbers:
            text = text.replace(number, PART) if len(number) >= _LONG else text
        return text


def forgotten(turns: Sequence[Turn], earlier: Mapping[int, str]) -> Forgotten:
    """`earlier` gives the new words of turns by their place."""
    typed = {turns[at].text: text for at, text in earlier.items()}
    numbers = frozenset("".join(c for c in text if c.isdecimal()) for text in typed) - {""}
    found = Forgotten((), typed, numbers)
    return replace(found, turns=[_without(turns[at], text, found) for at, text in earlier.items()])


def _without(turn: Turn, text: str, found: Forgotten) -> Turn:
    reply = turn.reply.model_copy(update={"text": found.text(turn.reply.text)}) if turn.reply else None
    return replace(turn, text=text, reply=reply)
