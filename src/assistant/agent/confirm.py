"""The pause before money or an order changes. Only the shopper's own yes to this very proposal goes through."""

import hashlib
import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from langgraph.runtime import Runtime
from langgraph.types import Command, interrupt

from assistant.agent.nodes import declined, pending_calls
from assistant.agent.state import State
from assistant.agent.words import CHANGED_SINCE
from assistant.conversation import Confirmation, Sentence
from assistant.tools import Effect, ShopTool
from assistant.tools.context import TurnContext

VALID_FOR = timedelta(minutes=10)
_YES = re.compile(
    r"^\W*(?:yes|yep|yeah|yup|ok|okay|sure|confirm|confirmed|i confirm|go ahead|do it|please do|correct|"
    r"yes,? (?:please|go ahead|do it|confirm|i confirm|that is right|that's right))\W*$",
    re.IGNORECASE,
)


class Confirm:
    """A node that holds nothing but the pause: each tool runs exactly once on yes, and not at all on anything else."""

    def __init__(self, tools: Sequence[ShopTool]) -> None:
        self._proposals = {t.tool.name: t.propose for t in tools if t.effect is Effect.COMMIT and t.propose}

    async def __call__(
        self, state: State, runtime: Runtime[TurnContext]
    ) -> Command[Literal["act", "confirm", "__end__"]]:
        calls = [c for c in pending_calls(state["messages"]) if c["name"] in self._proposals]
        if not calls:
            return Command(goto="act")
        effects = [await self._proposals[c["name"]](c["args"], runtime.context) for c in calls]
        proposal = propose(runtime.context.conversation_id, calls, effects, runtime.context.now)
        answer = interrupt(proposal.model_dump(mode="json"))
        if answer == {"yes": proposal.id}:
            return Command(goto="act")
        if answer["yes"] is not None:
            # a new task, so that the old yes cannot count for the new proposal
            changed = {**state["turn"], "said": [CHANGED_SINCE]}
            runtime.stream_writer(Sentence(text=CHANGED_SINCE))
            return Command(goto="confirm", update={"turn": changed})
        why = "The shopper did not confirm this. Nothing was done."
        return Command(goto="__end__", update={"messages": declined(state["messages"], why)})


def propose(conversation_id: str, calls: Sequence[Any], effects: Sequence[str], now: datetime) -> Confirmation:
    """The id is a digest of who, what and the full effect: a changed price or stock makes another proposal."""
    what = json.dumps([conversation_id, [[c["name"], c["args"]] for c in calls], list(effects)], sort_keys=True)
    digest = hashlib.sha256(what.encode()).hexdigest()
    return Confirmation(id=digest, effect="\n".join(effects), expires_at=now + VALID_FOR)


def plain_yes(text: str) -> bool:
    """A bare yes. "Yes, but only the lamp" is not one."""
    return bool(_YES.match(text))
