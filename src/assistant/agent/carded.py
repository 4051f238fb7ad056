"""Card numbers around a turn: out of what a model says and calls, and out of earlier messages."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.card_numbers import NUMBER, PART, Exchange, has_card, hide
from assistant.card_numbers.issuers import SHORTEST
from assistant.shop.conversations import Turn

_LOOK_BACK = 400
_MOST = 10 ** (SHORTEST - 1)
"""From here on a number has as many digits as a card's; no tool counts so far."""
_LONG = 4
"""Shorter numbers stand for too many things to be taken out of other texts."""


def exchanges(turns: Sequence[Turn]) -> list[Exchange]:
    return [Exchange(turn.text, turn.reply.text if turn.reply else "") for turn in turns]


def without_cards(message: AIMessage, before: Sequence[AnyMessage], start: int = 0) -> AIMessage:
    """The same answer without card numbers in its text and in its calls, nor one that goes on from what the model
    said since `start`. What a tool has shown may be used.
    """
    cleaning = _Cleaning(
        [str(m.content) for m in before if isinstance(m, ToolMessage)],
        "\n".join(m.text for m in before[start:] if isinstance(m, AIMessage))[-_LOOK_BACK:],
    )
    content = cleaning.text("", message.text)
    calls = [{**call, "args": cleaning.value("", call["args"])} for call in message.tool_calls]
    return message.model_copy(update={"content": content, "tool_calls": calls})


@dataclass
class _Cleaning:
    """`shown` are the results of tools, `told` is what the model has said, to which each cleaned text is added."""

    shown: Sequence[str]
    told: str

    def value(self, name: str, value: Any) -> Any:
        if isinstance(value, str):
            return value if any(value in text for text in self.shown) else self.text(name, value)
        if isinstance(value, dict):
            return {hide(str(key)).text: self.value(str(key), inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [self.value(name, inner) for inner in value]
        return 0 if isinstance(value, int | float) and abs(value) >= _MOST else value

    def text(self, name: str, text: str) -> str:
        kept, joined = hide(text).text, f"{self.told}\n{name} "
        if kept.strip() and has_card(joined + kept) and not has_card(joined):
            kept = NUMBER
        self.told = (joined + kept)[-_LOOK_BACK:]
        return kept


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
