"""The shop's own words, learnt from its products: categories, facets, values, units and all words of its texts."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

import numpy as np

from assistant.retrieval.columns import Columns, Rows
from assistant.retrieval.reading.categories import Categories, learn_categories
from assistant.retrieval.reading.facets import Alias, Facet, learn_facet, price_facet
from assistant.retrieval.reading.facts import facts_of
from assistant.retrieval.reading.kinds import Kind
from assistant.retrieval.reading.reading import PRICE
from assistant.retrieval.reading.words import STOP, WORD, akin, derived, plain, stem, stems
from assistant.shop.catalogue import Product

MOST_SCOPES = 500
OF_TEXTS = ("_by_letter", "pairs", "called", "doings", "spelt")
"""What is worked out once and holds while no text of a product changes."""
OFTEN = 3
CARRIERS = frozenset(
    stems(
        "bag backpack case sleeve cover skin holder stand mount strap rack box pouch charger adapter cable dock "
        "cleaner brush polish hook hanger organizer tray dish stake pole peg pump liner protector sticker print poster"
    )
)
"""Things that are made for another, which a title names in front of them."""


@dataclass(frozen=True)
class Named:
    """One way to name values of a facet. `beginning` marks the first words of a brand's name."""

    alias: Alias
    facet: Facet
    values: frozenset[str]
    beginning: bool = False


@dataclass(frozen=True)
class Scope:
    """Products that are read together: one category, or the whole shop when `name` is None."""

    name: str | None
    size: int
    facets: Mapping[str, Facet]
    named: Mapping[str, Sequence[Named]]
    starts: Mapping[str, Sequence[str]]
    names: tuple[str, ...] = ()

    @property
    def numbers(self) -> list[Facet]:
        return [facet for facet in self.facets.values() if facet.kind == "number"]

    @property
    def stems(self) -> tuple[str, ...]:
        return category_stems(self.name or "")

    def knows(self, word: str) -> bool:
        """Whether a value's name has this stem, or one derived from it."""
        return any(akin(word, other) for other in self.starts.get(word[:3], ()))


@dataclass(frozen=True)
class Vocabulary:
    """`frequency` counts the products whose text has a stem; `share` does so within each category.

    All of it follows from the indexed texts alone, but for `columns`, which also know prices, and what is kept of them.
    """

    shop: Scope
    categories: Mapping[str, Scope]
    chooser: Categories
    frequency: Counter[str]
    share: Mapping[str, Counter[str]]
    size: int
    nouns: frozenset[str]
    labels: frozenset[str]
    columns: Columns
    learnt: dict[Kind, Scope] = field(default_factory=dict)
    scopes: dict[Kind, Scope] = field(default_factory=dict)

    @staticmethod
    def learn(products: Sequence[Product]) -> "Vocabulary":
        return Vocabulary.learnt_from(Columns.of(products))

    @staticmethod
    def learnt_from(columns: Columns) -> "Vocabulary":
        """Linear in the products."""
        products = columns.products
        frequency: Counter[str] = Counter()
        share: dict[str, Counter[str]] = defaultdict(Counter)
        for product in products:
            words = set(stems(_text(product)))
            frequency.update(words)
            share[product.category].update(words)
        categories = {name: _scope(name, columns, rows) for name, rows in columns.categories.items() if name}
        nouns = frozenset(columns.nouns)
        chooser = learn_categories(
            names={name: category_stems(name) for name in categories},
            sizes={name: scope.size for name, scope in categories.items()},
            share=share,
            facets={name: scope.facets.values() for name, scope in categories.items()},
            nouns=nouns,
        )
        shop = _scope(None, columns, np.arange(len(products), dtype=np.int32))
        return Vocabulary(shop, categories, chooser, frequency, share, len(products), nouns, _labels(products), columns)

    def priced(self, columns: Columns) -> "Vocabulary":
        """With other prices of the same products."""
        same = replace(self, columns=columns, scopes={})
        same.__dict__.update({name: self.__dict__[name] for name in OF_TEXTS if name in self.__dict__})
        return same

    def prepare(self) -> None:
        """Works out now what a question would on first use."""
        _ = self.columns.nouns
        for name in OF_TEXTS:
            getattr(self, name)

    def scope(self, kind: Kind) -> Scope:
        """With today's prices. Of several categories, or of one and products beside it, it is learnt when asked for."""
        key = replace(kind, said="")
        if key not in self.scopes:
            _make_room(self.scopes)
            self.scopes[key] = self._scope(kind, key)
        return self.scopes[key]

    def _scope(self, kind: Kind, key: Kind) -> Scope:
        rows = self.columns.members(kind.names, kind.nouns, kind.before)
        learnt = self._known(kind, rows) or self.learnt.get(key)
        if learnt is None:
            _make_room(self.learnt)
            names = kind.names or self._homes(rows)
            learnt = self.learnt[key] = replace(_scope(kind.label, self.columns, rows), names=names)
        facets = {PRICE: price_facet(self.columns.prices(rows))} | dict(learnt.facets)
        return replace(learnt, facets=facets)

    def _known(self, kind: Kind, rows: Rows) -> Scope | None:
        if len(kind.names) == 1 and len(rows) == self.categories[kind.names[0]].size:
            return self.categories[kind.names[0]]
        return self.shop if not kind.names and len(rows) == len(self.columns.products) else None

    def _homes(self, rows: Rows) -> tuple[str, ...]:
        """The categories that have some of the products."""
        groups = self.columns.categories.items()
        return tuple(name for name, own in groups if name and np.isin(rows, own).any())

    def said(self, word: str, scope: Scope) -> int:
        """How many products of the scope's categories have the stem; of the whole shop where it has none."""
        return sum(self.share[name][word] for name in scope.names) if scope.names else self.frequency[word]

    def speaks_of(self, word: str, scope: Scope) -> bool:
        """Whether a product of the scope's categories has the stem, or one derived from it: wood for wooden."""
        if self.said(word, scope):
            return True
        kin = (other for other in self.beginning(word[:1]) if other[:4] == word[:4] and derived(word, other))
        return any(self.said(other, scope) for other in kin)

    def beginning(self, letter: str) -> Sequence[str]:
        """All stems of the products' texts that begin so."""
        return self._by_letter.get(letter, ())

    @cached_property
    def _by_letter(self) -> Mapping[str, Sequence[str]]:
        by_letter: dict[str, list[str]] = defaultdict(list)
        for word in self.frequency:
            by_letter[word[:1]].append(word)
        return dict(by_letter)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Every two words that follow one another in a title."""
        named = (name for product in self.columns.products for name in (product.title, product.category))
        titles = (_words(name) for name in named)
        return frozenset(f"{a} {b}" for title in titles for a, b in pairwise(title))

    @cached_property
    def called(self) -> frozenset[str]:
        """Stems of the nouns that a category is called by."""
        return frozenset(head for heads in self.chooser.heads.values() for head in heads)

    def names_a_thing(self, word: str) -> bool:
        """Whether some title or category is headed by the stem."""
        return word in self.nouns or word in self.called

    @cached_property
    def doings(self) -> frozenset[str]:
        """Stems that attributes say as a doing only: kayaking, of which no product is a kayak."""
        values = (value for facet in self.shop.facets.values() for value in facet.holders)
        said = {word for value in values for word in WORD.findall(plain(value))}
        doing = {word for word in said if word.endswith("ing")}
        return frozenset(map(stem, doing)) - frozenset(map(stem, said - doing))

    @cached_property
    def spelt(self) -> frozenset[str]:
        """Stems that titles, categories and values are made of: what a slip of the hand may have meant."""
        titles = {*self.columns.title_words, *(word for name in self.columns.categories for word in stems(name))}
        known = {*titles, *self.nouns, *(word for words in self.shop.starts.values() for word in words)}
        return frozenset(word for word in known - self.makers if word.isalpha())

    @cached_property
    def makers(self) -> frozenset[str]:
        """Stems of the brands' names."""
        brands = (facet for facet in self.shop.facets.values() if facet.is_brand)
        return frozenset(word for brand in brands for name in brand.aliases for word in name)

    def names(self, word: str) -> bool:
        """Whether a value ends with the stem, a tag or category has it, a title begins with it or several have it."""
        return word in self.labels or any(derived(word, other) for other in self._headed.get(word[:3], ()))

    @cached_property
    def _headed(self) -> Mapping[str, Sequence[str]]:
        """The last words of values: a "tie neck" is a neck and no tie."""
        aliases = (alias for facet in self.shop.facets.values() for alias in facet.aliases)
        return _starts({alias[-1] for alias in aliases})

    def sizes(self, word: str) -> bool:
        """Whether some product of the shop has a size of this name."""
        facets = (facet for key, facet in self.shop.facets.items() if "size" in key.split())
        return any((word,) in facet.aliases for facet in facets)

    def rarity(self, word: str) -> float:
        """Inverse document frequency in 0..1; 1 for a word that no product has."""
        return math.log((self.size + 1) / max(1, self.frequency[word])) / math.log(self.size + 2)


def _words(title: str) -> list[str]:
    return [word for word in WORD.findall(plain(title)) if word.isalpha()]


def _make_room(scopes: dict[Kind, Scope]) -> None:
    if len(scopes) >= MOST_SCOPES:
        scopes.clear()


def category_stems(name: str) -> tuple[str, ...]:
    """`Clothing > Rain Jackets` is read by its last level."""
    last = re.split(r"[>/|]", name)[-1]
    return tuple(word for word in stems(last.replace("_", " ")) if word not in STOP)


def _labels(products: Sequence[Product]) -> frozenset[str]:
    named = {label for product in products for label in (*product.tags, product.category)}
    titles = [stems(product.title) for product in products]
    counted = Counter(word for title in titles for word in set(_titled(title)))
    titled = {title[0] for title in titles if title} | {word for word, count in counted.items() if count >= OFTEN}
    return frozenset(word for label in named for word in stems(label)) | titled


def _titled(title: Sequence[str]) -> Iterator[str]:
    """The words of a title but those that it only goes with: `Canvas Laptop Bag` is no laptop."""
    following = (*title[1:], "")
    return (word for word, after in zip(title, following, strict=True) if after not in CARRIERS)


def _text(product: Product) -> str:
    facts = " ".join(f"{name} {value}" for _, name, value in facts_of(product))
    return " ".join([product.title, product.category, *product.tags, facts, product.description])


def _scope(name: str | None, columns: Columns, rows: Rows) -> Scope:
    own = category_stems(name or "")
    facets = {
        key: learn_facet(key, column.name, holders, columns.titles, own)
        for key, column, holders in columns.values(rows)
        if key != PRICE
    }
    return scope_of(name, len(rows), facets)


def scope_of(name: str | None, size: int, facets: Mapping[str, Facet]) -> Scope:
    """Whatever else a scope knows follows from its facets."""
    named: dict[str, list[Named]] = defaultdict(list)
    for entry in _named(facets.values()):
        named[entry.alias[0]].append(entry)
    words = {word for entries in named.values() for entry in entries for word in entry.alias}
    return Scope(name, size, facets, dict(named), _starts(words), (name,) if name else ())


def _named(facets: Iterable[Facet]) -> Iterator[Named]:
    for facet in facets:
        for alias, values in facet.aliases.items():
            yield Named(alias, facet, values)
        for alias, values in facet.beginnings.items():
            yield Named(alias, facet, values, beginning=True)


def _starts(words: Iterable[str]) -> dict[str, list[str]]:
    """Stems by their first three letters, to find derived and misspelt words without walking them all."""
    starts: dict[str, list[str]] = defaultdict(list)
    for word in words:
        starts[word[:3]].append(word)
    return dict(starts)
