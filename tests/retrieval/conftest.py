import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.retrieval.embedding import Embedder, MiniLM
from assistant.retrieval.index import BuiltIndex, build_index
from assistant.retrieval.library import Document, ProductHits, ProductQuery
from assistant.retrieval.search import ShopRetriever
from assistant.shop.catalogue import Product
from assistant.shop.rules import ShopRules
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary
from ingest.discover import Reading, discover
from ingest.quoting import rendered, rules_of
from ingest.readers import read, reader_for
from ingest.rows import FeedFile, Item
from tests.retrieval.shop import DOCUMENTS, PRODUCTS

DEMO = Path(__file__).parents[2] / "demo"


@dataclass
class SearchableShop:
    """A shop whose catalogue, library, index and retriever are real and can be re-ingested."""

    catalogue: InMemoryCatalogue
    library: InMemoryLibrary
    retriever: ShopRetriever
    embeddings: Embedder
    root: Path

    async def ingest(self) -> BuiltIndex:
        products, documents = await self.catalogue.all(), await self.library.documents()
        built = build_index(self.root, products, documents, self.embeddings)
        await self.library.go_live(built.revision)
        return built

    async def ask(self, text: str, limit: int = 10) -> ProductHits:
        return await self.retriever.products(ProductQuery(text, limit=limit))


def shop_of(
    root: Path, embeddings: Embedder, products: Sequence[Product] = PRODUCTS, documents: Sequence[Document] = DOCUMENTS
) -> SearchableShop:
    catalogue = InMemoryCatalogue(products)
    library = InMemoryLibrary(catalogue, documents)
    return SearchableShop(
        catalogue, library, ShopRetriever(catalogue, library, embeddings, root, 0.7), embeddings, root
    )


@contextmanager
def ingested(
    root: Path, embeddings: Embedder, products: Sequence[Product], documents: Sequence[Document]
) -> Iterator[SearchableShop]:
    """For questions only, and so one for all tests of a process; all processes of a run share the folder `root`."""
    shop = shop_of(root, embeddings, products, documents)
    with FileLock(root.with_suffix(".lock")):
        asyncio.run(shop.ingest())
    yield shop
    asyncio.run(shop.retriever.close())


@pytest.fixture(scope="session")
def shop(run_folder: Path, embeddings: MiniLM) -> Iterator[SearchableShop]:
    """Ingested; for questions only. A test that re-ingests makes its own in tmp_path."""
    with ingested(run_folder / "index", embeddings, PRODUCTS, DOCUMENTS) as shop:
        yield shop


@pytest.fixture(scope="session")
def ingested_root(shop: SearchableShop) -> Path:
    return shop.root


@pytest.fixture
async def own_shop(tmp_path: Path, embeddings: MiniLM) -> AsyncIterator[SearchableShop]:
    shop = shop_of(tmp_path, embeddings, PRODUCTS[:6])
    yield shop
    await shop.retriever.close()


@pytest.fixture(scope="session")
def demo_shop(run_folder: Path, embeddings: MiniLM) -> Iterator[SearchableShop]:
    """The demo's own products, policies and FAQs, ingested; for questions only."""
    files = [file for file in discover(DEMO, Reading()) if isinstance(file, FeedFile)]
    readers = [(file, reader_for(file.path)) for file in files]
    rows = [row for file, reader in readers if reader for row in read(file, reader)]
    shown = rendered(rows, rules_of(rows, ShopRules()), "USD")
    values = [row.value for row in shown if isinstance(row, Item)]
    products = [value for value in values if isinstance(value, Product)]
    documents = [value for value in values if isinstance(value, Document)]
    with ingested(run_folder / "demo-index", embeddings, products, documents) as shop:
        yield shop
