"""Ours and two to hold it against: each learns from texts and their intents, then names one with a confidence."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Protocol

from langchain_core.embeddings import Embeddings

from assistant.offline_model.intents import IntentClassifier


class Classifier(Protocol):
    def predict(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        """The likeliest intent of each text and its confidence, 0..1."""
        ...


Train = Callable[[Sequence[str], Sequence[str]], Classifier]


def ours(embeddings: Embeddings) -> Train:
    """The offline model's own, trained on what a bot learns from."""
    return lambda texts, intents: IntentClassifier.train(texts, intents, embeddings)


class Majority:
    """Always the commonest intent, always as sure."""

    def __init__(self, texts: Sequence[str], intents: Sequence[str]) -> None:
        (self._intent, times), *_ = Counter(intents).most_common(1)
        self._confidence = times / len(texts)

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        return [(self._intent, self._confidence) for _ in texts]


class TfidfLogistic:
    """TF-IDF over words and characters into a logistic regression: what an afternoon with scikit-learn gives."""

    def __init__(self, texts: Sequence[str], intents: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  # takes seconds to import
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # the same
        from sklearn.pipeline import make_pipeline, make_union  # noqa: PLC0415  # the same

        words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True)
        characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True)
        self._pipeline = make_pipeline(make_union(words, characters), LogisticRegression(C=10, max_iter=500, tol=1e-3))
        self._pipeline.fit(list(texts), list(intents))

    def predict(self, texts: Sequence[str]) -> list[tuple[str, float]]:
        chances = self._pipeline.predict_proba(list(texts))
        names = self._pipeline.classes_
        return [(str(names[row.argmax()]), float(row.max())) for row in chances]
