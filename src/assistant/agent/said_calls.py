"""A tool call that a weak model writes as its answer: one JSON object that names a bound tool."""

import json
import re
from collections.abc import Collection
from typing import Any
from uuid import uuid4

from langchain_core.messages import ToolCall
from langchain_core.messages.tool import tool_call

_WRAPPED = re.compile(
    r"^\s*(?:<tool_call>\s*(?P<tagged>\{.*\})\s*(?:</tool_call>)?|```(?:json|tool_call|tool_code)?\s*(?P<fenced>\{.*\})\s*```"
    r"|(?P<bare>\{.*\}))\s*$",
    re.DOTALL,
)
_ARGUMENTS = ("arguments", "args", "parameters", "input")
_OPENINGS = ("{", "`", "<tool_call>")


def may_be_a_call(text: str) -> bool:
    """Whether an answer that begins so could be one; until it is known, none of it is said."""
    begun = text.lstrip()
    return not begun or any(begun.startswith(opening[: len(begun)]) for opening in _OPENINGS)


def said_call(text: str, bound: Collection[str]) -> ToolCall | None:
    """`bound` are the names of the tools. Anything beside the object makes it speech."""
    found = _WRAPPED.match(text)
    data = _object(found["tagged"] or found["fenced"] or found["bare"]) if found else None
    if data is None:
        return None
    inner = data.get("function")
    named: dict[str, Any] = inner if isinstance(inner, dict) else data
    name = next((named[key] for key in ("name", "tool", "tool_name") if isinstance(named.get(key), str)), inner)
    if not isinstance(name, str) or name not in bound:
        return None
    args: Any = next((named[key] for key in _ARGUMENTS if key in named), {})
    args = _object(args) if isinstance(args, str) else args
    return tool_call(name=name, args=args, id=uuid4().hex) if isinstance(args, dict) else None


def _object(text: str) -> dict[str, Any] | None:
    try:
        data = json.loads(text)
    except ValueError:
        return None
    return data if isinstance(data, dict) else None
