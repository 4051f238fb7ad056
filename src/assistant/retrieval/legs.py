"""Relevance of products to a question: both legs, over the whole shop or exactly among the few that are eligible."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.columns import Columns, Mask, Rows
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import PRODUCTS, Index
from assistant.retrieval.nearness import Vector, cosines, vector_of
from assistant.retrieval.ranking import blend
from assistant.retrieval.reading.words import content

NARROW = 2000
WIDTH, DENSE_WIDTH = 1000, 300
ENOUGH = 50
WIDER = 4

Floats = NDArray[np.float64]


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
        return self._search(len(rows), len(rows), self.columns.handles[rows].tolist())

    def _best(self, rows: Rows) -> Scores:
        """What one leg finds is scored in the other, too: to be outside its best is not to be worth nothing there."""
        width, dense = WIDTH, DENSE_WIDTH
        while True:
            found = rows[self._search(width, dense).found[rows]]
            if len(found) >= ENOUGH or dense >= len(self.columns.products):
                return self._among(found)
            width, dense = width * WIDER, dense * WIDER

    def _search(self, width: int, dense: int, among: Sequence[str] | None = None) -> Scores:
        keyword = self.index.keywords(PRODUCTS, self.words, width, among)
        return self.scored(keyword, cosines(self.index, PRODUCTS, self._vector, dense, self.embeddings, among=among))

    @cached_property
    def words(self) -> str:
        return " ".join(dict.fromkeys(content(self.text))) or self.text

    @cached_property
    def _vector(self) -> Vector | None:
        return vector_of(self.text, self.embeddings)

    def scored(self, keyword: Mapping[str, float], dense: Mapping[str, float]) -> Scores:
        blended, size = blend(keyword, dense, self.weight), len(self.columns.products)
        found = np.zeros(size, np.bool_)
        found[self._rows(blended)] = True
        return Scores(self._by_row(blended, size), self._by_row(dense, size), found)

    def _by_row(self, scores: Mapping[str, float], size: int) -> Floats:
        by_row = np.zeros(size, np.float64)
        known = {handle: score for handle, score in scores.items() if handle in self.columns.row}
        by_row[self._rows(known)] = list(known.values())
        return by_row

    def _rows(self, handles: Mapping[str, float]) -> list[int]:
        return [row for handle in handles if (row := self.columns.row.get(handle)) is not None]
