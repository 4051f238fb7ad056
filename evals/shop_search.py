"""A shop in memory with a real search index, and what each leg of the search finds in it by itself."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

from assistant.bootstrap import embedder_of, reranker_of
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import PRODUCTS, build_index, open_index
from assistant.retrieval.ranking import blend
from assistant.retrieval.search import ShopRetriever
from assistant.settings import Settings
from assistant.shop.catalogue import Product
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary

SHOWN = 10
WIDTH = 1000
BASELINES = ("BM25 alone", "MiniLM alone", "BM25 and MiniLM blended")


@dataclass(frozen=True)
class ShopSearch:
    """`weight` is the keyword leg's share of the blend."""

    retriever: ShopRetriever
    root: Path
    revision: str
    embeddings: Embedder
    weight: float

    def baselines(self, questions: Sequence[str]) -> dict[str, list[list[str]]]:
        """The ten best of each question, without reading it: no constraint, no absence."""
        vectors = self.embeddings.embed(questions)
        found: dict[str, list[list[str]]] = {name: [] for name in BASELINES}
        with closing(open_index(self.root, self.revision)) as index:
            for question, vector in zip(questions, vectors, strict=True):
                keyword = index.keywords(PRODUCTS, question, WIDTH)
                dense = index.dense(PRODUCTS, vector.tolist(), WIDTH)
                legs = (keyword, dense, blend(keyword, dense, self.weight))
                for name, scores in zip(BASELINES, legs, strict=True):
                    found[name].append(sorted(scores, key=lambda handle: -scores[handle])[:SHOWN])  # sorted at once
        return found


@asynccontextmanager
async def shop_search(products: Sequence[Product]) -> AsyncIterator[ShopSearch]:
    settings = Settings.load()
    embeddings, weight = embedder_of(settings), settings.keyword_weight
    with tempfile.TemporaryDirectory() as folder:
        catalogue, root = InMemoryCatalogue(products), Path(folder)
        library = InMemoryLibrary(catalogue)
        built = await asyncio.to_thread(build_index, root, products, [], embeddings)
        await library.go_live(built.revision)
        retriever = ShopRetriever(catalogue, library, embeddings, root, weight, reranker=reranker_of(settings))
        try:
            yield ShopSearch(retriever, root, built.revision, embeddings, weight)
        finally:
            await retriever.close()
