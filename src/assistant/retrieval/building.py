"""A revision of the index is made aside from the one before it, by what differs, and moved into place whole."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from assistant.retrieval.embedding import Embedder, Progress, quiet
from assistant.retrieval.embedding_cache import EmbeddingCache
from assistant.retrieval.entries import HEADINGS, KINDS, PASSAGES, PRODUCTS, Entry, entries_of
from assistant.retrieval.folders import (
    MANIFEST,
    SCHEMA,
    Manifest,
    Rows,
    finish,
    is_complete,
    manifest_of,
    new_folder,
    newest,
    prune,
    revision_of,
    rows_of,
)
from assistant.retrieval.keywords import copy_keywords, update_keywords
from assistant.retrieval.library import Document
from assistant.retrieval.passages import passages_of
from assistant.retrieval.vectors.chroma import ChromaFolders
from assistant.retrieval.vectors.store import Model, VectorStore, VectorStores
from assistant.shop.catalogue import Product

KEYWORDS = "keywords"
CHUNK = 1024
"""So many texts are embedded, and kept for good, at a time."""
MOST_STALE = 0.2
"""Removed rows slow both legs and bend BM25's counts: beyond this share both are built from nothing."""
EMBEDDED = ChromaFolders()
NO_ROWS: Rows = MappingProxyType({kind: MappingProxyType({}) for kind in KINDS})

Extras = Mapping[str, Callable[[Path], None]]
"""Files that belong to a revision beside its two legs: by name, what writes each while the folder is built."""
Entries = Callable[[AbstractSet[str]], Iterator[Entry]]
"""Given keys, what has such a text; a passage also comes with its heading, and a heading with its passage."""


@dataclass(frozen=True)
class BuiltIndex:
    """`embedded` texts were new, `reused` vectors were there before; both 0 when nothing had changed.

    A passage's heading has a vector of its own, and is not counted beside its passage.
    """

    revision: str
    products: int
    passages: int
    embedded: int
    reused: int


@dataclass(frozen=True)
class Base:
    """What a revision starts from: the one before, or nothing where that would not do."""

    folder: Path | None
    rows: Rows
    stale: int


def build_index(
    root: Path,
    products: Sequence[Product],
    documents: Iterable[Document],
    embeddings: Embedder,
    progress: Progress = quiet,
    *,
    extras: Extras = MappingProxyType({}),
    stores: VectorStores = EMBEDDED,
    keep: Collection[str] = (),
) -> BuiltIndex:
    """Build `root/<revision>` unless it stands complete with all of `extras`.

    The revision before it stays, and those named in `keep`, such as the live one; older ones are deleted. A run that
    was killed goes on where it was: what it embedded is known. Raises `StorageUnavailable`.
    """
    passages, model = passages_of(documents), Model(embeddings.fingerprint, embeddings.dimension)

    rows = _rows_of(entries_of(products, passages))

    def entries(keys: AbstractSet[str]) -> Iterator[Entry]:
        """Of these texts only: a text is put together once more where something is done with it."""
        named = (product for product in products if rows[PRODUCTS][product.handle] in keys)
        told = (p for p in passages if keys & {rows[PASSAGES][p.id], rows[HEADINGS][p.id]})
        return entries_of(named, told)

    revision = revision_of(model, stores.name, rows)
    counts = (len(rows[PRODUCTS]), len(rows[PASSAGES]))
    if is_complete(root / revision, extras):
        (root / revision / MANIFEST).touch()
        return BuiltIndex(revision, *counts, embedded=0, reused=0)
    before = newest(root)
    cache = EmbeddingCache(root, model)
    with new_folder(root, revision) as building:
        base = _base(before, model, stores, rows)
        if base.folder:
            stores.copy(base.folder, building)
            copy_keywords(base.folder / KEYWORDS, building / KEYWORDS)
        with closing(stores.open(building, model)) as store:
            if stores.shared:
                fetch_known(cache, store, rows)
            embedded, reused = _embed(rows, entries, cache, embeddings, progress)
            _fill(store, cache, rows, exactly=not stores.shared)
        _update_words(building / KEYWORDS, base.rows, rows, entries)
        for name, write in extras.items():
            write(building / name)
        finish(building, Manifest(SCHEMA, model.fingerprint, model.dimension, stores.name, *counts, base.stale), rows)
    kept = {revision, before.name if before else revision, *(name for name in keep if is_complete(root / name))}
    prune(root, kept)
    with closing(stores.open(root / revision, model)) as store:
        _forget(root, kept, cache, store if stores.shared and embedded else None)
    return BuiltIndex(revision, *counts, embedded, reused)


def fetch_known(cache: EmbeddingCache, store: VectorStore, rows: Rows) -> None:
    """Bring over what the store holds and this machine does not yet."""
    missing = {kind: cache.missing(rows[kind].values()) for kind in rows}
    for kind, keys in missing.items():
        for known, vectors in store.vectors(kind, keys):
            cache.append(known, vectors)
    if any(missing.values()):
        cache.reopen()


def _rows_of(entries: Iterable[Entry]) -> Rows:
    rows: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for entry in entries:
        rows[entry.kind][entry.id] = entry.key
    return rows


def _base(before: Path | None, model: Model, stores: VectorStores, rows: Rows) -> Base:
    manifest = manifest_of(before) if before else None
    if before is None or manifest is None or (manifest.model, manifest.store) != (model, stores.name):
        return Base(None, NO_ROWS, 0)
    known = rows_of(before)
    stale = manifest.stale + sum(1 for _ in _gone(known, rows))
    if stale > MOST_STALE * sum(map(len, rows.values())):
        return Base(None, NO_ROWS, 0)
    return Base(before, known, stale)


def _gone(before: Rows, after: Rows) -> Iterator[tuple[str, str]]:
    """Kind and id of what was removed or changed."""
    for kind in KINDS:
        yield from ((kind, id_) for id_, key in before[kind].items() if after[kind].get(id_) != key)


def _embed(
    rows: Rows, entries: Entries, cache: EmbeddingCache, embeddings: Embedder, progress: Progress
) -> tuple[int, int]:
    """How many texts were new, and how many entries were known. Only a chunk of texts is held at a time."""
    listed = [(kind, key) for kind in KINDS for key in rows[kind].values()]
    missing = cache.missing({key for _, key in listed})
    headings = {key for kind, key in listed if kind == HEADINGS} - {key for kind, key in listed if kind != HEADINGS}
    known = sum(kind != HEADINGS and key not in missing for kind, key in listed)
    counted, total, done = len(missing - headings), len(missing), 0
    for chunk in _chunks(entries(missing), missing):
        vectors = embeddings.embed([entry.text for entry in chunk], _further(progress, done, total))
        cache.append([entry.key for entry in chunk], vectors)
        done += len(chunk)
    if total:
        cache.reopen()
    return counted, known


def _further(progress: Progress, done: int, total: int) -> Progress:
    return lambda now, _: progress(done + now, total)


def _chunks(entries: Iterable[Entry], missing: set[str]) -> Iterator[list[Entry]]:
    left, chunk = set(missing), list[Entry]()
    for entry in entries:
        if entry.key in left:
            left.discard(entry.key)
            chunk.append(entry)
        if len(chunk) == CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _fill(store: VectorStore, cache: EmbeddingCache, rows: Rows, *, exactly: bool) -> None:
    for kind in KINDS:
        known, wanted = store.keys(kind), set(rows[kind].values())
        store.add(kind, cache.batches(wanted - known))
        if exactly and known - wanted:
            store.remove(kind, known - wanted)


def _update_words(folder: Path, before: Rows, after: Rows, entries: Entries) -> None:
    new = {kind: {id_: key for id_, key in after[kind].items() if before[kind].get(id_) != key} for kind in KINDS}
    keys = {key for kind in new for key in new[kind].values()}
    added = (entry for entry in entries(keys) if entry.body and entry.id in new[entry.kind])
    update_keywords(folder, _gone(before, after), added)


def _forget(root: Path, keep: Iterable[str], cache: EmbeddingCache, shared: VectorStore | None) -> None:
    """Vectors that neither this revision nor the one before needs."""
    kept = [rows_of(root / revision) for revision in keep]
    needed = {kind: {key for rows in kept for key in rows[kind].values()} for kind in KINDS}
    cache.compact(set().union(*needed.values()))
    if shared:
        for kind in KINDS:
            shared.remove(kind, shared.keys(kind) - needed[kind])
