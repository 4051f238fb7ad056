"""What a shop states of each facet, as arrays: the values it has, and which variant has which."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.reading.facts import NOTHING, WEIGHT, facet_key
from assistant.retrieval.reading.units import Unit, number_in
from assistant.shop.catalogue import Product

Rows = NDArray[np.int32]
Numbers = NDArray[np.float64]

BRAND = "brand"
COMMON = 4
"""A facet that every fourth variant states is kept by slot, which is quick to look up; a rarer one is searched."""


@dataclass(frozen=True)
class Column:
    """`slots` are the variants that state the facet, ascending, of `size` in all; `codes` place theirs in `values`."""

    name: str
    values: tuple[str, ...]
    slots: Rows
    codes: Rows
    size: int
    measured: dict[Unit | None, Numbers] = field(default_factory=dict, compare=False)

    @cached_property
    def place(self) -> Mapping[str, int]:
        return {value: place for place, value in enumerate(self.values)}

    @cached_property
    def folded(self) -> Rows:
        """By code: the first code of the same value, whatever its case."""
        spelt: dict[str, int] = {}
        return np.array([spelt.setdefault(v.casefold(), code) for code, v in enumerate(self.values)], np.int32)

    def codes_at(self, slots: Rows) -> Rows:
        """-1 for a variant that does not state the facet."""
        if len(self.slots) * COMMON >= self.size or not len(self.slots):
            return self._by_slot[slots]
        places = np.minimum(np.searchsorted(self.slots, slots), len(self.slots) - 1)
        return np.where(self.slots[places] == slots, self.codes[places], -1)

    @cached_property
    def _by_slot(self) -> Rows:
        codes = np.full(self.size, -1, np.int32)
        codes[self.slots] = self.codes
        return codes

    def numbers(self, unit: Unit | None) -> Numbers:
        """By code, as `Number.measured`; NaN where the value is no such number, and at the end for what states none."""
        if unit not in self.measured:
            told = (number.measured(unit) if (number := number_in(v)) else None for v in self.values)
            self.measured[unit] = np.array([*(np.nan if n is None else n for n in told), np.nan], np.float64)
        return self.measured[unit]


def slots_of(first: Rows, rows: Rows) -> Rows:
    """The variants of these products, in their order; `first[row]:first[row + 1]` are a product's."""
    sizes = first[rows + 1] - first[rows]
    before = np.cumsum(sizes, dtype=np.int32) - sizes
    return np.repeat(first[rows] - before, sizes) + np.arange(sizes.sum(), dtype=np.int32)


class _Builder:
    """Collects one facet: products that state it for all their variants, and variants that state it themselves."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._codes: dict[str, int] = {}
        self._shared: tuple[list[int], list[int]] = ([], [])
        self._own: tuple[list[int], list[int]] = ([], [])

    def add(self, place: int, value: str, *, own: bool) -> None:
        places, codes = self._own if own else self._shared
        places.append(place)
        codes.append(self._codes.setdefault(value, len(self._codes)))

    def column(self, first: Rows) -> Column:
        rows, codes = (np.array(part, np.int32) for part in self._shared)
        slots, codes = slots_of(first, rows), np.repeat(codes, first[rows + 1] - first[rows])
        own, own_codes = (np.array(part, np.int32) for part in self._own)
        kept = ~np.isin(slots, own)
        slots, codes = np.concatenate([slots[kept], own]), np.concatenate([codes[kept], own_codes])
        order = np.argsort(slots)
        return Column(self.name, tuple(self._codes), slots[order], codes[order], int(first[-1]))


def facet_columns(products: Sequence[Product], first: Rows) -> dict[str, Column]:
    """As `facts.value_of` reads each variant."""
    builders: dict[str, _Builder] = {}
    for row, (product, slot) in enumerate(zip(products, first.tolist(), strict=False)):
        for place, variant in enumerate(product.variants, start=slot):
            for key, name, value in _stated(variant.options):
                _builder(builders, key, name).add(place, value, own=True)
        shared = list(_stated(product.attributes))
        for key, name, value in shared:
            _builder(builders, key, name).add(row, value, own=False)
        keys = {key for key, _, _ in shared}
        if product.vendor and BRAND not in keys:
            _builder(builders, BRAND, "Brand").add(row, product.vendor, own=False)
        if WEIGHT not in keys:
            _weights(builders, product, slot)
    return {key: builder.column(first) for key, builder in builders.items()}


def _weights(builders: dict[str, _Builder], product: Product, slot: int) -> None:
    for place, variant in enumerate(product.variants, start=slot):
        if variant.weight_grams and all(key != WEIGHT for key, _, _ in _stated(variant.options)):
            _builder(builders, WEIGHT, "Weight").add(place, f"{variant.weight_grams} g", own=True)


def _builder(builders: dict[str, _Builder], key: str, name: str) -> _Builder:
    if key not in builders:
        builders[key] = _Builder(name)
    return builders[key]


def _stated(facts: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """The first that says something of each facet."""
    seen: set[str] = set()
    for name, value in facts.items():
        key = facet_key(name)
        if key not in seen and value.strip().casefold() not in NOTHING:
            seen.add(key)
            yield key, name, value
