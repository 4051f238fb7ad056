"""Embeddings that are computed once for each text: a turn asks the model several times about the same words."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import TypeVar

from langchain_core.embeddings import Embeddings

from assistant.retrieval.embedding import Embedder
from assistant.retrieval.in_context import WordsInContext

T = TypeVar("T")
MOST = 4096
A_TEXT = 8  # words in context take much more room than a vector


class Remembered(Embeddings):
    """Keeps the newest `most` texts, and the words in context of an eighth as many; the rest is computed in a batch."""

    def __init__(self, embeddings: Embedder, most: int = MOST) -> None:
        self._embeddings, self._most = embeddings, most
        self._kept: OrderedDict[str, list[float]] = OrderedDict()
        self._in_context: OrderedDict[str, WordsInContext] = OrderedDict()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return _remembered(texts, self._kept, self._embeddings.embed_documents, self._most)

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]

    def in_context(self, texts: Sequence[str]) -> list[WordsInContext]:
        return _remembered(texts, self._in_context, self._embeddings.in_context, self._most // A_TEXT)


def _remembered(
    texts: Sequence[str], kept: OrderedDict[str, T], compute: Callable[[list[str]], list[T]], most: int
) -> list[T]:
    found = {text: kept[text] for text in texts if text in kept}
    missing = list(dict.fromkeys(text for text in texts if text not in found))
    if missing:
        found |= dict(zip(missing, compute(missing), strict=True))
        kept.update(found)
    while len(kept) > most:
        kept.popitem(last=False)
    return [found[text] for text in texts]
