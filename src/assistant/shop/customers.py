"""Customers: where they live and what they pay with. Tokens and last four digits only, never a card number."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Literal

from assistant.shop.money import Money

PaymentKind = Literal["card", "paypal", "gift card", "other"]

_US_LONG = re.compile(r"^(\d{5})\d{4}$")
_NAMES = {"paypal": "PayPal", "gift card": "gift card"}


@dataclass(frozen=True)
class Address:
    line1: str
    city: str
    postcode: str
    country: str
    line2: str = ""
    region: str = ""

    def __str__(self) -> str:
        place = ", ".join(filter(None, (self.city, f"{self.region} {self.postcode}".strip())))
        return ", ".join(filter(None, (self.line1, self.line2, place, self.country)))


@dataclass(frozen=True)
class PaymentMethod:
    """`id` is the payment provider's token and is never shown; `balance` is a gift card's."""

    id: str
    kind: PaymentKind
    brand: str = ""
    last_four: str = ""
    balance: Money | None = None

    @property
    def name(self) -> str:
        """As a shopper knows it: "Visa ending in 9212"."""
        named = self.brand.title() or _NAMES.get(self.kind, self.kind)
        return f"{named} ending in {self.last_four}" if self.last_four else named

    def with_balance(self, change: Money) -> "PaymentMethod":
        return self if self.balance is None else replace(self, balance=self.balance + change)


@dataclass(frozen=True)
class Customer:
    """`version` counts the writes; two customers that differ in it only are equal."""

    id: str
    name: str
    email: str
    address: Address | None = None
    payment_methods: tuple[PaymentMethod, ...] = ()
    version: int = field(default=0, compare=False)

    @property
    def person(self) -> str:
        return person_key(self.name, self.address.postcode if self.address else "")

    def moved(self, method_id: str, change: Money) -> "Customer":
        """With `change` added to the balance of that gift card; the same for any other way to pay."""
        methods = tuple(m.with_balance(change) if m.id == method_id else m for m in self.payment_methods)
        return replace(self, payment_methods=methods)


def person_key(name: str, postcode: str) -> str:
    """First and last name with postcode, however they are spelt; "" when one of them is missing."""
    words = [letters for word in name.split() if (letters := _letters(word))]
    code = postcode_key(postcode)
    return f"{words[0]} {words[-1]} {code}" if len(words) > 1 and code else ""


def postcode_key(postcode: str) -> str:
    return _US_LONG.sub(r"\1", "".join(c for c in unicodedata.normalize("NFKC", postcode).upper() if c.isalnum()))


def _letters(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalpha())


def labelled(methods: Iterable[PaymentMethod]) -> dict[str, PaymentMethod]:
    """Each method by the name that a shopper and a model use for it; two that would read alike are numbered."""
    known: dict[str, PaymentMethod] = {}
    for method in methods:
        label, count = method.name, 2
        while label in known:
            label, count = f"{method.name} ({count})", count + 1
        known[label] = method
    return known
