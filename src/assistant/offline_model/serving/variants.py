"""The variants that fit a wish, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from assistant.offline_model.serving.naming import Schema
from assistant.offline_model.serving.records import Variant
from assistant.offline_model.serving.scales import rank
from assistant.offline_model.serving.text import Options
from assistant.offline_model.serving.wishes import Values, Wish


def schema_of(variants: Sequence[Variant]) -> dict[str, list[str]]:
    """Option name -> its values, in the shop's order."""
    found: dict[str, list[str]] = {}
    for variant in variants:
        for name, value in variant.options.items():
            if value not in found.setdefault(name, []):
                found[name].append(value)
    return found


def fitting(wish: Wish, variants: Sequence[Variant], current: Options, sku: str, paid: Decimal) -> list[Variant]:
    """In stock and as wished; what was not spoken of stays as it is where that is possible. Empty when none fits."""
    if wish.same:
        return [v for v in variants if v.sku == sku]
    pool = [v for v in variants if v.there and v.sku != sku]
    for overlay in ({}, *wish.fallbacks):
        if wish.absent and not overlay and not wish.want:
            continue
        now = replace(wish, want={**wish.want, **overlay})
        if found := _solved(now, pool, current, schema_of(variants), paid):
            return found
    return []


def _solved(wish: Wish, pool: Sequence[Variant], current: Options, schema: Schema, paid: Decimal) -> list[Variant]:
    want = wish.want
    left = [v for v in pool if _has(v, want) and not _avoided(v, wish)]
    left = _bounded(_compared(wish, left, current, schema), wish, paid)
    strict = set(schema) - wish.named if wish.keep_all else wish.keep
    left = [v for v in left if all(v.options.get(name) == current.get(name) for name in strict)]
    for name, values in wish.soft.items():
        left = [v for v in left if v.options.get(name) in values] or left
    left = _preferred(want, left)
    left = _extreme(wish, left, schema)
    if wish.price in {"least", "most"}:
        return _by_price(wish, left)
    return _closest(left, current, set(schema) - wish.named)


def _has(variant: Variant, want: Mapping[str, Values]) -> bool:
    return all(variant.options.get(name) in values for name, values in want.items())


def _avoided(variant: Variant, wish: Wish) -> bool:
    return any(variant.options.get(name) in values for name, values in wish.avoid.items())


def _bounded(variants: Sequence[Variant], wish: Wish, paid: Decimal) -> list[Variant]:
    most = wish.most_price
    return [v for v in variants if (most is None or v.amount <= most) and (wish.price != "less" or v.amount < paid)]


def _compared(wish: Wish, variants: Sequence[Variant], current: Options, schema: Schema) -> list[Variant]:
    left = list(variants)
    for name, way in wish.towards.items():
        if way not in {"more", "less"} or name not in current or name in wish.want:
            continue
        has = rank(current[name], schema[name]) or 0
        sign = 1 if way == "more" else -1
        left = [v for v in left if sign * ((rank(v.options[name], schema[name]) or 0) - has) > 0]
    return left


def _preferred(want: Mapping[str, Values], variants: Sequence[Variant]) -> list[Variant]:
    """Of several values that would do, the one named first that is there."""
    left = list(variants)
    for name, values in want.items():
        first = next((value for value in values if any(v.options.get(name) == value for v in left)), None)
        left = [v for v in left if v.options.get(name) == first] if first and len(values) > 1 else left
    return left


def _extreme(wish: Wish, variants: Sequence[Variant], schema: Schema) -> list[Variant]:
    left = list(variants)
    for name, way in wish.towards.items():
        if way not in {"most", "least"} or not left:
            continue
        ranks = [rank(v.options[name], schema[name]) or 0 for v in left]
        best = max(ranks) if way == "most" else min(ranks)
        left = [v for v, r in zip(left, ranks, strict=True) if r == best]
    return left


def _by_price(wish: Wish, variants: Sequence[Variant]) -> list[Variant]:
    prices = [v.amount for v in variants]
    best = (min if wish.price == "least" else max)(prices, default=None)
    return [v for v in variants if v.amount == best]


def _closest(variants: Sequence[Variant], current: Options, left_alone: set[str]) -> list[Variant]:
    """Those that differ least in what nobody spoke of."""
    changed = [sum(v.options.get(name) != current.get(name) for name in left_alone) for v in variants]
    least = min(changed, default=0)
    return [v for v, count in zip(variants, changed, strict=True) if count == least]
