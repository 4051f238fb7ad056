"""One question is embedded once, though the classifier, recall and both searches each ask for its vector."""

from collections.abc import Sequence
from functools import lru_cache

from assistant.retrieval.calibration import Scale
from assistant.retrieval.embedding import Embedder, Progress, Vectors, quiet
from assistant.retrieval.in_context import WordsInContext

MOST_QUESTIONS = 512


class RememberingEmbedder(Embedder):
    """Keeps the vectors of the latest questions; they stay in this process, as vectors and words both tell too much."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.fingerprint, self.dimension = embedder.fingerprint, embedder.dimension
        self._remembered = lru_cache(MOST_QUESTIONS)(embedder.embed_query)

    @property
    def likeness(self) -> Scale:
        return self._embedder.likeness

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        return self._embedder.embed(texts, progress)

    def in_context(self, texts: Sequence[str]) -> list[WordsInContext]:
        return self._embedder.in_context(texts)

    def embed_query(self, text: str) -> list[float]:
        return list(self._remembered(text))
