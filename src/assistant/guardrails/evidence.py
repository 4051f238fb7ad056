"""What this conversation knows: the only ground that a sentence may stand on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

_AMOUNT = re.compile(
    r"(?:[$€£]|US\$|USD )\s?(\d[\d,]*(?:\.\d+)?)"
    r"|(\d[\d,]*(?:\.\d+)?)\s?(?:dollars?|bucks|usd|euros?|pounds? sterling)\b",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s?(?:%|percent\b)", re.IGNORECASE)
_ORDER = re.compile(r"#[A-Za-z]{0,3}\d{3,}")
_LINK = re.compile(r"(?:https?://|www\.)[^\s)>\]]+|(?<=\]\()[^)\s]+")


@dataclass(frozen=True)
class Evidence:
    """`texts` are tool results, passages and the shopper's own words; `effects` is what was done in this turn."""

    texts: tuple[str, ...]
    effects: frozenset[str] = frozenset()
    amounts: frozenset[Decimal] = field(init=False)
    percents: frozenset[Decimal] = field(init=False)
    orders: frozenset[str] = field(init=False)
    words: str = field(init=False)

    def __post_init__(self) -> None:
        joined = "\n".join(self.texts)
        object.__setattr__(self, "amounts", frozenset(amounts(joined)))
        object.__setattr__(self, "percents", frozenset(percents(joined)))
        object.__setattr__(self, "orders", frozenset(order_numbers(joined)))
        object.__setattr__(self, "words", joined.casefold())


def amounts(text: str) -> list[Decimal]:
    return [_number(m[1] or m[2]) for m in _AMOUNT.finditer(text)]


def percents(text: str) -> list[Decimal]:
    return [_number(m[1]) for m in _PERCENT.finditer(text)]


def order_numbers(text: str) -> Iterable[str]:
    return (m.group().upper() for m in _ORDER.finditer(text))


def links(text: str) -> list[str]:
    return [m.group().rstrip(".,;!?") for m in _LINK.finditer(text)]


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))
