"""Frozen turns as cases that an eval plays: what the shopper wrote, and what must not happen again."""

from collections.abc import AsyncIterator, Sequence
from typing import Any

import yaml

from assistant.agent.stores import Stores
from assistant.conversation import Reply
from assistant.learning.cases import FrozenTurn
from assistant.shop.conversations import Turn

EITHER = "|"
"""Between words of which a case takes either."""


async def cases_yaml(stores: Stores) -> str:
    """A file for `python -m evals run live --cases FILE`. Conversations that were deleted are left out."""
    cases = [case async for case in _cases(stores)]
    return yaml.safe_dump(cases, allow_unicode=True, sort_keys=False, width=110)


async def _cases(stores: Stores) -> AsyncIterator[dict[str, Any]]:
    for frozen in await stores.cases.all():
        turns = await stores.conversations.turns(frozen.conversation_id)
        if any(turn.id == frozen.turn_id for turn in turns):
            yield case_of(frozen, turns)


def case_of(frozen: FrozenTurn, turns: Sequence[Turn]) -> dict[str, Any]:
    """All that was written to the assistant up to that turn; what was written to a person is left out."""
    at = next(number for number, turn in enumerate(turns) if turn.id == frozen.turn_id)
    steps: list[dict[str, Any]] = [{"shopper": turn.text} for turn in turns[: at + 1] if not _to_person(turn)]
    steps[-1]["expect"] = _expected(frozen, turns[at].reply)
    return {"id": f"live-{frozen.turn_id[:12].lower()}", "about": _about(frozen), "steps": steps}


def _to_person(turn: Turn) -> bool:
    return turn.reply is not None and turn.reply.outcome == "with_person"


def _about(frozen: FrozenTurn) -> str:
    return f"Live, {frozen.at:%Y-%m-%d}: {frozen.wrong}" + (f". {frozen.note}" if frozen.note else "")


def _expected(frozen: FrozenTurn, reply: Reply | None) -> dict[str, Any]:
    """What the world or the words must be instead. A reply that is said again word for word is no better."""
    if frozen.wrong == "needed a person":
        return {"outcome": ["handed_over"]}
    if reply is None or frozen.wrong == "no answer":
        return {"outcome": ["answered"]}
    if frozen.wrong == "wrong products" and reply.cards:
        return {"cards": {"exclude": [card.handle for card in reply.cards]}}
    return {"never_says": [max(reply.text.split(EITHER), key=len).strip()]}
