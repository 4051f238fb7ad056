"""What this conversation knows: the only ground that a sentence may stand on."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, lru_cache
from itertools import pairwise

from assistant.guardrails.addresses import Places
from assistant.guardrails.days import Day, Span, days, spans
from assistant.guardrails.figures import amounts, discounts, percents, values
from assistant.guardrails.ledger import Ledger
from assistant.guardrails.names import CURRENCIES
from assistant.guardrails.quantities import measured, quantities
from assistant.guardrails.terms import Term, terms

_ORDER = re.compile(
    r"#([A-Za-z]{0,3}\d{3,})|\border (?:(?:number|no\.?|nr\.?|id) )?#?([A-Za-z]{0,3}\d{3,10})\b", re.IGNORECASE
)
_TYPED_NUMBER = re.compile(r"\b[A-Za-z]{0,3}\d{3,10}\b")
_LINK = re.compile(
    r"(?:https?://|www\.)[^\s)>\]\"]+|(?<=\]\()[^)\s]+"
    r"|(?<![\w.+-])[\w.+-]++@[\w-]++(?:\.[\w-]+)+"
    r"|(?<![\w@./-])(?:[a-z0-9-]++\.)+(?:com|net|org|io|shop|store|example|info|biz|co|app|dev|uk|de|eu|us|me|ru|cn)\b"
    r"(?:/[^\s)>\]\"]*)?"
    r"|(?<![\w@./-])(?:[a-z0-9-]++\.)+[a-z]{2,6}/[^\s)>\]\"]+",
    re.IGNORECASE,
)
_PHONE = re.compile(
    r"(?<!\w)(?:\+\d[\d ().-]{6,}\d|\(\d{3}\) ?\d{3}[ .-]\d{4}|(?:1[ .-])?\d{3}[ .-]\d{3}[ .-]\d{4})(?!\w)"
)
RUN = 36
"""Letters in a row, about seven words, that an honest sentence and an instruction hardly share."""
_OWN_PAGE = re.compile(r"^url: (/\S+)$", re.MULTILINE)
_ENDS = re.compile(r"(?<=[.!?;]) ")
_MARKUP = re.compile(r"[*`\u200b-\u200f\u2060\ufeff\u00ad]")


@dataclass(frozen=True)
class Evidence:
    """`told` is what the shop says: tool results, passages, the owner's prompt. `asked` is what the shopper wrote and
    `repeated` what tools echo of their arguments, refusals too: words to take up, which prove no price and no deed.

    `instructions` are what the model was told to do; what the pages that were read have `published` is no secret.
    Addresses count where `vouching` tells them, the shop's own words without its goods (None: all that was told); links
    lead to `places`, or to where one of `parcels` is tracked.
    Prices, discounts and codes count where `money` tells them, the figures of records and the shop's own words.
    `stock` gives the stock words of each product by its title; `effects` is what was done in this turn. The rest is
    read out of the texts when a sentence first asks for it, as most sentences ask for little.
    """

    told: tuple[str, ...]
    effects: frozenset[str] = frozenset()
    asked: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()
    stock: Mapping[str, frozenset[str]] = field(default_factory=dict)
    today: date | None = None
    ledger: Ledger = field(default_factory=lambda: Ledger({}))
    instructions: str = ""
    published: tuple[str, ...] = ()
    money: tuple[str, ...] | None = None
    vouching: tuple[str, ...] | None = None
    places: Places = field(default_factory=Places)
    parcels: frozenset[str] = frozenset()

    def address(self, link: str) -> bool:
        """Whether it may be said: what a browser would follow must lead to the shop, whoever told it."""
        if link.casefold() not in self.links:
            return False
        return not followed(link) or link in self.parcels or self.places.lead(link)

    @cached_property
    def instructed(self) -> frozenset[str]:
        """Every run of letters of what the model was told to do, as `runs` has them."""
        return _runs_of(self.instructions)

    @cached_property
    def open_steps(self) -> str:
        """As `steps` has them, of all that is published."""
        return steps(letters(plainly("\n".join(dict.fromkeys(self.published)))))

    @cached_property
    def words(self) -> str:
        return self._told.casefold()

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """All that the shop tells, a sentence or a line each, in small letters."""
        return tuple(dict.fromkeys(part for line in self.words.split("\n") for part in _ENDS.split(line)))

    @cached_property
    def noted(self) -> str:
        return self._repeated.casefold()

    @cached_property
    def wishes(self) -> str:
        return f"{self._asked}\n{self._repeated}"

    @cached_property
    def amounts(self) -> frozenset[Decimal]:
        return values(amounts, self._money)

    @cached_property
    def wished_amounts(self) -> frozenset[Decimal]:
        return values(amounts, self.wishes)

    @cached_property
    def percents(self) -> frozenset[Decimal]:
        return values(percents, self._told)

    @cached_property
    def wished_percents(self) -> frozenset[Decimal]:
        return values(percents, self.wishes)

    @cached_property
    def quantities(self) -> frozenset[Decimal]:
        """The shopper's own numbers among them: what they prove is for the other checks to say."""
        return values(quantities, self._all)

    @cached_property
    def measured(self) -> frozenset[tuple[Decimal, str]]:
        return values(measured, self._all)

    @cached_property
    def terms(self) -> frozenset[Term]:
        return frozenset(terms(self._told))

    @cached_property
    def discounts(self) -> frozenset[Decimal]:
        return values(discounts, self._money)

    @cached_property
    def redeemable(self) -> str:
        """Where a code must stand that takes something off."""
        return self._money.casefold()

    @cached_property
    def lines(self) -> tuple[frozenset[str], ...]:
        """The words of each line."""
        return tuple(frozenset(re.findall(r"[a-z0-9]+", line)) for line in f"{self.words}\n{self.noted}".split("\n"))

    @cached_property
    def digits(self) -> frozenset[str]:
        return frozenset(re.findall(r"\d+", f"{self._told} {self.wishes}"))

    def tells_currency(self, code: str) -> bool:
        """Of one at a time, as the shop's own is found in its first price."""
        return bool(CURRENCIES[code].search(self._told))

    @cached_property
    def orders(self) -> frozenset[str]:
        return frozenset(
            (
                *order_numbers(self._told),
                *(f"#{number.upper()}" for number in _TYPED_NUMBER.findall(self._asked)),
            )
        )

    @cached_property
    def links(self) -> frozenset[str]:
        texts = self._told if self.vouching is None else plainly("\n".join(self.vouching))
        return frozenset(link.casefold() for link in (*links(texts), *_OWN_PAGE.findall(texts)))

    @cached_property
    def days(self) -> frozenset[Day]:
        return frozenset(days(self._told))

    @cached_property
    def wished_spans(self) -> frozenset[Span]:
        return _spans(self.wishes)

    @cached_property
    def spans(self) -> frozenset[Span]:
        return _spans(self._told)

    @cached_property
    def _told(self) -> str:
        return plainly("\n".join(self.told))

    @cached_property
    def _money(self) -> str:
        if self.money is None:
            return self._told
        return plainly("\n".join(self.money))

    @cached_property
    def _all(self) -> str:
        return f"{self._told}\n{self.wishes}"

    @cached_property
    def _asked(self) -> str:
        return plainly("\n".join(self.asked))

    @cached_property
    def _repeated(self) -> str:
        return plainly("\n".join(self.repeated))


def _spans(text: str) -> frozenset[Span]:
    return frozenset(span for line in dict.fromkeys(text.split("\n")) for span in spans(line))


def letters(text: str) -> str:
    return re.sub(r"[^a-z]+", "", text.casefold())


def runs(text: str) -> Iterator[str]:
    stepped = steps(text)
    return (stepped[at : at + RUN - 1] for at in range(len(stepped) - RUN + 2))


@lru_cache(maxsize=64)
def steps(text: str) -> str:
    """From each letter to the next, which is the same when all are moved on, as in ROT13."""
    return bytes((b - a) % 26 + 97 for a, b in pairwise(text.encode())).decode()


@lru_cache(maxsize=8)
def _runs_of(instructions: str) -> frozenset[str]:
    """The same for every turn of a day."""
    return frozenset(runs(letters(plainly(instructions))))


def plainly(text: str) -> str:
    """One spelling for what reads the same: no emphasis, no invisible characters, straight apostrophes."""
    return _MARKUP.sub("", unicodedata.normalize("NFKC", text)).replace("’", "'")


def order_numbers(text: str) -> Iterable[str]:
    return (f"#{(m[1] or m[2]).upper()}" for m in _ORDER.finditer(text))


def followed(link: str) -> bool:
    """Whether it is a link, not the words of an address."""
    return ":" in link or link.startswith(("/", "\\"))


def links(text: str) -> list[str]:
    """Addresses on the web and of mail, and telephone numbers."""
    found = [m.group().rstrip(".,;!?'") for m in _LINK.finditer(text)]
    return found + [re.sub(r"\D", "", m.group()) for m in _PHONE.finditer(text)]
