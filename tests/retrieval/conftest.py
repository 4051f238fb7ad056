from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.retrieval.embedding import Embedder, MiniLM
from assistant.retrieval.index import BuiltIndex, build_index
from assistant.retrieval.library import Document, ProductHits, ProductQuery
from assistant.retrieval.search import ShopRetriever
from assistant.shop.catalogue import Product
from assistant.shop.changes.rules import ChangeRules
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


@pytest.fixture(scope="session")
def embeddings() -> MiniLM:
    return MiniLM()


@pytest.fixture(scope="session")
def ingested_root(tmp_path_factory: pytest.TempPathFactory, embeddings: MiniLM) -> Path:
    root = tmp_path_factory.mktemp("index")
    build_index(root, PRODUCTS, DOCUMENTS, embeddings)
    return root


@pytest.fixture
async def shop(ingested_root: Path, embeddings: MiniLM) -> AsyncIterator[SearchableShop]:
    """Ingested; for questions only. A test that re-ingests makes its own in tmp_path."""
    shop = shop_of(ingested_root, embeddings)
    await shop.ingest()
    yield shop
    await shop.retriever.close()


@pytest.fixture
async def own_shop(tmp_path: Path, embeddings: MiniLM) -> AsyncIterator[SearchableShop]:
    shop = shop_of(tmp_path, embeddings, PRODUCTS[:6])
    yield shop
    await shop.retriever.close()


@dataclass(frozen=True)
class Demo:
    """What the demo's files hold, and the folder of its search index."""

    products: list[Product]
    documents: list[Document]
    root: Path


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, embeddings: MiniLM) -> Demo:
    files = [file for file in discover(DEMO, Reading()) if isinstance(file, FeedFile)]
    readers = [(file, reader_for(file.path)) for file in files]
    rows = [row for file, reader in readers if reader for row in read(file, reader)]
    shown = rendered(rows, rules_of(rows) or ChangeRules(), "USD")
    values = [row.value for row in shown if isinstance(row, Item)]
    products = [value for value in values if isinstance(value, Product)]
    documents = [value for value in values if isinstance(value, Document)]
    root = tmp_path_factory.mktemp("demo-index")
    build_index(root, products, documents, embeddings)
    return Demo(products, documents, root)


@pytest.fixture
async def demo_shop(demo: Demo, embeddings: MiniLM) -> AsyncIterator[SearchableShop]:
    """The demo's own products, policies and FAQs, ingested; for questions only."""
    shop = shop_of(demo.root, embeddings, demo.products, demo.documents)
    await shop.ingest()
    yield shop
    await shop.retriever.close()
