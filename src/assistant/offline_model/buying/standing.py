"""Where a checkout stands, as the conversation tells it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.offline_model.transcript import Result, Turn
from assistant.offline_model.wording.offers import WHICH_CODE

TOOLS = frozenset({"show_checkout", "checkout_details", "place_order", "cancel_checkout"})
_PLACED = ("placed", "waits_for_payment", "placed_before", "placed_here", "given_up")
_NOT_CONFIRMED = re.compile(r"\bnot confirm", re.IGNORECASE)


@dataclass(frozen=True)
class Standing:
    """`bill` is the checkout as it was last told, `placed` the order that was placed here.

    `fresh` tells that the last turn was about it, `declined` that its proposal got no yes; `refused` is the part of an
    address that the shop could not take, with its reason.
    """

    bill: Mapping[str, Any] = field(default_factory=dict)
    placed: Mapping[str, Any] = field(default_factory=dict)
    fresh: bool = False
    declined: bool = False
    asked_code: bool = False
    refused: tuple[Mapping[str, str], str] | None = None

    @property
    def begun(self) -> bool:
        return bool(self.bill or self.placed)

    @property
    def waits(self) -> bool:
        return self.placed.get("state") == "awaiting payment"

    @property
    def missing(self) -> str:
        return " ".join(map(str, self.bill.get("missing") or ()))

    @property
    def methods(self) -> Sequence[str]:
        return [str(one.get("name")) for one in self.bill.get("shipping_methods") or ()]

    @property
    def codes(self) -> Sequence[str]:
        without = [one.get("code") for one in self.bill.get("codes_without_effect") or ()]
        return [str(code) for code in (*(self.bill.get("codes") or ()), *without)]


def standing(turns: Sequence[Turn]) -> Standing:
    """`turns` are the earlier ones, oldest first."""
    found = Standing()
    for turn in turns:
        about = any(result.tool in TOOLS for result in turn.results)
        asked = turn.reply.endswith(WHICH_CODE)
        found = replace(found, fresh=about or asked, declined=False, asked_code=asked, refused=None)
        for result in turn.results:
            found = _after(found, result)
    return found


def _after(before: Standing, result: Result) -> Standing:
    if result.error:
        declined = result.tool == "place_order" and bool(_NOT_CONFIRMED.search(result.error))
        address = result.args.get("address") if result.tool == "checkout_details" else None
        refused = (address, result.error) if isinstance(address, Mapping) else before.refused
        return replace(before, declined=before.declined or declined, refused=refused)
    data = result.data
    placed = next((data[name] for name in _PLACED if isinstance(data.get(name), dict)), None)
    found = replace(before, placed=placed) if placed else before
    return replace(found, bill=data["checkout"]) if isinstance(data.get("checkout"), dict) else found
