"""The search index as searches see it: one open revision, with its keyword leg and its dense leg."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexMissing
from assistant.retrieval.building import EMBEDDED, KEYWORDS, BuiltIndex, Extras, build_index, fetch_known
from assistant.retrieval.embedding_cache import EmbeddingCache
from assistant.retrieval.entries import HEADINGS, PASSAGES, PRODUCTS, index_text
from assistant.retrieval.folders import Rows, is_complete, manifest_of, rows_of
from assistant.retrieval.keywords import KeywordIndex
from assistant.retrieval.vectors.store import Model, Vectors, VectorStore, VectorStores

__all__ = [
    "HEADINGS",
    "PASSAGES",
    "PRODUCTS",
    "BuiltIndex",
    "Extras",
    "Index",
    "build_index",
    "index_text",
    "open_index",
    "stands",
]


class KindRows:
    """The rows of one kind: where the vector of each id lies in the cache, and which ids share a key."""

    def __init__(self, keys: Mapping[str, str], cache: EmbeddingCache) -> None:
        self.ids = list(keys)
        self.position = {id_: position for position, id_ in enumerate(self.ids)}
        self.cached = cache.rows(list(keys.values()))
        listed = np.array([key.encode() for key in keys.values()], dtype="S32")
        self._order = np.argsort(listed, kind="stable")
        self._keys = listed[self._order]

    def ids_of(self, key: str) -> Iterator[str]:
        first, last = (int(np.searchsorted(self._keys, key.encode(), side)) for side in ("left", "right"))
        return (self.ids[position] for position in self._order[first:last].tolist())


class Index:
    """An open revision. Scores are by handle or passage id."""

    def __init__(self, folder: Path, rows: Rows, cache: EmbeddingCache, store: VectorStore) -> None:
        self.revision, self._folder, self._cache, self._store = folder.name, folder, cache, store
        self._rows = {kind: KindRows(keys, cache) for kind, keys in rows.items()}
        self._keywords = KeywordIndex(folder / KEYWORDS)
        self._laid: dict[str, tuple[NDArray[np.object_], NDArray[np.int64]]] = {}

    def close(self) -> None:
        self._store.close()

    def file(self, name: str) -> Path:
        """The file that was built into this revision under that name; it may be absent from an older one."""
        return self._folder / name

    def dense(
        self, kind: str, vector: Sequence[float], most: int, among: Collection[str] | None = None
    ) -> dict[str, float]:
        """Cosine of the `most` nearest of all; with `among` of each of those ids, exactly."""
        return self._nearest(kind, vector, most) if among is None else self._exact(kind, vector, among)

    def keywords(self, kind: str, text: str, most: int, among: Collection[str] | None = None) -> dict[str, float]:
        """BM25 of the `most` best of all; with `among` of each of those ids that shares a word with the text."""
        return self._keywords.search(kind, text, most, among)

    def lines(self, kind: str, ids: NDArray[np.object_]) -> NDArray[np.int64]:
        """Where the vector of each id lies, -1 for one without; kept for an array that is asked for again."""
        asked, lines = self._laid.get(kind, (None, None))
        if lines is None or asked is not ids:
            rows = self._rows[kind]
            places = np.array([rows.position.get(id_, -1) for id_ in ids.tolist()], np.int64)
            lines = np.where(places >= 0, rows.cached[places], -1) if len(rows.ids) else places
            self._laid[kind] = (ids, lines)
        return lines

    def cosines(self, vector: Sequence[float], lines: NDArray[np.int64]) -> Vectors:
        found: Vectors = self._cache.vectors(lines) @ np.asarray(vector, dtype=np.float32)
        return found

    def _nearest(self, kind: str, vector: Sequence[float], most: int) -> dict[str, float]:
        """A shared store also holds rows of other revisions: then more are asked for."""
        rows, asked = self._rows[kind], most
        while True:
            found = self._store.nearest(kind, vector, asked)
            scores = {id_: cosine for key, cosine in found.items() for id_ in rows.ids_of(key)}
            if len(scores) >= most or len(found) < asked:
                return dict(islice(scores.items(), max(most, 0)))
            asked *= 2

    def _exact(self, kind: str, vector: Sequence[float], among: Collection[str]) -> dict[str, float]:
        rows = self._rows[kind]
        ids = [id_ for id_ in among if id_ in rows.position]
        if not ids:
            return {}
        cosines = self.cosines(vector, rows.cached[[rows.position[id_] for id_ in ids]])
        return dict(zip(ids, cosines.tolist(), strict=True))


def open_index(
    root: Path, revision: str | None, *, model: Model | None = None, stores: VectorStores = EMBEDDED
) -> Index:
    """Raises `IndexMissing`, also for an index that another embedding model made, and `StorageUnavailable`."""
    manifest = manifest_of(root / revision) if revision else None
    if revision is None or manifest is None:
        raise IndexMissing("The shop has no search index yet. Fill it with: python -m ingest")
    if model not in {None, manifest.model}:
        raise IndexMissing(
            f"The search index was made by another embedding model ({manifest.fingerprint}). "
            "Run python -m ingest to build it anew, or set ASSISTANT_EMBEDDINGS back."
        )
    if manifest.store != stores.name:
        raise IndexMissing(
            f"The search index lies in another vector store ({manifest.store}). "
            "Run python -m ingest to build it anew, or set ASSISTANT_VECTOR_STORE back."
        )
    rows, store = rows_of(root / revision), stores.open(root / revision, manifest.model)
    cache = EmbeddingCache(root, manifest.model)
    try:
        fetch_known(cache, store, rows)
        return Index(root / revision, rows, cache, store)
    except BaseException:
        store.close()
        raise


def stands(
    root: Path, revision: str | None, fingerprint: str, extras: Iterable[str] = (), stores: VectorStores = EMBEDDED
) -> bool:
    """Whether a revision is complete here, and made by that model for this store: fit to go live, or back to."""
    manifest = manifest_of(root / revision) if revision else None
    if revision is None or manifest is None or not is_complete(root / revision, extras):
        return False
    return (manifest.fingerprint, manifest.store) == (fingerprint, stores.name)
