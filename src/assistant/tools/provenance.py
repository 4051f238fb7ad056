"""A model may only use ids that this conversation has shown it, or that the shopper typed."""

import re
from collections.abc import Iterable, Sequence

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

from assistant.errors import NotSeenHere


def require_seen(ids: Iterable[str], messages: Sequence[AnyMessage]) -> None:
    """Raises `NotSeenHere` for the first id that stands in no tool result and in no message of the shopper."""
    texts = [str(m.content) for m in messages if isinstance(m, ToolMessage | HumanMessage)]
    for wanted in ids:
        whole = re.compile(rf"(?<![\w-]){re.escape(wanted)}(?![\w-])", re.IGNORECASE)
        if not any(whole.search(text) for text in texts):
            raise NotSeenHere(f"{wanted!r} was not shown in this conversation. Search for the product first.")
