"""The caller's explicit bounds and values, merged into what was read from the words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import cast

from rapidfuzz import fuzz, process

from assistant.retrieval.library import Limit, Order, ProductQuery
from assistant.retrieval.reading.bounds import Binder
from assistant.retrieval.reading.facets import Facet, spoken
from assistant.retrieval.reading.facts import facet_key
from assistant.retrieval.reading.reading import PRICE, Bound, Extreme, Operator, Reading, Unknown, Wish
from assistant.retrieval.reading.units import meant, unit_called
from assistant.retrieval.reading.vocabulary import Scope, Vocabulary, category_stems
from assistant.retrieval.reading.words import stems
from assistant.shop.money import Money

CLOSE_ENOUGH = 85


def known_category(asked: str, vocabulary: Vocabulary) -> str | None:
    """By the same stems first, then by likeness of the spelling."""
    wanted = stems(asked.replace("_", " "))
    for name in vocabulary.categories:
        if wanted and wanted in (stems(name.replace("_", " ")), list(category_stems(name))):
            return name
    return _closest(asked, vocabulary.categories)


def narrowed(reading: Reading, query: ProductQuery, scope: Scope, currency: str) -> Reading:
    wishes = [*_wishes(query.values, scope, refused=False), *_wishes(query.refused, scope, refused=True)]
    limits = [bound for limit in query.limits for bound in _limits(limit, scope, currency)]
    named = {(w.facet, w.refused) for w in wishes if isinstance(w, Wish)}
    kept = [w for w in reading.wishes if (w.facet, w.refused) not in named]
    limited = {bound.facet for bound in limits if isinstance(bound, Bound)}
    read = tuple(bound for bound in reading.bounds if bound.facet not in limited)
    return replace(
        reading,
        bounds=(*_prices(read, query, currency), *(b for b in limits if isinstance(b, Bound))),
        wishes=(*kept, *(w for w in wishes if isinstance(w, Wish))),
        unknown=(*reading.unknown, *(u for u in (*wishes, *limits) if isinstance(u, Unknown))),
        leanings=_order(query.order, scope) or reading.leanings,
        in_stock=reading.in_stock or query.in_stock_only,
    )


def _limits(limit: Limit, scope: Scope, currency: str) -> Iterable[Bound | Unknown]:
    """A field or a unit that the scope does not know leaves nothing that could be right."""
    facet, unit = _facet(limit.field, scope), unit_called(limit.unit.casefold())
    fits = (
        facet
        and facet.kind == "number"
        and (unit is None or meant(unit, facet.base_unit or unit).family in facet.families)
    )
    if not facet or not fits or (limit.unit and unit is None):
        yield Unknown(f"{limit.field} {limit.unit}".strip(), demanded=True)
        return
    binder, name = Binder((facet,), currency), facet.name.replace("_", " ").lower()
    for operator, number in ((">=", limit.at_least), ("<=", limit.at_most)):
        if number is not None:
            value = binder.value(facet, number, unit)
            amount = binder.money(value) if facet.is_price else f"{number:g} {limit.unit}".strip()
            said = f"{'at least' if operator == '>=' else 'at most'} {amount}"
            words = said if facet.is_price else f"{name} {said}"
            yield Bound(facet.key, cast("Operator", operator), value, words, facet.base_unit)


def _order(order: Order | None, scope: Scope) -> tuple[Extreme, ...]:
    facet = _facet(order.field, scope) if order else None
    if order is None or facet is None or facet.kind != "number":
        return ()
    return (Extreme(facet.key, order.lowest_first, f"by {facet.name}", facet.base_unit),)


def _prices(read: tuple[Bound, ...], query: ProductQuery, currency: str) -> tuple[Bound, ...]:
    """An explicit bound takes the place of one read in the same direction: both speak of the same wish."""
    given: list[Bound] = []
    if query.min_price is not None:
        given.append(Bound(PRICE, ">=", query.min_price, f"at least {Money(query.min_price, currency)}"))
    if query.max_price is not None:
        given.append(Bound(PRICE, "<=", query.max_price, f"at most {Money(query.max_price, currency)}"))
    signs = {bound.operator[0] for bound in given}
    kept = [b for b in read if b.facet != PRICE or b.operator[0] not in signs]
    return (*kept, *given)


def _wishes(asked: Mapping[str, Sequence[str]], scope: Scope, *, refused: bool) -> Iterable[Wish | Unknown]:
    for name, values in asked.items():
        yield from _wish(name, values, scope, refused=refused)


def _wish(name: str, values: Sequence[str], scope: Scope, *, refused: bool) -> Iterable[Wish | Unknown]:
    facet = _facet(name, scope)
    found = {v for value in values for v in _values(facet, value)} if facet else set()
    if facet and found:
        no = "not " if refused else ""
        yield Wish(facet.key, frozenset(found), no + spoken(facet, " or ".join(sorted(found))), refused)
    elif not refused:
        yield Unknown(f"{name}: {' or '.join(values)}", demanded=True)


def _facet(name: str, scope: Scope) -> Facet | None:
    key = facet_key(name)
    if key in scope.facets:
        return scope.facets[key]
    close = _closest(key, scope.facets)
    return scope.facets[close] if close else None


def _values(facet: Facet, asked: str) -> frozenset[str]:
    words = tuple(stems(asked))
    exact = frozenset(value for value in facet.holders if tuple(stems(value)) == words)
    if exact or words in facet.aliases:
        return exact or facet.aliases[words]
    close = _closest(asked, facet.holders)
    return frozenset({close}) if close else frozenset()


def _closest(asked: str, names: Iterable[str]) -> str | None:
    found = process.extractOne(asked, list(names), scorer=fuzz.ratio, processor=str.casefold, score_cutoff=CLOSE_ENOUGH)
    return found[0] if found else None
