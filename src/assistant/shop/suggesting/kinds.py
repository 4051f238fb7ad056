"""What each product is, as far as suggestions ask: enough to find candidates without reading the catalogue."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.shop.selling.rules import Scope

COLLECTION = frozenset({"collection", "series"})
COMPLEMENTS = "complementary products"
"""Shopify's own name for what an owner says goes with a product: a list of handles."""


@dataclass(frozen=True)
class Kind:
    """`collection` is as the shop writes it; `complements` are handles."""

    handle: str
    category: str = ""
    vendor: str = ""
    collection: str = ""
    complements: tuple[str, ...] = ()

    @classmethod
    def of(cls, handle: str, category: str, vendor: str, attributes: Mapping[str, str]) -> "Kind":
        said = {name.casefold(): value for name, value in attributes.items()}
        collection = next((said[name] for name in sorted(COLLECTION) if said.get(name)), "")
        complements = (part.strip() for part in said.get(COMPLEMENTS, "").split(","))
        return cls(handle, category, vendor, collection, tuple(filter(None, complements)))


@dataclass(frozen=True)
class Kinds:
    """All products by handle, and the handles of each category, vendor and collection, small letters alike."""

    known: Mapping[str, Kind] = field(default_factory=dict)
    by_category: Mapping[str, Sequence[str]] = field(default_factory=dict)
    by_vendor: Mapping[str, Sequence[str]] = field(default_factory=dict)
    by_collection: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, kinds: Iterable[Kind]) -> "Kinds":
        known = {kind.handle: kind for kind in kinds}
        return cls(
            known,
            _grouped((kind.category, kind.handle) for kind in known.values()),
            _grouped((kind.vendor, kind.handle) for kind in known.values()),
            _grouped((kind.collection, kind.handle) for kind in known.values()),
        )

    def within(self, scope: Scope) -> Sequence[str]:
        """Those that may be meant; what a scope says of single variants is not looked at."""
        if scope.handle:
            return [scope.handle]
        if scope.category:
            return self.by_category.get(scope.category.casefold(), ())
        return self.by_vendor.get(scope.vendor.casefold(), ())

    def beside(self, handle: str) -> Sequence[str]:
        """The others of its collection that are of another category: one more of the same kind completes nothing."""
        own = self.known.get(handle)
        if own is None or not own.collection:
            return ()
        others = (self.known[other] for other in self.by_collection[own.collection.casefold()])
        return [other.handle for other in others if other.category.casefold() != own.category.casefold()]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name, handle in pairs:
        if name:
            groups.setdefault(name.casefold(), []).append(handle)
    return groups
