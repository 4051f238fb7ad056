"""One ingest: read, compare, build the index aside, write the shop, flip the index live."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import BuiltIndex, build_index
from assistant.retrieval.library import Document, Library
from assistant.shop.catalogue import Catalogue, Product
from assistant.shop.orders import Customer, Order, Orders
from ingest.discover import FORMATS, Reading, UnusablePath, discover, lies_under, source_key
from ingest.distinct import Claims, key_of
from ingest.plan import Plan, Scope, compare, plan_documents, plan_products
from ingest.readers import Reader, read, reader_for
from ingest.report import IndexTally, Report, Tally
from ingest.rows import FeedFile, Item, Noted, Rejected, Row, Skipped, Value

Progress = Callable[[str, int, int], None]
"""Told the step in words, how much of it is done, and how much there is."""

V = TypeVar("V", bound=Value)
S = TypeVar("S", Product, Document)
R = TypeVar("R", Rejected, Skipped, Noted)


@dataclass(frozen=True)
class Stores:
    catalogue: Catalogue
    library: Library
    orders: Orders


@dataclass(frozen=True)
class Options:
    currency: str = "USD"
    dry_run: bool = False
    allow_removal: bool = False
    shift_dates_to: date | None = None


@dataclass(frozen=True)
class Shop:
    """What is stored before the run."""

    products: Sequence[Product]
    documents: Sequence[Document]


@dataclass(frozen=True)
class Plans:
    products: Plan[Product]
    documents: Plan[Document]
    customers: Plan[Customer]
    orders: Plan[Order]


def quiet(_step: str, _done: int, _total: int) -> None:
    """For callers that show no progress."""


async def ingest(
    path: Path, stores: Stores, embeddings: Embedder, index_root: Path, *, options: Options, progress: Progress = quiet
) -> Report:
    """Raises `UnusablePath`; whatever is wrong inside the files is told in the report."""
    begun = time.monotonic()
    shop = Shop(await stores.catalogue.all(), await stores.library.documents())
    files, rows = _read(path, shop, options, progress)
    rejected = _of(rows, Rejected)
    key = source_key(path)
    scope = Scope(lambda source: lies_under(source, key), rejected, options.allow_removal)
    plans = await _plans(rows, shop, stores.orders, scope)
    report = _report(path, options, files, rows, plans)
    if not options.dry_run:
        after = (_after(shop.products, plans.products), _after(shop.documents, plans.documents))
        built = build_index(index_root, *after, embeddings, lambda done, total: progress("embedding", done, total))
        report = replace(report, index=await _write(plans, stores, built))
    return replace(report, seconds=round(time.monotonic() - begun, 3))


def _read(path: Path, shop: Shop, options: Options, progress: Progress) -> tuple[int, list[Row]]:
    """The number of files read, and every row of them with its claims settled. Raises `UnusablePath`."""
    key = source_key(path)
    ids = {document.source: document.id for document in shop.documents if _is_one_document(document.source)}
    found = list(discover(path, Reading(options.currency, ids, options.shift_dates_to)))
    files = [file for file in found if isinstance(file, FeedFile)]
    if not files:
        raise UnusablePath(f"{path} holds nothing to ingest. Put in {FORMATS}.")
    others = (product for product in shop.products if not lies_under(product.source, key))
    claims = Claims(skus={variant.sku: product.handle for product in others for variant in product.variants})
    rows: list[Row] = [entry for entry in found if isinstance(entry, Skipped)]
    for number, file in enumerate(files, 1):
        rows.extend(claims.settle(read(file, _reader(file))))
        progress("reading", number, len(files))
    return len(files), rows


def _is_one_document(source: str) -> bool:
    return not source.casefold().endswith((".jsonl", ".ndjson"))


def _reader(file: FeedFile) -> Reader:
    reader = reader_for(file.path)
    if reader is None:
        raise UnusablePath(f"{file.path.name} is no feed.")
    return reader


async def _plans(rows: Sequence[Row], shop: Shop, orders: Orders, scope: Scope) -> Plans:
    known = await orders.all_numbers()
    feed = _values(rows, Order)
    stored = {order.number: await orders.get(order.number) for order in feed if order.number in known}
    customers = {customer.id: customer for customer in await orders.customers()}
    return Plans(
        products=plan_products(_values(rows, Product), shop.products, scope),
        documents=plan_documents(_values(rows, Document), shop.documents, scope),
        customers=compare(_values(rows, Customer), customers),
        orders=compare(feed, {number: order for number, order in stored.items() if order is not None}),
    )


async def _write(plans: Plans, stores: Stores, built: BuiltIndex) -> IndexTally:
    """The index is flipped last: until then searches use the old one, whose products are looked up in the shop."""
    if plans.products:
        await stores.catalogue.replace(plans.products.write, plans.products.removed)
    if plans.documents:
        await stores.library.replace_documents(plans.documents.write, plans.documents.removed)
    if plans.customers or plans.orders:
        await stores.orders.replace(plans.customers.write, plans.orders.write)
    went_live = await stores.library.live_index() != built.revision
    if went_live:
        await stores.library.go_live(built.revision)
    return IndexTally(built.revision, built.products, built.passages, built.embedded, built.reused, went_live)


def _after(before: Sequence[S], plan: Plan[S]) -> list[S]:
    """What the shop will hold once the plan is carried out."""
    values: dict[str, S] = {key_of(value): value for value in before}
    values |= {key_of(value): value for value in plan.write}
    return [values[key] for key in values.keys() - set(plan.removed)]


def _report(path: Path, options: Options, files: int, rows: Sequence[Row], plans: Plans) -> Report:
    return Report(
        path=str(path),
        dry_run=options.dry_run,
        files=files,
        products=Tally.of(plans.products),
        documents=Tally.of(plans.documents),
        customers=Tally.of(plans.customers),
        orders=Tally.of(plans.orders),
        rejected=_of(rows, Rejected),
        skipped=_of(rows, Skipped),
        noted=_of(rows, Noted),
        refused=(*plans.products.refused, *plans.documents.refused),
    )


def _values(rows: Sequence[Row], kind: type[V]) -> list[V]:
    return [row.value for row in rows if isinstance(row, Item) and isinstance(row.value, kind)]


def _of(rows: Sequence[Row], kind: type[R]) -> tuple[R, ...]:
    return tuple(row for row in rows if isinstance(row, kind))
