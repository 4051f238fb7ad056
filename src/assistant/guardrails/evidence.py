"""What this conversation knows: the only ground that a sentence may stand on."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from assistant.guardrails.days import Day, Span, days, spans
from assistant.guardrails.figures import amounts, percents

_ORDER = re.compile(
    r"#([A-Za-z]{0,3}\d{3,})|\border (?:(?:number|no\.?|nr\.?|id) )?#?([A-Za-z]{0,3}\d{3,10})\b", re.IGNORECASE
)
_TYPED_NUMBER = re.compile(r"\b[A-Za-z]{0,3}\d{3,10}\b")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s)>\]\"]+|(?<=\]\()[^)\s]+"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+"
    r"|(?<![\w@./-])(?:[a-z0-9-]+\.)++(?:com|net|org|io|shop|store|example|info|biz|co|app|dev|uk|de|eu|us|me|ru|cn)\b"
    r"(?:/[^\s)>\]\"]*)?",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<!\w)(?:\+\d[\d ().-]{6,}\d|\(\d{3}\) ?\d{3}[ .-]\d{4}|(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4})(?!\w)"
)
_MARKUP = re.compile(r"[*`\u200b-\u200f\u2060\ufeff\u00ad]")


@dataclass(frozen=True)
class Evidence:
    """`told` is what the shop says: tool results, passages, the owner's prompt. `asked` is what the shopper wrote and
    `repeated` what tools echo of their arguments, refusals too: words to take up, which prove no price and no deed.

    `stock` gives the stock words of each product by its title; `effects` is what was done in this turn.
    """

    told: tuple[str, ...]
    effects: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    stock: Mapping[str, frozenset[str]] = field(default_factory=dict)
    today: date | None = None
    words: str = field(init=False)
    noted: str = field(init=False)
    wishes: str = field(init=False)
    amounts: frozenset[Decimal] = field(init=False)
    percents: frozenset[Decimal] = field(init=False)
    orders: frozenset[str] = field(init=False)
    links: frozenset[str] = field(init=False)
    days: frozenset[Day] = field(init=False)
    spans: frozenset[Span] = field(init=False)

    def __post_init__(self) -> None:
        told, asked, noted = (plainly("\n".join(texts)) for texts in (self.told, self.asked, self.repeated))
        derived = {
            "words": told.casefold(),
            "noted": noted.casefold(),
            "wishes": f"{asked}\n{noted}",
            "amounts": frozenset(figure.value for figure in amounts(told)),
            "percents": frozenset(figure.value for figure in percents(told)),
            "orders": frozenset((*order_numbers(told), *(f"#{m.upper()}" for m in _TYPED_NUMBER.findall(asked)))),
            "links": frozenset(link.casefold() for link in links(told)),
            "days": frozenset(days(told)),
            "spans": frozenset(spans(told)),
        }
        for name, value in derived.items():
            object.__setattr__(self, name, value)


def plainly(text: str) -> str:
    """One spelling for what reads the same: no emphasis, no invisible characters, straight apostrophes."""
    return _MARKUP.sub("", unicodedata.normalize("NFKC", text)).replace("’", "'")


def order_numbers(text: str) -> Iterable[str]:
    return (f"#{(m[1] or m[2]).upper()}" for m in _ORDER.finditer(text))


def links(text: str) -> list[str]:
    """Addresses on the web and of mail, and telephone numbers."""
    found = [m.group().rstrip(".,;!?'") for m in _LINK.finditer(text)]
    return found + [re.sub(r"\D", "", m.group()) for m in _PHONE.finditer(text)]
