"""One ingest is one step for shoppers, and the last ones can be taken back."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from assistant.agent.stores import Stores
from assistant.errors import BadRequest, NothingBefore, Overtaken
from assistant.retrieval.library import Document
from assistant.retrieval.revisions import MOST_KEPT, Counts, Revision, Step
from assistant.shop.catalogue import Offer, Product, digest
from assistant.shop.changes.rules import ChangeRules, ReturnRules
from assistant.shop.handoff_policy import DEFAULT, Hours, Policy, Rule, Tier
from assistant.shop.money import Money
from assistant.shop.selling.rules import Limits, SellingRules
from assistant.shop.shelves import stated_digest
from assistant.storage.database import Database
from assistant.storage.products import ProductRows, write_products
from assistant.storage.state import lock_state, next_version
from assistant.storage.whole import stores_of
from tests.storage.test_catalogue import JACKET, product, variant
from tests.storage.times import NOW

PAGE = Document("returns", "Returns", "Thirty days.", "/pages/returns", "policy", "returns.md")
SIZES = Document("sizes", "Sizes", "See the table.", "/pages/sizes")


async def publish(stores: Stores, step: Step) -> Revision | None:
    newest = next((revision.number for revision in await stores.revisions.kept()), 0)
    return await stores.revisions.publish(step, "feed", NOW, newest)


async def filled(stores: Stores) -> Sequence[Product]:
    await publish(stores, Step("r1", [JACKET, product("a"), product("b")], (), [PAGE, SIZES]))
    return await stores.catalogue.all()


async def roll_back(stores: Stores) -> Step:
    newest = (await stores.revisions.kept())[0]
    return await stores.revisions.roll_back(newest.number, newest.index_before or "")


async def test_products_documents_and_the_index_change_in_one_step(stores: Stores) -> None:
    await filled(stores)
    before = await stores.library.version()
    longer = replace(PAGE, text="Sixty days.")
    step = Step("r2", [replace(product("a"), title="Better"), product("new")], ["b"], [longer], ["sizes"])
    revision = await publish(stores, step)

    assert revision is not None
    assert revision.products == Counts(added=1, changed=1, removed=1)
    assert revision.documents == Counts(changed=1, removed=1)
    assert (revision.index, revision.index_before, revision.source, revision.at) == ("r2", "r1", "feed", NOW)
    assert [p.title for p in await stores.catalogue.all()] == ["Better", "New", JACKET.title]
    assert await stores.library.documents() == [longer]
    assert await stores.library.live_index() == "r2"
    changes = await stores.catalogue.changes(before)
    assert ([p.handle for p in changes.products], changes.removed, changes.documents) == (["a", "new"], ["b"], True)


async def test_a_rollback_brings_products_documents_and_the_index_back(stores: Stores) -> None:
    before = await filled(stores)
    changed = replace(JACKET, title="Coat", attributes={}, variants=JACKET.variants[:1])
    await publish(stores, Step("r2", [changed, product("new")], ["b"], [replace(PAGE, text="!")], ["sizes"]))
    version = await stores.library.version()
    await roll_back(stores)

    assert await stores.catalogue.all() == before
    assert await stores.library.documents() == [PAGE, SIZES]
    assert await stores.library.live_index() == "r1"
    assert await stores.library.version() > version, "servers must notice"


async def test_the_shops_rules_change_and_return_with_the_pages_that_quote_them(stores: Stores) -> None:
    await filled(stores)
    strict = ChangeRules(returns=ReturnRules(days=14))
    assert await publish(stores, Step("r2", documents=[replace(PAGE, text="Fourteen days.")], rules=strict))
    assert await stores.rulebook.rules() == strict
    assert await publish(stores, Step("r2", rules=strict)) is None
    longest = ChangeRules(returns=ReturnRules(days=None))
    assert await publish(stores, Step("r2", rules=longest))

    assert (await roll_back(stores)).rules == strict
    assert await stores.rulebook.rules() == strict
    await roll_back(stores)
    assert await stores.rulebook.rules() == ChangeRules()
    assert await stores.library.documents() == [PAGE, SIZES]


async def test_the_rules_for_selling_change_and_return_with_the_rest(stores: Stores) -> None:
    await filled(stores)
    few = SellingRules(limits=Limits(most_of_one=2), most_off=Decimal("12.5"))
    assert await publish(stores, Step("r2", selling=few))
    assert await stores.selling.selling() == few
    assert await publish(stores, Step("r2", selling=few)) is None
    assert await publish(stores, Step("r2", rules=ChangeRules(read_by_name=True), selling=SellingRules()))

    await roll_back(stores)
    assert (await stores.selling.selling(), await stores.rulebook.rules()) == (few, ChangeRules())
    await roll_back(stores)
    assert await stores.selling.selling() == SellingRules()


async def test_the_policy_of_when_a_person_is_called_changes_and_returns_with_the_rest(stores: Stores) -> None:
    await filled(stores)
    assert await stores.handoff_policy.policy() == DEFAULT
    hours = Hours(timezone="Europe/Berlin", open={"monday": "09:00-17:00"}, holidays=(date(2026, 12, 25),))
    tier = Tier(name="gold", spent_from=99.5, queue="first")
    fed = Policy(reasons={"legal": Rule(queue="managers", at=0.7)}, tiers=(tier,), hours=hours)
    assert await publish(stores, Step("r2", handoff=fed))
    assert await stores.handoff_policy.policy() == fed
    assert await publish(stores, Step("r2", handoff=fed)) is None
    assert await publish(stores, Step("r2", selling=SellingRules(most_off=Decimal(5)), handoff=DEFAULT))

    await roll_back(stores)
    assert (await stores.handoff_policy.policy(), await stores.selling.selling()) == (fed, SellingRules())
    assert (await roll_back(stores)).handoff == DEFAULT
    assert await stores.handoff_policy.policy() == DEFAULT


async def test_what_was_sold_since_stays_sold_and_prices_return_as_they_were(stores: Stores) -> None:
    await stores.catalogue.replace([], [])
    await filled(stores)
    ten = replace(variant("a-1"), stock=10, price=Money(100))
    await publish(stores, Step("r2", [replace(product("a"), variants=(ten,))]))
    await stores.catalogue.set_offers([Offer("a-1", Money(90), stock=8), Offer("b-1", Money(1))])
    await roll_back(stores)

    after = await stores.catalogue.by_handles(["a", "b"])
    assert after["a"].variants == (replace(variant("a-1"), stock=1),), "3 before the ingest, 2 sold since"
    assert after["b"].price == Money(1), "what the ingest did not touch is left alone"


async def test_stock_never_falls_below_nothing(stores: Stores) -> None:
    await filled(stores)
    await publish(stores, Step("r2", [replace(product("a"), variants=(replace(variant("a-1"), stock=50),))]))
    await stores.catalogue.set_offers([Offer("a-1", stock=0)])
    await roll_back(stores)

    assert (await stores.catalogue.by_sku("a-1"))[1].stock == 0


async def test_rollbacks_go_back_one_ingest_after_the_other(stores: Stores) -> None:
    await filled(stores)
    for number in range(2, 4):
        await publish(stores, Step(f"r{number}", [replace(product("a"), title=f"Title {number}")]))
    await roll_back(stores)
    assert (await stores.catalogue.by_handles(["a"]))["a"].title == "Title 2"
    await roll_back(stores)
    assert (await stores.catalogue.by_handles(["a"]))["a"] == product("a")

    with pytest.raises(NothingBefore, match="first ingest"):
        await roll_back(stores)
    assert await stores.library.live_index() == "r1"


async def test_only_the_last_revisions_are_kept_newest_first(stores: Stores) -> None:
    await filled(stores)
    for number in range(2, MOST_KEPT + 3):
        await publish(stores, Step(f"r{number}", [replace(product("a"), title=f"Title {number}")]))

    kept = await stores.revisions.kept()
    assert [revision.index for revision in kept] == ["r5", "r4", "r3"]
    for _ in kept:
        await roll_back(stores)
    assert await stores.revisions.kept() == []


async def test_a_step_planned_before_another_one_went_live_is_refused(stores: Stores) -> None:
    await filled(stores)
    planned_upon = (await stores.revisions.kept())[0].number
    await publish(stores, Step("r2", [replace(product("a"), title="Theirs")]))

    with pytest.raises(Overtaken, match="run this again"):
        await stores.revisions.publish(Step("r3", [], ["a"]), "feed", NOW, planned_upon)
    with pytest.raises(Overtaken):
        await stores.revisions.roll_back(planned_upon, "r1")
    assert (await stores.catalogue.by_handles(["a"]))["a"].title == "Theirs"
    assert await stores.library.live_index() == "r2"


async def test_a_number_is_never_used_twice(stores: Stores) -> None:
    await filled(stores)
    await publish(stores, Step("r2", [], ["a"]))
    gone = (await stores.revisions.kept())[0].number
    await roll_back(stores)
    await publish(stores, Step("r3", [], ["a"]))

    assert (await stores.revisions.kept())[0].number > gone


async def test_an_index_alone_goes_live_without_a_revision(stores: Stores) -> None:
    await filled(stores)
    assert await publish(stores, Step("r2", [product("a")], ["never there"], [PAGE])) is None

    assert await stores.library.live_index() == "r2"
    assert [revision.index for revision in await stores.revisions.kept()] == ["r1"]


async def test_a_step_that_cannot_be_written_changes_nothing_at_all(stores: Stores) -> None:
    before = await filled(stores)
    with pytest.raises(BadRequest, match="stands twice"):
        await publish(stores, Step("r2", [product("c", variant("a-1"))], ["b"], [], ["sizes"]))

    assert await stores.catalogue.all() == before
    assert len(await stores.library.documents()) == 2
    assert await stores.library.live_index() == "r1"
    assert len(await stores.revisions.kept()) == 1


async def test_the_way_back_is_told_without_going_it(stores: Stores) -> None:
    before = await filled(stores)
    await publish(stores, Step("r2", [product("new")], ["a"], [], ["sizes"]))
    after = await stores.catalogue.all()
    step = await stores.revisions.way_back((await stores.revisions.kept())[0].number)

    assert step == Step("r1", [before[0]], ["new"], [SIZES], [])
    assert await stores.catalogue.all() == after


async def test_an_outline_tells_the_same_as_the_product(stores: Stores) -> None:
    await filled(stores)
    outlines = {outline.handle: outline for outline in await stores.catalogue.outlines()}

    assert list(outlines) == ["a", "b", "rain-jacket"]
    assert sorted(outlines["rain-jacket"].skus) == ["RJ-A", "RJ-M"]
    assert outlines["rain-jacket"].source == "products.csv"
    assert outlines["rain-jacket"].digest == digest(JACKET)
    await stores.catalogue.set_offers([Offer("RJ-A", stock=5)])
    (now,) = (await stores.catalogue.by_handles(["rain-jacket"])).values()
    assert next(o.digest for o in await stores.catalogue.outlines() if o.handle == now.handle) == digest(now)


async def test_what_was_pushed_while_a_step_was_prepared_is_what_a_rollback_brings_back(database: Database) -> None:
    stores = stores_of(database)
    await filled(stores)
    cheaper = replace(product("a"), variants=(replace(variant("a-1"), price=Money(50)),))
    pushed = replace(product("a"), variants=(replace(variant("a-1"), price=Money(77)),))
    async with database.begin() as connection:  # the step is prepared, and waits to write
        await lock_state(connection)
        publishing = asyncio.create_task(publish(stores, Step("r2", [cheaper])))
        await asyncio.sleep(0.5)
        await write_products(connection, ProductRows.of([pushed], (), {}), await next_version(connection))
    await publishing
    assert (await stores.catalogue.by_sku("a-1"))[1].price == Money(50)
    await roll_back(stores)
    assert (await stores.catalogue.by_sku("a-1"))[1].price == Money(77)


async def test_what_is_sold_while_a_rollback_is_prepared_stays_sold(database: Database) -> None:
    stores = stores_of(database)
    await filled(stores)
    await publish(stores, Step("r2", [replace(product("a"), title="Better")]))
    one_left = replace(product("a"), title="Better", variants=(replace(variant("a-1"), stock=1),))
    async with database.begin() as connection:  # the way back is prepared, and waits to write
        await lock_state(connection)
        going = asyncio.create_task(roll_back(stores))
        await asyncio.sleep(0.5)
        await write_products(connection, ProductRows.of([one_left], (), {}), await next_version(connection))
    await going
    assert (await stores.catalogue.by_handles(["a"]))["a"].title == product("a").title
    assert (await stores.catalogue.by_sku("a-1"))[1].stock == 1


async def test_a_step_of_nothing_but_prices_leaves_every_other_field_as_it_was(stores: Stores) -> None:
    before = await filled(stores)
    version = await stores.library.version()
    dearer = [
        replace(
            p,
            variants=tuple(replace(v, price=Money(v.price.minor + 100, v.price.currency), stock=2) for v in p.variants),
        )
        for p in before
    ]
    revision = await publish(stores, Step("r1", dearer))
    assert revision is not None
    assert revision.products == Counts(changed=3)
    assert await stores.catalogue.all() == dearer
    assert [outline.digest for outline in await stores.catalogue.outlines()] == [stated_digest(p) for p in dearer]
    assert [p.handle for p in (await stores.catalogue.changes(version)).products] == [p.handle for p in dearer]
    await roll_back(stores)
    assert await stores.catalogue.all() == before
