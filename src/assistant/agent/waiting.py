"""The proposal that waits, as a checkpoint keeps it: without words that tell who the shopper is and where they live.

The shop's ledger has those words, and what is asked about the details of a checkout is said by the call that waits.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from langchain_core.messages import AnyMessage

from assistant.agent.nodes import pending_calls
from assistant.conversation import Confirmation
from assistant.guardrails.asking import title_of
from assistant.shop.changes.desk import ChangeDesk

_WORDS = {"effect", "title", "lines"}
_OF_THE_SHOPPER = "checkout_details"


async def kept(asked: Confirmation, call: Mapping[str, Any], changes: ChangeDesk) -> dict[str, Any]:
    """As JSON. Words that nobody could find again are kept with it."""
    words = await _words(asked.id, call, changes)
    return asked.model_dump(mode="json", exclude=_WORDS if words else None)


async def read(waiting: Mapping[str, Any], messages: Sequence[AnyMessage], changes: ChangeDesk) -> Confirmation:
    """What was `kept`, worded as it is held. `messages` end with the call that waits."""
    if "effect" in waiting:
        return Confirmation.model_validate(waiting)
    call: Mapping[str, Any] = next(iter(pending_calls(messages)), {})
    effect = await _words(waiting["id"], call, changes)
    title, *lines = effect.split("\n")
    told = lines[: len(lines) - len(waiting["movements"])]
    return Confirmation.model_validate({**waiting, "effect": effect, "title": title.removesuffix("."), "lines": told})


async def _words(proposal_id: str, call: Mapping[str, Any], changes: ChangeDesk) -> str:
    if (held := await changes.words(proposal_id)) is not None:
        return held
    return f"{title_of(call['name'], call['args'])}." if call.get("name") == _OF_THE_SHOPPER else ""
