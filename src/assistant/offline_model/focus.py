"""What the conversation is about: the last list shown, the product in hand, the cart; read from tool results."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from assistant.offline_model.transcript import Result
from assistant.offline_model.wording.offers import showed_list

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Focus:
    """`shown` is the last list of several, as it was shown; `product` the one last looked at or added since then.

    `facets` has the values, by field, that the products found by the last search could be narrowed to.
    """

    shown: tuple[Record, ...] = ()
    product: Record | None = None
    known: Mapping[str, Record] = field(default_factory=dict)
    cart: Record | None = None
    search: Mapping[str, Any] = field(default_factory=dict)
    last_line: str | None = None
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    @property
    def cart_lines(self) -> Sequence[Record]:
        return list((self.cart or {}).get("lines") or ())

    def by_sku(self, sku: str) -> tuple[Record, Record] | None:
        """The product and the variant."""
        for product in self.known.values():
            for variant in variants(product):
                if str(variant.get("sku", "")).casefold() == sku.casefold():
                    return product, variant
        return None


def follow(focus: Focus, results: Iterable[Result], reply: str | None = None) -> Focus:
    """The focus after these results; `reply` is what was said of them, when that is known."""
    for result in results:
        if not result.error:
            focus = _after(focus, result, reply)
    return focus


def variants(product: Record) -> Sequence[Record]:
    found = product.get("variants")
    return [v for v in found if isinstance(v, dict)] if isinstance(found, list) else []


def _after(focus: Focus, result: Result, reply: str | None) -> Focus:
    data = result.data
    products = _products(data.get("products")) or _products(data.get("nearest"))
    focus = replace(focus, known=_known(focus, products))
    if isinstance(data.get("cart"), dict):
        focus = replace(focus, cart=data["cart"])
    if result.tool == "search_products":
        facets = data.get("facets")
        focus = replace(focus, facets=facets if isinstance(facets, dict) else {})
        return _after_search(focus, result, products, reply)
    if result.tool == "compare_products":
        return replace(focus, shown=products, product=None)
    if result.tool == "product_details" and isinstance(data.get("product"), dict):
        product = data["product"]
        return replace(focus, product=product, known=_known(focus, (product,)))
    return _after_edit(focus, data)


def _after_search(focus: Focus, result: Result, products: tuple[Record, ...], reply: str | None) -> Focus:
    """A list that was only looked through for one product does not take the place of the one the shopper saw."""
    told = [p for p in products if reply is None or str(p["title"]) in reply]
    looked_through = len(told) < 2 and not showed_list(reply or "")
    only = products[0] if len(products) == 1 else told[0] if told and looked_through else None
    if only or (products and looked_through):
        kept = focus.shown if len(focus.shown) > 1 else (only,) if only else ()
        search = dict(result.args) if len(products) == 1 or not focus.search else focus.search
        return replace(focus, shown=kept, product=only or focus.product, search=search)
    return replace(focus, shown=products, product=None, search=dict(result.args))


def _after_edit(focus: Focus, data: Mapping[str, Any]) -> Focus:
    for verb in ("added", "changed", "moved"):
        if isinstance(data.get(verb), dict):
            sku = str(data[verb].get("sku"))
            found = focus.by_sku(sku)
            return replace(focus, last_line=sku, product=found[0] if found else focus.product)
    return replace(focus, last_line=None) if "removed" in data else focus


def _known(focus: Focus, products: Iterable[Record]) -> dict[str, Record]:
    fresh = {str(p.get("handle")): {**focus.known.get(str(p.get("handle")), {}), **p} for p in products}
    return {**focus.known, **fresh}


def _products(value: Any) -> tuple[Record, ...]:
    if not isinstance(value, list):
        return ()
    return tuple(p for p in value if isinstance(p, dict) and p.get("handle") and p.get("title"))
