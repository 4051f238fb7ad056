"""One ingest goes live in one step, and can be taken back."""

import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from filelock import FileLock

from assistant.errors import NothingBefore, Overtaken
from assistant.retrieval.index import stands
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.revisions import Revision, Step
from assistant.retrieval.search import ShopRetriever
from assistant.shop.catalogue import Offer
from assistant.shop.money import Money
from assistant.testing.revisions import InMemoryRevisions
from ingest.publish import Shop as Stored
from ingest.rollback import return_lines, revision_lines, roll_back
from tests.ingest.shop import Shop, csv_text, tee
from tests.ingest.test_command import feed, run

__all__ = ["feed"]


async def back(shop: Shop, *, dry_run: bool = False) -> list[str]:
    found = await roll_back(shop.stores, shop.embeddings, shop.root / "index", dry_run=dry_run)
    return list(return_lines(found))


async def fill(shop: Shop, **cells: str) -> None:
    shop.write("products.csv", csv_text([tee("a", **{"Title": "Wool hat"} | cells), tee("b", Title="Steel kettle")]))
    shop.write("returns.md", "# Returns\n\nThirty days.\n")
    await shop.ingest()


@pytest.mark.owasp("LLM05:2026")
async def test_a_rollback_brings_back_what_was_found_before(shop: Shop) -> None:
    await fill(shop)
    before = await shop.catalogue.all(), await shop.library.documents(), await shop.library.live_index()
    shop.write("products.csv", csv_text([tee("a", Title="Copper lamp"), tee("c", Title="Oak table")]))
    shop.write("returns.md", "# Returns\n\nNever.\n")
    await shop.ingest()
    told = await back(shop)

    assert (await shop.catalogue.all(), await shop.library.documents(), await shop.library.live_index()) == before
    assert told[1:3] == [
        "products: 1 come back, 1 change back, 1 go again",
        "documents: 0 come back, 1 change back, 0 go again",
    ]
    retriever = ShopRetriever(shop.catalogue, shop.library, shop.embeddings, shop.root / "index", 0.7)
    assert (await retriever.products(ProductQuery("a kettle of steel"))).products[0].handle == "b"
    await retriever.close()


async def test_a_dry_run_of_a_rollback_tells_and_writes_nothing(shop: Shop) -> None:
    await fill(shop)
    await fill(shop, Title="Copper lamp")
    version = await shop.library.version()
    told = await back(shop, dry_run=True)

    assert told[0].startswith("Would take back revision 2 of ")
    assert told[-1] == "Dry run: nothing was written."
    assert await shop.library.version() == version


async def test_the_index_of_a_rollback_is_built_again_where_it_is_gone(shop: Shop) -> None:
    await fill(shop)
    first = await shop.library.live_index()
    await fill(shop, Title="Copper lamp")
    assert first is not None
    shutil.rmtree(shop.root / "index" / first)
    await back(shop)

    assert await shop.library.live_index() == first
    assert stands(shop.root / "index", first, shop.embeddings.fingerprint)


async def test_the_first_ingest_cannot_be_taken_back(shop: Shop) -> None:
    with pytest.raises(NothingBefore, match="no ingest left"):
        await back(shop)
    await fill(shop)
    with pytest.raises(NothingBefore, match="first ingest"):
        await back(shop)


async def test_three_rollbacks_in_a_row_find_their_indices(shop: Shop) -> None:
    for title in ("Wool hat", "Copper lamp", "Oak table", "Silk scarf", "Glass bowl"):
        await fill(shop, Title=title)
    titles = []
    for _ in range(3):
        await back(shop)
        titles.append((await shop.catalogue.by_handles(["a"]))["a"].title)
        live = await shop.library.live_index()
        assert stands(shop.root / "index", live, shop.embeddings.fingerprint)

    assert titles == ["Silk scarf", "Oak table", "Copper lamp"]


async def test_the_live_index_outlives_a_build_that_never_went_live(shop: Shop) -> None:
    """As after a kill between the build and the last step, when the next feed is yet another one."""
    await fill(shop)
    live = await shop.library.live_index()
    shop.write("products.csv", csv_text([tee("a", Title="Copper lamp")]))
    shop.revisions = Killed(shop.catalogue, shop.library, shop.rulebook, shop.selling, shop.policies)
    for title in ("Oak table", "Silk scarf"):
        shop.write("products.csv", csv_text([tee("a", Title=title), tee("b")]))
        with pytest.raises(KeyboardInterrupt):
            await shop.ingest()

    assert await shop.library.live_index() == live
    assert stands(shop.root / "index", live, shop.embeddings.fingerprint)


class Killed(InMemoryRevisions):
    async def publish(self, step: Step, source: str, at: datetime, after: int) -> Revision | None:
        raise KeyboardInterrupt


async def test_an_ingest_that_was_overtaken_writes_nothing(shop: Shop) -> None:
    await fill(shop)
    planned = await Stored.of(shop.stores)
    await fill(shop, Title="Copper lamp")
    step = await shop.revisions.way_back(planned.newest + 1)
    with pytest.raises(Overtaken, match="run this again"):
        await shop.revisions.publish(replace(step, index="x"), "feed", (await shop.revisions.kept())[0].at, 1)


async def test_a_pushed_price_lasts_until_the_feed_changes_it(shop: Shop) -> None:
    await fill(shop)
    await shop.catalogue.set_offers([Offer("A-1", Money(500))])
    live = await shop.library.live_index()
    report = await shop.ingest()

    assert report.products.changed == 1, "the feed wins again"
    assert (await shop.catalogue.by_sku("A-1"))[1].price == Money(1900)
    assert await shop.library.live_index() == live


async def test_revisions_are_listed_newest_first(shop: Shop) -> None:
    assert list(revision_lines(await Stored.of(shop.stores))) == ["No ingest is kept that could be taken back."]
    await fill(shop)
    await fill(shop, Title="Copper lamp")
    told = "\n".join(revision_lines(await Stored.of(shop.stores)))

    assert told.index("products: 0 added, 1 changed, 0 removed") < told.index("products: 2 added")
    assert told.count(", live") == 1
    assert "from feed, index" in told


def test_the_verbs_of_the_command_take_back_and_list(feed: Path) -> None:
    assert run(feed).exit_code == 0
    (feed / "products.csv").write_text(csv_text([tee("a"), tee("b", Title="Lamp")]), encoding="utf-8")
    assert run(feed).exit_code == 0
    assert "1 changed" in run("revisions").stdout
    assert "Would take back revision 2" in run("rollback", "--dry-run").stdout
    taken = run("rollback")
    assert (taken.exit_code, "Took back revision 2" in taken.stdout) == (0, True)
    again = run("rollback")
    assert (again.exit_code, again.stderr) == (
        1,
        "ingest: This was the shop's first ingest: there is nothing before it to go back to.\n",
    )


def test_two_ingests_at_once_are_told_apart_by_a_sentence(feed: Path) -> None:
    (feed.parent / "var").mkdir()
    with FileLock(feed.parent / "var" / "ingest.lock"):
        result = run(feed)
        assert result.exit_code == 1
        assert "Another ingest or rollback is running on this shop." in result.stderr
        assert run(feed, "--dry-run").exit_code == 0, "which only reads"
    assert run(feed).exit_code == 0
