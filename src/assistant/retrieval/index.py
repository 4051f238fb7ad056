"""The search index: a folder named by the hash of what it holds, built aside and moved into place whole."""

import hashlib
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.errors import IndexMissing
from assistant.retrieval.embedding import Embedder, Progress, Vectors, quiet
from assistant.retrieval.keywords import KeywordIndex
from assistant.retrieval.library import Document, Passage
from assistant.retrieval.passages import passages_of
from assistant.retrieval.vectors import VectorStore
from assistant.shop.catalogue import Product

SCHEMA = 2
PRODUCTS, PASSAGES, HEADINGS = "products", "passages", "headings"
MANIFEST = "index.json"
UNFINISHED = ".building-"

Extras = Mapping[str, Callable[[Path], None]]
"""Files that belong to a revision beside its two legs: by name, what writes each while the folder is built."""


@dataclass(frozen=True)
class BuiltIndex:
    """`embedded` texts were new, `reused` vectors came from an earlier revision; both 0 when nothing had changed.

    A passage's heading has a vector of its own, and is not counted beside its passage.
    """

    revision: str
    products: int
    passages: int
    embedded: int
    reused: int


@dataclass(frozen=True)
class Entry:
    """One row of the index."""

    kind: str
    id: str
    title: str
    body: str

    @property
    def text(self) -> str:
        return f"{self.title}. {self.body}" if self.body else self.title

    @property
    def hash(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


class Index:
    """An open revision. Scores are by handle or passage id."""

    def __init__(self, folder: Path) -> None:
        self.revision, self._folder = folder.name, folder
        self._vectors = VectorStore(folder / "chroma")
        self._keywords = KeywordIndex(folder / "keywords")

    def close(self) -> None:
        self._vectors.close()

    def file(self, name: str) -> Path:
        """The file that was built into this revision under that name; it may be absent from an older one."""
        return self._folder / name

    def dense(
        self, kind: str, vector: Sequence[float], most: int, among: Collection[str] | None = None
    ) -> dict[str, float]:
        """Cosine of the `most` nearest of all; with `among` of each of those ids, exactly."""
        return (
            self._vectors.nearest(kind, vector, most) if among is None else self._vectors.cosines(kind, vector, among)
        )

    def keywords(self, kind: str, text: str, most: int, among: Collection[str] | None = None) -> dict[str, float]:
        """BM25 of the `most` best of all; with `among` of each of those ids that shares a word with the text."""
        return self._keywords.search(kind, text, most, among)


def index_text(product: Product) -> str:
    """All that is searched of a product, without price and stock: those change daily and need no new vectors."""
    facts = [f"{name}: {value}" for name, value in product.attributes.items()]
    options: dict[str, dict[str, None]] = {}
    for variant in product.variants:
        for name, value in variant.options.items():
            options.setdefault(name, {})[value] = None
    choices = [f"{name}: {', '.join(values)}" for name, values in options.items()]
    parts = [product.category, product.vendor, ", ".join(product.tags), *facts, *choices, product.description]
    return ". ".join(part for part in parts if part)


def build_index(
    root: Path,
    products: Iterable[Product],
    documents: Iterable[Document],
    embeddings: Embedder,
    progress: Progress = quiet,
    *,
    extras: Extras = MappingProxyType({}),
    keep: Collection[str] = (),
) -> BuiltIndex:
    """Build `root/<revision>` unless it stands complete; keep the revision before it and delete older ones.

    Complete means with all of `extras`, too. Revisions named in `keep`, such as the live one, are never deleted.
    """
    entries = list(_entries(products, passages_of(documents)))
    revision = _revision(embeddings.fingerprint, entries)
    counts = (sum(e.kind == PRODUCTS for e in entries), sum(e.kind == PASSAGES for e in entries))
    if _complete(root / revision, extras):
        (root / revision / MANIFEST).touch()
        return BuiltIndex(revision, *counts, embedded=0, reused=0)
    before = _newest(root)
    known = _known_vectors(before, embeddings.fingerprint)
    new = {e.hash: e for e in entries if e.hash not in known}.values()
    fresh, headings = [e for e in new if e.kind != HEADINGS], [e for e in new if e.kind == HEADINGS]
    reused = sum(e.hash in known for e in entries if e.kind != HEADINGS)
    for group, told in ((fresh, progress), (headings, quiet)):
        vectors = embeddings.embed([entry.text for entry in group], told)
        known.update({entry.hash: vector for entry, vector in zip(group, vectors, strict=True)})
    _write(root, revision, entries, known, embeddings.fingerprint, extras=extras)
    _prune(root, keep={revision, before.name if before else revision, *keep})
    return BuiltIndex(revision, *counts, embedded=len(fresh), reused=reused)


def open_index(root: Path, revision: str | None) -> Index:
    """Raises `IndexMissing`."""
    if revision is None or not _complete(root / revision):
        raise IndexMissing("The shop has no search index yet. Fill it with: python -m ingest")
    return Index(root / revision)


def stands(root: Path, revision: str | None, fingerprint: str, extras: Iterable[str] = ()) -> bool:
    """Whether that revision can be opened here and was made by that model."""
    folder = root / (revision or "")
    return revision is not None and _complete(folder, extras) and _manifest(folder)["fingerprint"] == fingerprint


def _entries(products: Iterable[Product], passages: Iterable[Passage]) -> Iterator[Entry]:
    for product in products:
        yield Entry(PRODUCTS, product.handle, product.title, index_text(product))
    for passage in passages:
        heading = f"{passage.title}: {passage.heading}" if passage.heading else passage.title
        yield Entry(PASSAGES, passage.id, heading, passage.text)
        yield Entry(HEADINGS, passage.id, passage.heading.split(" > ")[-1] or passage.title, "")


def _revision(fingerprint: str, entries: list[Entry]) -> str:
    digest = hashlib.sha256(f"{SCHEMA}:{fingerprint}".encode())
    for line in sorted(f"{e.kind}\0{e.id}\0{e.hash}" for e in entries):
        digest.update(line.encode())
    return digest.hexdigest()[:16]


def _write(
    root: Path,
    revision: str,
    entries: list[Entry],
    known: dict[str, NDArray[np.float32]],
    fingerprint: str,
    *,
    extras: Extras,
) -> None:
    root.mkdir(parents=True, exist_ok=True)
    building = Path(tempfile.mkdtemp(prefix=UNFINISHED, dir=root))
    try:
        with closing(VectorStore(building / "chroma")) as store:
            for kind in (PRODUCTS, PASSAGES, HEADINGS):
                rows = [e for e in entries if e.kind == kind]
                store.create(kind, [e.id for e in rows], _stack(known, rows), [e.hash for e in rows])
        KeywordIndex.write(building / "keywords", ((e.kind, e.id, e.title, e.body) for e in entries if e.body))
        for name, write in extras.items():
            write(building / name)
        manifest = {"schema": SCHEMA, "fingerprint": fingerprint, "entries": len(entries)}
        (building / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        shutil.rmtree(root / revision, ignore_errors=True)
        building.rename(root / revision)
    finally:
        shutil.rmtree(building, ignore_errors=True)


def _stack(known: dict[str, NDArray[np.float32]], rows: list[Entry]) -> Vectors:
    if not rows:
        return np.zeros((0, 384), dtype=np.float32)
    return np.stack([known[row.hash] for row in rows])


def _known_vectors(folder: Path | None, fingerprint: str) -> dict[str, NDArray[np.float32]]:
    """Empty when the last revision was made by another model."""
    if folder is None or _manifest(folder)["fingerprint"] != fingerprint:
        return {}
    with closing(VectorStore(folder / "chroma")) as store:
        return {**store.by_hash(PRODUCTS), **store.by_hash(PASSAGES), **store.by_hash(HEADINGS)}


def _complete(folder: Path, extras: Iterable[str] = ()) -> bool:
    """Built to its end, and by code that laid it out as this code reads it."""
    if not (folder / MANIFEST).is_file() or _manifest(folder)["schema"] != SCHEMA:
        return False
    return all((folder / name).exists() for name in extras)


def _manifest(folder: Path) -> dict[str, Any]:
    return json.loads((folder / MANIFEST).read_text(encoding="utf-8"))  # type: ignore[no-any-return]  # our own file


def _newest(root: Path) -> Path | None:
    folders = [f for f in root.iterdir() if _complete(f)] if root.is_dir() else []
    return max(folders, key=lambda f: (f / MANIFEST).stat().st_mtime_ns, default=None)


def _prune(root: Path, keep: set[str]) -> None:
    """Older revisions, and what a crashed build left behind; a build that still runs is younger than an hour."""
    for folder in root.iterdir():
        running = folder.name.startswith(UNFINISHED) and time.time() - folder.stat().st_mtime < 3600
        if folder.is_dir() and folder.name not in keep and not running:
            shutil.rmtree(folder, ignore_errors=True)
