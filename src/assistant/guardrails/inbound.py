"""What is done to a shopper's message before anything else sees it."""

import re
import unicodedata
from dataclasses import dataclass

_CARD = re.compile(r"(?<![\w#])(?:\d[ .-]?){12,18}\d(?!\w)")
_SECURITY_CODE = re.compile(r"\b(cvv2?|cvc2?|security code)\b(\W{0,3}(?:is|number)?\W{0,3})\d{3,4}\b", re.IGNORECASE)
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
    without_card = _SECURITY_CODE.sub(r"\1\2(removed)", _CARD.sub(_hide_card, text))
    found = _INJECTION.search(without_card)
    return Inbound(without_card, card=without_card != text, injection=found.group() if found else "")


def plain(raw: str) -> str:
    """NFKC, so that look-alike digits are digits; without control, format and tag characters."""
    composed = unicodedata.normalize("NFKC", raw)
    kept = (c for c in composed if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cf", "Co", "Cs", "Cn"})
    return "".join(kept).strip()


def luhn(digits: str) -> bool:
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(digits)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _hide_card(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    return "(card number removed)" if luhn(digits) and len(set(digits)) > 1 else match.group()
