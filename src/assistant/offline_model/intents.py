"""A linear intent classifier over sentence embeddings and hashed n-grams; using it needs numpy alone."""

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.errors import BadSetting

Floats = NDArray[np.float32]

BUCKETS = 2048
EMBEDDING_WEIGHT = 2.0
INVERSE_REGULARISATION = 5.0


@dataclass(frozen=True)
class IntentClassifier:
    """Multinomial logistic regression. `weights` has one row for each feature and one column for each label."""

    labels: tuple[str, ...]
    weights: Floats
    bias: Floats
    embeddings: Embeddings
    phrases_sha256: str = ""
    vocabulary: tuple[str, ...] = ()

    @classmethod
    def train(
        cls, texts: Sequence[str], labels: Sequence[str], embeddings: Embeddings, phrases_sha256: str = ""
    ) -> "IntentClassifier":
        """Needs scikit-learn (extra `evals`) and at least two different labels."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # seconds to import; only training needs it

        found = sorted(set(labels))
        model = LogisticRegression(C=INVERSE_REGULARISATION, max_iter=300)
        model.fit(features(texts, embeddings), [found.index(label) for label in labels])
        weights, bias = np.atleast_2d(model.coef_), model.intercept_
        if len(found) == 2:  # scikit-learn keeps one column for two classes
            weights, bias = np.vstack([-weights / 2, weights / 2]), np.array([-bias[0] / 2, bias[0] / 2])
        learned = weights.T.astype(np.float32), bias.astype(np.float32)
        return cls(tuple(found), *learned, embeddings, phrases_sha256, _vocabulary(texts))

    @classmethod
    def load(cls, path: Path, embeddings: Embeddings) -> "IntentClassifier":
        with np.load(path, allow_pickle=False) as kept:
            labels = tuple(str(label) for label in kept["labels"])
            weights, bias = kept["weights"].astype(np.float32), kept["bias"].astype(np.float32)
            words = tuple(str(word) for word in kept["vocabulary"])
            return cls(labels, weights, bias, embeddings, str(kept["phrases_sha256"]), words)

    def save(self, path: Path) -> None:
        np.savez_compressed(
            path,
            labels=np.array(self.labels),
            weights=self.weights.astype(np.float16),
            bias=self.bias,
            phrases_sha256=np.array(self.phrases_sha256),
            vocabulary=np.array(self.vocabulary),
        )

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The likeliest label of each text, with its probability."""
        if not texts:
            return []
        rows = self.probabilities(texts)
        return [(self.labels[int(row.argmax())], float(row.max())) for row in rows]

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Shape (texts, labels); each row sums to 1."""
        given = features(texts, self.embeddings)
        if given.shape[1] != self.weights.shape[0]:
            width = self.weights.shape[0] - 2 * BUCKETS
            raise BadSetting(
                f"The intent classifier was trained on {width}-dimensional embeddings; pass the same embeddings here, "
                "or run `python -m assistant.offline_model.train`."
            )
        scores = given @ self.weights + self.bias
        powers = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True), dtype=np.float32)


def _vocabulary(texts: Sequence[str]) -> tuple[str, ...]:
    """Words of some length that occur in more than one text; a slip of the pen seldom does."""
    counts = Counter(word for text in texts for word in set(_tokens(text)))
    return tuple(sorted(word for word, count in counts.items() if count > 1 and len(word) >= 4))


def features(texts: Sequence[str], embeddings: Embeddings) -> Floats:
    """Three blocks side by side, each of unit length: the embedding, hashed words, hashed characters."""
    meaning = np.array(embeddings.embed_documents([text or " " for text in texts]), dtype=np.float32)
    words, characters = _hashed([_words(t) for t in texts]), _hashed([_characters(t) for t in texts])
    return np.hstack([EMBEDDING_WEIGHT * _unit(meaning), words, characters])


def _tokens(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:'[^\W_]+)?", text.lower())


def _words(text: str) -> Iterator[str]:
    tokens = _tokens(text)
    yield from tokens
    yield from (f"{a} {b}" for a, b in pairwise(tokens))


def _characters(text: str) -> Iterator[str]:
    for token in _tokens(text):
        padded = f" {token} "
        for size in (2, 3, 4):
            yield from (padded[i : i + size] for i in range(len(padded) - size + 1))


def _hashed(grams_of_texts: Sequence[Iterator[str]]) -> Floats:
    counts = np.zeros((len(grams_of_texts), BUCKETS), dtype=np.float32)
    for row, grams in enumerate(grams_of_texts):
        for gram in grams:
            counts[row, zlib.crc32(gram.encode()) % BUCKETS] += 1
    return _unit(np.log1p(counts))


def _unit(rows: Floats) -> Floats:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)
