"""Shopify's export as it really comes: families, picture rows, drafts, metafields, spreadsheets' dialects."""

from pathlib import Path

import pytest

from assistant.shop.catalogue import Product
from assistant.shop.money import Money
from ingest.rows import Noted, Skipped
from tests.ingest.shop import COLUMNS, SOLD, csv_text, products_of, reasons_of, rows_of, tee

HEAD = {
    "Handle": "tee", "Title": "Tee", "Body (HTML)": "<p>Soft &amp; light.</p><ul><li>Organic</li></ul>",
    "Vendor": "Fern", "Type": "Shirts", "Tags": "summer, cotton , summer", "Published": "TRUE",
    "Option1 Name": "Color", "Option1 Value": "Navy", "Option2 Name": "Size", "Option2 Value": "S",
    "Image Src": "/pictures/tee.svg", "Image Position": "1", "Status": "active",
    "Material (product.metafields.custom.material)": '["wool", "silk"]',
} | SOLD  # fmt: skip
SECOND = SOLD | {"Handle": "tee", "Option1 Value": "Navy", "Option2 Value": "M", "Variant SKU": "TEE-M"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "products.csv"


def only(path: Path, *rows: dict[str, str]) -> Product:
    path.write_text(csv_text(rows), encoding="utf-8")
    (product,) = products_of(rows_of(path))
    return product


def test_family_cells_stand_on_the_first_row_only(path: Path) -> None:
    product = only(path, HEAD, SECOND)
    assert (product.title, product.category, product.vendor, product.tags) == (
        "Tee", "Shirts", "Fern", ("summer", "cotton"),
    )  # fmt: skip
    assert product.description == "Soft & light.\n\n- Organic"
    assert product.attributes == {"Material": "wool, silk"}
    assert (product.image, product.url) == ("/pictures/tee.svg", "/shop/products/tee")
    assert [(v.sku, dict(v.options)) for v in product.variants] == [
        ("TEE-S", {"Color": "Navy", "Size": "S"}),
        ("TEE-M", {"Color": "Navy", "Size": "M"}),
    ]


def test_a_row_without_variant_cells_is_one_more_picture(path: Path) -> None:
    later = {"Handle": "tee", "Image Src": "https://shop.example/2.jpg", "Image Position": "1"}
    product = only(path, HEAD | {"Image Position": "2"}, later, SECOND)
    assert len(product.variants) == 2
    assert product.image == "https://shop.example/2.jpg", "the picture in position 1 is the main one"


def test_default_title_is_no_option(path: Path) -> None:
    assert only(path, tee()).variants[0].options == {}


def test_numbers_are_exact(path: Path) -> None:
    cells = {"Variant Price": "1,234.50", "Variant Compare At Price": "$1,300", "Variant Grams": "450.0"}
    variant = only(path, tee(**cells, **{"Variant Barcode": "'0012"})).variants[0]
    assert (variant.price, variant.compare_at) == (Money(123450), Money(130000))
    assert (variant.weight_grams, variant.barcode, variant.stock) == (450, "0012", 3)


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        ("Variant Price", "", "the price is missing"),
        ("Variant Price", "0.00", "the price is 0"),
        ("Variant Price", "-5", "is not an amount of money"),
        ("Variant Price", "abc", "is not an amount of money"),
        ("Variant Price", "1e3", "is not an amount of money"),
        ("Variant Price", "NaN", "is not an amount of money"),
        ("Variant Price", "49.999", "has more decimals than USD knows"),
        ("Variant Price", "49,90", "has a decimal comma; write a point, as in 49.90"),
        ("Variant Price", "99999999", "which cannot be right"),
        ("Variant Compare At Price", "soon", "the compare-at price “soon” is not an amount"),
        ("Variant Inventory Qty", "", "the stock is missing"),
        ("Variant Inventory Qty", "3.5", "is not a whole number"),
        ("Variant Inventory Qty", "many", "is not a whole number"),
        ("Variant Inventory Qty", "99999999999", "which cannot be right"),
        ("Variant Grams", "-1", "is not a number of grams"),
        ("Variant SKU", "", "the SKU is missing"),
        ("Variant SKU", "x" * 201, "is longer than 200 characters"),
        ("Option1 Value", "x" * 301, "the option Color is longer than 300 characters"),
    ],
)
def test_a_bad_variant_row_is_told_and_its_family_survives(path: Path, column: str, cell: str, reason: str) -> None:
    path.write_text(csv_text([HEAD, SECOND | {column: cell}]), encoding="utf-8")
    rows = rows_of(path)
    (told,) = reasons_of(rows)
    assert told.startswith("3: ")
    assert reason in told
    assert [v.sku for v in products_of(rows)[0].variants] == ["TEE-S"]


def test_a_bad_first_row_keeps_the_family_cells(path: Path) -> None:
    path.write_text(csv_text([HEAD | {"Variant Price": "x"}, SECOND]), encoding="utf-8")
    rows = rows_of(path)
    assert [told.split(":")[0] for told in reasons_of(rows)] == ["2"]
    assert products_of(rows)[0].title == "Tee"
    assert dict(products_of(rows)[0].variants[0].options) == {"Color": "Navy", "Size": "M"}


def test_a_family_without_one_good_variant_is_rejected(path: Path) -> None:
    path.write_text(csv_text([tee(**{"Variant Price": ""})]), encoding="utf-8")
    assert reasons_of(rows_of(path)) == [
        "2: the price is missing; write it as in 49.00",
        "2: no variant of this product can be sold",
    ]


def test_rows_count_as_a_spreadsheet_counts_them(path: Path) -> None:
    """A cell with line breaks is one row, an empty row is one too."""
    text = csv_text([tee("one", **{"Body (HTML)": 'a\n\nb, then "c"'})])
    path.write_text(text + "\n" + csv_text([tee("two", **{"Variant Price": "?"})]).split("\n", 1)[1], encoding="utf-8")
    assert reasons_of(rows_of(path))[0].startswith("4: ")


def test_drafts_and_unpublished_products_are_skipped_and_counted(path: Path) -> None:
    rows = [tee("a", Status="draft"), tee("b", Status="archived"), tee("c", Published="false"), tee("d")]
    path.write_text(csv_text(rows), encoding="utf-8")
    outcome = rows_of(path)
    assert [row.row for row in outcome if isinstance(row, Skipped)] == [2, 3, 4]
    assert [p.handle for p in products_of(outcome)] == ["d"]


def test_two_titles_under_one_handle_are_a_duplicate(path: Path) -> None:
    path.write_text(csv_text([tee(), tee(Title="Other")]), encoding="utf-8")
    assert reasons_of(rows_of(path)) == [
        "3: the handle tee already belongs to “Tee”, row 2; give each product its own handle"
    ]


def test_a_sku_and_a_set_of_options_are_used_once_in_a_family(path: Path) -> None:
    path.write_text(csv_text([HEAD, SECOND | {"Variant SKU": "TEE-S"}, HEAD | {"Variant SKU": "X"}]), encoding="utf-8")
    assert reasons_of(rows_of(path)) == [
        "3: the SKU TEE-S is used twice in this product",
        "4: the variant TEE-S has the same options (Navy / S); give each variant another colour, size or the like",
    ]


def test_stock_that_shopify_does_not_count_can_always_be_bought(path: Path) -> None:
    free = {"Variant Inventory Tracker": "", "Variant Inventory Qty": ""}
    assert only(path, tee(**free)).stock_word == "in stock"
    assert only(path, tee(**{"Variant Inventory Qty": "-2", "Variant Inventory Policy": "continue"})).available


def test_oversold_stock_counts_as_none_and_is_remarked(path: Path) -> None:
    path.write_text(csv_text([tee(**{"Variant Inventory Qty": "-2"})]), encoding="utf-8")
    rows = rows_of(path)
    assert products_of(rows)[0].variants[0].stock == 0
    assert ["below 0" in row.reason for row in rows if isinstance(row, Noted)] == [True]


def test_a_picture_that_is_no_web_address_is_left_out(path: Path) -> None:
    path.write_text(csv_text([tee(**{"Image Src": "javascript:alert(1)"})]), encoding="utf-8")
    rows = rows_of(path)
    assert products_of(rows)[0].image == ""
    assert [row.row for row in rows if isinstance(row, Noted)] == [2]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_dialects_of_spreadsheets(path: Path, encoding: str, end: str, delimiter: str) -> None:
    path.write_bytes(csv_text([tee(Title="Crème; brûlée", Vendor="A\nB")], delimiter, end).encode(encoding))
    (product,) = products_of(rows_of(path))
    assert (product.title, product.vendor) == ("Crème; brûlée", "A B")


def test_a_semicolon_file_may_write_decimal_commas(path: Path) -> None:
    path.write_text(csv_text([tee(**{"Variant Price": "49,90"})], ";"), encoding="utf-8")
    assert products_of(rows_of(path))[0].price == Money(4990)


def test_the_newer_column_names_read_alike(path: Path) -> None:
    path.write_text(
        "Title,URL handle,Description,Type,Published on online store,Status,SKU,Option1 name,Option1 value,Price,"
        "Compare-at price,Inventory tracker,Inventory quantity,Weight value (grams),Product image URL\n"
        "Mug,mug,<b>Big</b>,Mugs,TRUE,Active,MUG-1,Color,Red,12.00,15.00,shopify,4,300,https://x.example/m.png\n",
        encoding="utf-8",
    )
    (product,) = products_of(rows_of(path))
    assert (product.handle, product.description, product.price, product.variants[0].on_sale) == (
        "mug",
        "Big",
        Money(1200),
        True,
    )
    assert (product.variants[0].stock, product.variants[0].weight_grams) == (4, 300)


def test_another_csv_is_refused_by_what_it_lacks(path: Path) -> None:
    path.write_text("Title,URL,Variant SKU,Variant Prise\nA,b,c,d\n", encoding="utf-8")
    (reason,) = reasons_of(rows_of(path))
    assert (
        "this looks like a Shopify product export, but its first row has no column handle and variant price" in reason
    )
    assert "it has “Title”, “URL”, “Variant SKU”, “Variant Prise”" in reason
    assert "perhaps “variant prise” should be “variant price”" in reason


def test_a_cell_in_a_wrong_encoding_costs_its_row_only(path: Path) -> None:
    text = csv_text([tee("good"), tee("bad", Vendor="Café")]).encode().replace("é".encode(), b"\xe9")
    path.write_bytes(text)
    rows = rows_of(path)
    assert [p.handle for p in products_of(rows)] == ["good"]
    assert reasons_of(rows) == ["3: the cell “Vendor” is not UTF-8 text; save the file as “CSV UTF-8”"]


def test_a_missing_quotation_mark_is_told_and_the_rows_before_it_survive(path: Path) -> None:
    text = csv_text([tee("good"), tee("bad", Vendor="open")]).replace("open", '"open') + "x," * 6_000_000
    path.write_text(text, encoding="utf-8")
    rows = rows_of(path)
    assert [p.handle for p in products_of(rows)] == ["good"]
    assert "is a quotation mark missing?" in reasons_of(rows)[0]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"Handle": ""}, "the handle is missing"),
        ({"Handle": "a b"}, "cannot be part of an address"),
        ({"Body (HTML)": "x" * 100_001}, "is longer than 100,000 characters"),
        ({"Body (HTML)": "x" * 50_001}, "the description is longer than 50,000 characters"),
        ({"Title": ""}, "the title is missing"),
    ],
)
def test_a_bad_family_cell_is_told(path: Path, cells: dict[str, str], reason: str) -> None:
    path.write_text(csv_text([tee() | cells]), encoding="utf-8")
    assert any(told.startswith("2: ") and reason in told for told in reasons_of(rows_of(path)))


def test_a_row_with_more_cells_than_the_header_is_told(path: Path) -> None:
    path.write_text(csv_text([tee()]).rstrip("\n") + ",extra\n", encoding="utf-8")
    assert f"the header has {len(COLUMNS)}" in reasons_of(rows_of(path))[0]
