"""The tau retail shop -> products.jsonl, customers.json and orders.json."""

import json
from collections.abc import Iterable
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path
from typing import Any

from ingest.text import slug
from tests.converters.data_sets import unpacked

FILE = "tau_retail/db.json.gz"
STATUSES = {
    "pending": "paid",
    "pending (item modified)": "paid",
    "processed": "shipped",
    "delivered": "delivered",
    "cancelled": "cancelled",
    "return requested": "return requested",
    "exchange requested": "return requested",
}
PLACED = "2024-05-01T12:00:00+00:00"
"""The data set knows no dates; every order gets this one."""

IN_STOCK = 10
"""The data set knows only whether a variant is available."""


def write_feed(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    shop = database()
    products = (json.dumps(_product(product)) + "\n" for product in shop["products"].values())
    (folder / "products.jsonl").write_text("".join(products), encoding="utf-8")
    customers = [_customer(user) for user in shop["users"].values()]
    (folder / "customers.json").write_text(json.dumps({"customers": customers}), encoding="utf-8")
    emails = {user["user_id"]: user["email"] for user in shop["users"].values()}
    orders = [_order(order, emails) for order in shop["orders"].values()]
    (folder / "orders.json").write_text(json.dumps({"as_of": PLACED, "orders": orders}), encoding="utf-8")
    return folder


def database() -> dict[str, Any]:
    shop: dict[str, Any] = json.loads(unpacked(FILE))
    return shop


def cents(amount: float) -> str:
    """To the cent: the data set's sums carry the noise of binary fractions."""
    return str(Decimal(str(amount)).quantize(Decimal("0.01"), ROUND_HALF_EVEN))


def _product(product: dict[str, Any]) -> dict[str, Any]:
    return {
        "handle": slug(product["name"]),
        "title": product["name"],
        "variants": [_variant(variant) for variant in product["variants"].values()],
    }


def _variant(variant: dict[str, Any]) -> dict[str, Any]:
    return {
        "sku": variant["item_id"],
        "options": variant["options"],
        "price": cents(variant["price"]),
        "stock": IN_STOCK if variant["available"] else 0,
    }


def _customer(user: dict[str, Any]) -> dict[str, Any]:
    name = f"{user['name']['first_name']} {user['name']['last_name']}"
    return {"id": user["user_id"], "name": name, "email": user["email"]}


def _order(order: dict[str, Any], emails: dict[str, str]) -> dict[str, Any]:
    refunded = _paid(order["payment_history"], "refund")
    return {
        "number": order["order_id"],
        "email": emails[order["user_id"]],
        "customer_id": order["user_id"],
        "status": STATUSES[order["status"]],
        "placed_at": PLACED,
        "lines": [
            {"sku": item["item_id"], "title": item["name"], "quantity": 1, "unit": cents(item["price"])}
            for item in order["items"]
        ],
        "total": _paid(order["payment_history"], "payment"),
        "fulfilments": [
            {"carrier": "", "tracking": number}
            for fulfilment in order["fulfillments"]
            for number in fulfilment["tracking_id"]
        ],
        "refunded": refunded,
    }


def _paid(history: Iterable[dict[str, Any]], kind: str) -> str | None:
    amounts = [entry["amount"] for entry in history if entry["transaction_type"] == kind]
    return cents(sum(amounts)) if amounts else None
