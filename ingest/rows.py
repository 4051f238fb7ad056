"""What a reader is given, and what it yields: items to keep, and findings to report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from datetime import UTC, date, datetime
from pathlib import Path

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.customers import Customer
from assistant.shop.handoff_policy import Policy
from assistant.shop.orders import Order
from assistant.shop.selling.rules import SellingRules
from ingest.validate import Invalid

UNCOUNTED = 1000
"""The stock of a variant that its shop does not count, or that a feed calls “in stock” without a number."""

RULES, SELLING, HANDOFF = "rules", "selling", "handoff"
"""The keys of a shop's rules: it has one set of each."""

Value = Product | Document | Customer | Order | ChangeRules | SellingRules | Policy


def quiet(_done: int, _total: int) -> None:
    """For callers that show no progress."""


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class FeedFile:
    """One file to read. `source` is its key in the shop; `document_id` and `kind` serve a file that is one document.

    `shift_dates_to` moves a demo's orders so that the day they were written becomes that day. `tick` is told how much
    of the file is read (bytes or rows, and how many there are); `read_at` decides which dated sale prices hold.
    """

    path: Path
    source: str
    document_id: str = ""
    kind: str = "page"
    currency: str = "USD"
    shift_dates_to: date | None = None
    uncounted: int = UNCOUNTED
    read_at: datetime = dataclass_field(default_factory=_now)
    tick: Callable[[int, int], None] = quiet


@dataclass(frozen=True, slots=True)
class Item:
    """A valid item. `row` is the spreadsheet row or line it starts at; `sku_rows` says where each variant stood."""

    value: Value
    source: str
    row: int | None = None
    sku_rows: Mapping[str, int] = dataclass_field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """Something to tell. `row` counts the header as row 1, and is None for a whole file.

    `field` is the column or field as the file names it, `hint` what to do about it; both may be empty.
    """

    source: str
    row: int | None
    reason: str
    field: str = dataclass_field(default="", kw_only=True)
    hint: str = dataclass_field(default="", kw_only=True)

    @property
    def place(self) -> str:
        return self.source if self.row is None else f"{self.source}, row {self.row}"

    @property
    def told(self) -> str:
        """The reason and the hint as one sentence."""
        return f"{self.reason}; {self.hint}" if self.hint else self.reason


@dataclass(frozen=True)
class Rejected(Finding):
    """A row that was not taken. `key` is the handle, id or number it was about, `sku` the one variant, where known.

    Without a row and a key the whole file could not be read to its end.
    """

    key: str = ""
    sku: str = ""

    @classmethod
    def of(
        cls, problem: Invalid, source: str, row: int | None = None, *, key: str = "", sku: str = "", field: str = ""
    ) -> "Rejected":
        """`field` names the column where the file calls it otherwise than the problem does."""
        return cls(source, row, problem.reason, key, sku, field=field or problem.field, hint=problem.hint)

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
