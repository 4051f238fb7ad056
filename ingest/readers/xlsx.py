"""Each sheet of a workbook is a table: its first row that is not empty is the header. Formulae give last values."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from ingest.archives import checked_archive
from ingest.readers.columns import Table
from ingest.readers.tables import read_table
from ingest.readers.typed_cells import typed_cell
from ingest.rows import FeedFile, Rejected, Row, Skipped
from ingest.validate import Invalid

MOST_CELLS = 20_000_000
"""Of the rectangle from the first to the last cell: one cell far out would make an empty sheet fill the memory."""

_KEEP = re.compile(r"\.(xml|rels)$", re.IGNORECASE)
_SHEET = re.compile(r"worksheets/[^/]+\.xml$", re.IGNORECASE)
_PLACE = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,7})([0-9]{1,12})[\"']")
_DIMENSION = re.compile(rb"\bref\s*=\s*[\"'][A-Z]{1,7}[0-9]{1,12}:([A-Z]{1,7})([0-9]{1,12})[\"']")
_TICK = 1000


def read(file: FeedFile) -> Iterator[Row]:
    try:
        packed, members = checked_archive(file.path, "xl/", "an Excel workbook (.xlsx)", _KEEP)
        _check_extent(members)
        del members
        book = CalamineWorkbook.from_filelike(packed)
        names = book.sheet_names
        for name in names:
            yield from _sheet(file, name, book, alone=len(names) == 1)
    except Invalid as problem:
        yield Rejected.of(problem, file.source)
    except (CalamineError, OSError, ValueError, TypeError, IndexError) as error:
        reason = f"the workbook is damaged and cannot be read ({type(error).__name__})"
        yield Rejected(file.source, None, reason, hint="open it in a spreadsheet program and save it again")


def _sheet(file: FeedFile, name: str, book: CalamineWorkbook, *, alone: bool) -> Iterator[Row]:
    rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    first = next((number for number, row in enumerate(rows) if any(cell != "" for cell in row)), None)
    if first is None:
        if not alone:
            yield Skipped(file.source, 1, f"the sheet “{name}” is empty")
        return
    header = [typed_cell(cell) for cell in rows[first]]
    while header and not header[-1]:
        header.pop()
    yield from read_table(Table(file, header, _lines(file, rows, first + 1)))


def _lines(file: FeedFile, rows: list[list[Any]], first: int) -> Iterator[tuple[int, list[str]]]:
    for number in range(first, len(rows)):
        if number % _TICK == 0:
            file.tick(number, len(rows))
        yield number + 1, [typed_cell(cell) for cell in rows[number]]
    if len(rows) >= _TICK:
        file.tick(len(rows), len(rows))


def _check_extent(members: Mapping[str, bytes]) -> None:
    """Raises `Invalid`."""
    for name, content in members.items():
        if _SHEET.search(name):
            places = [found.groups() for found in _DIMENSION.finditer(content[:4096])]
            places += (found.groups() for found in _PLACE.finditer(content))
            widest = max((_column(letters) for letters, _ in places), default=0)
            lowest = max((int(digits) for _, digits in places), default=0)
            if widest * lowest > MOST_CELLS:
                reason = f"a sheet reaches to row {lowest:,} and column {widest:,}, which is too large to read"
                raise Invalid(reason, hint="delete what stands far outside the table, or save the sheet as CSV")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
