"""What changed since a version of the shop: enough for a server to follow without reading the shop again."""

from dataclasses import replace

from assistant.agent.stores import Stores
from assistant.retrieval.library import Document
from assistant.shop.catalogue import Changes, Offer, Product
from assistant.shop.money import Money
from tests.storage.test_catalogue import product, variant

PAGE = Document("returns", "Returns", "Thirty days.", "/pages/returns")


async def filled(stores: Stores) -> int:
    many = [product("a", variant("a-1", Size="S"), variant("a-2", Size="M")), product("b"), product("c")]
    await stores.catalogue.replace(many, [])
    return await stores.library.version()


async def only(stores: Stores, handle: str) -> Product:
    return (await stores.catalogue.by_handles([handle]))[handle]


async def test_each_write_tells_what_it_changed_and_nothing_else(stores: Stores) -> None:
    before = await filled(stores)
    dearer = replace(product("b"), title="Better")
    await stores.catalogue.replace([dearer, product("a"), product("new")], ["c", "never there"])

    whole = [product("a"), dearer, product("new")]
    assert await stores.catalogue.changes(before) == Changes(before + 1, whole, ["c"], documents=False)
    assert await stores.catalogue.changes(before + 1) == Changes(before + 1, [], [], documents=False)


async def test_changes_add_up_to_the_products_as_they_are_now(stores: Stores) -> None:
    start = await filled(stores)
    await stores.catalogue.replace([replace(product("b"), title="Once")], [])
    await stores.catalogue.replace([replace(product("b"), title="Twice")], ["c"])
    await stores.catalogue.replace([product("c")], [])

    changes = await stores.catalogue.changes(start)
    assert [(p.handle, p.title) for p in changes.products] == [("b", "Twice"), ("c", "C")]
    assert changes.removed == [], "what came back is not gone"
    assert changes.version == await stores.library.version()


async def test_from_the_first_version_on_everything_is_a_change(stores: Stores) -> None:
    await filled(stores)

    assert (await stores.catalogue.changes(0)).products == await stores.catalogue.all()


async def test_documents_are_told_to_have_changed(stores: Stores) -> None:
    start = await filled(stores)
    await stores.library.replace_documents([PAGE], [])
    assert (await stores.catalogue.changes(start)).documents

    after = await stores.library.version()
    await stores.catalogue.replace([product("d")], [])
    assert not (await stores.catalogue.changes(after)).documents


async def test_what_was_the_same_already_is_no_change(stores: Stores) -> None:
    start = await filled(stores)
    await stores.catalogue.replace([product("b")], [])

    assert await stores.catalogue.changes(start) == Changes(start, [], [], documents=False)


async def test_an_offer_changes_price_and_stock_of_one_variant_and_counts(stores: Stores) -> None:
    start = await filled(stores)
    outcomes = await stores.catalogue.set_offers([Offer("a-2", Money(3_900), Money(4_900), 7), Offer("b-1", stock=0)])

    assert outcomes == {"a-2": "changed", "b-1": "changed"}
    first, second = (await only(stores, "a")).variants
    assert (second.price, second.compare_at, second.stock) == (Money(3_900), Money(4_900), 7)
    assert first == variant("a-1", Size="S"), "its neighbour is as it was"
    assert (await only(stores, "b")).variants[0] == replace(variant("b-1"), stock=0), "what is not given stays"
    changes = await stores.catalogue.changes(start)
    assert ([p.handle for p in changes.products], changes.version) == (["a", "b"], start + 1)


async def test_a_compare_at_price_of_nothing_takes_it_away(stores: Stores) -> None:
    await filled(stores)
    await stores.catalogue.set_offers([Offer("b-1", compare_at=Money(9_900))])
    await stores.catalogue.set_offers([Offer("b-1", compare_at=Money(0))])

    assert (await only(stores, "b")).variants[0].compare_at is None


async def test_an_unknown_sku_or_another_currency_is_told_and_stops_nobody_else(stores: Stores) -> None:
    await filled(stores)
    offers = [Offer("nobody", stock=1), Offer("a-1", Money(100, "EUR")), Offer("b-1", Money(100))]

    assert await stores.catalogue.set_offers(offers) == {
        "nobody": "unknown",
        "a-1": "other currency",
        "b-1": "changed",
    }
    assert (await only(stores, "a")).price == Money(4_900)


async def test_the_same_offer_again_is_no_change(stores: Stores) -> None:
    await filled(stores)
    await stores.catalogue.set_offers([Offer("a-1", Money(1), stock=2), Offer("a-1", Money(3_900), stock=1)])
    version = await stores.library.version()

    assert await stores.catalogue.set_offers([Offer("a-1", Money(3_900), stock=1)]) == {"a-1": "unchanged"}
    assert await stores.catalogue.set_offers([]) == {}
    assert await stores.library.version() == version
