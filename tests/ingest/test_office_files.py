"""Workbooks, Word files and Parquet."""

from pathlib import Path

import pytest

from assistant.retrieval.library import Document
from assistant.shop.money import Money
from ingest.rows import Item, Rejected, Skipped
from tests.ingest.office_bytes import paragraph, sheet, word, workbook, zipped
from tests.ingest.shop import COLUMNS, products_of, reasons_of, rows_of, tee

PLAIN: list[list[object]] = [["title", "sku", "price", "stock", "barcode"], ["Mug", "M", 12.5, 3, 4006381333931]]


def test_a_workbook_is_read_as_a_table_with_numbers_as_a_person_sees_them(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes(zipped(workbook(sheet(PLAIN))))
    (mug,) = products_of(rows_of(path))
    assert (mug.price, mug.variants[0].stock, mug.variants[0].barcode) == (Money(1250), 3, "4006381333931")


def test_every_sheet_is_told_apart_by_its_own_header(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    shopify = sheet([COLUMNS, [tee().get(name, "") for name in COLUMNS]])
    questions = sheet([["question", "answer"], ["Gift wrap?", "Free."]])
    path.write_bytes(zipped(workbook(shopify, questions, sheet([]))))
    product, faq, empty = rows_of(path)
    assert [p.handle for p in products_of([product])] == ["tee"]
    assert isinstance(faq, Item)
    assert isinstance(faq.value, Document)
    assert isinstance(empty, Skipped)


def test_a_bad_row_of_a_workbook_is_told_by_row_and_column(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes(zipped(workbook(sheet([*PLAIN, ["Jug", "J", "cheap", 1], ["Pot", "P", 0.1 + 0.2, 1]]))))
    rows = rows_of(path)
    assert [p.title for p in products_of(rows)] == ["Mug", "Pot"]
    assert (3, "price") in [(r.row, r.field) for r in rows if isinstance(r, Rejected)]


def test_a_word_file_is_a_document_with_its_headings_lists_and_tables(tmp_path: Path) -> None:
    path = tmp_path / "returns.docx"
    table = "".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in ("Zone", "Fee"))
    body = paragraph("Returns", "Heading1") + paragraph("Within 30 days.") + f"<w:tbl><w:tr>{table}</w:tr></w:tbl>"
    path.write_bytes(zipped(word(body)))
    (row,) = rows_of(path, kind="policy")
    assert isinstance(row, Item)
    assert isinstance(row.value, Document)
    assert (row.value.title, row.value.kind) == ("Returns", "policy")
    assert "Within 30 days." in row.value.text
    assert "| Zone | Fee |" in row.value.text


def test_parquet_is_read_as_a_table(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    from pyarrow import parquet  # noqa: PLC0415  # an extra

    path = tmp_path / "shop.parquet"
    columns = {
        "title": ["Mug", "Jug", "Pot"], "sku": ["M", "J", "P"], "price": [12.5, None, 7.0], "stock": [3, 1, 2],
        "tags": [["a", "b"], None, []],
    }  # fmt: skip
    parquet.write_table(pyarrow.table(columns), path)
    rows = rows_of(path)
    assert [(p.title, p.price, p.tags) for p in products_of(rows)] == [
        ("Mug", Money(1250), ("a", "b")), ("Pot", Money(700), ()),
    ]  # fmt: skip
    assert "3: the price is missing; write it as in 49.00" in reasons_of(rows)
