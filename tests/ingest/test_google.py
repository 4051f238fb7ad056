"""Google Merchant feeds: a table of tabs, RSS and Atom."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.shop.catalogue import Product
from assistant.shop.money import Money
from ingest.rows import Item, Noted
from tests.ingest.shop import products_of, reasons_of, rows_of

RSS = (
    '<?xml version="1.0"?>\n<rss xmlns:g="http://base.google.com/ns/1.0"><channel><title>Shop</title>{}</channel></rss>'
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:g="http://base.google.com/ns/1.0"><title>Shop</title>{}</feed>'
MUG = {
    "id": "MUG-1", "title": "Mug", "description": "Holds &lt;b&gt;tea&lt;/b&gt;", "link": "https://x.example/mug",
    "image_link": "https://x.example/mug.jpg", "availability": "in_stock", "price": "15.00 USD", "brand": "Fern",
    "gtin": "4006381333931", "product_type": "Home &gt; Kitchen &gt; Mugs",
}  # fmt: skip


def item(**attributes: str) -> str:
    body = "".join(f"<g:{name}>{value}</g:{name}>" for name, value in (MUG | attributes).items() if value)
    return f"<item>{body}</item>"


def write(path: Path, *items: str) -> Path:
    path.write_text(RSS.format("".join(items)), encoding="utf-8")
    return path


def one(tmp_path: Path, **attributes: str) -> Product:
    (product,) = products_of(rows_of(write(tmp_path / "feed.xml", item(**attributes))))
    return product


def test_an_item_is_read_whole(tmp_path: Path) -> None:
    mug = one(tmp_path, shipping_weight="0.4 kg", material="stoneware", mpn="M-1", condition="new")
    assert (mug.handle, mug.title, mug.category, mug.vendor) == ("mug-1", "Mug", "Mugs", "Fern")
    assert (mug.description, mug.url, mug.image) == ("Holds tea", "https://x.example/mug", "https://x.example/mug.jpg")
    assert mug.attributes == {"Manufacturer's number": "M-1", "Material": "stoneware"}
    (variant,) = mug.variants
    assert (variant.sku, variant.price, variant.weight_grams, variant.barcode, variant.options) == (
        "MUG-1", Money(1500), 400, "4006381333931", {},
    )  # fmt: skip


def test_atom_is_read_like_rss(tmp_path: Path) -> None:
    path = tmp_path / "feed.xml"
    entry = "<entry><title>Mug</title><link href='https://x.example/mug'/><summary>Tea</summary><g:id>M</g:id>"
    entry += "<g:price>15 USD</g:price><g:availability>in stock</g:availability></entry>"
    path.write_text(ATOM.format(entry), encoding="utf-8")
    (mug,) = products_of(rows_of(path))
    assert (mug.title, mug.url, mug.description) == ("Mug", "https://x.example/mug", "Tea")


def test_items_of_one_group_are_variants_by_what_they_differ_in(tmp_path: Path) -> None:
    group = {"item_group_id": "TEE", "material": "cotton", "color": "red"}
    rows = rows_of(
        write(
            tmp_path / "feed.xml",
            item(id="T-S", title="Tee, red - S", size="S", **group),
            item(id="T-M", title="Tee, red - M", size="M", **group),
        )
    )
    (tee,) = products_of(rows)
    assert (tee.handle, tee.title) == ("tee", "Tee, red")
    assert [(v.sku, v.options) for v in tee.variants] == [("T-S", {"Size": "S"}), ("T-M", {"Size": "M"})]
    assert tee.attributes == {"Color": "red", "Material": "cotton"}


@pytest.mark.parametrize(
    ("word", "stock"),
    [("in_stock", 1000), ("in stock", 1000), ("out_of_stock", 0), ("preorder", 0), ("backorder", 0)],
)
def test_availability_is_a_word_and_only_in_stock_is_stock(tmp_path: Path, word: str, stock: int) -> None:
    assert one(tmp_path, availability=word).variants[0].stock == stock


def test_what_can_be_ordered_ahead_is_told_as_a_fact(tmp_path: Path) -> None:
    path = write(tmp_path / "feed.xml", item(availability="preorder", availability_date="2026-12-24T00:00Z"))
    product, noted = rows_of(path)
    assert products_of([product])[0].attributes == {"Availability": "preorder, from 2026-12-24"}
    assert isinstance(noted, Noted)


def test_the_stock_of_what_is_not_counted_is_the_shops_to_set(tmp_path: Path) -> None:
    (mug,) = products_of(rows_of(write(tmp_path / "feed.xml", item()), uncounted=7))
    assert mug.variants[0].stock == 7
    assert one(tmp_path, quantity="3").variants[0].stock == 3, "a quantity is a count"


def test_a_sale_price_holds_between_its_dates(tmp_path: Path) -> None:
    dates = "2026-05-01T00:00+0100/2026-05-07T23:59+0100"
    path = write(tmp_path / "feed.xml", item(sale_price="12 USD", sale_price_effective_date=dates))
    (during,) = products_of(rows_of(path, read_at=datetime(2026, 5, 3, tzinfo=UTC)))
    (after,) = products_of(rows_of(path, read_at=datetime(2026, 5, 9, tzinfo=UTC)))
    assert (during.price, during.variants[0].compare_at, after.price) == (Money(1200), Money(1500), Money(1500))


def test_details_that_are_nested_or_repeated_are_facts(tmp_path: Path) -> None:
    detail = "<g:section_name>General</g:section_name><g:attribute_name>Volume</g:attribute_name>"
    detail += "<g:attribute_value>0.3 l</g:attribute_value>"
    twice = (
        f"</g:mpn><g:product_detail>{detail}</g:product_detail><g:product_detail>:Rim:gold</g:product_detail><g:mpn>"
    )
    assert one(tmp_path, mpn=twice).attributes == {"Volume": "0.3 l", "Rim": "gold"}


@pytest.mark.parametrize(
    ("attributes", "reason"),
    [
        ({"price": "15.00 EUR"}, "the price “15.00 EUR” is in EUR, the shop sells in USD; export the prices in USD"),
        ({"price": "15,00 USD"}, "the price “15,00” has a decimal comma"),
        ({"price": ""}, "the price is missing"),
        ({"availability": "maybe"}, "the availability “maybe” is not known; write in_stock"),
        ({"availability": ""}, "the availability is missing"),
        ({"title": ""}, "the title is missing"),
        ({"shipping_weight": "3 stone"}, "the weight “3 stone” is not a number with g, kg, oz or lb"),
    ],
)
def test_a_bad_item_is_told_and_the_next_one_taken(tmp_path: Path, attributes: dict[str, str], reason: str) -> None:
    rows = rows_of(write(tmp_path / "feed.xml", item(**attributes), item(id="OK")))
    assert [p.handle for p in products_of(rows)] == ["ok"]
    assert reasons_of(rows)[0].startswith(f"1: {reason}")


def test_a_table_of_tabs_is_the_same_feed(tmp_path: Path) -> None:
    for name in ("feed.tsv", "feed.txt"):
        path = tmp_path / name
        path.write_text(
            "id\ttitle\tdescription\tlink\timage link\tavailability\tprice\n"
            "M\tMug\tTea\thttps://x.example/m\thttps://x.example/m.jpg\tin stock\t15.00 USD\n",
            encoding="utf-8",
        )
        (row,) = rows_of(path)
        assert isinstance(row, Item)
        assert (products_of([row])[0].title, row.row) == ("Mug", 2)
