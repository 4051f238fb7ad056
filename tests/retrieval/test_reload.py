"""A running retriever and a shop that changes under it."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.errors import IndexMissing
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.search import ShopRetriever
from assistant.shop.catalogue import Product
from assistant.shop.money import Money
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary
from tests.retrieval.conftest import SearchableShop
from tests.retrieval.shop import DOCUMENTS, PRODUCTS


async def test_before_the_first_ingest_the_index_is_missing(own_shop: SearchableShop) -> None:
    with pytest.raises(IndexMissing, match="python -m ingest"):
        await own_shop.ask("a dress")
    await own_shop.ingest()
    assert (await own_shop.ask("a dress")).total == 3


async def test_a_re_ingest_is_seen_without_a_restart(own_shop: SearchableShop) -> None:
    await own_shop.ingest()
    assert (await own_shop.ask("a stoneware mug")).total == 0
    mug = next(product for product in PRODUCTS if product.handle == "mug")
    await own_shop.catalogue.replace([mug], ["silk-dress"])
    await own_shop.ingest()
    assert (await own_shop.ask("a stoneware mug")).matches == ("mug",)
    assert (await own_shop.ask("a dress")).total == 2


async def test_a_new_document_is_found_and_an_old_one_is_not(own_shop: SearchableShop) -> None:
    await own_shop.ingest()
    changed = replace(DOCUMENTS[0], text="# Returns\n\nEvery item can be sent back within 90 days.")
    await own_shop.library.replace_documents([changed], ["shipping"])
    await own_shop.ingest()
    hits = await own_shop.retriever.passages("how many days do I have to send an item back?")
    assert [hit.passage.text for hit in hits] == ["Every item can be sent back within 90 days."]


async def test_a_price_change_needs_no_ingest(own_shop: SearchableShop) -> None:
    await own_shop.ingest()
    assert (await own_shop.ask("a dress under $30")).total == 0
    dress = next(product for product in PRODUCTS if product.handle == "cotton-dress")
    cheaper = replace(dress, variants=tuple(replace(v, price=Money(2500)) for v in dress.variants))
    await own_shop.catalogue.replace([cheaper], [])
    hits = await own_shop.ask("a dress under $30")
    assert [product.price for product in hits.products] == [Money(2500)]


async def test_searches_during_reloads_all_answer(own_shop: SearchableShop) -> None:
    """Old indexes close only after their last search."""
    await own_shop.ingest()
    await own_shop.ask("a dress")

    async def change() -> None:
        for count in (7, 8, 9):
            await own_shop.catalogue.replace(PRODUCTS[:count], [])
            await own_shop.ingest()
            await asyncio.sleep(0)

    searches = [own_shop.retriever.products(ProductQuery("a dress")) for _ in range(20)]
    hits = await asyncio.gather(*searches, change())
    assert {hit.total for hit in hits if hit is not None} == {3}
    assert (await own_shop.retriever.load())[1] == 9


async def test_a_closed_retriever_opens_again_when_asked(own_shop: SearchableShop) -> None:
    await own_shop.ingest()
    await own_shop.retriever.load()
    await own_shop.retriever.close()
    assert (await own_shop.ask("a dress")).total == 3


async def test_a_price_change_shares_all_but_the_prices_with_the_snapshot_before(own_shop: SearchableShop) -> None:
    await own_shop.ingest()
    await own_shop.ask("a dress")
    before = own_shop.retriever.snapshot
    dress = next(product for product in PRODUCTS if product.handle == "cotton-dress")
    cheaper = replace(dress, variants=tuple(replace(v, price=Money(2500)) for v in dress.variants))
    await own_shop.catalogue.replace([cheaper], [])
    assert (await own_shop.ask("a dress under $30")).total == 1
    after = own_shop.retriever.snapshot
    assert before
    assert after
    assert after.columns.facets is before.columns.facets
    assert after.vocabulary.categories is before.vocabulary.categories
    assert before.columns.money.price.min() > after.columns.money.price.min() == 2500


async def test_a_changed_fact_is_found_before_the_next_ingest(own_shop: SearchableShop) -> None:
    await own_shop.ingest()
    assert (await own_shop.ask("a cotton dress")).matches == ("cotton-dress",)
    dress = next(product for product in PRODUCTS if product.handle == "silk-dress")
    await own_shop.catalogue.replace([replace(dress, attributes={"Material": "cotton"})], ["linen-dress"])
    assert set((await own_shop.ask("a cotton dress")).matches) == {"cotton-dress", "silk-dress"}
    assert (await own_shop.ask("a dress")).total == 2


async def test_searches_while_prices_change_and_indices_flip_see_one_whole_version_each(
    own_shop: SearchableShop,
) -> None:
    await own_shop.ingest()
    await own_shop.ask("a dress")
    dress = next(product for product in PRODUCTS if product.handle == "cotton-dress")

    async def change() -> None:
        for cents in range(2000, 2010):
            priced = tuple(replace(variant, price=Money(cents)) for variant in dress.variants)
            await own_shop.catalogue.replace([replace(dress, variants=priced)], [])
            if cents % 5 == 0:
                await own_shop.catalogue.replace(PRODUCTS[: 6 + cents % 3], [])
                await asyncio.to_thread(asyncio.run, own_shop.ingest())

    async def search() -> list[int]:
        return [(await own_shop.ask("a dress")).total for _ in range(10)]

    totals = await asyncio.gather(change(), *(search() for _ in range(8)))
    assert {total for found in totals if found for total in found} == {3}


async def test_an_ingest_that_goes_live_while_products_are_read_is_not_mixed_with_the_one_before(
    own_shop: SearchableShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    await own_shop.ingest()
    whole = own_shop.catalogue.all

    async def overtaken() -> Sequence[Product]:
        products = await whole()
        monkeypatch.undo()
        await own_shop.catalogue.replace(PRODUCTS[:9], [])
        await own_shop.ingest()
        return products

    monkeypatch.setattr(own_shop.catalogue, "all", overtaken)
    revision, products, _ = await own_shop.retriever.load()
    assert (revision, products) == (await own_shop.library.live_index(), 9)


class CatalogueThatChanges(InMemoryCatalogue):
    """Lets an ingest finish just before a search reads its products again."""

    meanwhile: Callable[[], Awaitable[object]] | None = None

    async def by_handles(self, handles: Iterable[str]) -> dict[str, Product]:
        if self.meanwhile:
            meanwhile, self.meanwhile = self.meanwhile, None
            await meanwhile()
        return await super().by_handles(handles)


async def test_an_answer_under_way_when_another_index_goes_live_is_wholly_of_the_one_before(
    tmp_path: Path, embeddings: Embedder
) -> None:
    catalogue = CatalogueThatChanges(PRODUCTS[:6])
    library = InMemoryLibrary(catalogue, DOCUMENTS)
    retriever = ShopRetriever(catalogue, library, embeddings, tmp_path, 0.7)
    shop = SearchableShop(catalogue, library, retriever, embeddings, tmp_path)
    await shop.ingest()
    before = await shop.ask("a dress")

    async def ingest() -> None:
        dresses = [replace(product, title=f"{product.title} II") for product in PRODUCTS[:2]]
        await catalogue.replace(dresses, ["silk-dress"])
        await shop.ingest()

    catalogue.meanwhile = ingest
    assert await shop.ask("a dress") == before
    after = await shop.ask("a dress")
    assert sorted(product.title for product in after.products) == ["Cotton Summer Dress II", "Linen Wrap Dress II"]
    await retriever.close()


async def test_a_new_price_leaves_what_was_worked_out_of_texts_in_place(own_shop: SearchableShop) -> None:
    await own_shop.ingest()
    await own_shop.ask("a dress")
    before = own_shop.retriever.snapshot
    dress = next(product for product in PRODUCTS if product.handle == "cotton-dress")
    cheaper = replace(dress, variants=tuple(replace(v, price=Money(2500)) for v in dress.variants))
    await own_shop.catalogue.replace([cheaper], [])
    await own_shop.ask("a dress")
    after = own_shop.retriever.snapshot
    assert before
    assert after
    assert after is not before
    assert after.vocabulary.spelt is before.vocabulary.spelt
    assert after.vocabulary.pairs is before.vocabulary.pairs
