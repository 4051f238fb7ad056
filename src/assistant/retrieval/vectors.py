"""The dense leg: vectors in a Chroma folder, one folder a revision. The only file that imports chromadb."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]

PAGE = 2000
SEARCH_WIDTH = 400


class VectorStore:
    """Collections of (id, vector, text hash). Close it: two open clients of one folder share one engine."""

    def __init__(self, folder: Path) -> None:
        import chromadb  # noqa: PLC0415  # slow to import, and not needed by every command
        from chromadb.config import Settings  # noqa: PLC0415  # see above

        settings = Settings(anonymized_telemetry=False)
        self._client: Any = chromadb.PersistentClient(path=str(folder), settings=settings)  # its type lacks close()
        self._collections: dict[str, Any] = {}

    def close(self) -> None:
        self._collections.clear()
        self._client.close()

    def create(self, name: str, ids: Sequence[str], vectors: Vectors, hashes: Sequence[str]) -> None:
        space = {"hnsw:space": "cosine", "hnsw:search_ef": SEARCH_WIDTH}
        collection = self._client.create_collection(name, embedding_function=None, metadata=space)
        step = self._client.get_max_batch_size()
        for start in range(0, len(ids), step):
            part = slice(start, start + step)
            collection.add(
                ids=list(ids[part]),
                embeddings=vectors[part],
                metadatas=[{"hash": text_hash} for text_hash in hashes[part]],
            )

    def nearest(self, name: str, vector: Sequence[float], most: int) -> dict[str, float]:
        """Cosine by id, of up to `most` nearest."""
        collection = self._collection(name)
        most = min(most, collection.count())
        if most == 0:
            return {}
        found = collection.query(query_embeddings=[list(vector)], n_results=most, include=["distances"])
        return {id_: 1 - float(d) for id_, d in zip(found["ids"][0], found["distances"][0], strict=True)}

    def cosines(self, name: str, vector: Sequence[float], ids: Collection[str]) -> dict[str, float]:
        """Exact, of those of `ids` that are known."""
        wanted, collection = list(ids), self._collection(name)
        scores: dict[str, float] = {}
        for start in range(0, len(wanted), PAGE):
            found = collection.get(ids=wanted[start : start + PAGE], include=["embeddings"])
            if found["ids"]:
                cosines = np.asarray(found["embeddings"], dtype=np.float32) @ np.asarray(vector, dtype=np.float32)
                scores.update(zip(found["ids"], cosines.tolist(), strict=True))
        return scores

    def by_hash(self, name: str) -> dict[str, NDArray[np.float32]]:
        """Every vector by the hash of its text, for the next revision to reuse."""
        known: dict[str, NDArray[np.float32]] = {}
        for page in self._pages(name):
            for row, vector in zip(page["metadatas"], page["embeddings"], strict=True):
                known[row["hash"]] = np.asarray(vector, dtype=np.float32)
        return known

    def _pages(self, name: str) -> Iterator[Mapping[str, Any]]:
        collection = self._collection(name)
        for offset in range(0, collection.count(), PAGE):
            yield collection.get(include=["embeddings", "metadatas"], limit=PAGE, offset=offset)

    def _collection(self, name: str) -> Any:
        if name not in self._collections:
            self._collections[name] = self._client.get_collection(name, embedding_function=None)
        return self._collections[name]
