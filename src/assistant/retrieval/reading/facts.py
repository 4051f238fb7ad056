"""What one product, or one variant of it, says of an attribute."""

from collections.abc import Iterator
from functools import lru_cache

from assistant.retrieval.reading.reading import PRICE
from assistant.shop.catalogue import Product, Variant

WEIGHT = "weight"
NOTHING = frozenset({"", "none", "not applicable", "n/a", "na", "null", "nan", "unknown", "-"})


@lru_cache(maxsize=10_000)
def facet_key(name: str) -> str:
    """`Color`, `colour` and `COLOR ` are one facet."""
    key = " ".join(name.casefold().replace("_", " ").split())
    return {"colour": "color", "vendor": "brand", "manufacturer": "brand", "maker": "brand"}.get(key, key)


def value_of(product: Product, variant: Variant, facet: str) -> str | None:
    """The variant's own option first, then the product's attribute; the brand falls back to the vendor."""
    for facts in (variant.options, product.attributes):
        for name, value in facts.items():
            if facet_key(name) == facet and value.strip().casefold() not in NOTHING:
                return value
    if facet == WEIGHT:
        return f"{variant.weight_grams} g" if variant.weight_grams else None
    return product.vendor or None if facet == "brand" else None


def facts_of(product: Product) -> Iterator[tuple[str, str, str]]:
    """(facet, name as written, value) of every attribute, option and the vendor; an option's value only once."""
    seen: set[tuple[str, str]] = set()
    for name, value in _stated(product):
        fact = (facet_key(name), value)
        if fact[0] != PRICE and value.strip().casefold() not in NOTHING and fact not in seen:
            seen.add(fact)
            yield fact[0], name, value


def _stated(product: Product) -> Iterator[tuple[str, str]]:
    for variant in product.variants:
        yield from variant.options.items()
    yield from product.attributes.items()
    if all(facet_key(name) != WEIGHT for name in product.attributes):
        yield from (("Weight", f"{v.weight_grams} g") for v in product.variants if v.weight_grams)
    if product.vendor:
        yield "Brand", product.vendor
