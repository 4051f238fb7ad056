"""Orders and the customers they belong to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from assistant.shop.money import Money

OrderStatus = Literal[
    "pending payment", "paid", "packing", "shipped", "out for delivery", "delivered", "delayed",
    "cancelled", "return requested", "returned", "refunded", "partly refunded",
]  # fmt: skip


@dataclass(frozen=True)
class Customer:
    id: str
    name: str
    email: str


@dataclass(frozen=True)
class OrderLine:
    sku: str
    title: str
    quantity: int
    unit: Money


@dataclass(frozen=True)
class Fulfilment:
    carrier: str
    tracking: str
    url: str = ""
    expected: date | None = None
    delivered: date | None = None


@dataclass(frozen=True)
class Order:
    """`number` is what the shopper knows, e.g. `#1042`; `customer_id` is None for a guest order."""

    number: str
    email: str
    customer_id: str | None
    status: OrderStatus
    placed_at: datetime
    lines: tuple[OrderLine, ...]
    shipping: Money
    total: Money
    fulfilments: tuple[Fulfilment, ...] = ()
    refunded: Money | None = None
    note: str = ""


class Orders(Protocol):
    async def get(self, number: str) -> Order | None:
        """`number` as `normal_number` writes it."""
        ...

    async def of_email(self, email: str, limit: int = 10) -> Sequence[Order]:
        """Newest first. `email` as `normal_email` writes it."""
        ...

    async def of_customer(self, customer_id: str, limit: int = 10) -> Sequence[Order]:
        """Newest first."""
        ...

    async def replace(
        self, customers: Sequence[Customer], orders: Sequence[Order], removed: Iterable[str] = ()
    ) -> None:
        """Insert or overwrite; delete the order numbers in `removed`; one transaction."""
        ...

    async def all_numbers(self) -> set[str]: ...

    async def customer(self, customer_id: str) -> Customer | None: ...

    async def customers(self) -> Sequence[Customer]: ...


def normal_number(text: str) -> str:
    """`1042`, `# 1042` and `#1042` are one order."""
    return "#" + text.strip().lstrip("#").strip().upper()


def normal_email(text: str) -> str:
    """Small and capital letters of ASCII are one; any other letters are not, since `straße` is not `strasse`."""
    return "".join(c.lower() if c.isascii() else c for c in text.strip())
