"""Relevance of products to a question: both legs, over the whole shop or exactly among the few that are eligible."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.columns import Columns, Mask, Rows
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import PRODUCTS, Index
from assistant.retrieval.nearness import cosines, vector_of
from assistant.retrieval.ranking import blend
from assistant.retrieval.reading.words import content

WIDTH = 1000
DENSE_WIDTH = 300

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
    _broad: Scores | None = field(default=None, init=False)

    def scores(self, rows: Rows) -> Scores:
        if self._broad is None:
            self._broad = self._search()
        return self._broad

    def _search(self) -> Scores:
        if not self.text.strip():
            return self._scores({}, {})
        words = " ".join(dict.fromkeys(content(self.text))) or self.text
        vector = vector_of(self.text, self.embeddings)
        keyword = self.index.keywords(PRODUCTS, words, WIDTH)
        return self._scores(keyword, cosines(self.index, PRODUCTS, vector, DENSE_WIDTH, self.embeddings))

    def _scores(self, keyword: Mapping[str, float], dense: Mapping[str, float]) -> Scores:
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
