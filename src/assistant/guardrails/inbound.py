"""What is done to a shopper's message before anything else sees it."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.card_numbers import ACCOUNT, NUMBER, REST, hide

_INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass)\b[^.?!]{0,40}\b(?:instruction|prompt|rule|polic|guideline|previous|above)"
    r"|\bsystem prompt\b|\b(?:developer|god|dan|jailbreak|admin) mode\b|\byou are now\b|\bpretend (?:you|to be)\b"
    r"|</?(?:system|assistant|passages|tool)>|\[/?INST\]|<\|im_",
    re.IGNORECASE,
)
CARD_REFUSAL = (
    "Please never type a card number in this chat. I have removed it and did not keep it. "
    "Payment happens only on the shop's own payment page."
)
PART_REFUSAL = (
    "That looks like part of a card number, so I have removed it and did not keep it. Please never type one in this "
    "chat; payment happens only on the shop's own payment page. If it is another kind of number, please say so: "
    '"order number ..." or "phone ...".'
)
_MARKS = re.compile("|".join(map(re.escape, (NUMBER, ACCOUNT, REST))))
_OF_THE_CARD = re.compile(
    r"\b(?:my|the|is|are|it|its|it's|here|here's|this|that|with|use|using|pay|charge|credit|debit|card|cards|number|visa|"
    r"mastercard|amex|and|exp\w*|valid|cvv2?|cvc2?|security|code|please|thanks|thank|you|ok|okay|hi|hello|to|on|by|from|"
    r"iban|account|name|i|want|would|like|for|me|can|take|sure|yes|now)\b|[\W\d_]+",
    re.IGNORECASE,
)
_ASKS_MORE = 3
"""So many words beside the card number are something to answer."""


@dataclass(frozen=True)
class Inbound:
    """The message as it may be kept. `card` says that a card number was taken out; `injection` is a signal, no wall."""

    text: str
    card: bool = False
    injection: str = ""

    @property
    def asks_more(self) -> bool:
        """Whether anything but the card number is left to answer."""
        return len(_beyond(self.text).split()) >= _ASKS_MORE


def beside_the_card(text: str) -> str:
    """Without the sentences that speak of nothing but the card, which a model would take for a wish."""
    return " ".join(s for s in re.split(r"(?<=[.!?\n])\s+", text) if not _MARKS.search(s) or _beyond(s).strip())


def _beyond(text: str) -> str:
    return _OF_THE_CARD.sub(" ", _MARKS.sub(" ", text))


def screen(raw: str) -> Inbound:
    text = plain(raw)
    kept = hide(text)
    found = _INJECTION.search(kept.text)
    return Inbound(kept.text, card=kept.found, injection=found.group() if found else "")


def plain(raw: str) -> str:
    """NFKC, so that look-alike digits are digits; without control, format and tag characters."""
    composed = unicodedata.normalize("NFKC", raw)
    kept = (c for c in composed if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn"})
    return "".join(kept).strip()
