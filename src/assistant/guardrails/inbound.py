"""What is done to a shopper's message before anything else sees it."""

import re
import unicodedata
from dataclasses import dataclass

from assistant.card_numbers import hide

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


@dataclass(frozen=True)
class Inbound:
    """The message as it may be kept. `card` says that a card number was taken out; `injection` is a signal, no wall."""

    text: str
    card: bool = False
    injection: str = ""


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
