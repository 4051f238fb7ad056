"""Products and documents as JSON Lines, by the schema of docs/feeds.md."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.retrieval.library import Document
from assistant.shop.money import Money
from ingest.rows import Item, Noted, Row
from tests.ingest.shop import products_of, reasons_of, rows_of

FULL: dict[str, Any] = {
    "handle": "tee", "title": "Tee", "category": "Shirts", "vendor": "Fern", "description": "<p>Soft</p>",
    "tags": ["summer", "cotton"], "attributes": {"Material": ["wool", "silk"], "Washable": True, "Weight": 120},
    "image": "https://x.example/t.jpg", "url": "https://x.example/tee",
    "variants": [
        {"sku": "T-S", "options": {"Size": "S"}, "price": 19.90, "compare_at": "25", "stock": 3, "grams": 120},
        {"sku": "T-M", "options": {"Size": "M"}, "price": "19.90", "stock": 0, "barcode": "123"},
    ],
}  # fmt: skip
FLAT: dict[str, Any] = {"title": "Mug", "sku": "MUG 1", "price": 12, "stock": 4}


def rows(tmp_path: Path, *lines: object) -> list[Row]:
    path = tmp_path / "feed.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return rows_of(path)


def test_a_family_with_variants(tmp_path: Path) -> None:
    (product,) = products_of(rows(tmp_path, FULL))
    assert (product.description, product.tags, product.url) == ("Soft", ("summer", "cotton"), "https://x.example/tee")
    assert product.attributes == {"Material": "wool, silk", "Washable": "yes", "Weight": "120"}
    small, medium = product.variants
    assert (small.price, small.compare_at, small.stock, small.weight_grams) == (Money(1990), Money(2500), 3, 120)
    assert (medium.options, medium.stock, medium.barcode) == ({"Size": "M"}, 0, "123")


def test_a_flat_line_is_one_variant_and_its_handle_comes_from_the_sku(tmp_path: Path) -> None:
    (product,) = products_of(rows(tmp_path, FLAT))
    assert (product.handle, product.variants[0].sku, product.url) == ("mug-1", "MUG 1", "/shop/products/mug-1")


def test_fractions_are_never_rounded_by_a_float(tmp_path: Path) -> None:
    told = reasons_of(rows(tmp_path, '{"title":"A","sku":"A","stock":1,"price":19.990000000000002}'))
    assert told[0].startswith("1: the price “19.990000000000002” has more decimals than USD knows")


def test_a_document_line(tmp_path: Path) -> None:
    (row,) = rows(tmp_path, {"kind": "policy", "id": "returns", "title": "Returns", "text": "30 days."})
    assert isinstance(row, Item)
    assert row.value == Document("returns", "Returns", "30 days.", "/pages/returns", "policy", "feed.jsonl")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "this is not JSON"),
        ("[1]", "a line must be an object"),
        ("9" * 5000, "this is not JSON that can be read"),
        ("[" * 100_000, "this is not JSON that can be read"),
        ('{"title": NaN}', "this is not JSON that can be read"),
        ('{"title": "\\ud800"}', "half of a character"),
        (FLAT | {"price": None}, "the price is missing"),
        (FLAT | {"price": True}, "the field “price” must be text or a number"),
        (FLAT | {"price": [1]}, "the field “price” must be text or a number"),
        (FLAT | {"stock": None}, "the stock is missing"),
        (FLAT | {"title": ""}, "the title is missing"),
        (FLAT | {"url": "javascript:x"}, "the url must start with"),
        (FULL | {"variants": []}, "no variant of this product can be sold"),
        (FULL | {"variants": {}}, "variants must be a list"),
        (FULL | {"attributes": ["x"]}, "attributes must be an object"),
        (FULL | {"handle": ""}, "the handle is missing"),
        ({"kind": "toast"}, "the kind “toast” is not known"),
        ({"kind": "document", "id": "a", "title": "A", "text": ""}, "the document holds no text"),
        ({"kind": "document", "title": "A", "text": "a"}, "the id is missing"),
    ],
)
def test_a_bad_line_is_told_and_the_next_one_is_read(tmp_path: Path, line: object, reason: str) -> None:
    outcome = rows(tmp_path, line, FLAT)
    assert any(told.startswith("1: ") and reason in told for told in reasons_of(outcome))
    assert [product.title for product in products_of(outcome)] == ["Mug"]


def test_a_bad_variant_is_told_and_its_family_survives(tmp_path: Path) -> None:
    variants = [*FULL["variants"], {"sku": "T-L", "price": "x", "stock": 1}, {"sku": "T-X", "price": 1, "stock": 1}]
    outcome = rows(tmp_path, FULL | {"variants": [*variants, FULL["variants"][0]]})
    assert [v.sku for v in products_of(outcome)[0].variants] == ["T-S", "T-M", "T-X"]
    assert [told.split(": ")[1] for told in reasons_of(outcome)] == ["variant 3", "variant 5"]


def test_unknown_fields_and_pictures_are_remarked(tmp_path: Path) -> None:
    outcome = rows(tmp_path, FLAT | {"colour": "red", "image": "data:x"})
    assert [row.reason for row in outcome if isinstance(row, Noted)] == [
        "these fields are not known and were left out: “colour”",
        "the picture's address is not http(s):// or /path and was left out",
    ]


def test_a_wrong_encoding_costs_its_line_only(tmp_path: Path) -> None:
    path = tmp_path / "feed.jsonl"
    path.write_bytes(b'{"title":"Caf\xe9"}\n' + json.dumps(FLAT).encode())
    assert len(products_of(rows_of(path))) == 1
    assert "not UTF-8" in reasons_of(rows_of(path))[0]


def test_a_line_without_end_stops_the_file_and_says_so(tmp_path: Path) -> None:
    outcome = rows(tmp_path, FLAT, "x" * 2_000_001, FLAT)
    assert len(products_of(outcome)) == 1
    assert reasons_of(outcome) == [
        "None: row 2 is longer than 2,000,000 characters; it and all rows below were not read"
    ]


@pytest.mark.parametrize("field", ["title", "description"])
@pytest.mark.parametrize("card", ["4242 4242 4242 4242", "5555-5555-5555-4444", "x378282246310005x"])
def test_a_text_with_a_card_number_is_reported_and_not_repeated(tmp_path: Path, field: str, card: str) -> None:
    given = rows(tmp_path, FLAT | {field: f"Mug, paid with {card}"})
    assert products_of(given) == []
    (reason,) = reasons_of(given)
    assert f"the {field} holds what reads like a card number" in reason
    assert card not in reason


def test_other_long_numbers_of_a_feed_are_no_card_numbers(tmp_path: Path) -> None:
    text = "EAN 4006381333931, sizes 36 38 40 42 44 46 48, 120 x 80 mm, GTIN 00012345678905, ISBN 978-3-16-148410-0"
    (product,) = products_of(rows(tmp_path, FLAT | {"description": text, "title": "Mug 4006381333931"}))
    assert product.description == text
