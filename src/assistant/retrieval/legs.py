"""Relevance of products to a question: both legs, over the whole shop or exactly among the few that are eligible."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.columns import Columns, Mask, Rows
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import PRODUCTS, Index
from assistant.retrieval.nearness import Vector, cosines, exact_cosines, vector_of
from assistant.retrieval.reading.words import content

NARROW = 2000
WIDTH, DENSE_WIDTH = 1000, 300
ENOUGH = 50
WIDER = 4

Floats = NDArray[np.float64]
Leg = tuple[Rows, Floats]
"""Rows that one leg found, and their scores."""


@dataclass(frozen=True)
class Scores:
    """By row: the blend that ranks, the bare cosine, and whether a leg found the product at all."""

    blended: Floats
    cosine: Floats
    found: Mask


@dataclass
class Legs:
    """One question's two legs. `weight` is the keyword leg's share."""

    index: Index
    columns: Columns
    embeddings: Embedder
    text: str
    weight: float
    _broad: tuple[Rows, Scores] | None = field(default=None, init=False)
    _narrow: tuple[Rows, Scores] | None = field(default=None, init=False)

    def scores(self, rows: Rows) -> Scores:
        """Few rows are scored one and all; of many those that are among the best of all, widened until enough are."""
        if not self.text.strip():
            return self.scored({}, {})
        if len(rows) <= NARROW:
            return self._exact(rows)
        if self._broad is None or not np.isin(rows, self._broad[0]).all():
            self._broad = (rows, self._best(rows))
        return self._broad[1]

    def _exact(self, rows: Rows) -> Scores:
        """Rows that were scored as part of more keep those scores."""
        if self._narrow and np.isin(rows, self._narrow[0]).all():
            return self._narrow[1]
        scores = self._among(rows)
        self._narrow = (rows, scores)
        return scores

    def _among(self, rows: Rows) -> Scores:
        keyword = self.index.keywords(PRODUCTS, self.words, len(rows), self.columns.handles[rows].tolist())
        return self._blended(self._placed(keyword), self._exact_cosines(rows))

    def _exact_cosines(self, rows: Rows) -> Leg:
        if self._vector is None:
            return rows[:0], np.zeros(0)
        lines = self.index.lines(PRODUCTS, self.columns.handles)[rows]
        known = lines >= 0
        return rows[known], exact_cosines(self.index, self._vector, lines[known], self.embeddings)

    def _best(self, rows: Rows) -> Scores:
        """What one leg finds is scored in the other, too: to be outside its best is not to be worth nothing there."""
        width, dense = WIDTH, DENSE_WIDTH
        while True:
            found = rows[self._search(width, dense).found[rows]]
            if len(found) >= ENOUGH or dense >= len(self.columns.products):
                return self._among(found)
            width, dense = width * WIDER, dense * WIDER

    def _search(self, width: int, dense: int) -> Scores:
        keyword = self.index.keywords(PRODUCTS, self.words, width)
        return self.scored(keyword, cosines(self.index, PRODUCTS, self._vector, dense, self.embeddings))

    @cached_property
    def words(self) -> str:
        return " ".join(dict.fromkeys(content(self.text))) or self.text

    @cached_property
    def _vector(self) -> Vector | None:
        return vector_of(self.text, self.embeddings)

    def scored(self, keyword: Mapping[str, float], dense: Mapping[str, float]) -> Scores:
        return self._blended(self._placed(keyword), self._placed(dense))

    def _placed(self, scores: Mapping[str, float]) -> Leg:
        row = self.columns.row
        rows = np.fromiter((row.get(handle, -1) for handle in scores), np.int32, len(scores))
        values = np.fromiter(scores.values(), np.float64, len(scores))
        return rows[rows >= 0], values[rows >= 0]

    def _blended(self, keyword: Leg, dense: Leg) -> Scores:
        """As `ranking.blend`."""
        size = len(self.columns.products)
        blended, cosine, found = np.zeros(size), np.zeros(size), np.zeros(size, np.bool_)
        for (rows, values), share in ((keyword, self.weight), (dense, 1 - self.weight)):
            found[rows] = True
            best = values.max(initial=0.0)
            if best > 0:
                blended[rows] += share * (np.maximum(values, 0.0) / best)
        cosine[dense[0]] = dense[1]
        return Scores(blended, cosine, found)
