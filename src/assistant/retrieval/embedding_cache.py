"""Every embedding that was ever computed and is still needed, in one file that is only appended to.

A revision takes its vectors from here, exact cosines are computed on it, and a killed ingest finds what it had.
"""

import fcntl
import hashlib
import mmap
import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.retrieval.vectors.store import Batch, Model, Vectors

KEY_BYTES = 32
PAGE = 2000
Rows = NDArray[np.int64]


class EmbeddingCache:
    """Open it anew to see what others appended; a file that was compacted meanwhile stays readable as it was."""

    def __init__(self, root: Path, model: Model) -> None:
        mark = hashlib.sha256(f"{model.fingerprint}:{model.dimension}".encode()).hexdigest()[:12]
        self._path = root / f"embeddings-{mark}.bin"
        self._record = np.dtype([("key", f"S{KEY_BYTES}"), ("vector", "<f4", (model.dimension,))])
        self.reopen()

    def reopen(self) -> None:
        count = self._path.stat().st_size // self._record.itemsize if self._path.exists() else 0
        self._records: Any = (
            np.memmap(self._path, dtype=self._record, mode="r", shape=(count,)) if count else np.zeros(0, self._record)
        )
        # a column of a page would keep the whole page, and so in the end the whole file
        keys = np.concatenate([page["key"].copy() for page in self._pages()]) if count else self._records["key"]
        self._order = np.argsort(keys, kind="stable")
        self._sorted = keys[self._order]

    def __len__(self) -> int:
        return len(self._order)

    def rows(self, keys: Sequence[str]) -> Rows:
        """The row of each key, -1 for one that is not here."""
        if not len(self) or not keys:
            return np.full(len(keys), -1, dtype=np.int64)
        wanted = np.array([key.encode() for key in keys], dtype=self._sorted.dtype)
        places = np.minimum(np.searchsorted(self._sorted, wanted), len(self) - 1)
        return np.where(self._sorted[places] == wanted, self._order[places], -1)

    def missing(self, keys: Collection[str]) -> set[str]:
        listed = list(keys)
        return {key for key, row in zip(listed, self.rows(listed).tolist(), strict=True) if row < 0}

    def vectors(self, rows: Rows) -> Vectors:
        """Shape (rows, dimension)."""
        return np.ascontiguousarray(self._records["vector"][rows])

    def batches(self, keys: Collection[str]) -> Iterator[Batch]:
        """As they lie in the file. Raises `KeyError` for one that is not here."""
        listed = list(keys)
        rows = self.rows(listed)
        if (rows < 0).any():
            raise KeyError(listed[int(np.argmin(rows))])
        order = np.argsort(rows, kind="stable")
        for start in range(0, len(listed), PAGE):
            places = order[start : start + PAGE]
            yield [listed[place] for place in places.tolist()], self.vectors(rows[places])
            self._let_go()

    def append(self, keys: Sequence[str], vectors: Vectors) -> None:
        """Kept even when the process is killed after this; a half-written record is cut off by the next writer."""
        records = np.zeros(len(keys), dtype=self._record)
        records["key"], records["vector"] = [key.encode() for key in keys], vectors
        with self._locked(), self._path.open("ab") as file:
            file.truncate(file.tell() - file.tell() % self._record.itemsize)
            file.write(records.tobytes())
            file.flush()
            os.fsync(file.fileno())

    def compact(self, needed: Collection[str]) -> None:
        """Rewritten without what no revision needs, once that is more than half."""
        with self._locked():
            self.reopen()
            rows = np.unique(self.rows(list(needed)))
            rows = rows[rows >= 0]
            if 2 * len(rows) >= len(self):
                return
            aside = self._path.with_suffix(".new")
            with aside.open("wb") as file:
                for start in range(0, len(rows), PAGE):
                    file.write(self._records[rows[start : start + PAGE]].tobytes())
                file.flush()
                os.fsync(file.fileno())
            aside.replace(self._path)
        self.reopen()

    def _let_go(self) -> None:
        """What was read through the map counts as this process's memory until then."""
        if isinstance(mapped := self._records.base, mmap.mmap):
            mapped.madvise(mmap.MADV_DONTNEED)

    def _pages(self) -> Iterator[Any]:
        """Read as a file and not through the map, whose pages would count as this process's memory."""
        with self._path.open("rb") as file:
            left = len(self._records)
            while left > 0 and len(page := np.fromfile(file, dtype=self._record, count=min(left, PAGE))):
                left -= len(page)
                yield page

    @contextmanager
    def _locked(self) -> Iterator[None]:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
