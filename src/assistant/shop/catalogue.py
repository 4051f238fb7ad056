"""Products (families) and their variants, and the port to wherever the shop keeps them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any, Literal, Protocol

from pydantic import TypeAdapter

from assistant.conversation import Card, Choice
from assistant.errors import BadRequest, UnknownProduct
from assistant.shop.money import Money, price_view

LOW_STOCK = 5

StockWord = Literal["in stock", "low stock", "out of stock"]


@dataclass(frozen=True, slots=True)
class Variant:
    """One thing that can be bought. `options` keeps the shop's order, e.g. {"Color": "navy", "Size": "M"}.

    Where the shop keeps it, `stock` is what is free to sell and `stated` what a feed or push said last that lies on
    the shelf; from a feed, `stock` is what lies on the shelf, and `stated` is None. Free may be below zero, where more
    is held for payments than lies there. Two variants that differ in `stated` only are equal.
    """

    sku: str
    options: Mapping[str, str]
    price: Money
    stock: int
    compare_at: Money | None = None
    weight_grams: int | None = None
    image: str = ""
    barcode: str = ""
    stated: int | None = field(default=None, compare=False)

    @property
    def stock_word(self) -> StockWord:
        if self.stock <= 0:
            return "out of stock"
        return "low stock" if self.stock <= LOW_STOCK else "in stock"

    @property
    def label(self) -> str:
        return " / ".join(self.options.values())

    @property
    def on_sale(self) -> bool:
        return self.compare_at is not None and self.compare_at.minor > self.price.minor


@dataclass(frozen=True, slots=True)
class Product:
    """A family. `attributes` are facts such as {"Material": "merino wool"}; `description` is plain text."""

    handle: str
    title: str
    category: str
    variants: tuple[Variant, ...]
    vendor: str = ""
    description: str = ""
    tags: tuple[str, ...] = ()
    attributes: Mapping[str, str] = field(default_factory=dict)
    image: str = ""
    url: str = ""
    source: str = ""

    @property
    def price(self) -> Money:
        """The lowest price that can be bought now, or the lowest of all when nothing is in stock."""
        return min(v.price for v in self.available or self.variants)

    @property
    def top_price(self) -> Money:
        return max(v.price for v in self.available or self.variants)

    @property
    def available(self) -> tuple[Variant, ...]:
        return tuple(v for v in self.variants if v.stock > 0)

    @property
    def stock_word(self) -> StockWord:
        words = {v.stock_word for v in self.variants}
        if "in stock" in words:
            return "in stock"
        return "low stock" if "low stock" in words else "out of stock"

    def variant(self, sku: str) -> Variant:
        for variant in self.variants:
            if variant.sku == sku:
                return variant
        raise UnknownProduct(f"{self.title} has no variant {sku}.")


@dataclass(frozen=True)
class Offer:
    """New figures for one variant; None leaves one as it is, and a `compare_at` of 0 takes it away."""

    sku: str
    price: Money | None = None
    compare_at: Money | None = None
    stock: int | None = None


OfferOutcome = Literal["changed", "unchanged", "unknown", "other currency"]


@dataclass(frozen=True)
class Changes:
    """What is different since a version: `products` as they are now, handles that are gone, and whether documents are.

    `version` is the library's, at the moment that all of this is true of.
    """

    version: int
    products: Sequence[Product]
    removed: Sequence[str]
    documents: bool


@dataclass(frozen=True)
class Outline:
    """Enough of a stored product to tell whether a feed changes it; `digest` is its `stated_digest`."""

    handle: str
    source: str
    digest: str
    skus: tuple[str, ...]


class Catalogue(Protocol):
    """Where the shop keeps its products. Handles and SKUs are opaque, case-sensitive strings."""

    async def all(self) -> Sequence[Product]: ...

    async def by_handles(self, handles: Iterable[str]) -> dict[str, Product]:
        """Only those that exist; never raises for an unknown one."""
        ...

    async def by_sku(self, sku: str) -> tuple[Product, Variant]:
        """Raises `UnknownProduct`."""
        ...

    async def by_skus(self, skus: Iterable[str]) -> dict[str, tuple[Product, Variant]]:
        """Only those that exist, all of one moment."""
        ...

    async def replace(self, changed: Sequence[Product], removed: Iterable[str]) -> None:
        """Insert or overwrite `changed`, delete the handles in `removed`; one transaction."""
        ...

    async def set_offers(self, offers: Sequence[Offer]) -> dict[str, OfferOutcome]:
        """By SKU, what became of each offer, the last one for a SKU counting; one transaction."""
        ...

    async def outlines(self) -> Sequence[Outline]:
        """Of every product, without reading the products."""
        ...

    async def changes(self, since: int) -> Changes:
        """What was written after version `since` of the library; each write of products or documents counts it up."""
        ...


def check_skus(changed: Iterable[Product], taken: Mapping[str, str]) -> None:
    """`taken` maps SKUs of other products to their handles. Raises `BadRequest` when one SKU would stand twice."""
    owners = dict(taken)
    for product in changed:
        for variant in product.variants:
            if variant.sku in owners:
                both = f"{owners[variant.sku]} and {product.handle}"
                raise BadRequest(f"The SKU {variant.sku} stands twice: in {both}. Please give each variant its own.")
            owners[variant.sku] = product.handle


def digest(product: Product) -> str:
    """Equal for two products that are the same to a shopper; the order of options and attributes counts."""
    return blake2b(_SHAPE.dump_json(product, exclude=_STATED), digest_size=16).hexdigest()


_SHAPE = TypeAdapter(Product)
_STATED: dict[str, Any] = {"variants": {"__all__": {"stated"}}}


def card(product: Product) -> Card:
    cheapest = min(product.available or product.variants, key=lambda v: v.price.minor)
    top = product.top_price
    return Card(
        handle=product.handle,
        title=product.title,
        vendor=product.vendor,
        image=product.image,
        url=product.url,
        price=price_view(product.price),
        price_to=price_view(top) if top != product.price else None,
        compare_at=price_view(cheapest.compare_at) if cheapest.compare_at and cheapest.on_sale else None,
        stock=product.stock_word,
        choices=tuple(_choice(v) for v in product.variants),
    )


def _choice(variant: Variant) -> Choice:
    return Choice(
        sku=variant.sku,
        label=variant.label,
        price=price_view(variant.price),
        compare_at=price_view(variant.compare_at) if variant.compare_at and variant.on_sale else None,
        stock=variant.stock_word,
        left=variant.stock if variant.stock_word == "low stock" else None,
    )
