"""What a reader is given, and what it yields: items to keep, and findings to report."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from assistant.shop.orders import Customer, Order

Value = Product | Document | Customer | Order


@dataclass(frozen=True)
class FeedFile:
    """One file to read. `source` is its key in the shop; `document_id` and `kind` serve a file that is one document.

    `shift_dates_to` moves a demo's orders so that the day they were written becomes that day.
    """

    path: Path
    source: str
    document_id: str = ""
    kind: str = "page"
    currency: str = "USD"
    shift_dates_to: date | None = None


@dataclass(frozen=True)
class Item:
    """A valid item. `row` is the spreadsheet row or line it starts at; `sku_rows` says where each variant stood."""

    value: Value
    source: str
    row: int | None = None
    sku_rows: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Something to tell. `row` counts the header as row 1, and is None for a whole file."""

    source: str
    row: int | None
    reason: str

    @property
    def place(self) -> str:
        return self.source if self.row is None else f"{self.source}, row {self.row}"


@dataclass(frozen=True)
class Rejected(Finding):
    """A row that was not taken. `key` is the handle, id or number it was about, `sku` the one variant, where known.

    Without a row and a key the whole file could not be read to its end.
    """

    key: str = ""
    sku: str = ""

    @property
    def whole_file(self) -> bool:
        return self.row is None and not self.key


@dataclass(frozen=True)
class Skipped(Finding):
    """Left out on purpose: a draft product, a file that is no feed."""


@dataclass(frozen=True)
class Noted(Finding):
    """The row was taken, but not exactly as it was written."""


Row = Item | Rejected | Skipped | Noted
