"""Customers and orders by the schema of docs/feeds.md, and a demo's dates moved to today."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.shop.customers import Customer
from assistant.shop.money import Money
from assistant.shop.orders import Order
from ingest.readers.orders_json import read_orders
from ingest.rows import FeedFile, Item, Row
from tests.ingest.shop import reasons_of, rows_of

ORDER: dict[str, Any] = {
    "number": "1042", "email": "ada@example.com", "customer_id": "c1", "status": "shipped",
    "placed_at": "2026-05-01T10:00:00+02:00",
    "lines": [{"sku": "TEE-S", "title": "Tee", "quantity": 2, "unit": "19.00"}],
    "shipping": "5.00", "total": 43,
    "fulfilments": [{"carrier": "UPS", "tracking": "1Z", "url": "https://ups.example/1Z", "expected": "2026-05-05"}],
    "refunded": None, "note": "",
}  # fmt: skip


def write(tmp_path: Path, name: str, content: object) -> Path:
    path = tmp_path / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return path


def values(rows: list[Row]) -> list[Order]:
    return [row.value for row in rows if isinstance(row, Item) and isinstance(row.value, Order)]


def test_an_order_with_everything(tmp_path: Path) -> None:
    (order,) = values(rows_of(write(tmp_path, "orders.json", {"as_of": "2026-05-03", "orders": [ORDER]})))
    assert (order.number, order.customer_id, order.status) == ("#1042", "c1", "shipped")
    assert order.placed_at == datetime(2026, 5, 1, 8, tzinfo=UTC)
    assert (order.total, order.shipping, order.lines[0].unit) == (Money(4300), Money(500), Money(1900))
    assert order.fulfilments[0].expected == date(2026, 5, 5)


def test_a_plain_list_and_a_total_that_is_worked_out(tmp_path: Path) -> None:
    (order,) = values(rows_of(write(tmp_path, "orders.json", [{**ORDER, "total": None, "customer_id": None}])))
    assert (order.total, order.customer_id) == (Money(4300), None)


def test_dates_move_by_whole_days_so_that_as_of_becomes_today(tmp_path: Path) -> None:
    path = write(tmp_path, "orders.json", {"as_of": "2026-05-03", "orders": [ORDER]})
    file = FeedFile(path, "orders.json", shift_dates_to=date(2026, 11, 22))
    (order,) = values(list(read_orders(file)))
    assert order.placed_at == datetime(2026, 11, 20, 8, tzinfo=UTC)
    assert order.fulfilments[0].expected == date(2026, 11, 24)


def test_dates_cannot_move_without_as_of(tmp_path: Path) -> None:
    file = FeedFile(write(tmp_path, "orders.json", [ORDER]), "orders.json", shift_dates_to=date(2026, 11, 22))
    assert "the file must say “as_of”" in reasons_of(read_orders(file))[0]


def test_amounts_in_another_currency_are_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "orders.json", {"currency": "EUR", "orders": [ORDER]})
    assert reasons_of(rows_of(path)) == ["None: its amounts are in “EUR”, the shop sells in USD"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"number": ""}, "the number is missing"),
        ({"email": "ada"}, "the e-mail address is missing or is not one"),
        ({"status": "lost"}, "the status “lost” is not one of: pending payment, paid"),
        ({"placed_at": "yesterday"}, "is not a date such as"),
        ({"placed_at": "0001-01-01"}, "cannot be right"),
        ({"lines": []}, "the order has no lines"),
        ({"lines": "x"}, "lines must be a list"),
        ({"lines": [{**ORDER["lines"][0], "quantity": 0}]}, "is not a whole number from 1 up"),
        ({"lines": [{**ORDER["lines"][0], "quantity": "9" * 30}]}, "is not a whole number from 1 up"),
        ({"lines": [{**ORDER["lines"][0], "unit": None}]}, "a line has no unit price"),
        ({"lines": [{**ORDER["lines"][0], "unit": "1.999"}]}, "has more decimals"),
        ({"total": "-3"}, "the total “-3” is not an amount"),
        ({"fulfilments": [{"url": "javascript:x"}]}, "the url must start with"),
    ],
)
def test_a_bad_order_is_told_and_the_next_one_is_read(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    rows = rows_of(write(tmp_path, "orders.json", [ORDER | change, ORDER | {"number": "#7"}]))
    assert [order.number for order in values(rows)] == ["#7"]
    (told,) = reasons_of(rows)
    assert told.startswith("1: ")
    assert reason in told


@pytest.mark.parametrize("text", ["", "{", '{"orders": 3}', "3", '{"orders": [3]}'])
def test_a_file_of_another_shape_is_told(tmp_path: Path, text: str) -> None:
    rows = rows_of(write(tmp_path, "orders.json", text))
    assert values(rows) == []
    assert len(reasons_of(rows)) == 1


def test_customers(tmp_path: Path) -> None:
    people = [{"id": "c1", "name": "Ada", "email": "ada@example.com"}, {"id": "c2", "name": "B", "email": "secret@"}]
    rows = rows_of(write(tmp_path, "customers.json", people))
    assert [row.value for row in rows if isinstance(row, Item)] == [Customer("c1", "Ada", "ada@example.com")]
    (told,) = reasons_of(rows)
    assert "secret" not in told, "an address is personal and stays out of the report"
