"""The shop of tau-bench's retail domain as ours, and our records back as the benchmark writes them.

Its database knows no dates and no numbers in stock: every order gets one date, and what is available a stock of many.
"""

import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache
from pathlib import Path
from typing import Any

from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.rules import (
    AddressRules,
    CancelRules,
    ChangeRules,
    ExchangeRules,
    ItemRules,
    PaymentRules,
    ReturnRules,
)
from assistant.shop.customers import Address, Customer, PaymentKind, PaymentMethod, labelled
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order, OrderLine, OrderStatus, Payment
from evals.datasets import dataset

Record = dict[str, Any]

PLACED = datetime(2024, 5, 1, 12, tzinfo=UTC)
IN_STOCK = 10
ITEMS_CHANGED = "pending (item modified)"

_STATUSES: Mapping[str, OrderStatus] = {
    "pending": "paid",
    ITEMS_CHANGED: "paid",
    "processed": "shipped",
    "delivered": "delivered",
    "cancelled": "cancelled",
    "return requested": "return requested",
    "exchange requested": "exchange requested",
}
_THEIRS = {ours: theirs for theirs, ours in _STATUSES.items() if theirs != ITEMS_CHANGED}
_KINDS: Mapping[str, PaymentKind] = {"credit_card": "card", "paypal": "paypal", "gift_card": "gift card"}
_SOURCES = {kind: source for source, kind in _KINDS.items()}

RULES = ChangeRules(
    cancel=CancelRules(
        statuses=("paid",), reasons=("no longer needed", "ordered by mistake"), after_items_changed=False
    ),
    address=AddressRules(statuses=("paid",), same_country=False),
    payment=PaymentRules(statuses=("paid",)),
    items=ItemRules(statuses=("paid",), once=True, same_variant=True),
    returns=ReturnRules(days=None),
    exchanges=ExchangeRules(days=None, same_variant=True),
)
"""policy.md of the benchmark, as data."""


@dataclass(frozen=True)
class TauShop:
    """`database` is the benchmark's own, as it was read."""

    database: Record
    products: tuple[Product, ...]
    customers: tuple[Customer, ...]
    orders: tuple[Order, ...]


def tau_shop(path: Path | None = None) -> TauShop:
    """The data set's, or a database in `path`. Raises `NoData`."""
    return _read(path or dataset("tau_retail", "db.json.gz"))


@cache
def _read(path: Path) -> TauShop:
    database: Record = json.loads(gzip.decompress(path.read_bytes()))
    customers = {key: _customer(user) for key, user in database["users"].items()}
    return TauShop(
        database,
        tuple(_product(product) for product in database["products"].values()),
        tuple(customers.values()),
        tuple(_order(order, customers[order["user_id"]]) for order in database["orders"].values()),
    )


def _product(product: Record) -> Product:
    variants = tuple(_variant(variant) for variant in product["variants"].values())
    return Product(product["product_id"], product["name"], product["name"], variants)


def _variant(variant: Record) -> Variant:
    stock = IN_STOCK if variant["available"] else 0
    return Variant(variant["item_id"], variant["options"], money(variant["price"]), stock)


def _customer(user: Record) -> Customer:
    name = f"{user['name']['first_name']} {user['name']['last_name']}"
    methods = tuple(_method(method) for method in user["payment_methods"].values())
    return Customer(user["user_id"], name, user["email"], address(user["address"]), methods)


def _method(method: Record) -> PaymentMethod:
    return PaymentMethod(
        method["id"],
        _KINDS[method["source"]],
        method.get("brand", ""),
        method.get("last_four", ""),
        money(method["balance"]) if "balance" in method else None,
    )


def _order(order: Record, customer: Customer) -> Order:
    lines = tuple(_line(item) for item in order["items"])
    labels = {method.id: label for label, method in labelled(customer.payment_methods).items()}
    payments = tuple(_payment(entry, labels) for entry in order["payment_history"])
    refunds = [payment.amount for payment in payments if payment.way == "refund"]
    return Order(
        number=order["order_id"],
        email=customer.email,
        customer_id=customer.id,
        status=_STATUSES[order["status"]],
        placed_at=PLACED,
        lines=lines,
        shipping=money(0),
        total=sum((line.unit * line.quantity for line in lines), money(0)),
        fulfilments=tuple(
            Fulfilment("", number) for parcel in order["fulfillments"] for number in parcel["tracking_id"]
        ),
        refunded=sum(refunds, money(0)) if refunds else None,
        address=address(order["address"]),
        payments=payments,
        cancel_reason=order.get("cancel_reason") or "",
    )


def _line(item: Record) -> OrderLine:
    return OrderLine(item["item_id"], item["name"], 1, money(item["price"]), item["product_id"], item["options"])


def _payment(entry: Record, labels: Mapping[str, str]) -> Payment:
    method = entry["payment_method_id"]
    return Payment(entry["transaction_type"], money(entry["amount"]), method, labels.get(method, ""), PLACED)


def address(parts: Record) -> Address:
    return Address(
        line1=parts["address1"],
        line2=parts["address2"],
        city=parts["city"],
        region=parts["state"],
        postcode=parts["zip"],
        country=parts["country"],
    )


def money(amount: float) -> Money:
    """To the cent: the benchmark's sums carry the noise of binary fractions."""
    return Money.parse(str(Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_EVEN)))


def order_record(order: Order) -> Record:
    """As the benchmark writes an order, in a form that two equal ones share: amounts in cents, item lists sorted."""
    record: Record = {
        "order_id": order.number,
        "user_id": order.customer_id,
        "address": _address_record(order.address),
        "items": [_item_record(line) for line in order.lines for _ in range(line.quantity)],
        "status": ITEMS_CHANGED if order.items_changed and order.status == "paid" else _THEIRS[order.status],
        "payment_history": [[p.way, p.amount.minor, p.method_id] for p in order.payments if p.amount.minor],
        "cancel_reason": order.cancel_reason or None,
    }
    if order.returned:
        record["return_items"] = _skus(order.returned.pieces)
        record["return_payment_method_id"] = order.returned.method_id
    if order.exchanged:
        record["exchange_items"] = _skus(order.exchanged.outgoing)
        record["exchange_new_items"] = _skus(order.exchanged.incoming)
        record["exchange_payment_method_id"] = order.exchanged.method_id
        record["exchange_price_difference"] = order.exchanged.difference.minor
    return {key: value for key, value in record.items() if value is not None}


def customer_record(customer: Customer) -> Record:
    balances = {m.id: m.balance.minor for m in customer.payment_methods if m.balance is not None}
    return {"user_id": customer.id, "address": _address_record(customer.address), "balances": balances}


def their_order(record: Record) -> Record:
    """The benchmark's order in the form of `order_record`."""
    kept = {key: record.get(key) for key in ("order_id", "user_id", "address", "status", "cancel_reason")}
    kept["items"] = [_theirs(item) for item in record["items"]]
    entries = [
        (e["transaction_type"], money(e["amount"]).minor, e["payment_method_id"]) for e in record["payment_history"]
    ]
    kept["payment_history"] = [list(entry) for entry in entries if entry[1]]
    for name in ("return_items", "exchange_items", "exchange_new_items"):
        kept[name] = sorted(record[name]) if record.get(name) else None
    for name in ("return_payment_method_id", "exchange_payment_method_id"):
        kept[name] = record.get(name)
    difference = record.get("exchange_price_difference")
    kept["exchange_price_difference"] = None if difference is None else money(difference).minor
    return {key: value for key, value in kept.items() if value is not None}


def their_customer(record: Record) -> Record:
    methods = record["payment_methods"].values()
    balances = {m["id"]: money(m["balance"]).minor for m in methods if "balance" in m}
    return {"user_id": record["user_id"], "address": record["address"], "balances": balances}


def _address_record(where: Address | None) -> Record | None:
    if where is None:
        return None
    return {
        "address1": where.line1,
        "address2": where.line2,
        "city": where.city,
        "state": where.region,
        "zip": where.postcode,
        "country": where.country,
    }


def _item_record(line: OrderLine) -> Record:
    return {"item_id": line.sku, "product_id": line.handle, "price": line.unit.minor, "options": dict(line.options)}


def _theirs(item: Record) -> Record:
    price = money(item["price"]).minor
    return {"item_id": item["item_id"], "product_id": item["product_id"], "price": price, "options": item["options"]}


def _skus(pieces: Iterable[Any]) -> list[str]:
    return sorted(piece.sku for piece in pieces for _ in range(piece.quantity))
