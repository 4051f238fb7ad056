"""What was planned goes live: the index is built aside first, then shoppers get all of it in one step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from assistant.agent.stores import Stores as ShopStores
from assistant.learning.faqs import FaqBook
from assistant.retrieval.building import EMBEDDED
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import BuiltIndex, build_index, index_text, stands
from assistant.retrieval.library import Document, Library
from assistant.retrieval.passages import passages_of
from assistant.retrieval.revisions import Revision, Revisions, Step
from assistant.retrieval.saved import with_vocabulary
from assistant.retrieval.vectors.store import VectorStores
from assistant.shop.catalogue import Catalogue, Outline, Product
from assistant.shop.changes.ledger import RuleBook
from assistant.shop.changes.rules import ChangeRules
from assistant.shop.checkout.store import SellingBook
from assistant.shop.customers import Customer
from assistant.shop.handoff_policy import Policy, PolicyBook
from assistant.shop.orders import Order, Orders
from assistant.shop.rules import ShopRules
from assistant.shop.selling.rules import SellingRules
from assistant.shop.shelves import as_stated
from ingest.distinct import key_of
from ingest.plan import Plan
from ingest.report import IndexTally
from ingest.rows import HANDOFF, RULES, SELLING

Progress = Callable[[str, int, int], None]
"""Told the step in words, how much of it is done, and how much there is."""

S = TypeVar("S", Product, Document)


@dataclass(frozen=True)
class Stores:
    catalogue: Catalogue
    library: Library
    orders: Orders
    revisions: Revisions
    rulebook: RuleBook
    selling: SellingBook
    handoff: PolicyBook
    faqs: FaqBook
    vectors: VectorStores = EMBEDDED

    @classmethod
    def of(cls, shop: ShopStores, vectors: VectorStores = EMBEDDED) -> "Stores":
        """Those of the shop that an ingest writes to."""
        return cls(
            shop.catalogue, shop.library, shop.orders, shop.revisions, shop.rulebook, shop.selling,
            shop.handoff_policy, shop.faqs, vectors,
        )  # fmt: skip


@dataclass(frozen=True)
class Shop:
    """What is stored before the run."""

    products: Sequence[Outline]
    documents: Sequence[Document]
    revisions: Sequence[Revision]
    live: str | None
    rules: ShopRules

    @classmethod
    async def of(cls, stores: Stores) -> "Shop":
        """The revisions come first: whatever another ingest writes after them is noticed when this one goes live."""
        revisions = await stores.revisions.kept()
        live = await stores.library.live_index()
        products, documents = await stores.catalogue.outlines(), await stores.library.documents()
        changes, selling = await stores.rulebook.rules(), await stores.selling.selling()
        rules = ShopRules(changes, selling, await stores.handoff.policy())
        return cls(products, documents, revisions, live, rules)

    @property
    def newest(self) -> int:
        return self.revisions[0].number if self.revisions else 0

    @property
    def needed_indices(self) -> set[str]:
        """The live one, and those that a rollback returns to."""
        return {index for index in (self.live, *(r.index_before for r in self.revisions)) if index}


@dataclass(frozen=True)
class Plans:
    products: Plan[Product]
    documents: Plan[Document]
    customers: Plan[Customer]
    orders: Plan[Order]
    rules: Plan[ChangeRules]
    selling: Plan[SellingRules]
    handoff: Plan[Policy]

    @property
    def of_rules(self) -> tuple[tuple[str, Plan[Any]], ...]:
        return (RULES, self.rules), (SELLING, self.selling), (HANDOFF, self.handoff)


def quiet(_step: str, _done: int, _total: int) -> None:
    """For callers that show no progress."""


async def publish(
    plans: Plans, shop: Shop, stores: Stores, embeddings: Embedder, root: Path, *, source: str, progress: Progress
) -> IndexTally:
    """Raises `Overtaken` when another ingest went live since `shop` was read."""
    built = await _index(plans, shop, stores, embeddings, root, progress=progress)
    progress("writing", 0, 1)
    changed = (plans.products, plans.documents, plans.rules, plans.selling, plans.handoff)
    if any(changed) or shop.live != built.revision:
        step = Step(
            built.revision,
            # a variant that is kept comes as it was told, so that what is sold meanwhile stays sold
            [as_stated(product) for product in plans.products.write], plans.products.removed,
            plans.documents.write, plans.documents.removed,
            next(iter(plans.rules.write), None), next(iter(plans.selling.write), None),
            next(iter(plans.handoff.write), None),
        )  # fmt: skip
        await stores.revisions.publish(step, source, datetime.now(UTC), shop.newest)
    if plans.customers or plans.orders:
        await stores.orders.replace(plans.customers.write, plans.orders.write)
    progress("writing", 1, 1)
    went_live = shop.live != built.revision
    return IndexTally(built.revision, built.products, built.passages, built.embedded, built.reused, went_live)


async def _index(
    plans: Plans, shop: Shop, stores: Stores, embeddings: Embedder, root: Path, *, progress: Progress
) -> BuiltIndex:
    """Where no searched word changes, the live index is the one, and the shop's products are not even read."""
    if shop.live and _same_words(plans) and stands(root, shop.live, embeddings.fingerprint, stores=stores.vectors):
        passages = sum(1 for _ in passages_of(shop.documents))
        return BuiltIndex(shop.live, len(shop.products), passages, embedded=0, reused=0)
    products = await _products(plans.products, shop, stores)
    documents = _after(shop.documents, plans.documents)

    def told(done: int, total: int) -> None:
        progress("embedding", done, total)

    needed, extras = shop.needed_indices, with_vocabulary(products)
    return build_index(root, products, documents, embeddings, told, keep=needed, extras=extras, stores=stores.vectors)


async def _products(plan: Plan[Product], shop: Shop, stores: Stores) -> list[Product]:
    """With the words and prices that the shop will hold; only what the feed does not tell is read from the shop."""
    told = {product.handle for product in plan.standing}
    rest = await stores.catalogue.by_handles(one.handle for one in shop.products if one.handle not in told)
    return _after([*plan.standing, *rest.values()], plan)


def _same_words(plans: Plans) -> bool:
    products = plans.products
    if plans.documents or products.added or products.removed:
        return False
    return all(_words(product) == _words(products.before[product.handle]) for product in products.write)


def _words(product: Product) -> tuple[str, str]:
    return product.title, index_text(product)


def _after(before: Sequence[S], plan: Plan[S]) -> list[S]:
    """What the shop will hold once the plan is carried out, in the catalogue's order: its words are learnt in it."""
    values: dict[str, S] = {key_of(value): value for value in before}
    values |= {key_of(value): value for value in plan.write}
    return [values[key] for key in sorted(values.keys() - set(plan.removed))]
