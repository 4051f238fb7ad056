from dataclasses import replace

from assistant.agent.stores import Stores
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Product, Variant
from assistant.shop.money import Money

RETURNS = Document("returns", "Returns", "# Returns\n\nThirty days.", "/pages/returns", "policy", "returns.md")
SIZES = Document("sizes", "Sizes", "See the table.", "/pages/sizes")


async def test_documents_come_back_whole_and_by_id(stores: Stores) -> None:
    await stores.library.replace_documents([SIZES, RETURNS], [])

    assert await stores.library.documents() == [RETURNS, SIZES]


async def test_documents_are_overwritten_and_removed(stores: Stores) -> None:
    await stores.library.replace_documents([SIZES, RETURNS], [])
    longer = replace(RETURNS, text="Sixty days.")
    await stores.library.replace_documents([longer], ["sizes", "never there"])

    assert await stores.library.documents() == [longer]


async def test_products_and_documents_share_one_version(stores: Stores) -> None:
    assert await stores.library.version() == 0
    await stores.library.replace_documents([RETURNS], [])
    await stores.library.replace_documents([RETURNS], ["never there"])
    assert await stores.library.version() == 1

    await stores.catalogue.replace([Product("a", "A", "x", (Variant("s", {}, Money(1), 1),))], [])
    await stores.library.replace_documents([], ["returns"])
    assert await stores.library.version() == 3


async def test_an_index_goes_live_without_counting_as_a_change(stores: Stores) -> None:
    assert await stores.library.live_index() is None
    await stores.library.go_live("r1")
    await stores.library.go_live("r2")

    assert await stores.library.live_index() == "r2"
    assert await stores.library.version() == 0
    assert await stores.library.state() == (0, "r2")
