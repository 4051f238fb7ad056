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
    fit = np.zeros(len(columns.products), np.bool_)
    fit[columns.owner[fitting_slots(columns, reading)]] = True
    rows = rows[fit[rows]]
    if group := reading.group:
        rows = rows[columns.judge(("suits", group), rows, lambda product: suits(product, group))]
    if ages := reading.ages:
        rows = rows[columns.judge(("of age", ages), rows, lambda product: of_age(product, ages))]
    for feature in reading.features:
        has = columns.judge(("has", feature.words), rows, partial(has_feature, feature=feature))
        rows = rows[~has if feature.refused else has]
    return rows


def fitting_slots(columns: Columns, reading: Reading) -> Mask:
    """By slot: the variants that meet every constraint that a variant can meet."""
    fit = np.ones(columns.slots, np.bool_)
    if reading.in_stock:
        fit &= columns.money.stock > 0
    if reading.on_sale:
        fit &= columns.money.compare_at > columns.money.price
    for wish in reading.wishes:
        fit &= granted_slots(columns, wish)
    for bounds in by_facet(reading.bounds):
        fit &= _within(columns, bounds)
    return fit


def granted_slots(columns: Columns, wish: Wish) -> Mask:
    has = np.zeros(columns.slots, np.bool_)
    column = columns.facets.get(wish.facet)
    if column is not None:
        wanted = np.zeros(len(column.values), np.bool_)
        wanted[[column.place[value] for value in wish.values if value in column.place]] = True
        has[column.slots[wanted[column.codes]]] = True
    return ~has if wish.refused else has


def numbers_of(columns: Columns, facet: str, unit: Unit | None) -> Numbers:
    """By slot; NaN where a variant states no number."""
    if facet == PRICE:
        return columns.money.price.astype(np.float64)
    numbers = np.full(columns.slots, np.nan)
    column = columns.facets.get(facet)
    if column is not None:
        numbers[column.slots] = column.numbers(unit)[column.codes]
    return numbers


def _within(columns: Columns, bounds: list[Bound]) -> Mask:
    facet, unit = bounds[0].facet, bounds[0].unit
    if facet == PRICE:
        return _meets(columns.money.price.astype(np.float64), bounds)
    inside = np.zeros(columns.slots, np.bool_)
    column = columns.facets.get(facet)
    if column is not None:
        fine = _meets(column.numbers(unit), bounds)
        inside[column.slots[fine[column.codes]]] = True
    return inside


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
