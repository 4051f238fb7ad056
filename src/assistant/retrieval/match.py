"""Whether a product meets a reading: every constraint, by one and the same variant. The definition; see `matching`."""

from collections.abc import Iterable, Sequence
from operator import eq, ge, gt, le, lt, ne

from assistant.retrieval.reading.facts import value_of
from assistant.retrieval.reading.features import has_feature
from assistant.retrieval.reading.people import of_age, suits
from assistant.retrieval.reading.reading import PRICE, Bound, Reading, Wish
from assistant.retrieval.reading.units import Unit, number_in
from assistant.shop.catalogue import Product, Variant

COMPARE = {"<": lt, "<=": le, ">": gt, ">=": ge, "=": eq, "!=": ne}


def meets(product: Product, reading: Reading) -> bool:
    if reading.group and not suits(product, reading.group):
        return False
    if reading.ages and not of_age(product, reading.ages):
        return False
    if not all(has_feature(product, feature) != feature.refused for feature in reading.features):
        return False
    return any(True for _ in fitting(product, reading))


def fitting(product: Product, reading: Reading) -> Iterable[Variant]:
    """The variants that meet every constraint but the category, which the caller has chosen products by."""
    return (variant for variant in product.variants if _fits(product, variant, reading))


def _fits(product: Product, variant: Variant, reading: Reading) -> bool:
    if reading.in_stock and variant.stock <= 0:
        return False
    if reading.on_sale and not variant.on_sale:
        return False
    if not all(granted(product, variant, wish) for wish in reading.wishes):
        return False
    return all(_within(product, variant, group) for group in by_facet(reading.bounds))


def granted(product: Product, variant: Variant, wish: Wish) -> bool:
    return (value_of(product, variant, wish.facet) in wish.values) != wish.refused


def by_facet(bounds: tuple[Bound, ...]) -> Iterable[list[Bound]]:
    groups: dict[str, list[Bound]] = {}
    for bound in bounds:
        groups.setdefault(bound.facet, []).append(bound)
    return groups.values()


def _within(product: Product, variant: Variant, bounds: list[Bound]) -> bool:
    """Several exact numbers of one facet are alternatives ("8 or 10 cups"); everything else must hold together."""
    value = number_of(product, variant, bounds[0].facet, bounds[0].unit)
    return value is not None and within(value, bounds)


def within(value: float, bounds: Sequence[Bound]) -> bool:
    equals = [bound for bound in bounds if bound.operator == "="]
    if equals and not any(_close(value, bound) for bound in equals):
        return False
    return all(_holds(value, bound) for bound in bounds if bound.operator != "=")


def _holds(value: float, bound: Bound) -> bool:
    same = _close(value, bound)
    if bound.operator in {"<", ">", "!="} and same:
        return False
    return same or COMPARE[bound.operator](value, bound.value)


def _close(value: float, bound: Bound) -> bool:
    return abs(value - bound.value) <= slack(bound)


def slack(bound: Bound) -> float:
    """Converting units leaves crumbs, so a thousandth is no difference there; elsewhere numbers are exact."""
    return (1e-3 if bound.unit else 1e-9) * max(1.0, abs(bound.value))


def number_of(product: Product, variant: Variant, facet: str, unit: Unit | None) -> float | None:
    if facet == PRICE:
        return variant.price.minor
    value = value_of(product, variant, facet)
    number = number_in(value) if value else None
    return number.measured(unit) if number else None
