"""The shop's own words, learnt from its products: categories, facets, values, units and all words of its texts."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from assistant.retrieval.reading.categories import Categories, learn_categories
from assistant.retrieval.reading.facets import Alias, Facet, learn_facet, price_facet
from assistant.retrieval.reading.facts import facts_of
from assistant.retrieval.reading.kinds import Kind, headed
from assistant.retrieval.reading.reading import PRICE
from assistant.retrieval.reading.words import STOP, akin, stems
from assistant.shop.catalogue import Product


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
    handles: frozenset[str]
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
    """`frequency` counts the products whose text has a stem; `share` does so within each category."""

    shop: Scope
    categories: Mapping[str, Scope]
    chooser: Categories
    frequency: Counter[str]
    share: Mapping[str, Counter[str]]
    products: Sequence[Product]
    nouns: Mapping[str, frozenset[str]]
    labels: frozenset[str] = frozenset()
    unions: dict[Kind, Scope] = field(default_factory=dict)

    @property
    def size(self) -> int:
        return len(self.products)

    @staticmethod
    def learn(products: Sequence[Product]) -> "Vocabulary":
        """Linear in the products: each is read twice, once for its category and once for the shop."""
        groups: dict[str, list[Product]] = defaultdict(list)
        frequency: Counter[str] = Counter()
        share: dict[str, Counter[str]] = defaultdict(Counter)
        for product in products:
            groups[product.category].append(product)
            words = set(stems(_text(product)))
            frequency.update(words)
            share[product.category].update(words)
        categories = {name: _scope(name, group) for name, group in groups.items() if name}
        nouns = headed(products)
        chooser = learn_categories(
            names={name: category_stems(name) for name in categories},
            sizes={name: len(scope.handles) for name, scope in categories.items()},
            share=share,
            facets={name: scope.facets.values() for name, scope in categories.items()},
            nouns=nouns,
        )
        return Vocabulary(
            _scope(None, products), categories, chooser, frequency, share, products, nouns, _labels(products)
        )

    def scope(self, kind: Kind) -> Scope:
        """Of several categories, or of one and some products beside it, it is learnt when first asked for."""
        beside = self._titled(kind)
        known = frozenset().union(*(self.categories[name].handles for name in kind.names))
        if len(kind.names) == 1 and beside <= known:
            return self.categories[kind.names[0]]
        if not known | beside:
            return self.shop
        key = replace(kind, said="")
        if key not in self.unions:
            members = [p for p in self.products if p.handle in known | beside]
            self.unions[key] = replace(_scope(kind.label, members), names=kind.names)
        return self.unions[key]

    def _titled(self, kind: Kind) -> frozenset[str]:
        """Beside the category of jackets, "rain jackets" are only those whose title says rain too, if any does."""
        beside = frozenset().union(*(self.nouns.get(noun, ()) for noun in kind.nouns))
        if not kind.names:
            return beside
        return (
            frozenset(p.handle for p in self.products if p.handle in beside and kind.before in stems(p.title)) or beside
        )

    def said(self, word: str, scope: Scope) -> int:
        """How many products of the scope's categories have the stem; of the whole shop where it has none."""
        return sum(self.share[name][word] for name in scope.names) if scope.names else self.frequency[word]

    def names(self, word: str) -> bool:
        """Whether a value, a tag or a category has the stem, or a title begins with it as `Fernhollow 2 Tent` does."""
        return self.shop.knows(word) or word in self.labels

    def rarity(self, word: str) -> float:
        """Inverse document frequency in 0..1; 1 for a word that no product has."""
        return math.log((self.size + 1) / max(1, self.frequency[word])) / math.log(self.size + 2)


def category_stems(name: str) -> tuple[str, ...]:
    """`Clothing > Rain Jackets` is read by its last level."""
    last = re.split(r"[>/|]", name)[-1]
    return tuple(word for word in stems(last.replace("_", " ")) if word not in STOP)


def _labels(products: Sequence[Product]) -> frozenset[str]:
    named = {label for product in products for label in (*product.tags, product.category)}
    first = {word for product in products for word in stems(product.title)[:1]}
    return frozenset(word for label in named for word in stems(label)) | first


def _text(product: Product) -> str:
    facts = " ".join(f"{name} {value}" for _, name, value in facts_of(product))
    return " ".join([product.title, product.category, *product.tags, facts, product.description])


def _scope(name: str | None, products: Sequence[Product]) -> Scope:
    titles = {product.handle: product.title for product in products}
    facets = {facet.key: facet for facet in _facets(products, titles, category_stems(name or ""))}
    named: dict[str, list[Named]] = defaultdict(list)
    for entry in _named(facets.values()):
        named[entry.alias[0]].append(entry)
    words = {word for entries in named.values() for entry in entries for word in entry.alias}
    return Scope(name, frozenset(titles), facets, dict(named), _starts(words), (name,) if name else ())


def _facets(products: Iterable[Product], titles: Mapping[str, str], own: Sequence[str]) -> Iterator[Facet]:
    names: dict[str, str] = {}
    holders: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    prices: dict[str, set[int]] = {}
    for product in products:
        prices[product.handle] = {variant.price.minor for variant in product.variants}
        for key, name, value in facts_of(product):
            names.setdefault(key, name)
            holders[key][value].add(product.handle)
    yield price_facet(prices)
    for key, values in holders.items():
        if key != PRICE:
            yield learn_facet(key, names[key], values, titles, own)


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
