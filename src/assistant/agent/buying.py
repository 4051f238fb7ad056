"""Whether a message belongs to a checkout: an address in it then says where an order goes, not who somebody is."""

import re
from collections.abc import Sequence

from assistant.shop.conversations import Turn

TOOLS = frozenset({"show_checkout", "checkout_details", "place_order"})
_WANTS = re.compile(
    r"\bcheck(?:ing)?[ -]?(?:me )?out\b|\bplace (?:the|my|this|an) order\b|\b(?:ship|deliver) (?:it|them|this|to)\b"
    r"|\bshipping address\b|\bbuy (?:it|them|this|now)\b|\b(?:order|buy) (?:what is|what's|everything) in\b",
    re.IGNORECASE,
)


def buying(before: Sequence[Turn], text: str) -> bool:
    """The last answer was about the checkout, or this message asks for it."""
    last = next((turn.reply for turn in reversed(before) if turn.reply), None)
    return (last is not None and bool(TOOLS & set(last.tools))) or _WANTS.search(text) is not None
