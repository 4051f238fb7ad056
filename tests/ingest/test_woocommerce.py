"""WooCommerce's product export."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.shop.catalogue import Product
from assistant.shop.money import Money
from ingest.rows import Noted, Rejected, Skipped
from tests.ingest.shop import products_of, reasons_of, rows_of

COLUMNS = (
    "ID", "Type", "SKU", "Name", "Published", "Is featured?", "Visibility in catalog", "Short description",
    "Description", "Date sale price starts", "Date sale price ends", "Tax status", "In stock?", "Stock",
    "Backorders allowed?", "Weight (kg)", "Length (cm)", "Sale price", "Regular price", "Categories", "Tags", "Images",
    "Parent", "Brands", "GTIN, UPC, EAN, or ISBN", "Attribute 1 name", "Attribute 1 value(s)", "Attribute 1 visible",
    "Attribute 1 global", "Attribute 2 name", "Attribute 2 value(s)",
)  # fmt: skip
CAP = {
    "ID": "7", "Type": "simple", "SKU": "CAP", "Name": "Cap", "Published": "1", "Visibility in catalog": "visible",
    "In stock?": "1", "Stock": "4", "Regular price": "16.00",
}  # fmt: skip
HOODIE = CAP | {"ID": "8", "Type": "variable", "SKU": "HOODIE", "Name": "Hoodie", "Stock": "", "Regular price": ""}
HOODIE |= {"Attribute 1 name": "Colour", "Attribute 1 value(s)": "Blue, Red"}
HOODIE |= {"Attribute 2 name": "Fabric", "Attribute 2 value(s)": "Cotton\\, organic"}
BLUE = CAP | {"ID": "9", "Type": "variation", "SKU": "HOODIE-B", "Name": "Hoodie - Blue", "Parent": "id:8"}
BLUE |= {"Attribute 1 name": "Colour", "Attribute 1 value(s)": "Blue"}
RED = BLUE | {"ID": "10", "SKU": "HOODIE-R", "Parent": "HOODIE", "Attribute 1 value(s)": "Red"}


def write(path: Path, *rows: dict[str, str]) -> Path:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS)
    writer.writeheader()
    writer.writerows(rows)
    path.write_text(out.getvalue(), encoding="utf-8-sig")
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "woo.csv"


def one(path: Path, **cells: str) -> Product:
    (product,) = products_of(rows_of(write(path, CAP | cells)))
    return product


def test_a_simple_product_is_read_whole(path: Path) -> None:
    more = {
        "Short description": "<b>Snug.</b>", "Description": "One line\\nand another", "Weight (kg)": "0.2",
        "Length (cm)": "20", "Categories": "Sale, Clothing > Accessories", "Tags": "sun, sea", "Brands": "Fern",
        "Images": "https://x.example/a.jpg, https://x.example/b.jpg", "GTIN, UPC, EAN, or ISBN": "4006381333931",
    }  # fmt: skip
    cap = one(path, **more)
    assert (cap.handle, cap.title, cap.category, cap.vendor, cap.tags) == (
        "cap", "Cap", "Accessories", "Fern", ("sun", "sea", "Sale"),
    )  # fmt: skip
    assert (cap.description, cap.image) == ("Snug.\n\nOne line\nand another", "https://x.example/a.jpg")
    assert cap.attributes == {"Length": "20 cm"}
    (variant,) = cap.variants
    assert (variant.sku, variant.price, variant.stock, variant.weight_grams, variant.barcode) == (
        "CAP", Money(1600), 4, 200, "4006381333931",
    )  # fmt: skip


def test_variations_find_their_parent_by_id_or_sku_even_above_it(path: Path) -> None:
    (hoodie,) = products_of(rows_of(write(path, BLUE, HOODIE, RED)))
    assert [(v.sku, v.options) for v in hoodie.variants] == [
        ("HOODIE-B", {"Colour": "Blue"}),
        ("HOODIE-R", {"Colour": "Red"}),
    ]
    assert hoodie.attributes == {"Fabric": "Cotton, organic"}, "what no variation differs in is a fact"


def test_a_variation_without_its_parent_is_told_with_a_hint(path: Path) -> None:
    (reason,) = reasons_of(rows_of(write(path, BLUE)))
    assert reason.startswith("2: the parent “id:8” of this variation is not in the file; export the variable products")


@pytest.mark.parametrize(
    ("cells", "stock"),
    [
        ({"Stock": "4"}, 4),
        ({"Stock": "", "In stock?": "1"}, 1000),
        ({"Stock": "", "In stock?": "0"}, 0),
        ({"Stock": "9", "In stock?": "0"}, 0),
        ({"Stock": "0", "Backorders allowed?": "1"}, 1000),
        ({"Stock": "0", "Backorders allowed?": "notify"}, 0),
        ({"Stock": "", "In stock?": "backorder"}, 0),
    ],
)
def test_stock_is_the_count_or_else_the_word(path: Path, cells: dict[str, str], stock: int) -> None:
    assert one(path, **cells).variants[0].stock == stock


def test_a_variation_may_share_the_stock_of_its_parent(path: Path) -> None:
    (hoodie,) = products_of(rows_of(write(path, HOODIE | {"Stock": "3"}, BLUE | {"Stock": "parent"})))
    assert hoodie.variants[0].stock == 3


@pytest.mark.parametrize(
    ("starts", "ends", "price"),
    [("", "", 1200), ("2026-05-02", "", 1600), ("", "2026-05-01", 1200), ("2026-04-01", "2026-04-30", 1600)],
)
def test_a_sale_price_holds_on_its_days(path: Path, starts: str, ends: str, price: int) -> None:
    row = CAP | {"Sale price": "12.00", "Date sale price starts": starts, "Date sale price ends": ends}
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    (product,) = products_of(rows_of(write(path, row), read_at=noon))
    assert product.price == Money(price)
    assert product.variants[0].compare_at == (Money(1600) if price == 1200 else None)


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Published": "0"}, "cap: it is not published"),
        ({"Published": "-1"}, "cap: it is not published"),
        ({"Visibility in catalog": "hidden"}, "cap: it is hidden from the catalogue"),
        ({"Type": "grouped"}, "cap: it is a grouped product"),
        ({"Type": "external"}, "cap: it is sold on another site"),
    ],
)
def test_what_cannot_be_bought_here_is_skipped(path: Path, cells: dict[str, str], reason: str) -> None:
    (skipped,) = rows_of(write(path, CAP | cells))
    assert isinstance(skipped, Skipped)
    assert skipped.reason == reason


def test_without_a_sku_the_id_serves_and_is_told(path: Path) -> None:
    item, noted = rows_of(write(path, CAP | {"SKU": ""}))
    assert products_of([item])[0].variants[0].sku == "id-7"
    assert isinstance(noted, Noted)
    assert "kept as id-7" in noted.reason


def test_a_bad_row_is_told_by_its_column_and_costs_the_rest_nothing(path: Path) -> None:
    rows = rows_of(write(path, HOODIE, BLUE | {"Regular price": "19,90"}, RED, CAP))
    assert [p.handle for p in products_of(rows)] == ["hoodie", "cap"]
    assert reasons_of(rows) == ["3: the price “19,90” has a decimal comma; write a point, as in 19.90"]
    assert [row.field for row in rows if isinstance(row, Rejected)] == ["Regular price"]
