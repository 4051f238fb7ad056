import re
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest

from demo.build.export import FIRST, LAST, weight_text
from demo.build.variants import check_digit
from tests.demo.files import DEMO, listings, rows

LISTINGS = listings()
ROWS = rows()
SOLD = [listing for listing in LISTINGS if listing.head["Status"] == "active"]


def test_the_shop_is_large_and_broad_enough_to_search_in() -> None:
    departments = Counter(listing.fact("Department") for listing in SOLD)
    assert len(SOLD) >= 165
    assert sum(len(listing.rows) for listing in SOLD) >= 680
    assert len(departments - Counter({"Gift cards": 2})) >= 8
    assert min(count for name, count in departments.items() if name != "Gift cards") >= 10


def test_the_columns_are_those_of_the_export_with_metafields_before_the_variant_picture() -> None:
    names = list(ROWS[0])
    assert names[: len(FIRST)] == list(FIRST)
    assert names[-len(LAST) :] == list(LAST)
    between = names[len(FIRST) : -len(LAST)]
    assert all(re.fullmatch(r"[A-Z][\w -]+ \(product\.metafields\.custom\.[a-z_]+\)", name) for name in between)


def test_product_cells_stand_on_the_first_row_only() -> None:
    for listing in LISTINGS:
        assert listing.head["Title"]
        assert listing.head["Body (HTML)"].startswith("<p>")
        for row in listing.rows[1:]:
            filled = {name for name, value in row.items() if value and "metafields" in name}
            assert not filled
            assert not row["Title"] + row["Vendor"] + row["Status"] + row["Image Src"]


def test_families_stand_together_under_one_handle() -> None:
    changes = sum(a["Handle"] != b["Handle"] for a, b in pairwise(ROWS))
    assert changes + 1 == len(LISTINGS)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", listing.head["Handle"]) for listing in LISTINGS)


@pytest.mark.parametrize("column", ["Variant SKU", "Variant Barcode"])
def test_skus_and_barcodes_are_unique(column: str) -> None:
    values = Counter(row[column] for row in ROWS)
    assert [value for value, count in values.items() if count > 1 or not value] == []


def test_barcodes_are_valid_ean_13() -> None:
    assert check_digit("400638133393") == 1
    for row in ROWS:
        digits = [int(digit) for digit in row["Variant Barcode"]]
        assert len(digits) == 13
        assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0


def test_each_variant_has_its_own_options() -> None:
    for listing in LISTINGS:
        options = [tuple(row[f"Option{place} Value"] for place in (1, 2, 3)) for row in listing.rows]
        assert len(set(options)) == len(options)
        assert listing.head["Option1 Name"]


def test_no_two_families_share_a_title_or_a_sentence() -> None:
    titles = Counter(listing.head["Title"] for listing in LISTINGS)
    sentences = Counter(
        sentence for listing in LISTINGS for sentence in re.split(r"(?<=[.!?]) ", listing.head["Body (HTML)"])
    )
    assert max(titles.values()) == 1
    assert max(sentences.values()) == 1


def test_sales_low_stock_and_sold_out_variants_are_there_to_be_met() -> None:
    stock = [int(row["Variant Inventory Qty"]) for row in ROWS]
    assert sum(figure == 0 for figure in stock) >= 30
    assert sum(1 <= figure <= 5 for figure in stock) >= 50
    assert sum(listing.on_sale for listing in SOLD) >= 25


def test_a_crossed_out_price_is_higher_than_the_price() -> None:
    for row in ROWS:
        if row["Variant Compare At Price"]:
            assert Decimal(row["Variant Compare At Price"]) > Decimal(row["Variant Price"]), row["Variant SKU"]


def test_gifts_tagged_under_50_cost_less_than_50() -> None:
    tagged = [listing for listing in SOLD if "gifts under 50" in listing.head["Tags"]]
    assert len(tagged) >= 25
    assert all(min(Decimal(row["Variant Price"]) for row in listing.rows) < 50 for listing in tagged)


def test_weights_are_told_in_both_systems() -> None:
    assert weight_text([82]) == "82 g (2.9 oz)"
    assert weight_text([1950]) == "1.95 kg (4 lb 5 oz)"
    assert weight_text([620, 420]) == "420 g (14.8 oz) to 620 g (21.9 oz)"


def test_the_materials_for_conversations_are_there() -> None:
    def count(words: str, department: str = "") -> int:
        pattern = re.compile(words, re.IGNORECASE)
        return sum(
            bool(pattern.search(" ".join(listing.head.values()))) and department in listing.fact("Department")
            for listing in SOLD
        )

    assert count(r"merino") >= 10
    assert count(r"espresso") >= 5
    assert count(r"noise cancelling") >= 3
    assert {listing.fact("Capacity") for listing in SOLD if listing.head["Type"] == "Tents"} == {
        "1 person", "2 people", "3 people", "4 people", "6 people",
    }  # fmt: skip
    assert sum(listing.head["Type"] == "Hiking boots" for listing in SOLD) >= 2
    assert count(r"rain (jacket|coat|overalls)", "Kids") >= 3
    red_dresses = [
        row for listing in SOLD if listing.head["Type"] == "Dresses" and "wedding guest" in listing.head["Tags"]
        for row in listing.rows if "red" in row["Option1 Value"].lower() and Decimal(row["Variant Price"]) < 150
    ]  # fmt: skip
    assert sum(int(row["Variant Inventory Qty"]) > 0 for row in red_dresses) >= 5


def test_the_readme_counts_what_is_there() -> None:
    text = (DEMO / "README.md").read_text(encoding="utf-8")
    types = {listing.head["Type"] for listing in SOLD}
    departments = {listing.fact("Department") for listing in SOLD}
    assert f"holds {len(SOLD)} products on sale ({sum(len(listing.rows) for listing in SOLD)} variants" in text
    assert f"in {len(departments)} departments and {len(types)} product types" in text
