"""An embedder without a model: words hashed to directions. For tests and for measuring all that is not embedding."""

from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b

import numpy as np

from assistant.retrieval.embedding import Embedder, Progress, Vectors, quiet

WORDS = 20_000
"""So many directions are remembered, 30 MB of them: a feed has as many words as it has numbers."""


class HashingEmbedder(Embedder):
    """Texts that share words lie near each other. `name` makes it another model."""

    def __init__(self, name: str = "hashing", dimension: int = 384) -> None:
        self.fingerprint, self.dimension = f"{name}-{dimension}", dimension
        self._direction = lru_cache(WORDS)(self._drawn)
        self.embedded = 0

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in enumerate(texts):
            vectors[row] = sum((self._direction(word) for word in text.casefold().split()), self._direction(""))
            vectors[row] /= np.linalg.norm(vectors[row])
        self.embedded += len(texts)
        progress(len(texts), len(texts))
        return vectors

    def _drawn(self, word: str) -> Vectors:
        seed = int.from_bytes(blake2b(f"{self.fingerprint}:{word}".encode(), digest_size=8).digest())
        drawn = np.random.default_rng(seed).standard_normal(self.dimension, dtype=np.float32)
        direction: Vectors = drawn / np.linalg.norm(drawn)
        return direction
