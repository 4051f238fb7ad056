"""CSV and TSV: encoding and separator are found out, rows streamed, and a lost quotation mark ends in a sentence."""

import csv
from collections.abc import Iterator
from typing import TextIO

from ingest.readers.columns import Table
from ingest.readers.tables import read_table
from ingest.rows import FeedFile, Rejected, Row
from ingest.text import encoding_of
from ingest.validate import Invalid

_MOST_FIELD = 10_000_000
_MOST_HEADER = 200_000
_TICK = 1000


def read(file: FeedFile) -> Iterator[Row]:
    csv.field_size_limit(_MOST_FIELD)
    with file.path.open(encoding=encoding_of(file.path), errors="surrogateescape", newline="") as stream:
        delimiter = delimiter_of(stream.readline(_MOST_HEADER))
        stream.seek(0)
        lines = _lines(file, stream, delimiter)
        try:
            _, header = next(lines, (1, []))
        except Invalid as problem:
            yield Rejected.of(problem, file.source)
            return
        yield from read_table(Table(file, header, lines, decimal_comma=delimiter == ";"))


def delimiter_of(header: str) -> str:
    """Comma, or the semicolon, tab or bar that other spreadsheets and feeds write."""
    return max(",;\t|", key=header.count)


def _lines(file: FeedFile, stream: TextIO, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Raises `Invalid` for a cell without end: whatever stands below it cannot be told apart."""
    size, number = file.path.stat().st_size, 0
    try:
        for number, cells in enumerate(csv.reader(stream, delimiter=delimiter), 1):
            if number % _TICK == 0:
                file.tick(stream.buffer.tell(), size)
            yield number, cells
    except csv.Error:
        raise Invalid(
            f"row {number + 1} has a cell of more than {_MOST_FIELD:,} characters (is a quotation mark missing?); "
            "it and all rows below it were not read",
            hint="look for a quotation mark without a partner there",
        ) from None
    if number >= _TICK:
        file.tick(size, size)
