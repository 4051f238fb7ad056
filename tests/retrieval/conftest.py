from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.index import BuiltIndex, build_index
from assistant.retrieval.library import Document, ProductHits, ProductQuery
from assistant.retrieval.search import ShopRetriever
from assistant.shop.catalogue import Product
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary
from tests.retrieval.shop import DOCUMENTS, PRODUCTS


@dataclass
class SearchableShop:
    """A shop whose catalogue, library, index and retriever are real and can be re-ingested."""

    catalogue: InMemoryCatalogue
    library: InMemoryLibrary
    retriever: ShopRetriever
    embeddings: MiniLM
    root: Path

    async def ingest(self) -> BuiltIndex:
        products, documents = await self.catalogue.all(), await self.library.documents()
        built = build_index(self.root, products, documents, self.embeddings)
        await self.library.go_live(built.revision)
        return built

    async def ask(self, text: str, limit: int = 10) -> ProductHits:
        return await self.retriever.products(ProductQuery(text, limit=limit))


def shop_of(
    root: Path, embeddings: MiniLM, products: Sequence[Product] = PRODUCTS, documents: Sequence[Document] = DOCUMENTS
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
