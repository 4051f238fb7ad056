"""One product search on one snapshot: read, narrow, filter, rank."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from assistant.retrieval.columns import Columns, Rows
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.facet_counts import FacetCount, facet_counts
from assistant.retrieval.legs import NARROW, Legs, Scores
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.matching import meeting
from assistant.retrieval.narrow import known_category, narrowed
from assistant.retrieval.ordering import for_kids, in_order, ordered, preferring
from assistant.retrieval.ranking import coverage
from assistant.retrieval.reading.kinds import ANY, Kind
from assistant.retrieval.reading.names import asked_name
from assistant.retrieval.reading.people import YOUNG, made_for
from assistant.retrieval.reading.read import read
from assistant.retrieval.reading.reading import Reading, Unknown
from assistant.retrieval.reading.respelling import respelt
from assistant.retrieval.reading.ruled_out import ruled_out
from assistant.retrieval.reading.words import content, stems
from assistant.retrieval.relax import relaxations
from assistant.retrieval.rerank import Reranker
from assistant.retrieval.snapshot import Snapshot
from assistant.retrieval.telling import (
    any_called,
    any_tells,
    as_typed,
    called_so,
    least_unsaid,
    noun_of,
    titled_in_full,
    titled_so,
)
from assistant.shop.catalogue import Product

FIRST_QUESTION = "a gift"
NEAREST = 3
SUPPORTING_COSINE = 0.42
SUPPORTING_COVERAGE = 0.5
RELATED_COSINE = 0.3
RERANKED = 0.5
FEW = 10
LIKE_COSINE = 0.45
LOOKED_AT = 50
OF_THE_KIND = 0.2
NO_ROWS: Rows = np.zeros(0, np.int32)


@dataclass(frozen=True)
class Found:
    """Handles only; `ranked` meet every constraint, best first, and `matches` are those that a superlative leaves."""

    reading: Reading
    ranked: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    relax: tuple[str, ...] = ()
    nearest: tuple[str, ...] = ()
    facets: tuple[FacetCount, ...] = ()


def find_products(
    snapshot: Snapshot, query: ProductQuery, embeddings: Embedder, weight: float, reranker: Reranker | None = None
) -> Found:
    asked = ruled_out(respelt(query.text, snapshot.vocabulary), snapshot.vocabulary)
    legs = Legs(snapshot.opened.index, snapshot.columns, embeddings, asked.rest, weight)
    return _Search(snapshot, replace(query, text=asked.rest), legs, reranker, asked.kinds).found()


def prepare(snapshot: Snapshot, embeddings: Embedder, weight: float) -> None:
    """Asks once before a shopper does: what is worked out on first use, and read from disk, is there then."""
    snapshot.vocabulary.prepare()
    _ = snapshot.columns.name_words
    for_kids(snapshot.columns, snapshot.columns.everything)
    find_products(snapshot, ProductQuery(FIRST_QUESTION), embeddings, weight)


def understand(query: ProductQuery, snapshot: Snapshot, kind: Kind | None = None) -> Reading:
    vocabulary = snapshot.vocabulary
    category = known_category(query.category, vocabulary) if query.category else None
    reading = read(query.text, vocabulary, category, snapshot.columns.currency, kind)
    if query.category and category is None:
        reading = replace(reading, unknown=(*reading.unknown, Unknown(query.category)))
    return narrowed(reading, query, vocabulary.scope(reading.kind), snapshot.columns.currency)


def matching(snapshot: Snapshot, reading: Reading) -> Rows:
    """Every product of the kind that meets every constraint."""
    kind = reading.kind
    columns = snapshot.columns
    rows = _wanted(columns, columns.members(kind.names, kind.nouns, kind.before), reading)
    return _for_the_young(snapshot, meeting(columns, reading, rows), reading)


def _wanted(columns: Columns, rows: Rows, reading: Reading) -> Rows:
    """Without the kinds that are refused; of the very category that is asked for only what is titled so: coats, no
    jackets.
    """
    wanted = frozenset(reading.kind.names)
    for refused in reading.refused_kinds:
        names = () if wanted and wanted <= frozenset(refused.names) else refused.names
        if names or refused.nouns:
            rows = np.setdiff1d(rows, columns.members(names, refused.nouns, ""), assume_unique=True).astype(np.int32)
    return rows


def _for_the_young(snapshot: Snapshot, rows: Rows, reading: Reading) -> Rows:
    """What is made for children goes before what is for nobody in particular, and takes its place."""
    group = reading.group
    if group is None or group not in YOUNG:
        return rows
    theirs = snapshot.columns.judge(("made for", group), rows, lambda product: made_for(product, group))
    return rows[theirs] if theirs.any() else rows


def needs_support(reading: Reading) -> bool:
    """Words are left that no category, value or number explains: then a product must speak of them."""
    return (reading.category is None or reading.implied) and bool(reading.topic)


class _Search:
    """One question to one snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        query: ProductQuery,
        legs: Legs,
        reranker: Reranker | None,
        refused: tuple[Kind, ...],
    ) -> None:
        self._snapshot, self._columns, self._query = snapshot, snapshot.columns, query
        self._legs, self._reranker, self._refused = legs, reranker, refused

    def found(self) -> Found:
        reading, eligible = self._read()
        unsupported = not len(eligible) and not reading.absent and needs_support(reading)
        if unsupported and len(matching(self._snapshot, reading)):
            reading = replace(reading, unknown=(*reading.unknown, Unknown(reading.topic, demanded=True)))
        if not len(eligible) and reading.absent and reading.implied:
            reading = replace(reading, category=None, kind=ANY)
        if not len(eligible):
            return self._nothing(reading)
        eligible, scores = self._widened(eligible, reading)
        ranked, winners = ordered(self._columns, eligible, reading, self._looked_at_again(eligible, scores))
        handles = in_order(self._columns, ranked)
        counts = facet_counts(self._columns, self._snapshot.vocabulary, eligible, reading)
        return Found(reading, handles, handles[:winners], facets=counts)

    def _looked_at_again(self, rows: Rows, scores: Scores) -> Scores:
        """The reranker only adds to the best few, so that none of them falls behind what it has not seen."""
        if self._reranker is None or len(rows) < 2:
            return scores
        best = rows[np.argsort(-scores.blended[rows], kind="stable")][: self._reranker.depth]
        products = [self._columns.products[row] for row in best.tolist()]
        blended = scores.blended.copy()
        blended[best] += RERANKED * np.asarray(
            self._reranker.scores(self._query.text, products, self._snapshot.vocabulary.rarity)
        )
        return replace(scores, blended=blended)

    def _read(self) -> tuple[Reading, Rows]:
        """What no product of the kind is said to be may be told of one that the category was not read for."""
        reading, eligible = self._read_by_kind()
        if len(left_out := self._titled_and_left_out(reading, eligible)):
            return Reading(free_text=self._query.text), left_out
        if len(eligible) and any_tells(self._columns, self._best(eligible), reading.described):
            return reading, eligible
        if len(called := self._called(reading)):
            return Reading(free_text=self._query.text), called
        if len(eligible) or self._strange_here(reading):
            return self._described_elsewhere(reading, eligible)
        return reading, NO_ROWS

    def _titled_and_left_out(self, reading: Reading, eligible: Rows) -> Rows:
        """A reading that leaves out the only products whose whole title is said has taken a name for something else."""
        if not self._may_be_a_name(reading):
            return NO_ROWS
        titled = titled_in_full(self._columns, asked_name(self._query.text))
        return NO_ROWS if np.isin(titled, eligible).any() else titled

    def _may_be_a_name(self, reading: Reading) -> bool:
        return self._query.is_bare and not (reading.in_stock or reading.on_sale or reading.refuses)

    def _called(self, reading: Reading) -> Rows:
        """Products that the question names outright, whatever else its words may mean."""
        if not self._may_be_a_name(reading):
            return NO_ROWS
        words, everything = asked_name(self._query.text), self._columns.everything
        if len(everything) > NARROW and not any_called(self._columns, words):  # ranking so many takes long
            return NO_ROWS
        return called_so(self._columns, self._best(everything), words)

    @staticmethod
    def _strange_here(reading: Reading) -> bool:
        return reading.absent and all(unknown.elsewhere for unknown in reading.unknown if unknown.demanded)

    def _described_elsewhere(self, reading: Reading, eligible: Rows) -> tuple[Reading, Rows]:
        """The same words of another kind of product, or else what none of the kind is said to be."""
        again = self._understood(ANY)
        words = tuple(stems(" ".join(unknown.words for unknown in reading.unknown))) + reading.described
        if reading.category and words and not again.absent:
            rows = self._best(matching(self._snapshot, again))
            rows = titled_so(self._columns, rows, (*noun_of(self._query.text), *words))
            if len(rows):
                return again, rows
        if len(eligible):
            unsaid = least_unsaid(self._columns, self._best(eligible), reading.described)
            if not set(unsaid).isdisjoint(noun_of(self._query.text)):
                unsaid = list(reading.described)
            said = as_typed(self._query.text, unsaid)
            reading = replace(reading, unknown=(*reading.unknown, Unknown(said, demanded=True)))
        return reading, NO_ROWS

    def _understood(self, kind: Kind | None = None) -> Reading:
        return replace(understand(self._query, self._snapshot, kind), refused_kinds=self._refused)

    def _best(self, rows: Rows) -> Rows:
        blended = self._legs.scores(rows).blended[rows]
        return rows[np.argsort(-blended, kind="stable")][:LOOKED_AT]

    def _read_by_kind(self) -> tuple[Reading, Rows]:
        """A category that was only guessed, or that has nothing for children, gives way when nothing is found in it."""
        reading = self._understood()
        eligible = NO_ROWS if reading.absent else self._eligible(reading)
        other = self._other_kind(reading)
        if len(eligible) or other is None or (reading.absent and other != ANY):
            return reading, eligible
        again = self._understood(other)
        found = NO_ROWS if again.absent else self._eligible(again)
        return (again, found) if len(found) else (reading, NO_ROWS)

    def _other_kind(self, reading: Reading) -> Kind | None:
        if reading.implied and reading.category:
            return ANY
        return reading.wider or Kind((), noun_of(self._query.text)) if reading.group in YOUNG else None

    def _eligible(self, reading: Reading) -> Rows:
        rows = matching(self._snapshot, reading)
        if reading.preferences and not reading.category and not reading.topic:
            liked = [preferring(self._columns, rows, wish) for wish in reading.preferences]
            return rows[np.logical_or.reduce(liked)]
        return self._supported(rows, reading) if needs_support(reading) else rows

    def _widened(self, rows: Rows, reading: Reading) -> tuple[Rows, Scores]:
        """A kind that only titles tell puts its products first; where they are few, what is like them follows."""
        kind = reading.kind
        if kind.names or not kind.nouns or len(rows) >= FEW or reading.extremes or reading.leanings:
            return rows, self._legs.scores(rows)
        others = matching(self._snapshot, replace(reading, kind=ANY))
        scores = self._legs.scores(others)
        near = others[scores.cosine[others] >= LIKE_COSINE]
        blended = scores.blended.copy()
        blended[rows] += OF_THE_KIND
        return np.union1d(rows, near).astype(np.int32), replace(scores, blended=blended)

    def _supported(self, rows: Rows, reading: Reading) -> Rows:
        scores, vocabulary = self._legs.scores(rows), self._snapshot.vocabulary
        rarity = {word: vocabulary.rarity(word) for word in dict.fromkeys(content(reading.topic))}
        near = scores.cosine[rows] >= SUPPORTING_COSINE
        for place in np.flatnonzero(scores.found[rows] & ~near).tolist():
            near[place] = _speaks_of(self._columns.products[rows[place]], rarity)
        return rows[near]

    def _nothing(self, reading: Reading) -> Found:
        if reading.absent:
            loose = replace(reading, unknown=())
            rows = self._related(matching(self._snapshot, loose), loose)
            return Found(reading, nearest=self._nearest(rows, loose))
        relaxed = relaxations(self._columns, reading, self._eligible)
        nearest = self._nearest(relaxed[0].rows, reading) if relaxed else ()
        if not relaxed and reading.topic:
            reading = replace(reading, unknown=(*reading.unknown, Unknown(reading.topic, demanded=True)))
        return Found(reading, relax=tuple(one.sentence for one in relaxed), nearest=nearest)

    def _related(self, rows: Rows, reading: Reading) -> Rows:
        if reading.category or reading.wishes:
            return rows
        return rows[self._legs.scores(rows).cosine[rows] >= RELATED_COSINE]

    def _nearest(self, rows: Rows, reading: Reading) -> tuple[str, ...]:
        plain = replace(reading, extremes=(), leanings=())
        best, _ = ordered(self._columns, rows, plain, self._legs.scores(rows))
        return in_order(self._columns, best[:NEAREST])


def _speaks_of(product: Product, rarity: Mapping[str, float]) -> bool:
    """`rarity` is by the words asked for."""
    facts = [*product.tags, *product.attributes.values(), *(v.label for v in product.variants)]
    words = set(stems(f"{product.title} {product.category} {' '.join(facts)}"))
    if len(rarity) > 1:  # one word alone in a description says what a product goes with, not what it is
        words |= set(stems(product.description))
    return coverage(rarity, words, rarity) >= SUPPORTING_COVERAGE
