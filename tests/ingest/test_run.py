"""The whole pipeline: what a run stores, indexes and reports, and that a second run does nothing."""

import json
from datetime import date

import pytest

from assistant.retrieval.columns import Columns
from assistant.retrieval.library import ProductQuery
from assistant.retrieval.saved import FILE, load
from assistant.retrieval.search import ShopRetriever
from ingest.discover import UnusablePath
from ingest.run import Options
from tests.ingest.shop import Shop, csv_text, tee

PERSON = {"id": "c1", "name": "Ada", "email": "ada@example.com"}
ORDER = {
    "number": "#1", "email": "ada@example.com", "customer_id": "c1", "status": "paid", "placed_at": "2026-05-01",
    "lines": [{"sku": "A-1", "title": "A", "quantity": 1, "unit": "19.00"}], "shipping": "0", "total": "19.00",
}  # fmt: skip


def fill(shop: Shop) -> None:
    shop.write("products.csv", csv_text([tee("a", Title="Wool hat"), tee("b", Title="Steel kettle")]))
    shop.write("more/gifts.jsonl", json.dumps({"title": "Gift", "sku": "GIFT", "price": 10, "stock": 5}) + "\n")
    shop.write("policies/returns.md", "# Returns\n\nSend it back within 30 days.\n")
    shop.write("faqs/sizes.html", "<main><h1>Sizes</h1><p>Small is 36.</p></main>")
    shop.write("customers.json", json.dumps([PERSON]))
    shop.write("orders.json", json.dumps({"as_of": "2026-05-02", "orders": [ORDER]}))


async def test_a_folder_fills_the_shop_and_its_index_goes_live(shop: Shop) -> None:
    fill(shop)
    report = await shop.ingest()
    assert await shop.handles() == ["a", "b", "gift"]
    assert {d.id: (d.kind, d.url) for d in await shop.library.documents()} == {
        "policies-returns": ("policy", "/pages/policies-returns"),
        "faqs-sizes": ("faq", "/pages/faqs-sizes"),
    }
    assert [c.id for c in await shop.orders.customers()] == ["c1"]
    assert await shop.orders.all_numbers() == {"#1"}
    assert report.index is not None
    assert (report.index.products, report.index.passages, report.index.went_live) == (3, 2, True)
    assert await shop.library.live_index() == report.index.revision
    assert [report.tally(kind).added for kind in ("products", "documents", "customers", "orders")] == [3, 2, 1, 1]


async def test_what_was_ingested_is_found(shop: Shop) -> None:
    fill(shop)
    await shop.ingest()
    retriever = ShopRetriever(shop.catalogue, shop.library, shop.embeddings, shop.root / "index", 0.7)
    hits = await retriever.products(ProductQuery("a hat of wool"))
    passages = await retriever.passages("how long can I send something back?")
    await retriever.close()
    assert hits.products[0].handle == "a"
    assert passages[0].passage.document_id == "policies-returns"


async def test_the_words_kept_with_the_index_are_in_the_order_of_the_shop(shop: Shop) -> None:
    """However the feed and the changes came: else the same shop would be read otherwise after another ingest."""
    names = ["lamp", "kettle", "hat", "boot", "vase", "rug"]
    shop.write("products.csv", csv_text([tee(name, Vendor=f"{name.title()} House") for name in names]))
    await shop.ingest()
    shop.write("products.csv", csv_text([tee(name, Vendor=f"{name.title()} Hall") for name in ["mug", *names[1:]]]))
    report = await shop.ingest()
    assert report.index is not None
    kept = load(shop.root / "index" / report.index.revision / FILE, Columns.of(()))
    assert list(kept.shop.facets["brand"].holders) == [
        f"{name} Hall" for name in ("Boot", "Hat", "Kettle", "Mug", "Rug", "Vase")
    ]


async def test_a_second_run_changes_nothing_and_embeds_nothing(shop: Shop) -> None:
    fill(shop)
    await shop.ingest()
    version = await shop.library.version()
    again = await shop.ingest()
    assert not again.changed_anything
    assert [again.tally(kind).unchanged for kind in ("products", "documents", "customers", "orders")] == [3, 2, 1, 1]
    assert again.index is not None
    assert (again.index.embedded, again.index.reused, again.index.went_live) == (0, 0, False)
    assert await shop.library.version() == version


async def test_a_new_price_is_a_change_that_embeds_nothing(shop: Shop) -> None:
    fill(shop)
    await shop.ingest()
    shop.write(
        "products.csv", csv_text([tee("a", Title="Wool hat", Variant_Price="21.00"), tee("b", Title="Steel kettle")])
    )
    report = await shop.ingest()
    assert (report.products.changed, report.products.unchanged) == (1, 2)
    assert report.index is not None
    assert report.index.embedded == 0


async def test_only_new_words_are_embedded(shop: Shop) -> None:
    fill(shop)
    await shop.ingest()
    shop.write("policies/shipping.md", "# Shipping\n\nTwo days.\n")
    report = await shop.ingest()
    assert report.index is not None
    assert (report.index.embedded, report.index.reused) == (1, 5)


async def test_the_order_of_options_is_a_change(shop: Shop) -> None:
    line = {"handle": "x", "title": "X", "variants": [{"sku": "X", "price": 1, "stock": 1}]}
    line["variants"][0]["options"] = {"Color": "red", "Size": "S"}  # type: ignore[index]  # a nested literal
    shop.write("x.jsonl", json.dumps(line))
    await shop.ingest()
    line["variants"][0]["options"] = {"Size": "S", "Color": "red"}  # type: ignore[index]  # a nested literal
    shop.write("x.jsonl", json.dumps(line))
    assert (await shop.ingest()).products.changed == 1
    assert (await shop.ingest()).products.unchanged == 1


async def test_a_dry_run_reports_and_writes_nothing(shop: Shop) -> None:
    fill(shop)
    report = await shop.ingest(options=Options(dry_run=True))
    assert report.products.added == 3
    assert await shop.handles() == []
    assert await shop.library.live_index() is None
    assert not (shop.root / "index").exists()


async def test_demo_dates_move_to_today(shop: Shop) -> None:
    fill(shop)
    await shop.ingest(options=Options(shift_dates_to=date(2026, 11, 22)))
    order = await shop.orders.get("#1")
    assert order is not None
    assert order.placed_at.date() == date(2026, 11, 21)


async def test_the_same_source_whether_the_folder_or_the_file_is_given(shop: Shop) -> None:
    fill(shop)
    await shop.ingest()
    before = await shop.catalogue.all(), await shop.library.documents()
    for name in ("products.csv", "policies/returns.md", "faqs", "more/gifts.jsonl"):
        report = await shop.ingest(shop.feed / name)
        assert not report.changed_anything, name
    assert (await shop.catalogue.all(), await shop.library.documents()) == before
    assert {p.source for p in before[0]} == {"feed/products.csv", "feed/more/gifts.jsonl"}


async def test_a_document_keeps_its_id_when_its_file_is_given_later_by_folder(shop: Shop) -> None:
    path = shop.write("guides/care/wool.md", "# Wool\n\nWash cold.\n")
    await shop.ingest(path)
    await shop.ingest()
    assert [d.id for d in await shop.library.documents()] == ["wool"]


async def test_a_sku_or_handle_is_held_by_the_first_that_claims_it(shop: Shop) -> None:
    shop.write("a.csv", csv_text([tee("one"), tee("two", Variant_SKU="ONE-1")]))
    shop.write("b.csv", csv_text([tee("one", Title="Other")]))
    report = await shop.ingest()
    assert await shop.handles() == ["one"]
    assert [f"{r.place}: {r.reason}" for r in report.rejected] == [
        "feed/a.csv, row 3: the SKU ONE-1 belongs to one already",
        "feed/a.csv, row 3: no variant of this product can be sold",
        "feed/b.csv, row 2: the handle one is used already: feed/a.csv, row 2",
    ]


@pytest.mark.owasp("LLM05:2026")
async def test_a_sku_of_another_feed_cannot_be_taken(shop: Shop) -> None:
    shop.write("a/a.csv", csv_text([tee("one")]))
    shop.write("b/b.csv", csv_text([tee("two", Variant_SKU="ONE-1")]))
    await shop.ingest(shop.feed / "a")
    report = await shop.ingest(shop.feed / "b")
    assert await shop.handles() == ["one"]
    assert report.rejected[0].reason == "the SKU ONE-1 belongs to one already"


async def test_a_folder_tells_what_it_passed_by(shop: Shop) -> None:
    fill(shop)
    (shop.root / "outside.md").write_text("# Outside\n", encoding="utf-8")
    (shop.feed / "link.md").symlink_to(shop.root / "outside.md")
    (shop.feed / "again.md").symlink_to(shop.feed / "policies/returns.md")
    (shop.feed / "loop").symlink_to(shop.feed)
    (shop.feed / "dangling.md").symlink_to(shop.root / "nowhere.md")
    shop.write("README.md", "# About these files\n")
    shop.write("photo.png", "x")
    shop.write("other.json", "[]")
    shop.write(".hidden/secret.md", "# Secret\n")
    report = await shop.ingest()
    assert {finding.source.removeprefix("feed/"): finding.reason for finding in report.skipped} == {
        "link.md": "it is a link that leaves the folder",
        "again.md": "it is a link to a file that was read already",
        "dangling.md": "it is a link that leaves the folder",
        "README.md": "it is about the folder, not about the shop",
        "photo.png": ".png is no feed format",
        "other.json": "only customers.json and orders.json are read; products come as .csv or .jsonl",
    }
    assert all("Outside" not in document.text for document in await shop.library.documents())


@pytest.mark.parametrize("name", ["nowhere", "empty", "notes.log"])
async def test_an_unusable_path_is_told(shop: Shop, name: str) -> None:
    (shop.root / "empty").mkdir()
    (shop.root / "notes.log").write_text("x", encoding="utf-8")
    with pytest.raises(UnusablePath, match=name):
        await shop.ingest(shop.root / name)
