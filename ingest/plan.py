"""What a run would change: the feed compared with the shop, and the rules that keep a bad feed from emptying it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Outline, Product, Variant
from assistant.shop.customers import Customer
from assistant.shop.orders import Order, feed_digest
from assistant.shop.shelves import stated_digest
from ingest.distinct import key_of
from ingest.rows import Rejected, Value

MOST_SAFE = 20
"""A source with more items than this may not lose more than half of them at once."""

V = TypeVar("V", bound=Value)
S = TypeVar("S", Product, Document)
R = TypeVar("R", Customer, Order)


@dataclass(frozen=True)
class Plan(Generic[V]):
    """`write` holds what was added and what changed; `kept` was not in the feed and stays; `refused` tells why.

    `before` holds by key what was read of the shop to find that out: at least all that changed. `standing` has what the
    feed tells of products that stay as they are.
    """

    write: list[V] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    before: dict[str, V] = field(default_factory=dict)
    standing: list[V] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.write or self.removed)


@dataclass(frozen=True)
class Scope:
    """What this run may remove: stored items whose source it covers and whose absence it can vouch for."""

    covers: Callable[[str], bool]
    rejected: Sequence[Rejected] = ()
    allow_removal: bool = False

    def doubts(self, source: str, key: str) -> bool:
        """A rejected row was about this item, or nobody knows which item it was about."""
        return any(r.key == key or (r.source == source and not r.key) for r in self.rejected)


def compare(feed: Iterable[V], stored: Mapping[str, V]) -> Plan[V]:
    """Without removals."""
    plan: Plan[V] = Plan(before=dict(stored))
    for value in feed:
        key, before = key_of(value), stored.get(key_of(value))
        # Two mappings are equal in any order, but the order of options is what the shopper sees.
        if value == before and repr(value) == repr(before):
            plan.unchanged.append(key)
        else:
            (plan.added if before is None else plan.changed).append(key)
            plan.write.append(value)
    return plan


def compare_with_feed(feed: Iterable[R], last: Mapping[str, str]) -> Plan[R]:
    """For customers and orders: `last` is the digest of what a feed said of each before, by key.

    The stored record may say otherwise, because a shopper changed it since; the same feed must not undo that.
    Nothing is removed by absence.
    """
    plan: Plan[R] = Plan()
    for record in feed:
        key = key_of(record)
        if last.get(key) == feed_digest(record):
            plan.unchanged.append(key)
        else:
            (plan.changed if key in last else plan.added).append(key)
            plan.write.append(record)
    return plan


def plan_documents(feed: Sequence[Document], stored: Sequence[Document], scope: Scope) -> Plan[Document]:
    plan = compare(feed, {document.id: document for document in stored})
    sources = {document.id: document.source for document in stored}
    _remove(plan, {document.id for document in feed}, sources, scope, group=lambda _: "all documents")
    return plan


def to_load(feed: Sequence[Product], stored: Sequence[Outline]) -> list[str]:
    """Handles of the stored products that the feed changes, or takes a SKU from."""
    known, claimed = {outline.handle: outline.digest for outline in stored}, _claimed(feed)
    changed = [p.handle for p in feed if p.handle in known and known[p.handle] != stated_digest(p)]
    present = {product.handle for product in feed}
    losing = (o for o in stored if o.handle not in present and any(sku in claimed for sku in o.skus))
    return [*changed, *(outline.handle for outline in losing)]


def plan_products(
    feed: Sequence[Product], stored: Sequence[Outline], before: Mapping[str, Product], scope: Scope
) -> Plan[Product]:
    """`before` holds the products that `to_load` names."""
    claimed, known = _claimed(feed), {outline.handle: outline.digest for outline in stored}
    plan: Plan[Product] = Plan(before=dict(before))
    for new in feed:
        whole = _with_kept_variants(new, before[new.handle], claimed, scope) if new.handle in before else new
        if known.get(new.handle) == stated_digest(whole):
            plan.unchanged.append(new.handle)
            plan.standing.append(whole)
        else:
            (plan.changed if new.handle in known else plan.added).append(new.handle)
            plan.write.append(whole)
    handles = {product.handle for product in feed}
    renamed = [o.handle for o in stored if o.handle not in handles and o.skus and all(sku in claimed for sku in o.skus)]
    plan.removed.extend(renamed)
    sources = {outline.handle: outline.source for outline in stored}
    _remove(plan, {*handles, *renamed}, sources, scope, group=lambda source: source)
    _release(plan, claimed)
    return plan


def _claimed(feed: Iterable[Product]) -> dict[str, str]:
    return {variant.sku: product.handle for product in feed for variant in product.variants}


def _remove(
    plan: Plan[S], present: AbstractSet[str], sources: Mapping[str, str], scope: Scope, group: Callable[[str], str]
) -> None:
    covered = {key: source for key, source in sources.items() if scope.covers(source)}
    sizes = Counter(group(source) for source in covered.values())
    gone: dict[str, list[str]] = {}
    for key, source in covered.items():
        if key not in present and scope.doubts(source, key):
            plan.kept.append(key)
        elif key not in present:
            gone.setdefault(group(source), []).append(key)
    for name, keys in gone.items():
        if sizes[name] > MOST_SAFE and len(keys) * 2 > sizes[name] and not scope.allow_removal:
            plan.kept.extend(keys)
            plan.refused.append(f"{name}: {len(keys)} of {sizes[name]} would be removed")
        else:
            plan.removed.extend(keys)


def _with_kept_variants(new: Product, old: Product, claimed: Mapping[str, str], scope: Scope) -> Product:
    """A variant whose row was rejected in this run stays as it was, in its old place."""
    bad = {r.sku for r in scope.rejected if r.key == new.handle and r.sku}
    variants: list[Variant] = list(new.variants)
    for place, variant in enumerate(old.variants):
        taken = variant.sku in claimed or any(v.options == variant.options for v in variants)
        if variant.sku in bad and not taken:
            variants.insert(place, variant)
    return replace(new, variants=tuple(variants))


def _release(plan: Plan[Product], claimed: Mapping[str, str]) -> None:
    """A product that stays gives up the SKUs that the feed now sells under another handle."""
    for old in [plan.before[handle] for handle in plan.kept if handle in plan.before]:
        free = tuple(v for v in old.variants if v.sku not in claimed)
        if free != old.variants:
            plan.write.append(replace(old, variants=free))
            plan.changed.append(old.handle)
