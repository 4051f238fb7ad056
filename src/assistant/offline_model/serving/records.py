"""What the order tools brought, as records that plans can reason about."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from assistant.offline_model.serving.text import Options

Address = Mapping[str, str]
PARTS = ("line1", "line2", "city", "region", "postcode", "country")
_AMOUNT = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Line:
    """One line of the order `number`, its place in it `at`."""

    number: str
    at: int
    sku: str
    title: str
    handle: str
    options: Options = field(hash=False)
    quantity: int
    unit: str

    @property
    def named(self) -> str:
        return named(self.title, self.options)


@dataclass(frozen=True)
class OrderRecord:
    """`can` are the kinds of change that are still possible; `paid_with` the ways that hold money, first one first."""

    number: str
    status: str
    placed: str
    lines: tuple[Line, ...]
    total: str
    address: Address = field(hash=False)
    paid_with: tuple[str, ...]
    can: frozenset[str]
    cancel_reasons: tuple[str, ...]
    return_reasons: tuple[str, ...]
    refund_to: tuple[str, ...]
    told: Mapping[str, Any] = field(hash=False)

    @property
    def waits(self) -> bool:
        """Whether it has not left yet."""
        return bool(self.can & {"cancel", "address", "items", "payment"})

    @property
    def arrived(self) -> bool:
        return self.status in {"delivered", "return requested", "exchange requested", "returned"}


@dataclass(frozen=True)
class Way:
    """A saved way to pay. `kind` as in `PaymentMethod`."""

    label: str
    kind: str
    balance: str | None = None


@dataclass(frozen=True)
class Account:
    name: str = ""
    address: Address = field(default_factory=dict)
    ways: tuple[Way, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variant:
    sku: str
    options: Options
    price: str
    there: bool

    @property
    def amount(self) -> Decimal:
        return amount(self.price)


def named(title: str, options: Options) -> str:
    """Options that the title names already are left out; a bare yes is told with what it is about."""
    told = [_told(name, value) for name, value in options.items()]
    values = ", ".join(v for v in told if not re.search(rf"\b{re.escape(v)}\b", title, re.IGNORECASE))
    return f"{title} ({values})" if values else title


def _told(name: str, value: str) -> str:
    return f"{name}: {value}" if value.casefold() in {"yes", "no", "none"} else value


def amount(text: str) -> Decimal:
    """Of "$1,234.50"; zero where nothing is stated."""
    found = _AMOUNT.search(text)
    return Decimal(found[0].replace(",", "")) if found else Decimal(0)


def order_of(data: Mapping[str, Any]) -> OrderRecord:
    number = str(data.get("number"))
    return OrderRecord(
        number=number,
        status=str(data.get("status") or ""),
        placed=str(data.get("placed") or ""),
        lines=tuple(_line(number, at, line) for at, line in enumerate(data.get("lines") or ())),
        total=str(data.get("total") or ""),
        address=_address(data.get("address")),
        paid_with=_paid_with(data.get("payments") or ()),
        can=frozenset(map(str, data.get("can") or ())),
        cancel_reasons=tuple(data.get("cancel_reasons") or ()),
        return_reasons=tuple(data.get("return_reasons") or ()),
        refund_to=tuple(data.get("refund_to") or ()),
        told=data,
    )


def orders_of(data: Iterable[Mapping[str, Any]]) -> list[OrderRecord]:
    return [order_of(one) for one in data]


def account_of(data: Mapping[str, Any]) -> Account:
    return Account(
        name=str(data.get("name") or ""),
        address=_address(data.get("address")),
        ways=tuple(_way(way) for way in data.get("ways_to_pay") or ()),
        numbers=tuple(str(order.get("number")) for order in data.get("orders") or ()),
    )


def variants_of(product: Mapping[str, Any]) -> list[Variant]:
    """Of a product as `product_details` tells it."""
    return [
        Variant(
            str(one.get("sku")),
            {str(k): str(v) for k, v in (one.get("options") or {}).items()},
            str(one.get("price")),
            one.get("stock") != "out of stock",
        )
        for one in product.get("variants") or ()
    ]


def _line(number: str, at: int, line: Mapping[str, Any]) -> Line:
    return Line(
        number=number,
        at=at,
        sku=str(line.get("sku") or ""),
        title=str(line.get("title") or ""),
        handle=str(line.get("handle") or ""),
        options={str(k): str(v) for k, v in (line.get("options") or {}).items()},
        quantity=int(line.get("quantity") or 1),
        unit=str(line.get("unit") or ""),
    )


def _address(data: Any) -> Address:
    return {part: str(data.get(part) or "") for part in PARTS} if isinstance(data, Mapping) else {}


def _way(data: Mapping[str, Any]) -> Way:
    return Way(str(data.get("label")), str(data.get("kind") or "other"), data.get("balance"))


def _paid_with(payments: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    held: dict[str, Decimal] = {}
    for one in payments:
        sign = 1 if one.get("way") == "payment" else -1
        label = str(one.get("method") or "")
        held[label] = held.get(label, Decimal(0)) + sign * amount(str(one.get("amount")))
    return tuple(label for label, money in held.items() if money > 0 and label)
