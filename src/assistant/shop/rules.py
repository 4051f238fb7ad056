"""All that a shop decides by, as data."""

from dataclasses import dataclass, field

from assistant.shop.changes.rules import ChangeRules
from assistant.shop.handoff_policy import Policy
from assistant.shop.selling.rules import SellingRules


@dataclass(frozen=True)
class ShopRules:
    """What it allows after purchase, how it sells, when it calls a person; each holds what who says nothing gets."""

    changes: ChangeRules = field(default_factory=ChangeRules)
    selling: SellingRules = field(default_factory=SellingRules)
    handoff: Policy = field(default_factory=Policy)
