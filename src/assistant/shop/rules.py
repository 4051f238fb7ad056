"""All that a shop decides by, as data."""

from dataclasses import dataclass, field

from assistant.shop.changes.rules import ChangeRules
from assistant.shop.selling.rules import SellingRules


@dataclass(frozen=True)
class ShopRules:
    """What it allows after purchase, and how it sells; what a shop that says nothing gets is in each."""

    changes: ChangeRules = field(default_factory=ChangeRules)
    selling: SellingRules = field(default_factory=SellingRules)
