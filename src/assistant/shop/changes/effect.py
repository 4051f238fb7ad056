"""The full effect of a change, before it happens: every figure, every record before and after."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pydantic import TypeAdapter

from assistant.shop.customers import Customer
from assistant.shop.money import Money
from assistant.shop.orders import Order

ChangeKind = Literal[
    "cancel", "address", "payment", "items", "return", "exchange", "default address", "checkout", "refund"
]


@dataclass(frozen=True)
class Movement:
    """Money that moves, or is to move. `when` in words: "at once", "in 5 to 7 business days"."""

    way: Literal["charge", "refund"]
    amount: Money
    method: str
    when: str

    def __str__(self) -> str:
        if self.way == "charge":
            return f"{self.amount} is charged to your {self.method} {self.when}."
        return f"{self.amount} goes back to your {self.method} {self.when}."


@dataclass(frozen=True)
class Effect:
    """`order` and `customer` are (before, after), None where untouched; `stock` is what is added to each SKU's.

    `title` names the change, `details` are whole sentences for the shopper, without the movements of money.
    """

    kind: ChangeKind
    title: str
    details: tuple[str, ...]
    order: tuple[Order, Order] | None = None
    customer: tuple[Customer, Customer] | None = None
    movements: tuple[Movement, ...] = ()
    stock: Mapping[str, int] = field(default_factory=dict)

    @property
    def words(self) -> str:
        """All that the shopper is asked to say yes to, a line each."""
        return "\n".join((f"{self.title}.", *self.details, *map(str, self.movements)))

    @property
    def digest(self) -> str:
        """Of every figure and record, their versions too, so that whatever changed meanwhile makes another effect.

        Moments are left out: the same change a minute later is the same change.
        """
        whole = json.dumps(_timeless(_SHAPE.dump_python(self, mode="json")), sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        # the moments are text; a SKU may be called "at" as well, and its count is a number
        return {key: _timeless(part) for key, part in value.items() if key != "at" or not isinstance(part, str)}
    return [_timeless(part) for part in value] if isinstance(value, list) else value


_SHAPE = TypeAdapter(Effect)
