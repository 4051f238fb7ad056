"""A model may only use ids that a tool or the shop showed in this conversation, or that the shopper typed."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from langchain_core.messages import AnyMessage, HumanMessage, SystemMessage, ToolMessage

from assistant.errors import NotSeenHere


def require_seen(ids: Iterable[str], messages: Sequence[AnyMessage]) -> None:
    """Raises `NotSeenHere` for the first id that is no handle or sku of a tool's result or of what the shop suggested,
    and that nobody typed.
    """
    shown = {id_ for message in messages for id_ in _ids(_shown(message))}
    typed = [str(m.content) for m in messages if isinstance(m, HumanMessage)]
    for wanted in ids:
        whole = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", re.IGNORECASE)
        if wanted not in shown and not any(whole.search(text) for text in typed):
            raise NotSeenHere(f"{wanted!r} was not shown in this conversation. Search for the product first.")


def _shown(message: AnyMessage) -> Any:
    if isinstance(message, ToolMessage):
        return None if message.status == "error" else _data(message)
    note = _data(message) if isinstance(message, SystemMessage) else None
    return note.get("suggested") if isinstance(note, dict) else None


def _data(message: AnyMessage) -> Any:
    try:
        return json.loads(str(message.content))
    except ValueError:
        return None


def _ids(data: Any) -> Iterator[str]:
    """Only ids in their own fields count: a text, a refusal or an echoed argument may name any."""
    if isinstance(data, dict):
        yield from (str(data[key]) for key in ("handle", "sku") if data.get(key))
    if isinstance(data, dict | list):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _ids(value)
