"""Addresses, ways to pay and payments of customers.json and orders.json: what is taken, and what never is."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.shop.customers import Address, Customer, PaymentMethod
from assistant.shop.money import Money
from assistant.shop.orders import Order, Payment
from ingest.rows import Item
from tests.ingest.shop import reasons_of, rows_of
from tests.ingest.test_orders_json import ORDER, write

HOME = {"line1": "1 Fern Way", "city": "Bend", "region": "OR", "postal_code": "97701", "country": "US"}
CARD = {"id": "pm_1", "kind": "card", "brand": "visa", "last_four": "4242"}
GIFT = {"id": "gift_1", "kind": "gift card", "balance": "50.00"}
ADA: dict[str, Any] = {
    "id": "c1", "name": "Ada Lark", "email": "ada@example.com", "addresses": [HOME], "payment_methods": [CARD, GIFT],
}  # fmt: skip
PAID = {"amount": "43.00", "method": "Visa ending in 4242", "method_id": "pm_1", "at": "2026-05-01T10:01:00Z"}
BACK = {"way": "refund", "amount": "3.00", "method": "gift card"}
NUMBER = "4242 4242 4242 4242"


def test_a_customer_has_an_address_and_ways_to_pay(tmp_path: Path) -> None:
    (row,) = rows_of(write(tmp_path, "customers.json", [ADA]))
    assert isinstance(row, Item)
    assert row.value == Customer(
        "c1",
        "Ada Lark",
        "ada@example.com",
        Address("1 Fern Way", "Bend", "97701", "US", region="OR"),
        (PaymentMethod("pm_1", "card", "visa", "4242"), PaymentMethod("gift_1", "gift card", balance=Money(5000))),
    )


def test_an_order_has_an_address_payments_and_options(tmp_path: Path) -> None:
    line = {**ORDER["lines"][0], "handle": "tee", "options": {"Size": "S"}}
    whole = {**ORDER, "lines": [line], "address": HOME, "payments": [PAID, BACK]}
    (row,) = rows_of(write(tmp_path, "orders.json", [whole]))
    assert isinstance(row, Item)
    order = row.value
    assert isinstance(order, Order)
    assert (order.lines[0].handle, order.lines[0].options) == ("tee", {"Size": "S"})
    assert order.address == Address("1 Fern Way", "Bend", "97701", "US", region="OR")
    assert order.payments == (
        Payment("payment", Money(4300), "pm_1", "Visa ending in 4242", datetime(2026, 5, 1, 10, 1, tzinfo=UTC)),
        Payment("refund", Money(300), "", "gift card", order.placed_at),
    )


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"payment_methods": [{**CARD, "id": NUMBER}]}, "this reads like a card number, which is never kept"),
        ({"payment_methods": [{**CARD, "brand": "visa 4242-4242-4242-4242"}]}, "this reads like a card number"),
        ({"payment_methods": [{**CARD, "last_four": NUMBER}]}, "last_four is not four digits"),
        ({"payment_methods": [{**CARD, "kind": "cheque"}]}, "is not one of: card, paypal, gift card, other"),
        ({"payment_methods": [{**CARD, "id": ""}]}, "the id of a way to pay is missing"),
        ({"payment_methods": [{**CARD, "balance": "5"}]}, "no other way to pay has one"),
        ({"payment_methods": [{**GIFT, "balance": None}]}, "a gift card has a balance"),
        ({"payment_methods": [CARD, CARD]}, "two ways to pay have the same id"),
        ({"address": {**HOME, "city": ""}}, "the address has no city"),
        ({"addresses": [{**HOME, "postal_code": ""}]}, "the address has no postcode"),
        ({"address": "1 Fern Way"}, "the address must be an object"),
    ],
)
def test_a_customer_that_cannot_be_kept_is_told_why(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    (told,) = reasons_of(rows_of(write(tmp_path, "customers.json", [{**ADA, **change}])))
    assert reason in told
    assert "4242" not in told


@pytest.mark.parametrize(
    ("payment", "reason"),
    [
        ({**PAID, "method": f"Visa {NUMBER}"}, "this reads like a card number"),
        ({**PAID, "method_id": NUMBER}, "this reads like a card number"),
        ({**PAID, "method": ""}, "a payment needs its amount and the name of its method"),
        ({**PAID, "way": "charge"}, "the way “charge” is neither payment nor refund"),
        ({**PAID, "amount": "43 EUR"}, "the shop sells in USD"),
    ],
)
def test_a_payment_that_cannot_be_kept_is_told_why(tmp_path: Path, payment: dict[str, Any], reason: str) -> None:
    (told,) = reasons_of(rows_of(write(tmp_path, "orders.json", [{**ORDER, "payments": [payment]}])))
    assert reason in told
    assert "4242" not in told


def test_a_number_that_no_card_has_is_a_token(tmp_path: Path) -> None:
    (row,) = rows_of(
        write(tmp_path, "customers.json", [{**ADA, "payment_methods": [{**CARD, "id": "4242424242424241"}]}])
    )
    assert isinstance(row, Item)
