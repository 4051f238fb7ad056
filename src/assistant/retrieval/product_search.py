"""One product search on one snapshot: read, narrow, filter, rank."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import PRODUCTS
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.match import fitting, granted, meets, number_of
from assistant.retrieval.narrow import known_category, narrowed
from assistant.retrieval.nearness import cosines, vector_of
from assistant.retrieval.ranking import blend, coverage
from assistant.retrieval.reading.kinds import ANY, Kind
from assistant.retrieval.reading.people import YOUNG, made_for
from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.reading import Extreme, Reading, Unknown, Wish
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.reading.words import content, stems
from assistant.retrieval.relax import relaxations
from assistant.retrieval.snapshot import Snapshot
from assistant.shop.catalogue import Product

WIDTH = 1000
DENSE_WIDTH = 300
NEAREST = 3
SUPPORTING_COSINE = 0.42
SUPPORTING_COVERAGE = 0.5
RELATED_COSINE = 0.3
IN_STOCK_FIRST = 0.1
PREFERRED = 0.15
UNASKED = 0.1


@dataclass(frozen=True)
class Found:
    """Handles only; `ranked` meet every constraint, best first, and `matches` are those that a superlative leaves."""

    reading: Reading
    ranked: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    relax: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scores:
    """By handle: the blend that ranks, and the bare cosine."""

    blended: Mapping[str, float]
    cosine: Mapping[str, float]


def find_products(snapshot: Snapshot, query: ProductQuery, embeddings: Embedder, weight: float) -> Found:
    scores = _scores(snapshot, query.text, embeddings, weight)
    reading, eligible = _read(query, snapshot, scores)
    if not eligible and not reading.absent and needs_support(reading) and matching(snapshot, reading):
        reading = replace(reading, unknown=(*reading.unknown, Unknown(reading.topic, demanded=True)))
    if not eligible and reading.absent and reading.implied:
        reading = replace(reading, category=None, kind=ANY)
    if not eligible:
        return _nothing(snapshot, reading, scores)
    ranked = _ranked(eligible, reading, scores)
    winners = _winners(ranked, reading)
    rest = [product for product in ranked if product not in winners]
    return Found(reading, _handles([*winners, *rest]), _handles(winners))


def _read(query: ProductQuery, snapshot: Snapshot, scores: Scores) -> tuple[Reading, list[Product]]:
    """A category that was only guessed, or that has nothing for children, gives way when nothing is found in it."""
    reading = understand(query, snapshot)
    eligible = [] if reading.absent else _eligible(snapshot, reading, scores)
    other = reading.wider if reading.group in YOUNG else ANY if reading.implied and reading.category else None
    if eligible or reading.absent or other is None:
        return reading, eligible
    again = understand(query, snapshot, other)
    found = [] if again.absent else _eligible(snapshot, again, scores)
    return (again, found) if found else (reading, [])


def understand(query: ProductQuery, snapshot: Snapshot, kind: Kind | None = None) -> Reading:
    vocabulary = snapshot.vocabulary
    category = known_category(query.category, vocabulary) if query.category else None
    reading = read(query.text, vocabulary, category, _currency(snapshot), kind)
    if query.category and category is None:
        reading = replace(reading, unknown=(*reading.unknown, Unknown(query.category)))
    return narrowed(reading, query, vocabulary.scope(reading.kind), _currency(snapshot))


def _currency(snapshot: Snapshot) -> str:
    return next((product.price.currency for product in snapshot.products.values()), "USD")


def _scores(snapshot: Snapshot, text: str, embeddings: Embedder, weight: float) -> Scores:
    if not text.strip():
        return Scores({}, {})
    index = snapshot.opened.index
    keyword = index.keywords(PRODUCTS, " ".join(dict.fromkeys(content(text))) or text, WIDTH)
    cosine = cosines(index, PRODUCTS, vector_of(text, embeddings), DENSE_WIDTH, embeddings)
    return Scores(blend(keyword, cosine, weight), cosine)


def _eligible(snapshot: Snapshot, reading: Reading, scores: Scores) -> list[Product]:
    found = matching(snapshot, reading)
    if reading.preferences and not reading.category and not reading.topic:
        return [product for product in found if any(_prefers(product, wish) for wish in reading.preferences)]
    return found if not needs_support(reading) else _supported(found, reading, scores, snapshot.vocabulary)


def matching(snapshot: Snapshot, reading: Reading) -> list[Product]:
    """Value sets cut the candidates down first; each one left is then checked variant by variant."""
    scope = snapshot.vocabulary.scope(reading.kind)
    handles: Iterable[str] = scope.handles
    for wish in reading.wishes:
        facet = scope.facets.get(wish.facet)
        if facet and not wish.refused:
            holders = set().union(*(facet.holders.get(value, ()) for value in wish.values))
            handles = holders.intersection(handles)
    products = (snapshot.products[handle] for handle in handles)
    return _for_the_young([product for product in products if meets(product, reading)], reading)


def _for_the_young(products: list[Product], reading: Reading) -> list[Product]:
    """What is made for children goes before what is for nobody in particular, and takes its place."""
    if reading.group not in YOUNG:
        return products
    return [product for product in products if made_for(product, reading.group)] or products


def needs_support(reading: Reading) -> bool:
    """Words are left that no category, value or number explains: then a product must speak of them."""
    return (reading.category is None or reading.implied) and bool(reading.topic)


def _supported(products: Sequence[Product], reading: Reading, scores: Scores, vocabulary: Vocabulary) -> list[Product]:
    asked = dict.fromkeys(content(reading.topic))
    rarity = {word: vocabulary.rarity(word) for word in asked}
    return [p for p in products if _speaks_of(p, asked, rarity, scores)]


def _speaks_of(product: Product, asked: Mapping[str, None], rarity: Mapping[str, float], scores: Scores) -> bool:
    if scores.cosine.get(product.handle, 0.0) >= SUPPORTING_COSINE:
        return True
    if product.handle not in scores.blended:
        return False
    facts = [*product.tags, *product.attributes.values(), *(v.label for v in product.variants)]
    words = set(stems(f"{product.title} {product.category} {' '.join(facts)}"))
    if len(asked) > 1:  # one word alone in a description says what a product goes with, not what it is
        words |= set(stems(product.description))
    return coverage(asked, words, rarity) >= SUPPORTING_COVERAGE


def _ranked(products: Iterable[Product], reading: Reading, scores: Scores) -> list[Product]:
    def relevance(product: Product) -> float:
        preferred = sum(_prefers(product, wish) for wish in reading.preferences)
        in_stock = IN_STOCK_FIRST if product.available else 0.0
        childish = UNASKED * (reading.group is None and made_for(product, "kids"))
        return scores.blended.get(product.handle, 0.0) + in_stock + PREFERRED * preferred - childish

    ranked = sorted(products, key=lambda product: (-relevance(product), product.handle))
    for extreme in reversed((*reading.extremes, *reading.leanings)):
        ranked.sort(key=lambda product, extreme=extreme: _standing(product, extreme, reading))  # type: ignore[misc]  # bound at once
    return ranked


def _prefers(product: Product, wish: Wish) -> bool:
    """By an attribute, or by a tag with the same words."""
    if set(stems(wish.words)) <= {word for tag in product.tags for word in stems(tag)}:
        return True
    return any(granted(product, variant, wish) for variant in product.variants)


def _standing(product: Product, extreme: Extreme, reading: Reading) -> float:
    """The lower the better; a product without the number comes last."""
    value = _reach(product, extreme, reading)
    if value is None:
        return math.inf
    return value if extreme.lowest else -value


def _reach(product: Product, extreme: Extreme, reading: Reading) -> float | None:
    """The product's own best among the variants that fit, those in stock first."""
    fit = list(fitting(product, reading))
    variants = [variant for variant in fit if variant.stock > 0] or fit
    numbers = [number_of(product, v, extreme.facet, in_base=extreme.in_base) for v in variants]
    known = [number for number in numbers if number is not None]
    return (min(known) if extreme.lowest else max(known)) if known else None


def _winners(ranked: list[Product], reading: Reading) -> list[Product]:
    """As many as were asked for and whoever is their equal; a superlative that nobody has a number for keeps all."""
    standings = {p.handle: [_standing(p, extreme, reading) for extreme in reading.extremes] for p in ranked}
    known = sorted(standing for standing in standings.values() if any(number < math.inf for number in standing))
    if not known:
        return ranked
    last = known[min(reading.best, len(known)) - 1]
    return [product for product in ranked if standings[product.handle] <= last]


def _nothing(snapshot: Snapshot, reading: Reading, scores: Scores) -> Found:
    if reading.absent:
        loose = replace(reading, unknown=())
        return Found(reading, nearest=_nearest(_related(matching(snapshot, loose), loose, scores), loose, scores))
    relaxed = relaxations(reading, lambda looser: _eligible(snapshot, looser, scores))
    closest = next(iter(relaxed), None)
    nearest = _nearest(closest.products, reading, scores) if closest else ()
    return Found(reading, relax=tuple(r.sentence for r in relaxed), nearest=nearest)


def _related(products: list[Product], reading: Reading, scores: Scores) -> list[Product]:
    if reading.category or reading.wishes:
        return products
    return [product for product in products if scores.cosine.get(product.handle, 0.0) >= RELATED_COSINE]


def _nearest(products: Sequence[Product], reading: Reading, scores: Scores) -> tuple[str, ...]:
    return _handles(_ranked(products, replace(reading, extremes=(), leanings=()), scores)[:NEAREST])


def _handles(products: Iterable[Product]) -> tuple[str, ...]:
    return tuple(product.handle for product in products)
