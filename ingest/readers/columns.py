"""A header row, which of its columns is which field, and rows whose cells are asked for by field."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from ingest.rows import FeedFile, Rejected
from ingest.text import is_broken, one_line
from ingest.validate import Invalid, shown

MOST_CELL = 100_000
MOST_COLUMNS = 5_000
_DECIMAL_COMMA = re.compile(r"(\d+|\d{1,3}(?:\.\d{3})+),(\d{1,2})(?!\d)", re.ASCII)
_NOT_UTF8 = "save the file as “CSV UTF-8”"


@dataclass(frozen=True)
class Table:
    """Lines of cells under a header. `lines` yields (row, cells), the header being row 1, and may raise `Invalid`.

    `decimal_comma`: 12,50 is twelve and a half, as in the semicolon files of many countries.
    """

    file: FeedFile
    header: list[str]
    lines: Iterator[tuple[int, list[str]]]
    decimal_comma: bool = False


def plain(name: str) -> str:
    """A column's name for comparing: `Image_Link` and `image link` are one."""
    return " ".join(name.casefold().replace("_", " ").split())


class Columns:
    """Raises `Invalid` for a header that is not text."""

    def __init__(self, table: Table, known: Mapping[str, tuple[str, ...]]) -> None:
        self.names, self.decimal_comma = [one_line(name) for name in table.header], table.decimal_comma
        if len(self.names) > MOST_COLUMNS:
            raise Invalid(f"the first row has more than {MOST_COLUMNS:,} columns")
        if any(map(is_broken, self.names)):
            raise Invalid("the first row is not UTF-8 text", hint=_NOT_UTF8)
        places = {plain(name): place for place, name in reversed(list(enumerate(self.names)))}
        found = (
            (field, next((places[name] for name in names if name in places), None)) for field, names in known.items()
        )
        self.places = {field: place for field, place in found if place is not None}
        taken = set(self.places.values())
        self.others = [(name, place) for place, name in enumerate(self.names) if name and place not in taken]

    def has(self, field: str) -> bool:
        return field in self.places

    def called(self, field: str) -> str:
        """The name that the file gives to a field; the field's own where it has no such column."""
        place = self.places.get(field.casefold().replace("-", "_").replace(" ", "_").removesuffix("_price"))
        return self.names[place] if place is not None else field


@dataclass(frozen=True, slots=True)
class TableRow:
    number: int
    columns: Columns
    cells: list[str]

    def __getitem__(self, field: str) -> str:
        """One line of text; empty when the row or the header lacks it."""
        text = self.raw(field)
        return one_line(text) if text else ""

    def raw(self, field: str) -> str:
        place = self.columns.places.get(field, MOST_COLUMNS)
        return self.cells[place] if place < len(self.cells) else ""

    def figure(self, field: str) -> str:
        """An amount or a count with a decimal point, whatever the file's country writes."""
        text = self.code(field)
        if self.columns.decimal_comma:
            return _DECIMAL_COMMA.sub(lambda found: f"{found[1].replace('.', '')}.{found[2]}", text)
        return text

    def code(self, field: str) -> str:
        """Without the apostrophe that keeps a spreadsheet from reading a code as a number."""
        return self[field].removeprefix("'")

    def at(self, place: int) -> str:
        return one_line(self.cells[place]) if place < len(self.cells) else ""


def rows_of(
    table: Table, columns: Columns, key_of: Callable[[TableRow], str]
) -> Iterator[tuple[str, TableRow] | Rejected]:
    """Every row that is not empty with its key, its cells checked. `key_of` may raise `Invalid`.

    Raises `Invalid` where the rest cannot be told apart.
    """
    for number, cells in table.lines:
        if not any(map(str.strip, cells)):
            continue
        key, row = "", TableRow(number, columns, cells)
        try:
            if max(map(len, cells)) > MOST_CELL or is_broken("".join(cells)):
                _check_cells(row)
            key = key_of(row)
            _check_width(row)
        except Invalid as problem:
            called = columns.called(problem.field)
            yield Rejected.of(problem, table.file.source, number, key=key, field=called)
        else:
            yield key, row


def _check_width(row: TableRow) -> None:
    wide = len(row.columns.names)
    if len(row.cells) > wide and any(map(str.strip, row.cells[wide:])):
        hint = "put quotation marks around cells that hold the separator"
        raise Invalid(f"the row has {len(row.cells)} cells, the header has {wide}", hint=hint)


def _check_cells(row: TableRow) -> None:
    for name, cell in zip(row.columns.names, row.cells, strict=False):
        _check_cell(name, cell)


def _check_cell(name: str, cell: str) -> None:
    if len(cell) > MOST_CELL:
        raise Invalid(f"the cell {shown(name)} is longer than {MOST_CELL:,} characters", field=name)
    if is_broken(cell):
        raise Invalid(f"the cell {shown(name)} is not UTF-8 text", field=name, hint=_NOT_UTF8)
