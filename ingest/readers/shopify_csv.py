"""Shopify's product export, in its older and its newer column names.

Rules of the format: rows with one handle are one family; the family's own cells stand on its first row only;
a row without variant cells carries one more picture.
"""

import csv
from collections.abc import Iterator

from ingest.readers.shopify_columns import Columns, delimiter_of
from ingest.readers.shopify_family import CsvRow, Family, read_family
from ingest.rows import FeedFile, Rejected, Row
from ingest.text import encoding_of, is_broken, one_line
from ingest.validate import Invalid, handle, shown

MOST_CELL = 100_000
_MOST_FIELD = 10_000_000


def read(file: FeedFile) -> Iterator[Row]:
    families: dict[str, Family] = {}
    try:
        for outcome in _rows(file):
            if isinstance(outcome, CsvRow):
                family = families.setdefault(outcome.handle, Family(file, outcome.handle))
                family.rows.append(outcome)
            else:
                yield outcome
    except Invalid as problem:
        yield Rejected(file.source, None, str(problem))
    for family in families.values():
        yield from read_family(family)


def _rows(file: FeedFile) -> Iterator[CsvRow | Rejected]:
    """Every row with its handle checked. Raises `Invalid` where the rest of the file cannot be told apart."""
    csv.field_size_limit(_MOST_FIELD)
    with file.path.open(encoding=encoding_of(file.path), errors="surrogateescape", newline="") as stream:
        delimiter = delimiter_of(stream.readline())
        stream.seek(0)
        records = csv.reader(stream, delimiter=delimiter)
        columns = Columns(_next(records, 1) or [], decimal_comma=delimiter == ";")
        number = 1
        while (cells := _next(records, number := number + 1)) is not None:
            if any(cell.strip() for cell in cells):
                yield _row(file, columns, number, cells)


def _next(records: "Iterator[list[str]]", number: int) -> list[str] | None:
    try:
        return next(records, None)
    except csv.Error:
        raise Invalid(
            f"row {number} has a cell of more than {_MOST_FIELD:,} characters (is a quotation mark missing?); "
            "it and all rows below it were not read"
        ) from None


def _row(file: FeedFile, columns: Columns, number: int, cells: list[str]) -> CsvRow | Rejected:
    name = ""
    try:
        _check_cells(columns, cells)
        name = handle(one_line(columns.cell(cells, "handle")))
        _check_width(columns, cells)
    except Invalid as problem:
        return Rejected(file.source, number, str(problem), key=name)
    return CsvRow(number, name, columns, cells)


def _check_width(columns: Columns, cells: list[str]) -> None:
    if any(cell.strip() for cell in cells[len(columns.names) :]):
        raise Invalid(f"the row has {len(cells)} cells, the header has {len(columns.names)}")


def _check_cells(columns: Columns, cells: list[str]) -> None:
    for name, cell in zip(columns.names, cells, strict=False):
        if len(cell) > MOST_CELL:
            raise Invalid(f"the cell {shown(name)} is longer than {MOST_CELL:,} characters")
        if is_broken(cell):
            raise Invalid(f"the cell {shown(name)} is not UTF-8 text; save the file as “CSV UTF-8”")
