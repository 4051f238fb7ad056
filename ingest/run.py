"""One ingest: read, compare, and let the difference go live in one step."""

import gc
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from assistant.retrieval.embedding import Embedder
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.customers import Customer
from assistant.shop.handoff_policy import Policy
from assistant.shop.orders import LastFed, Order
from assistant.shop.selling.rules import SellingRules
from ingest.difference import differences
from ingest.discover import Reading, UnusablePath, discover, lies_under, source_key
from ingest.distinct import Claims
from ingest.lost import lost_changes
from ingest.plan import Scope, compare, compare_with_feed, plan_documents, plan_products, to_load
from ingest.publish import Plans, Progress, Shop, Stores, publish, quiet
from ingest.quoting import Unquotable, render_again, rendered, rules_of, without_rules
from ingest.readers import FORMATS, Reader, holds_one_document, read, reader_for
from ingest.readiness import Readiness, Sites, readiness
from ingest.report import Report, Tally
from ingest.rows import HANDOFF, RULES, SELLING, UNCOUNTED, FeedFile, Item, Noted, Rejected, Row, Skipped, Value

COLLECTED_EVERY = 50_000
"""So many new objects; usually it is 700."""

V = TypeVar("V", bound=Value)
R = TypeVar("R", Rejected, Skipped, Noted)


@dataclass(frozen=True)
class Options:
    """`source` is the key of a single file that came from elsewhere; otherwise its path is."""

    currency: str = "USD"
    dry_run: bool = False
    allow_removal: bool = False
    shift_dates_to: date | None = None
    source: str = ""
    uncounted: int = UNCOUNTED
    sites: Sites | None = None


async def ingest(
    path: Path, stores: Stores, embeddings: Embedder, index_root: Path, *, options: Options, progress: Progress = quiet
) -> Report:
    """Raises `UnusablePath`, and `Overtaken`; whatever is wrong inside the files is told in the report."""
    with _rarely_collecting():
        return await _ingested(path, stores, embeddings, index_root, options=options, progress=progress)


@contextmanager
def _rarely_collecting() -> Iterator[None]:
    """A feed's rows all stay to the end: to look for garbage among them as often as usual takes a fifth of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(COLLECTED_EVERY, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


async def _ingested(
    path: Path, stores: Stores, embeddings: Embedder, index_root: Path, *, options: Options, progress: Progress
) -> Report:
    begun, key = time.monotonic(), options.source or source_key(path)
    shop = await Shop.of(stores)
    report, plans = await _compared(path, shop, stores, options, progress)
    if options.dry_run:
        changes = differences(plans.products, plans.documents, plans.of_rules)
        report = replace(report, differences=tuple(changes))
    else:
        index = await publish(plans, shop, stores, embeddings, index_root, source=key, progress=progress)
        report = replace(report, index=index)
    return replace(report, seconds=round(time.monotonic() - begun, 3))


async def _compared(
    path: Path, shop: Shop, stores: Stores, options: Options, progress: Progress
) -> tuple[Report, Plans]:
    """The feed's rows are not held beyond this: what goes live needs none of them."""
    files, rows = _read(path, shop, options, progress)
    rows, plans = await _planned(rows, shop, stores, options, options.source or source_key(path))
    rows += await lost_changes(rows, plans.orders, stores.orders)
    report = _report(path, options, files, rows, plans)
    return replace(report, readiness=_readiness(rows, shop, plans, report.rejected, options.sites)), plans


async def _planned(read: list[Row], shop: Shop, stores: Stores, options: Options, key: str) -> tuple[list[Row], Plans]:
    """Pages quote the feed's rules, else those that stand. Rules that lack what a page of the shop quotes stay out."""
    rules = rules_of(read, shop.rules)
    rows = rendered(read, rules, options.currency)
    scope = Scope(lambda source: lies_under(source, key), _of(rows, Rejected), options.allow_removal)
    plans = await _plans(rows, shop, stores, scope)
    try:
        if plans.rules or plans.selling:
            render_again(plans.documents, shop.documents, rules, options.currency)
    except Unquotable as problem:
        return await _planned(without_rules(read, problem, shop.rules, options.currency), shop, stores, options, key)
    return rows, plans


def _readiness(
    rows: Sequence[Row], shop: Shop, plans: Plans, rejected: Sequence[Rejected], sites: Sites | None
) -> Readiness:
    """Of the feed's products, and of all documents that the shop will have: policies often come by another way."""
    documents = {document.id: document for document in shop.documents}
    documents |= {document.id: document for document in _values(rows, Document)}
    left = [document for name, document in documents.items() if name not in set(plans.documents.removed)]
    return readiness(_values(rows, Product), left, rejected, sites)


def _read(path: Path, shop: Shop, options: Options, progress: Progress) -> tuple[int, list[Row]]:
    """The number of files read, and every row of them with its claims settled. Raises `UnusablePath`."""
    key = options.source or source_key(path)
    ids = {document.source: document.id for document in shop.documents if holds_one_document(document.source)}
    reading = Reading(options.currency, ids, options.shift_dates_to, options.source, options.uncounted)
    found = list(discover(path, reading))
    files = [file for file in found if isinstance(file, FeedFile)]
    if not files:
        raise UnusablePath(f"{path} holds nothing to ingest. Put in {FORMATS}.")
    others = (product for product in shop.products if not lies_under(product.source, key))
    claims = Claims(skus={sku: product.handle for product in others for sku in product.skus})
    rows: list[Row] = [entry for entry in found if isinstance(entry, Skipped)]
    for number, file in enumerate(files, 1):
        rows.extend(claims.settle(read(_watched(file, progress), _reader(file))))
        progress("reading", number, len(files))
    return len(files), rows


def _watched(file: FeedFile, progress: Progress) -> FeedFile:
    """A big file tells how far it is read: a feed is often one file."""
    return replace(file, tick=lambda done, total: progress(f"reading {file.path.name}", done, total))


def _reader(file: FeedFile) -> Reader:
    reader = reader_for(file.path)
    if reader is None:
        raise UnusablePath(f"{file.path.name} is no feed.")
    return reader


async def _plans(rows: Sequence[Row], shop: Shop, stores: Stores, scope: Scope) -> Plans:
    feed, orders, people = _values(rows, Product), _values(rows, Order), _values(rows, Customer)
    before = await stores.catalogue.by_handles(to_load(feed, shop.products))
    last = await stores.orders.last_fed() if people or orders else LastFed({}, {})
    return Plans(
        products=plan_products(feed, shop.products, before, scope),
        documents=plan_documents(_values(rows, Document), shop.documents, scope),
        customers=compare_with_feed(people, last.customers),
        orders=compare_with_feed(orders, last.orders),
        rules=compare(_values(rows, ChangeRules), {RULES: shop.rules.changes}),
        selling=compare(_values(rows, SellingRules), {SELLING: shop.rules.selling}),
        handoff=compare(_values(rows, Policy), {HANDOFF: shop.rules.handoff}),
    )


def _report(path: Path, options: Options, files: int, rows: Sequence[Row], plans: Plans) -> Report:
    return Report(
        path=options.source or str(path),
        dry_run=options.dry_run,
        files=files,
        products=Tally.of(plans.products),
        documents=Tally.of(plans.documents),
        customers=Tally.of(plans.customers),
        orders=Tally.of(plans.orders),
        rules=Tally.of(plans.rules),
        selling=Tally.of(plans.selling),
        handoff=Tally.of(plans.handoff),
        rejected=_of(rows, Rejected),
        skipped=_of(rows, Skipped),
        noted=_of(rows, Noted),
        refused=(*plans.products.refused, *plans.documents.refused),
    )


def _values(rows: Sequence[Row], kind: type[V]) -> list[V]:
    return [row.value for row in rows if isinstance(row, Item) and isinstance(row.value, kind)]


def _of(rows: Sequence[Row], kind: type[R]) -> tuple[R, ...]:
    return tuple(row for row in rows if isinstance(row, kind))
