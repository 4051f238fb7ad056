"""Embeddings that are computed once for each text: a turn asks the model several times about the same words."""

from collections import OrderedDict

from langchain_core.embeddings import Embeddings

MOST = 4096


class Remembered(Embeddings):
    """Keeps the newest `most` texts; what is missing is embedded in one batch."""

    def __init__(self, embeddings: Embeddings, most: int = MOST) -> None:
        self._embeddings, self._most = embeddings, most
        self._kept: OrderedDict[str, list[float]] = OrderedDict()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        found = {text: self._kept[text] for text in texts if text in self._kept}
        missing = list(dict.fromkeys(text for text in texts if text not in found))
        if missing:
            found |= dict(zip(missing, self._embeddings.embed_documents(missing), strict=True))
            self._keep(found)
        return [found[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]

    def _keep(self, found: dict[str, list[float]]) -> None:
        self._kept.update(found)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)
