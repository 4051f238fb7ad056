"""Vectors in Chroma: a folder for each revision, or a server for all of them. The only file that imports chromadb."""

import hashlib
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np

from assistant.errors import BadSetting, StorageUnavailable
from assistant.retrieval.vectors.store import Batch, Model, VectorStore

PAGE = 2000
SEARCH_WIDTH = 400
FOLDER = "chroma"


class ChromaFolders:
    """A client does not see what another process wrote: a revision's folder is written once, then only read."""

    name = "chroma"
    shared = False

    def open(self, folder: Path, model: Model) -> VectorStore:
        import chromadb  # noqa: PLC0415  # slow to import, and not needed by every command

        with _faults("The search index cannot be read or written. Is its disk full or its folder not yours?"):
            return ChromaStore(chromadb.PersistentClient(path=str(folder / FOLDER), settings=_settings()), model)

    def copy(self, source: Path, target: Path) -> None:
        if (source / FOLDER).is_dir():
            shutil.copytree(source / FOLDER, target / FOLDER)


class ChromaServer:
    """`url` is http://host:port."""

    name = "chroma-server"
    shared = True

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            self._host, self._port = parts.hostname or "localhost", parts.port or 8000
        except ValueError:
            raise BadSetting("ASSISTANT_VECTOR_STORE names no host and port: chroma-http://host:port.") from None
        self._ssl = parts.scheme == "https"

    def open(self, folder: Path, model: Model) -> VectorStore:
        import chromadb  # noqa: PLC0415  # see above

        with _faults(self._down):
            client = chromadb.HttpClient(host=self._host, port=self._port, ssl=self._ssl, settings=_settings())
            return ChromaStore(client, model, self._down)

    def copy(self, source: Path, target: Path) -> None:
        """Shared."""

    @property
    def _down(self) -> str:
        return (
            f"The Chroma server at {self._host}:{self._port} does not answer. Start it, or see ASSISTANT_VECTOR_STORE."
        )


class ChromaStore:
    """A collection for each kind and model. Close it: open clients of one folder share one engine."""

    def __init__(self, client: Any, model: Model, complaint: str = "The search index cannot be read.") -> None:
        self._client, self._complaint = client, complaint
        self._mark = hashlib.sha256(f"{model.fingerprint}:{model.dimension}".encode()).hexdigest()[:12]
        self._step = client.get_max_batch_size()
        self._collections: dict[str, Any] = {}

    def close(self) -> None:
        self._collections.clear()
        self._client.close()
        for part in (self._client, self._client._admin_client):  # noqa: SLF001  # Chroma 1.5 leaves both connected
            session = getattr(part._server, "_session", None)  # noqa: SLF001  # see above; a folder has none
            if session:
                session.close()

    def keys(self, kind: str) -> set[str]:
        with _faults(self._complaint):
            return set(self._collection(kind).get(include=[])["ids"])

    def count(self, kind: str) -> int:
        with _faults(self._complaint):
            return int(self._collection(kind).count())

    def nearest(self, kind: str, vector: Sequence[float], most: int) -> dict[str, float]:
        if most < 1:
            return {}
        with _faults(self._complaint):  # it gives all it has where that is less; to count first costs as much again
            found = self._collection(kind).query(query_embeddings=[list(vector)], n_results=most, include=["distances"])
        return {key: 1 - float(d) for key, d in zip(found["ids"][0], found["distances"][0], strict=True)}

    def vectors(self, kind: str, keys: Collection[str]) -> Iterator[Batch]:
        for page in _pages(keys, PAGE):
            with _faults(self._complaint):
                found = self._collection(kind).get(ids=page, include=["embeddings"])
            if found["ids"]:
                yield found["ids"], np.asarray(found["embeddings"], dtype=np.float32)

    def add(self, kind: str, batches: Iterable[Batch]) -> None:
        for keys, vectors in batches:
            for start in range(0, len(keys), self._step):
                part = slice(start, start + self._step)
                with _faults(self._complaint):
                    self._collection(kind).add(ids=list(keys[part]), embeddings=vectors[part])

    def remove(self, kind: str, keys: Collection[str]) -> None:
        for page in _pages(keys, self._step):
            with _faults(self._complaint):
                self._collection(kind).delete(ids=page)

    def _collection(self, kind: str) -> Any:
        if kind not in self._collections:
            self._collections[kind] = self._client.get_or_create_collection(
                f"{kind}-{self._mark}",
                embedding_function=None,
                configuration={"hnsw": {"space": "cosine", "ef_search": SEARCH_WIDTH}},
            )
        return self._collections[kind]


def _settings() -> Any:
    from chromadb.config import Settings  # noqa: PLC0415  # see above

    return Settings(anonymized_telemetry=False)


def _pages(keys: Iterable[str], size: int) -> Iterator[list[str]]:
    iterator = iter(keys)
    while page := list(islice(iterator, size)):
        yield page


@contextmanager
def _faults(complaint: str) -> Iterator[None]:
    """Chroma's errors share no base, and its client lets those of its HTTP library through."""
    try:
        yield
    except Exception as error:
        raise StorageUnavailable(complaint) from error
