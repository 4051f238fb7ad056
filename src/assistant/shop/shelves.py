"""What is free to sell: a feed's word, what was pushed, sold and held since, brought together. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from assistant.shop.catalogue import Offer, OfferOutcome, Product, Variant, digest


def apply_offers(
    products: Mapping[str, Product], owners: Mapping[str, str], offers: Mapping[str, Offer], held: Mapping[str, int]
) -> tuple[dict[str, Product], dict[str, OfferOutcome]]:
    """The products (by handle; `owners` names the one of each SKU) with the new figures, and what became of each.

    A pushed stock is news even where it is what was stated before; what is `held`, by SKU, is not free.
    """
    after, outcomes = dict(products), dict[str, OfferOutcome]()
    for sku, offer in offers.items():
        if sku not in owners:
            outcomes[sku] = "unknown"
            continue
        product = after[owners[sku]]
        old = product.variant(sku)
        if any(money and money.currency != old.price.currency for money in (offer.price, offer.compare_at)):
            outcomes[sku] = "other currency"
            continue
        new = _with_offer(old, offer, held.get(sku, 0))
        outcomes[sku] = "unchanged" if new == old else "changed"
        after[product.handle] = replace(product, variants=tuple(new if v is old else v for v in product.variants))
    return after, outcomes


def apply_moves(
    products: Mapping[str, Product], owners: Mapping[str, str], moves: Mapping[str, int]
) -> dict[str, Product] | None:
    """As `apply_offers`, with so many added to each SKU's stock; None when one would fall below zero.

    What comes back of a SKU that the shop no longer has is not counted; what leaves of one cannot.
    """
    after = dict(products)
    for sku, count in moves.items():
        if sku not in owners:
            if count < 0:
                return None
            continue
        product = after[owners[sku]]
        old = product.variant(sku)
        if count < 0 and old.stock + count < 0:
            return None
        new = replace(old, stock=old.stock + count)
        after[product.handle] = replace(product, variants=tuple(new if v is old else v for v in product.variants))
    return after


def shelved(fed: Iterable[Product], known: Iterable[Product], held: Mapping[str, int]) -> list[Product]:
    """A feed's products with what is free to sell; `known` are those that the shop has, `held` counts by SKU.

    What a feed says again of a stock is no news: what was sold since stays sold. One that is shelved stays as it is.
    """
    before = {variant.sku: variant for product in known for variant in product.variants}
    return [replace(p, variants=tuple(_shelved(v, before.get(v.sku), held) for v in p.variants)) for p in fed]


def _shelved(fed: Variant, known: Variant | None, held: Mapping[str, int]) -> Variant:
    if fed.stated is not None:
        return fed
    if known is not None and known.stated == fed.stock:
        return replace(fed, stock=known.stock, stated=fed.stock)
    return replace(fed, stock=fed.stock - held.get(fed.sku, 0), stated=fed.stock)


def as_stated(product: Product) -> Product:
    """As feeds and pushes told it: what a feed's product is compared with."""
    if all(variant.stated is None for variant in product.variants):
        return product
    variants = (v if v.stated is None else replace(v, stock=v.stated, stated=None) for v in product.variants)
    return replace(product, variants=tuple(variants))


def same(one: Product, other: Product) -> bool:
    """To shoppers, and to the next feed."""
    return digest(one) == digest(other) and stated_digest(one) == stated_digest(other)


def _with_offer(variant: Variant, offer: Offer, held: int) -> Variant:
    before = variant.compare_at if offer.compare_at is None else offer.compare_at
    return replace(
        variant,
        price=offer.price or variant.price,
        compare_at=before if before and before.minor else None,
        stock=variant.stock if offer.stock is None else offer.stock - held,
        stated=variant.stated if offer.stock is None else offer.stock,
    )


def stated_digest(product: Product) -> str:
    """Equal for two products that feeds and pushes told alike, whatever was sold since."""
    return digest(as_stated(product))
