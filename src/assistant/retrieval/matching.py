"""`match.meets` for a whole shop at once: variants meet constraints in the columns, and then their products do."""

from collections.abc import Iterable
from functools import partial

import numpy as np

from assistant.retrieval.columns import Columns, Mask, Numbers, Rows
from assistant.retrieval.match import COMPARE, by_facet, slack
from assistant.retrieval.reading.features import has_feature
from assistant.retrieval.reading.people import of_age, suits
from assistant.retrieval.reading.reading import PRICE, Bound, Reading, Wish
from assistant.retrieval.reading.units import Unit


def meeting(columns: Columns, reading: Reading, rows: Rows) -> Rows:
    """Those of `rows` that meet every constraint but the category, which `rows` were chosen by."""
    rows = rows[owning(columns, fitting_slots(columns, reading, rows))[rows]]
    if group := reading.group:
        rows = rows[columns.judge(("suits", group), rows, lambda product: suits(product, group))]
    if ages := reading.ages:
        rows = rows[columns.judge(("of age", ages), rows, lambda product: of_age(product, ages))]
    for feature in reading.features:
        has = columns.judge(("has", feature.words), rows, partial(has_feature, feature=feature))
        rows = rows[~has if feature.refused else has]
    return rows


def owning(columns: Columns, slots: Rows) -> Mask:
    """By row: the products of these variants."""
    rows = np.zeros(len(columns.products), np.bool_)
    rows[columns.owner[slots]] = True
    return rows


def fitting_slots(columns: Columns, reading: Reading, rows: Rows) -> Rows:
    """The variants of these products that meet every constraint that a variant can meet; each looks at fewer."""
    slots = columns.slots_of(rows)
    if reading.in_stock:
        slots = slots[columns.money.stock[slots] > 0]
    if reading.on_sale:
        slots = slots[columns.money.compare_at[slots] > columns.money.price[slots]]
    for wish in reading.wishes:
        slots = slots[granted(columns, wish, slots)]
    for bounds in by_facet(reading.bounds):
        slots = slots[_within(columns, bounds, slots)]
    return slots


def granted(columns: Columns, wish: Wish, slots: Rows) -> Mask:
    """Of these variants."""
    column = columns.facets.get(wish.facet)
    if column is None:
        return np.full(len(slots), wish.refused)
    wanted = np.zeros(len(column.values) + 1, np.bool_)  # the last is for those that do not state it
    wanted[[column.place[value] for value in wish.values if value in column.place]] = True
    has: Mask = wanted[column.codes_at(slots)]
    return ~has if wish.refused else has


def numbers_of(columns: Columns, facet: str, unit: Unit | None, slots: Rows) -> Numbers:
    """Of these variants; NaN where one states no number."""
    if facet == PRICE:
        return columns.money.price[slots].astype(np.float64)
    column = columns.facets.get(facet)
    if column is None:
        return np.full(len(slots), np.nan)
    return column.numbers(unit)[column.codes_at(slots)]


def _within(columns: Columns, bounds: list[Bound], slots: Rows) -> Mask:
    facet, unit = bounds[0].facet, bounds[0].unit
    column = columns.facets.get(facet)
    if facet == PRICE or column is None:
        return _meets(numbers_of(columns, facet, unit, slots), bounds)
    fine: Mask = _meets(column.numbers(unit), bounds)[column.codes_at(slots)]
    return fine


def _meets(numbers: Numbers, bounds: Iterable[Bound]) -> Mask:
    """As `match.within`: exact numbers are alternatives, all else must hold together."""
    fine = ~np.isnan(numbers)
    equals = [bound for bound in bounds if bound.operator == "="]
    if equals:
        fine &= np.logical_or.reduce([_close(numbers, bound) for bound in equals])
    for bound in bounds:
        if bound.operator in {"<", ">", "!="}:
            fine &= COMPARE[bound.operator](numbers, bound.value) & ~_close(numbers, bound)
        elif bound.operator != "=":
            fine &= COMPARE[bound.operator](numbers, bound.value) | _close(numbers, bound)
    return fine


def _close(numbers: Numbers, bound: Bound) -> Mask:
    close: Mask = np.abs(numbers - bound.value) <= slack(bound)
    return close
