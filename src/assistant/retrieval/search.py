"""The retriever: constraints first and exactly, over the whole catalogue; then rank what is left."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from assistant.errors import IndexMissing
from assistant.retrieval.building import EMBEDDED
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import Index, build_index, open_index, stands
from assistant.retrieval.library import Document, Library, PassageHit, ProductHits, ProductQuery
from assistant.retrieval.match import meets
from assistant.retrieval.outline import Outline
from assistant.retrieval.passage_search import find_passages
from assistant.retrieval.product_search import Found, find_products, prepare
from assistant.retrieval.rerank import Reranker
from assistant.retrieval.saved import with_vocabulary
from assistant.retrieval.snapshot import Snapshot, Version
from assistant.retrieval.vectors.store import Model, VectorStores
from assistant.shop.catalogue import Catalogue, Product

SPARE = 20
PATCHED = 0.2
"""The share of the shop above which a reload is no dearer than patching."""


class ShopRetriever:
    """Implements `Retriever`. Notices a re-ingest by the library's version and reloads by itself."""

    def __init__(
        self,
        catalogue: Catalogue,
        library: Library,
        embeddings: Embedder,
        index_root: Path,
        keyword_weight: float,
        *,
        stores: VectorStores = EMBEDDED,
        reranker: Reranker | None = None,
    ) -> None:
        self._catalogue, self._library, self._embeddings = catalogue, library, embeddings
        self._root, self._weight, self._stores = index_root, keyword_weight, stores
        self._reranker = reranker
        self._snapshot: Snapshot | None = None
        self._loading = asyncio.Lock()

    @property
    def snapshot(self) -> Snapshot | None:
        """What the latest search looked at."""
        return self._snapshot

    async def products(self, query: ProductQuery) -> ProductHits:
        async with self._current() as snapshot:
            found = await asyncio.to_thread(
                find_products, snapshot, query, self._embeddings, self._weight, self._reranker
            )
            return await self._fresh(snapshot, found, query.limit)

    async def outline(self) -> Outline:
        async with self._current() as snapshot:
            return snapshot.outline

    async def passages(self, text: str, limit: int = 6) -> Sequence[PassageHit]:
        async with self._current() as snapshot:
            return await asyncio.to_thread(find_passages, snapshot, text, limit, self._embeddings)

    async def load(self) -> tuple[str, int, int]:
        """Open the live index now; its revision and its numbers of products and passages. Raises `IndexMissing`."""
        async with self._current() as snapshot:
            return snapshot.opened.index.revision, len(snapshot.columns.products), len(snapshot.pages.passages)

    async def close(self) -> None:
        async with self._loading:
            if self._snapshot:
                self._snapshot.opened.retire()
                self._snapshot = None

    @asynccontextmanager
    async def _current(self) -> AsyncIterator[Snapshot]:
        snapshot = await self._up_to_date()
        with snapshot.opened:
            yield snapshot

    async def _up_to_date(self) -> Snapshot:
        """Whoever finds the snapshot old reloads it; others go on with the old one meanwhile."""
        version = await self._library.state()
        held = self._snapshot
        if held and (held.version == version or self._loading.locked()):
            return held
        async with self._loading:
            version = await self._library.state()
            if self._snapshot is None or self._snapshot.version != version:
                self._swap(await self._load(version))
            return self._snapshot_or_raise()

    async def _load(self, version: Version) -> Snapshot:
        """Few changes are written into a copy; a new index, or changes of much, are loaded aside."""
        held = self._snapshot
        if held and held.version[1] == version[1]:
            changes = await self._catalogue.changes(held.version[0])
            few = len(changes.products) <= PATCHED * len(held.columns.products)
            if few and await self._still_live(version):
                documents = await self._library.documents() if changes.documents else None
                return await asyncio.to_thread(held.patched, changes.version, changes, documents)
        version, products, documents = await self._whole(version)
        return await asyncio.to_thread(self._prepared, version, products, documents, held)

    def _prepared(
        self, version: Version, products: Sequence[Product], documents: Sequence[Document], held: Snapshot | None
    ) -> Snapshot:
        opening = partial(self._open, version[1], products, documents)
        snapshot = Snapshot.load(version, products, documents, opening, held)
        prepare(snapshot, self._embeddings, self._weight)
        return snapshot

    async def _whole(self, version: Version) -> tuple[Version, Sequence[Product], Sequence[Document]]:
        """Read again where an ingest went live in between; a mere change of offers is patched in by the next search."""
        while True:
            products, documents = await self._catalogue.all(), await self._library.documents()
            if await self._still_live(version):
                return version, products, documents
            version = await self._library.state()

    async def _still_live(self, version: Version) -> bool:
        return (await self._library.state())[1] == version[1]

    def _open(self, revision: str | None, products: Sequence[Product], documents: Sequence[Document]) -> Index:
        """A machine that only shares the vectors makes its own folder of the revision from the catalogue."""
        model = Model(self._embeddings.fingerprint, self._embeddings.dimension)
        if self._stores.shared and revision and not stands(self._root, revision, model.fingerprint, (), self._stores):
            extras = with_vocabulary(products)
            build_index(self._root, products, documents, self._embeddings, extras=extras, stores=self._stores)
        return open_index(self._root, revision, model=model, stores=self._stores)

    def _swap(self, new: Snapshot) -> None:
        old, self._snapshot = self._snapshot, new
        if old and old.opened is not new.opened:
            old.opened.retire()

    def _snapshot_or_raise(self) -> Snapshot:
        if self._snapshot is None:
            raise IndexMissing("The shop has no search index yet. Fill it with: python -m ingest")
        return self._snapshot

    async def _fresh(self, snapshot: Snapshot, found: Found, limit: int) -> ProductHits:
        """Price and stock are read again, and what no longer meets the question is left out.

        Where another index went live during the search, the answer is wholly that of the one before.
        """
        wanted = found.ranked[: limit + SPARE]
        known = await self._catalogue.by_handles([*wanted, *found.nearest])
        if await self._library.live_index() != snapshot.version[1]:
            known = {handle: snapshot.columns.product(handle) for handle in (*wanted, *found.nearest)}
        gone = {h for h in wanted if h not in known or not meets(known[h], found.reading)}
        products = tuple(known[handle] for handle in wanted if handle not in gone)[:limit]
        return ProductHits(
            products=products,
            total=len(found.ranked) - len(gone),
            ranked=tuple(handle for handle in found.ranked if handle not in gone),
            matches=tuple(handle for handle in found.matches if handle not in gone),
            understood=found.reading.understood,
            unknown=tuple(unknown.words for unknown in found.reading.unknown),
            relax=found.relax,
            facets=found.facets,
            best_of_bounded=found.reading.best_of_bounded,
            nearest=tuple(known[handle] for handle in found.nearest if handle in known),
        )
