"""The shop as arrays: a row for each product, a slot for each variant, and for each facet the values it has there."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.facet_columns import Column, Numbers, Rows, facet_columns, slots_of
from assistant.retrieval.reading.facts import facts_of
from assistant.retrieval.reading.kinds import title_heads, titles_name_kinds
from assistant.retrieval.reading.names import name_words
from assistant.retrieval.reading.words import stems
from assistant.shop.catalogue import Product

__all__ = ["Column", "Columns", "Mask", "Money", "Numbers", "Rows", "money_of"]

Mask = NDArray[np.bool_]

MOST_JUDGED = 200
OF_TEXTS = ("everything", "every_slot", "row", "handles", "titles", "categories", "nouns", "title_words", "name_words")
"""What is worked out once and holds while no text of a product changes."""


@dataclass(frozen=True)
class Money:
    """By slot, in minor units. The only part that changes without a new index."""

    price: NDArray[np.int64]
    compare_at: NDArray[np.int64]
    stock: NDArray[np.int64]

    def patched(self, slots: NDArray[np.int64], new: "Money") -> "Money":
        copies = Money(self.price.copy(), self.compare_at.copy(), self.stock.copy())
        copies.price[slots], copies.compare_at[slots], copies.stock[slots] = new.price, new.compare_at, new.stock
        return copies


@dataclass(frozen=True, eq=False)
class Columns:
    """`first[row]:first[row + 1]` are a product's slots and `owner` is each slot's row. `compare_at` 0 means none."""

    products: tuple[Product, ...]
    first: Rows
    owner: Rows
    money: Money
    facets: Mapping[str, Column]
    judged: dict[Hashable, NDArray[np.int8]] = field(default_factory=dict)

    @staticmethod
    def of(products: Sequence[Product]) -> "Columns":
        sizes = np.fromiter((len(product.variants) for product in products), np.int32, len(products))
        first = np.concatenate([np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)])
        owner = np.repeat(np.arange(len(products), dtype=np.int32), sizes)
        return Columns(tuple(products), first, owner, money_of(products), facet_columns(products, first))

    def patched(self, changed: Iterable[Product], removed: Iterable[str]) -> "Columns":
        """A copy with these products as they are now; where only offers differ, all else is shared with this one."""
        changed, gone = list(changed), set(removed) & self.row.keys()
        if gone or not all(self._only_offers_differ(product) for product in changed):
            known = {product.handle: product for product in (*self.products, *changed)}
            return Columns.of([known[handle] for handle in sorted(known.keys() - gone)])
        products, rows = list(self.products), [self.row[product.handle] for product in changed]
        for row, product in zip(rows, changed, strict=True):
            products[row] = product
        slots = np.concatenate([np.zeros(0, np.int64), *(np.arange(*self.first[row : row + 2]) for row in rows)])
        same = replace(self, products=tuple(products), money=self.money.patched(slots, money_of(changed)))
        same.__dict__.update({name: self.__dict__[name] for name in OF_TEXTS if name in self.__dict__})
        return same

    def _only_offers_differ(self, product: Product) -> bool:
        row = self.row.get(product.handle)
        return row is not None and _unpriced(product) == _unpriced(self.products[row])

    @cached_property
    def everything(self) -> Rows:
        return np.arange(len(self.products), dtype=np.int32)

    @cached_property
    def every_slot(self) -> Rows:
        return np.arange(len(self.owner), dtype=np.int32)

    def slots_of(self, rows: Rows) -> Rows:
        """The variants of these products, in their order."""
        return self.every_slot if rows is self.everything else slots_of(self.first, rows)

    @cached_property
    def in_stock(self) -> Mask:
        """By row."""
        stocked = np.zeros(len(self.products), np.bool_)
        stocked[self.owner[self.money.stock > 0]] = True
        return stocked

    @property
    def currency(self) -> str:
        return next((v.price.currency for product in self.products[:1] for v in product.variants), "USD")

    @cached_property
    def row(self) -> Mapping[str, int]:
        return {product.handle: row for row, product in enumerate(self.products)}

    def product(self, handle: str) -> Product:
        return self.products[self.row[handle]]

    @cached_property
    def categories(self) -> Mapping[str, Rows]:
        """Rows by category, each ascending."""
        return self._rows_by(lambda product: (product.category,))

    @cached_property
    def nouns(self) -> Mapping[str, Rows]:
        """Rows by the nouns that head their titles; none for a shop whose titles are descriptions."""
        if not titles_name_kinds(self.products):
            return {}
        return self._rows_by(lambda product: dict.fromkeys(title_heads(product.title)))

    @cached_property
    def title_words(self) -> Mapping[str, Rows]:
        """Rows by the stems of their titles, each ascending."""
        return self._rows_by(lambda product: dict.fromkeys(stems(product.title)))

    @cached_property
    def name_words(self) -> Mapping[str, Rows]:
        """Rows by the stems that they may be called by, each ascending."""
        return self._rows_by(name_words)

    def _rows_by(self, words: Callable[[Product], Iterable[str]]) -> Mapping[str, Rows]:
        rows: dict[str, list[int]] = {}
        for row, product in enumerate(self.products):
            for word in words(product):
                rows.setdefault(word, []).append(row)
        return {word: np.array(found, np.int32) for word, found in rows.items()}

    def members(self, names: Iterable[str], nouns: Iterable[str], before: str) -> Rows:
        """Rows of these categories and, beside them, of titles headed by a noun; all rows where there are none.

        Beside the category of jackets, "rain jackets" are only those whose title says rain too, if any does.
        """
        none = np.zeros(0, np.int32)
        known = [self.categories.get(name, none) for name in names]
        titled = np.unique(np.concatenate([none, *(self.nouns.get(noun, none) for noun in nouns)]))
        if known:
            said = np.intersect1d(titled, self.title_words.get(before, none), assume_unique=True)
            titled = said if len(said) else titled
        found = np.unique(np.concatenate([*known, titled]))
        return found if len(found) else self.everything

    def judge(self, question: Hashable, rows: Rows, answer: Callable[[Product], bool]) -> Mask:
        """What only the products' words tell, by row; each product is asked once and its answer kept."""
        if question not in self.judged and len(self.judged) >= MOST_JUDGED:
            self.judged.clear()
        known = self.judged.setdefault(question, np.full(len(self.products), -1, np.int8))
        for row in rows[known[rows] < 0].tolist():
            known[row] = answer(self.products[row])
        judged: Mask = known[rows] > 0
        return judged

    @cached_property
    def handles(self) -> NDArray[np.object_]:
        return np.array([product.handle for product in self.products], np.object_)

    @cached_property
    def titles(self) -> tuple[str, ...]:
        return tuple(product.title for product in self.products)

    def values(self, rows: Rows) -> Iterator[tuple[str, Column, dict[str, list[int]]]]:
        """(facet, its column, rows by value) of what these products state, facets in the order they come up."""
        inside = np.zeros(len(self.products), np.bool_)
        inside[rows] = True
        whole = len(rows) == len(self.products)
        found = {}
        for key, column in self.facets.items():
            owners, codes = self.owner[column.slots], column.codes
            kept = slice(None) if whole else inside[owners]
            if len(owners := owners[kept]):
                found[key] = (owners, codes[kept])
        for key in sorted(found, key=lambda key: self._first_told(key, int(found[key][0].min()))):
            yield key, self.facets[key], _by_value(self.facets[key], *found[key])

    def _first_told(self, facet: str, row: int) -> tuple[int, int]:
        """The product that states it first, and where among its facts it does."""
        told = [key for key, _, _ in facts_of(self.products[row])]
        return row, told.index(facet) if facet in told else len(told)

    def prices(self, rows: Rows) -> dict[float, int]:
        """How many products have each price, in minor units."""
        slots = self.slots_of(rows)
        pairs = np.unique(self.money.price[slots] * len(self.products) + self.owner[slots])
        prices, counts = np.unique(pairs // len(self.products), return_counts=True)
        return dict(zip(prices.astype(float).tolist(), counts.tolist(), strict=True))


def _by_value(column: Column, owners: Rows, codes: Rows) -> dict[str, list[int]]:
    pairs = np.unique(codes.astype(np.int64) << 32 | owners)
    codes, owners = (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)
    distinct, starts = np.unique(codes, return_index=True)
    groups = np.split(owners, starts[1:])
    return {column.values[code]: group.tolist() for code, group in zip(distinct.tolist(), groups, strict=True)}


def _unpriced(product: Product) -> tuple[object, ...]:
    variants = tuple((v.sku, tuple(v.options.items()), v.weight_grams) for v in product.variants)
    facts = tuple(product.attributes.items())
    words = (product.title, product.category, product.vendor, product.description, product.tags)
    return (*words, facts, variants, product.variants[0].price.currency if product.variants else "")


def money_of(products: Iterable[Product]) -> Money:
    parts = [(v.price.minor, v.compare_at.minor if v.compare_at else 0, v.stock) for p in products for v in p.variants]
    table = np.array(parts, np.int64).reshape(-1, 3)
    return Money(table[:, 0].copy(), table[:, 1].copy(), table[:, 2].copy())
