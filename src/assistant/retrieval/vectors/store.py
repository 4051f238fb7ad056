"""The port behind the dense leg: vectors of one embedding model by the key of their text."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Batch = tuple[Sequence[str], Vectors]
"""Keys, and a row for each."""


@dataclass(frozen=True)
class Model:
    """Which embedding model made the vectors, and how many numbers each has."""

    fingerprint: str
    dimension: int


class VectorStore(Protocol):
    """One collection a kind. All errors are `StorageUnavailable`. Safe to search from several threads."""

    def keys(self, kind: str) -> set[str]: ...

    def count(self, kind: str) -> int: ...

    def nearest(self, kind: str, vector: Sequence[float], most: int) -> dict[str, float]:
        """Cosine by key, of the `most` nearest; approximately, as HNSW does."""
        ...

    def vectors(self, kind: str, keys: Collection[str]) -> Iterator[Batch]:
        """Those of `keys` that are known."""
        ...

    def add(self, kind: str, batches: Iterable[Batch]) -> None:
        """A key that is known already keeps its vector: it belongs to the same text."""
        ...

    def remove(self, kind: str, keys: Collection[str]) -> None: ...

    def close(self) -> None: ...


class VectorStores(Protocol):
    """`shared`: one store serves every revision and process, else each revision's folder has its own."""

    name: str
    shared: bool

    def open(self, folder: Path, model: Model) -> VectorStore:
        """The store of the revision in `folder`. Raises `StorageUnavailable`."""
        ...

    def copy(self, source: Path, target: Path) -> None:
        """Begin a new revision's own store as a copy of another's; nothing to do where it is shared."""
        ...
