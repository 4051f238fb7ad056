"""Orders and the customers they belong to."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from hashlib import blake2b
from typing import Literal, Protocol

from pydantic import TypeAdapter

from assistant.shop.customers import Address, Customer
from assistant.shop.money import Money

OrderStatus = Literal[
    "pending payment", "paid", "packing", "shipped", "out for delivery", "delivered", "delayed",
    "cancelled", "return requested", "exchange requested", "returned", "refunded", "partly refunded",
]  # fmt: skip


@dataclass(frozen=True)
class OrderLine:
    """`handle` is the product's, empty where a feed does not say; `options` are those that were bought.

    `paid` is what the line came to after discounts, with the tax on it; None where that is `unit` times `quantity`.
    """

    sku: str
    title: str
    quantity: int
    unit: Money
    handle: str = ""
    options: Mapping[str, str] = field(default_factory=dict)
    paid: Money | None = None

    @property
    def total(self) -> Money:
        """What all of it came to."""
        return self.unit * self.quantity if self.paid is None else self.paid

    @property
    def each(self) -> tuple[Money, ...]:
        """What each single one came to; where the cents do not divide, the first ones are the cheaper ones."""
        if self.paid is None:
            return (self.unit,) * self.quantity
        floor, dearer = divmod(self.paid.minor, self.quantity)
        cheap, dear = Money(floor, self.paid.currency), Money(floor + 1, self.paid.currency)
        return (cheap,) * (self.quantity - dearer) + (dear,) * dearer

    def dearer(self, price: Money) -> Money:
        """What one of that list price comes to more than one of these, with their discounts and taxes."""
        listed, more = self.unit.minor * self.quantity, price - self.unit
        if self.paid is None or not listed:
            return more
        return Money((2 * more.minor * self.paid.minor + listed) // (2 * listed), price.currency)


@dataclass(frozen=True)
class Fulfilment:
    carrier: str
    tracking: str
    url: str = ""
    expected: date | None = None
    delivered: date | None = None


@dataclass(frozen=True)
class Payment:
    """One movement of money. `method` is what the shopper calls it; `method_id` the provider's token, "" if unknown.

    What came `on_page`, a payment page, can be paid back there; nothing more can be charged to it.
    """

    way: Literal["payment", "refund"]
    amount: Money
    method_id: str
    method: str
    at: datetime
    on_page: bool = False


@dataclass(frozen=True)
class Piece:
    """So many of one variant, at what was paid for each."""

    sku: str
    title: str
    quantity: int
    unit: Money


@dataclass(frozen=True)
class Return:
    """`refund` is what comes back once the parcel has arrived, `fee` taken off already."""

    at: datetime
    pieces: tuple[Piece, ...]
    method_id: str
    method: str
    refund: Money
    fee: Money
    reason: str = ""


@dataclass(frozen=True)
class Exchange:
    """`difference` is charged when above zero, refunded when below. `incoming` stand in the order of `outgoing`."""

    at: datetime
    outgoing: tuple[Piece, ...]
    incoming: tuple[Piece, ...]
    method_id: str
    method: str
    difference: Money


@dataclass(frozen=True)
class Order:
    """`number` is what the shopper knows, e.g. `#1042`; `customer_id` is None for a guest order.

    `discount` (below zero) and `tax` (what was added) are parts of the total; None where a feed does not say.

    `version` counts the writes; two orders that differ in it only are equal.
    """

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
    address: Address | None = None
    payments: tuple[Payment, ...] = ()
    cancel_reason: str = ""
    items_changed: bool = False
    returned: Return | None = None
    exchanged: Exchange | None = None
    discount: Money | None = None
    tax: Money | None = None
    version: int = field(default=0, compare=False)

    def paid_by(self) -> dict[tuple[str, str], Money]:
        """What each way to pay (id, name) has paid and not got back, first payment first; none at zero.

        What one got back beyond its own is taken off the others, the last first: the sum is what was paid in all.
        """
        names: dict[str, tuple[str, str]] = {}
        held: dict[str, int] = {}
        for payment in self.payments:
            key = payment.method_id or payment.method
            names.setdefault(key, (payment.method_id, payment.method))
            held[key] = held.get(key, 0) + (payment.amount.minor if payment.way == "payment" else -payment.amount.minor)
        beyond = -sum(minor for minor in held.values() if minor < 0)
        for key in reversed(held):
            beyond, held[key] = max(0, beyond - max(0, held[key])), max(0, held[key] - beyond)
        return {names[key]: Money(minor, self.total.currency) for key, minor in held.items() if minor > 0}

    @property
    def unpaid(self) -> bool:
        """Nothing was charged yet; without `payments` any other order was paid in a way that the feed did not say."""
        return self.status == "pending payment" and not self.payments


@dataclass(frozen=True)
class LastFed:
    """The `feed_digest` of what a feed last said of each customer, by id, and of each order, by number.

    Changes after purchase leave it alone, so that the same feed read again does not undo them.
    """

    customers: Mapping[str, str]
    orders: Mapping[str, str]


@dataclass(frozen=True)
class Mailbox:
    """Where a code goes, as the shop wrote the address, and the one account, with its `person_key`, that has it."""

    address: str
    customer_id: str | None = None
    person: str = ""


class Orders(Protocol):
    async def get(self, number: str) -> Order | None:
        """`number` as `normal_number` writes it."""
        ...

    async def owned(self, number: str, customer_id: str | None, email: str | None) -> Order | None:
        """The order, if it is that account's or has that address; None is nobody's.

        What is another's is not even read, so that it takes no longer than what is not there.
        """
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
        """Insert or overwrite with what a feed says; delete the order numbers in `removed`; one transaction.

        The versions given do not count: what is overwritten gets the next one.
        """
        ...

    async def last_fed(self) -> "LastFed": ...

    async def all_numbers(self) -> set[str]: ...

    async def customer(self, customer_id: str) -> Customer | None: ...

    async def customer_by_email(self, email: str) -> Customer | None:
        """`email` as `normal_email` writes it; None when no account, or more than one, has it."""
        ...

    async def mailbox(self, email: str) -> Mailbox | None:
        """Of the account or the orders with that address, as `normal_email` writes it; little work, and always alike.

        Without a customer where no account, or more than one, has it.
        """
        ...

    async def mailbox_of(self, person: str) -> Mailbox | None:
        """Of the one account whose `person_key` it is; None where there is none, or more than one."""
        ...

    async def customers(self) -> Sequence[Customer]: ...


def feed_digest(record: Order | Customer) -> str:
    """Equal for two that say the same; versions do not count, and neither will a field that is added later."""
    shape = _ORDER if isinstance(record, Order) else _CUSTOMER
    return blake2b(shape.dump_json(replace(record, version=0), exclude_defaults=True), digest_size=16).hexdigest()


def normal_number(text: str) -> str:
    """`1042`, `# 1042` and `#1042` are one order."""
    return "#" + text.strip().lstrip("#").strip().upper()


def normal_email(text: str) -> str:
    """Small and capital letters of ASCII are one; any other letters are not, since `straße` is not `strasse`."""
    return "".join(c.lower() if c.isascii() else c for c in text.strip())


_ORDER, _CUSTOMER = TypeAdapter[Order | Customer](Order), TypeAdapter[Order | Customer](Customer)
