"""What a run would change: the feed compared with the shop, and the rules that keep a bad feed from emptying it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Generic, TypeVar

from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from ingest.distinct import key_of
from ingest.rows import Rejected, Value

MOST_SAFE = 20
"""A source with more items than this may not lose more than half of them at once."""

V = TypeVar("V", bound=Value)
S = TypeVar("S", Product, Document)


@dataclass(frozen=True)
class Plan(Generic[V]):
    """`write` holds what was added and what changed; `kept` was not in the feed and stays; `refused` tells why."""

    write: list[V] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

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
    """For records that are never removed by absence: customers and orders."""
    plan: Plan[V] = Plan()
    for value in feed:
        key, before = key_of(value), stored.get(key_of(value))
        # Two mappings are equal in any order, but the order of options is what the shopper sees.
        if value == before and repr(value) == repr(before):
            plan.unchanged.append(key)
        else:
            (plan.added if before is None else plan.changed).append(key)
            plan.write.append(value)
    return plan


def plan_documents(feed: Sequence[Document], stored: Sequence[Document], scope: Scope) -> Plan[Document]:
    plan = compare(feed, {document.id: document for document in stored})
    _remove(plan, feed, stored, scope, group=lambda _: "all documents")
    return plan


def plan_products(feed: Sequence[Product], stored: Sequence[Product], scope: Scope) -> Plan[Product]:
    before = {product.handle: product for product in stored}
    claimed = {variant.sku: product.handle for product in feed for variant in product.variants}
    whole = [_with_kept_variants(p, before[p.handle], claimed, scope) if p.handle in before else p for p in feed]
    plan = compare(whole, before)
    handles = {product.handle for product in feed}
    renamed = [
        p for p in stored if p.handle not in handles and p.variants and all(v.sku in claimed for v in p.variants)
    ]
    plan.removed.extend(p.handle for p in renamed)
    _remove(plan, [*feed, *renamed], stored, scope, group=lambda product: product.source)
    _release(plan, before, claimed)
    return plan


def _remove(plan: Plan[S], feed: Sequence[S], stored: Sequence[S], scope: Scope, group: Callable[[S], str]) -> None:
    present = {key_of(value) for value in feed}
    covered = [value for value in stored if scope.covers(value.source)]
    sizes = Counter(group(value) for value in covered)
    gone: dict[str, list[str]] = {}
    for value in covered:
        key = key_of(value)
        if key not in present and scope.doubts(value.source, key):
            plan.kept.append(key)
        elif key not in present:
            gone.setdefault(group(value), []).append(key)
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


def _release(plan: Plan[Product], before: Mapping[str, Product], claimed: Mapping[str, str]) -> None:
    """A product that stays gives up the SKUs that the feed now sells under another handle."""
    for handle in plan.kept:
        free = tuple(v for v in before[handle].variants if v.sku not in claimed)
        if free != before[handle].variants:
            plan.write.append(replace(before[handle], variants=free))
            plan.changed.append(handle)
