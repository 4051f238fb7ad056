"""A feed judged by itself: what would be rejected, and how ready it is. Nothing is kept."""

import time
from pathlib import Path

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.handoff_policy import Policy
from assistant.shop.rules import ShopRules
from assistant.shop.selling.rules import SellingRules
from ingest.discover import Reading, UnusablePath, discover
from ingest.distinct import Claims
from ingest.publish import Progress, quiet
from ingest.quoting import rendered, rules_of
from ingest.readers import FORMATS, read, reader_for
from ingest.readiness import Sites, readiness
from ingest.report import Report, Tally
from ingest.rows import FeedFile, Item, Noted, Rejected, Row, Skipped


def check(path: Path, reading: Reading, progress: Progress = quiet, sites: Sites | None = None) -> Report:
    """As if the shop were empty. Raises `UnusablePath`."""
    begun, claims = time.monotonic(), Claims()
    found = list(discover(path, reading))
    files = [file for file in found if isinstance(file, FeedFile)]
    if not files:
        raise UnusablePath(f"{path} holds nothing to ingest. Put in {FORMATS}.")
    rows: list[Row] = [entry for entry in found if isinstance(entry, Skipped)]
    for number, file in enumerate(files, 1):
        reader = reader_for(file.path)
        rows.extend(claims.settle(read(file, reader)) if reader else ())
        progress("reading", number, len(files))
    rows = rendered(rows, rules_of(rows, ShopRules()), reading.currency)
    return _report(path, len(files), rows, time.monotonic() - begun, sites)


def _report(path: Path, files: int, rows: list[Row], seconds: float, sites: Sites | None) -> Report:
    values = [row.value for row in rows if isinstance(row, Item)]
    products = [value for value in values if isinstance(value, Product)]
    documents = [value for value in values if isinstance(value, Document)]
    rejected = tuple(row for row in rows if isinstance(row, Rejected))
    return Report(
        path=str(path),
        dry_run=True,
        files=files,
        products=Tally(added=len(products)),
        documents=Tally(added=len(documents)),
        rules=Tally(added=sum(isinstance(value, ChangeRules) for value in values)),
        selling=Tally(added=sum(isinstance(value, SellingRules) for value in values)),
        handoff=Tally(added=sum(isinstance(value, Policy) for value in values)),
        rejected=rejected,
        skipped=tuple(row for row in rows if isinstance(row, Skipped)),
        noted=tuple(row for row in rows if isinstance(row, Noted)),
        readiness=readiness(products, documents, rejected, sites),
        seconds=round(seconds, 3),
    )
