"""The way back: the shop as it was before its last ingest, and the list of ingests that can be taken back."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from assistant.errors import NothingBefore
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import build_index, stands
from assistant.retrieval.library import Document
from assistant.retrieval.revisions import Counts, Revision, Step, counted
from assistant.retrieval.saved import with_vocabulary
from assistant.shop.catalogue import Product
from ingest.publish import Progress, Shop, Stores, quiet

MOST_SHOWN = 20

S = TypeVar("S", Product, Document)


@dataclass(frozen=True)
class Return:
    """What going back from `revision` writes: counts of products and documents, and the step itself."""

    revision: Revision
    step: Step
    products: Counts
    documents: Counts
    dry_run: bool


async def roll_back(
    stores: Stores, embeddings: Embedder, root: Path, *, dry_run: bool = False, progress: Progress = quiet
) -> Return:
    """Raises `NothingBefore`, and `Overtaken` when an ingest went live meanwhile."""
    shop = await Shop.of(stores)
    if not shop.revisions:
        raise NothingBefore("There is no ingest left that could be taken back: the last three are kept.")
    newest = shop.revisions[0]
    step = await stores.revisions.way_back(newest.number)
    now = await stores.catalogue.by_handles(step.handles)
    counts = counted(step, now, {document.id: document for document in shop.documents})
    if not dry_run:
        index = await _index(shop, step, stores, embeddings, root, progress=progress)
        step = await stores.revisions.roll_back(newest.number, index)
    return Return(newest, step, *counts, dry_run)


async def _index(
    shop: Shop, step: Step, stores: Stores, embeddings: Embedder, root: Path, *, progress: Progress
) -> str:
    """The one before; built again where it is gone, or was made by another model."""
    if stands(root, step.index, embeddings.fingerprint, stores=stores.vectors):
        return step.index
    products = {p.handle: p for p in await stores.catalogue.all()} | {p.handle: p for p in step.products}
    documents = {d.id: d for d in shop.documents} | {d.id: d for d in step.documents}

    def told(done: int, total: int) -> None:
        progress("embedding", done, total)

    left = _without(products, step.removed_products)
    pages = _without(documents, step.removed_documents)
    keep, extras = shop.needed_indices, with_vocabulary(left)
    built = build_index(root, left, pages, embeddings, told, keep=keep, extras=extras, stores=stores.vectors)
    return built.revision


def _without(values: Mapping[str, S], gone: Sequence[str]) -> list[S]:
    return [values[key] for key in sorted(values.keys() - set(gone))]


def return_lines(found: Return) -> Iterator[str]:
    revision = found.revision
    yield f"{'Would take back' if found.dry_run else 'Took back'} revision {_named(revision)}."
    for kind, counts in (("products", found.products), ("documents", found.documents)):
        yield f"{kind}: {counts.added} come back, {counts.changed} change back, {counts.removed} go again"
    if found.step.rules:
        yield "The rules for changes of orders are as they were, too."
    if found.step.selling:
        yield "The rules for selling are as they were, too."
    if found.step.handoff:
        yield "The policy of when a person is called is as it was, too."
    yield from _some("returns", [product.handle for product in found.step.products])
    yield from _some("goes", found.step.removed_products)
    yield "Prices and texts are as they were; stock is, too, less what was sold since. Customers and orders stay."
    if found.dry_run:
        yield "Dry run: nothing was written."


def _some(verb: str, handles: Sequence[str]) -> Iterator[str]:
    yield from (f"  {verb}: {handle}" for handle in handles[:MOST_SHOWN])
    if len(handles) > MOST_SHOWN:
        yield f"  … and {len(handles) - MOST_SHOWN} more"


def revision_lines(shop: Shop) -> Iterator[str]:
    """The newest first; it is the one that a rollback takes back."""
    if not shop.revisions:
        yield "No ingest is kept that could be taken back."
    for revision in shop.revisions:
        live = ", live" if revision.index == shop.live and revision is shop.revisions[0] else ""
        yield f"{_named(revision)}{live}"
        for kind, counts in (("products", revision.products), ("documents", revision.documents)):
            yield f"  {kind}: {counts.added} added, {counts.changed} changed, {counts.removed} removed"
        if revision.index_before is None:
            yield "  the first ingest: nothing before it to go back to"


def _named(revision: Revision) -> str:
    return f"{revision.number} of {revision.at:%Y-%m-%d %H:%M} UTC from {revision.source}, index {revision.index}"
