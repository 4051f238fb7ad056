"""Documents, passages and the two ports of retrieval: the library that keeps them and the retriever that finds them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.retrieval.facet_counts import FacetCount
from assistant.retrieval.outline import Outline
from assistant.shop.catalogue import Product

SUPPORTING = 0.17


@dataclass(frozen=True)
class Document:
    """A policy, FAQ or page. `text` is Markdown; `id` is stable over re-ingests; `source` is the file it came from.

    `template` is the text as it was written where it quotes the shop's rules as `$name`, else empty.
    """

    id: str
    title: str
    text: str
    url: str
    kind: str = "page"
    source: str = ""
    template: str = ""


@dataclass(frozen=True)
class Passage:
    """A piece of a document that can be quoted. `heading` is the path of headings above it."""

    id: str
    document_id: str
    title: str
    heading: str
    text: str
    url: str


@dataclass(frozen=True)
class PassageHit:
    """`score` in 0..1 compares between questions; a weak hit is the nearest there is and hardly speaks of it."""

    passage: Passage
    score: float

    @property
    def weak(self) -> bool:
        return self.score < SUPPORTING


class Library(Protocol):
    """Documents, and which search index is live. The version grows with each change of products or documents."""

    async def documents(self) -> Sequence[Document]: ...

    async def replace_documents(self, changed: Sequence[Document], removed: Iterable[str]) -> None: ...

    async def version(self) -> int: ...

    async def live_index(self) -> str | None:
        """The revision that searches use, or None before the first ingest."""
        ...

    async def state(self) -> tuple[int, str | None]:
        """The version and the live index of one moment."""
        ...

    async def go_live(self, revision: str) -> None: ...


@dataclass(frozen=True)
class Limit:
    """What a field's number must keep to, both ends included; without a `unit`, as the shop writes the field."""

    field: str
    at_least: float | None = None
    at_most: float | None = None
    unit: str = ""


@dataclass(frozen=True)
class Order:
    """Only puts in order, the lowest of the field's numbers first or the highest."""

    field: str
    lowest_first: bool = True


@dataclass(frozen=True)
class ProductQuery:
    """A question in free words, with bounds and values that a caller already knows.

    Prices are minor units. `values` maps an attribute or option name to wanted values, `refused` to unwanted ones.
    A field that the shop does not have is told as unknown and never ignored.
    """

    text: str
    category: str | None = None
    min_price: int | None = None
    max_price: int | None = None
    values: Mapping[str, Sequence[str]] = field(default_factory=dict)
    refused: Mapping[str, Sequence[str]] = field(default_factory=dict)
    limits: Sequence[Limit] = ()
    order: Order | None = None
    in_stock_only: bool = False
    limit: int = 10

    @property
    def is_bare(self) -> bool:
        """Whether its words are all there is."""
        bounds = (self.category, self.min_price, self.max_price, self.order)
        return not (self.values or self.refused or self.limits or self.in_stock_only) and bounds.count(None) == len(
            bounds
        )


@dataclass(frozen=True)
class ProductHits:
    """`products` all meet every hard constraint, best first; empty means honest absence.

    `total` counts all that meet them and `ranked` holds all their handles, best first; `matches` are those of them that
    a superlative leaves. `understood` words each constraint;
    `unknown` is what was asked for and nothing in the shop speaks of; `relax` says what dropping one constraint
    would give; `nearest` are products that miss something and must be shown as such. `best_of_bounded` says that every
    superlative was on a number that has a bound, too ("the cheapest under $50"). `facets` could narrow it further.
    """

    products: tuple[Product, ...]
    total: int
    ranked: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    understood: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    relax: tuple[str, ...] = ()
    nearest: tuple[Product, ...] = ()
    best_of_bounded: bool = False
    facets: tuple[FacetCount, ...] = ()


class Retriever(Protocol):
    async def products(self, query: ProductQuery) -> ProductHits:
        """Raises `IndexMissing` before the first ingest."""
        ...

    async def outline(self) -> Outline:
        """What the shop's products can be asked for. Raises `IndexMissing`."""
        ...

    async def passages(self, text: str, limit: int = 6) -> Sequence[PassageHit]:
        """Best first, weak ones last; scores lie in 0..1 and compare between questions. Raises `IndexMissing`."""
        ...
