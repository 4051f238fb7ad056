"""What the made-up shoppers pay with, and how each order was paid. Its draws move none of the orders'."""

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

BRANDS: Final = ("visa", "mastercard", "american express", "discover")
BALANCES: Final = ("18.40", "25.00", "60.00", "95.50", "150.00")
NO_NAME: Final = ("Visa", "Mastercard", "PayPal")
PARTS: Final = (Decimal("10.00"), Decimal("15.00"), Decimal("25.00"))
CARD_PART_SHARE: Final = 0.4


@dataclass(frozen=True)
class Method:
    """`id` is what a payment provider would call it; empty for a guest's, which is not saved."""

    id: str
    kind: str
    brand: str = ""
    last_four: str = ""
    balance: str = ""

    @property
    def label(self) -> str:
        named = self.brand.title() or {"paypal": "PayPal"}.get(self.kind, self.kind)
        return f"{named} ending in {self.last_four}" if self.last_four else named

    def as_json(self) -> dict[str, str]:
        whole = {"id": self.id, "kind": self.kind, "brand": self.brand, "last_four": self.last_four}
        return {**whole, "balance": self.balance} if self.balance else whole


@dataclass(frozen=True)
class Paid:
    """One movement of money; `amount` is above zero both ways."""

    way: str
    amount: Decimal
    method: Method

    def as_json(self, at: str) -> dict[str, Any]:
        named = {"method": self.method.label, "method_id": self.method.id}
        return {"way": self.way, "amount": str(self.amount), **named, "at": at}


def of(customer_id: str) -> list[Method]:
    """A card for everybody, and a second one, PayPal or a gift card for many; nothing for a guest."""
    if not customer_id:
        return []
    place = int(customer_id.lstrip("c"))
    methods = [_card(customer_id, number) for number in range(1 if place % 3 == 0 else 2)]
    if place % 4 != 2:
        methods.append(Method(_token("pp", customer_id), "paypal"))
    if place % 5 in {0, 3}:
        methods.append(Method(_token("gc", customer_id), "gift card", balance=BALANCES[place % len(BALANCES)]))
    return methods


def paid(customer_id: str, order: str, total: Decimal, *, by_gift_card: bool) -> list[Paid]:
    """How an order was paid; `order` only seeds the draw. A gift card may pay a part, the first one."""
    draw = random.Random(f"{order} paid")
    methods = of(customer_id) or [_unsaved(draw)]
    cards = [method for method in methods if method.kind == "gift card"]
    rest = draw.choice([method for method in methods if method.kind != "gift card"])
    part = draw.choice(PARTS)
    if cards and by_gift_card and part < total and draw.random() < CARD_PART_SHARE:
        return [Paid("payment", part, cards[0]), Paid("payment", total - part, rest)]
    return [Paid("payment", total, rest)]


def refunded(payments: Sequence[Paid], amount: Decimal) -> list[Paid]:
    """To the gift card first, as the policy says; `payments` begin with it."""
    back = []
    for payment in payments:
        part = min(amount, payment.amount)
        if part:
            back.append(Paid("refund", part, payment.method))
        amount -= part
    return back


def _card(customer_id: str, number: int) -> Method:
    draw = random.Random(f"{customer_id} card {number}")
    brand, last_four = draw.choice(BRANDS), f"{draw.randrange(10_000):04d}"
    return Method(_token("pm", f"{customer_id} {number}"), "card", brand, last_four)


def _unsaved(draw: random.Random) -> Method:
    name = draw.choice(NO_NAME)
    return Method("", "paypal") if name == "PayPal" else Method("", "card", name, f"{draw.randrange(10_000):04d}")


def _token(prefix: str, words: str) -> str:
    return f"{prefix}_{hashlib.sha256(words.encode()).hexdigest()[:14]}"
