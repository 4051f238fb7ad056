"""Revisions of the shop: what one ingest changes for shoppers at once, and the way back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.handoff_policy import Policy
from assistant.shop.rules import ShopRules
from assistant.shop.selling.rules import SellingRules
from assistant.shop.shelves import same, shelved

MOST_KEPT = 3
OVERTAKEN = "Another ingest or rollback finished meanwhile, so nothing was written. Please run this again."
FIRST_OF_ALL = "This was the shop's first ingest: there is nothing before it to go back to."


@dataclass(frozen=True)
class Step:
    """What shoppers get in one moment: products, documents, the index that finds them, and rules where they change."""

    index: str
    products: Sequence[Product] = ()
    removed_products: Sequence[str] = ()
    documents: Sequence[Document] = ()
    removed_documents: Sequence[str] = ()
    rules: ChangeRules | None = None
    selling: SellingRules | None = None
    handoff: Policy | None = None

    @property
    def handles(self) -> list[str]:
        return [*(product.handle for product in self.products), *self.removed_products]

    @property
    def document_ids(self) -> list[str]:
        return [*(document.id for document in self.documents), *self.removed_documents]

    def __bool__(self) -> bool:
        return bool(self.handles or self.document_ids or self.rules or self.selling or self.handoff)


@dataclass(frozen=True)
class Counts:
    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True)
class Revision:
    """One ingest that changed something. `index_before` is None for the first one: nothing was live before it."""

    number: int
    at: datetime
    source: str
    index: str
    index_before: str | None
    products: Counts
    documents: Counts


@dataclass(frozen=True)
class Former:
    """What a step found in the shop, None where there was nothing; `stock` is what it wrote, by SKU.

    `rules`, `selling` and `handoff` are None where the step left them alone.
    """

    products: Mapping[str, Product | None] = field(default_factory=dict)
    documents: Mapping[str, Document | None] = field(default_factory=dict)
    stock: Mapping[str, int] = field(default_factory=dict)
    rules: ChangeRules | None = None
    selling: SellingRules | None = None
    handoff: Policy | None = None


class Revisions(Protocol):
    """The last `MOST_KEPT` revisions. Each write is one transaction that shoppers see as one change."""

    async def publish(self, step: Step, source: str, at: datetime, after: int) -> Revision | None:
        """None when the step changes no product, no document and no rule; the index goes live all the same.

        `after` is the number of the newest revision that the step was planned upon, 0 without one.
        Raises `Overtaken`, and writes nothing, when another one was published since.
        """
        ...

    async def kept(self) -> Sequence[Revision]:
        """The newest first."""
        ...

    async def way_back(self, number: int) -> Step:
        """What rolling back the newest revision would write now, its index being the one before.

        Raises `Overtaken` when `number` is not the newest, and `NothingBefore` for the first ingest of all.
        """
        ...

    async def roll_back(self, number: int, index: str) -> Step:
        """Write the way back with `index` live, and forget the revision. Raises as `way_back` does."""
        ...


def effective(step: Step, products: Mapping[str, Product], documents: Mapping[str, Document], rules: ShopRules) -> Step:
    """The step without what is so already in the shop; its products are shelved."""
    wanted, pages = {p.handle: p for p in step.products}, {d.id: d for d in step.documents}
    return Step(
        index=step.index,
        products=[p for key, p in wanted.items() if key not in products or not same(p, products[key])],
        removed_products=[
            key for key in dict.fromkeys(step.removed_products) if key in products.keys() - wanted.keys()
        ],
        documents=[d for key, d in pages.items() if documents.get(key) != d],
        removed_documents=[
            key for key in dict.fromkeys(step.removed_documents) if key in documents.keys() - pages.keys()
        ],
        rules=None if step.rules == rules.changes else step.rules,
        selling=None if step.selling == rules.selling else step.selling,
        handoff=None if step.handoff == rules.handoff else step.handoff,
    )


def on_shelves(step: Step, known: Mapping[str, Product], held: Mapping[str, int]) -> Step:
    """With what is free to sell in the place of what the feed says lies there; as in `shelved`."""
    return replace(step, products=shelved(step.products, known.values(), held))


def counted(step: Step, products: Mapping[str, Product], documents: Mapping[str, Document]) -> tuple[Counts, Counts]:
    new, fresh = [p.handle in products for p in step.products], [d.id in documents for d in step.documents]
    return (
        Counts(new.count(False), new.count(True), len(step.removed_products)),
        Counts(fresh.count(False), fresh.count(True), len(step.removed_documents)),
    )


def former(step: Step, products: Mapping[str, Product], documents: Mapping[str, Document], rules: ShopRules) -> Former:
    return Former(
        products={key: products.get(key) for key in step.handles},
        documents={key: documents.get(key) for key in step.document_ids},
        stock={variant.sku: variant.stock for product in step.products for variant in product.variants},
        rules=rules.changes if step.rules else None,
        selling=rules.selling if step.selling else None,
        handoff=rules.handoff if step.handoff else None,
    )


def way_back(before: Former, index: str, now: Mapping[str, Product]) -> Step:
    """`now` holds the touched products as they are. Prices and texts return as they were; stock keeps what was sold."""
    current = {variant.sku: variant.stock for product in now.values() for variant in product.variants}
    moved = {sku: current[sku] - written for sku, written in before.stock.items() if sku in current}
    return Step(
        index=index,
        products=[_restocked(product, moved) for product in before.products.values() if product],
        removed_products=[key for key, product in before.products.items() if product is None],
        documents=[document for document in before.documents.values() if document],
        removed_documents=[key for key, document in before.documents.items() if document is None],
        rules=before.rules,
        selling=before.selling,
        handoff=before.handoff,
    )


def _restocked(product: Product, moved: Mapping[str, int]) -> Product:
    variants = (replace(v, stock=max(0, v.stock + moved.get(v.sku, 0))) for v in product.variants)
    return replace(product, variants=tuple(variants))
