"""A typed cell of a workbook or a Parquet file -> the text that a table's dialect reads."""

import json
from datetime import date, datetime, time

_ERRORS = {"#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"}


def typed_cell(cell: object) -> str:
    """As a person reads it in the sheet: 12 is not 12.0, and an error is no value."""
    match cell:
        case None:
            text = ""
        case bool():
            text = "yes" if cell else "no"
        case float():
            text = str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else format(cell, ".12g")
        case datetime() if cell.time() == time():
            text = cell.date().isoformat()
        case date() | time():
            text = cell.isoformat()
        case list():
            text = ", ".join(typed_cell(part) for part in cell)
        case dict():
            text = json.dumps(cell, ensure_ascii=False, default=str)
        case bytes():
            text = cell.decode("utf-8", "surrogateescape")
        case _:
            text = str(cell)
    return "" if text in _ERRORS else text
