"""What a feed no longer has is removed, unless the feed itself is in doubt."""

import json

from assistant.shop.money import Money
from ingest.run import Options
from tests.ingest.shop import Shop, csv_text, tee

MANY = [f"p{n}" for n in range(24)]


async def test_what_the_feed_no_longer_has_is_removed(shop: Shop) -> None:
    shop.write("products.csv", csv_text([tee("a"), tee("b")]))
    page = shop.write("page.md", "# Page\n\nText.\n")
    await shop.ingest()
    shop.write("products.csv", csv_text([tee("a")]))
    page.unlink()
    report = await shop.ingest()
    assert await shop.handles() == ["a"]
    assert await shop.library.documents() == []
    assert (report.products.removed_keys, report.documents.removed_keys) == (("b",), ("page",))


async def test_other_sources_are_left_alone(shop: Shop) -> None:
    shop.write("one/products.csv", csv_text([tee("a")]))
    shop.write("two/products.csv", csv_text([tee("b")]))
    await shop.ingest()
    shop.write("one/products.csv", csv_text([tee("c")]))
    await shop.ingest(shop.feed / "one")
    assert await shop.handles() == ["b", "c"]


async def test_a_draft_is_taken_off_the_shelf(shop: Shop) -> None:
    shop.write("products.csv", csv_text([tee("a"), tee("b")]))
    await shop.ingest()
    shop.write("products.csv", csv_text([tee("a"), tee("b", Status="draft")]))
    assert (await shop.ingest()).products.removed_keys == ("b",)


async def test_an_item_whose_row_was_rejected_stays_as_it_was(shop: Shop) -> None:
    shop.write("products.csv", csv_text([tee("a"), tee("b", Variant_Price="19.00")]))
    await shop.ingest()
    shop.write("products.csv", csv_text([tee("a"), tee("b", Variant_Price="oops")]))
    report = await shop.ingest()
    assert await shop.handles() == ["a", "b"]
    assert report.products.kept_keys == ("b",)
    assert not report.changed_anything


async def test_a_variant_whose_row_was_rejected_stays_as_it_was(shop: Shop) -> None:
    def family(middle: str) -> str:
        sizes = [("S", "19.00"), ("M", middle), ("L", "21.00")]
        return csv_text(
            tee(Option1_Name="Size", Option1_Value=size, Variant_SKU=size, Variant_Price=price) for size, price in sizes
        )

    shop.write("products.csv", family("20.00"))
    await shop.ingest()
    shop.write("products.csv", family("oops"))
    assert (await shop.ingest()).products.unchanged == 1
    (product,) = await shop.catalogue.all()
    assert [(v.sku, v.price) for v in product.variants] == [("S", Money(1900)), ("M", Money(2000)), ("L", Money(2100))]


async def test_a_row_that_nobody_can_place_stops_removal_from_its_file(shop: Shop) -> None:
    shop.write("feed.jsonl", "\n".join(json.dumps({"title": s, "sku": s, "price": 1, "stock": 1}) for s in "ab"))
    await shop.ingest()
    shop.write("feed.jsonl", json.dumps({"title": "a", "sku": "a", "price": 1, "stock": 1}) + '\n{"title": "b", "sk')
    report = await shop.ingest()
    assert report.products.kept_keys == ("b",)


async def test_a_file_that_cannot_be_read_removes_nothing(shop: Shop) -> None:
    path = shop.write("products.csv", csv_text([tee("a")]))
    guide = shop.write("guide.md", "# Guide\n\nText.\n")
    await shop.ingest()
    path.write_text("<html>error 502</html>", encoding="utf-8")
    guide.write_bytes(b"\xff\x00\xff")
    report = await shop.ingest()
    assert await shop.handles() == ["a"]
    assert (report.products.kept_keys, report.documents.kept_keys) == (("a",), ("guide",))


async def test_a_truncated_export_cannot_empty_the_shop(shop: Shop) -> None:
    shop.write("products.csv", csv_text(map(tee, MANY)))
    await shop.ingest()
    shop.write("products.csv", csv_text(tee(handle, Variant_Price="5.00") for handle in MANY[:11]))
    report = await shop.ingest()
    assert report.refused == ("feed/products.csv: 13 of 24 would be removed",)
    assert len(await shop.handles()) == 24
    assert report.products.changed == 11, "what the feed does have is taken all the same"
    allowed = await shop.ingest(options=Options(allow_removal=True))
    assert (allowed.products.removed, len(await shop.handles())) == (13, 11)


async def test_half_of_a_source_may_go(shop: Shop) -> None:
    shop.write("products.csv", csv_text(map(tee, MANY)))
    await shop.ingest()
    shop.write("products.csv", csv_text(map(tee, MANY[:12])))
    assert (await shop.ingest()).products.removed == 12


async def test_a_small_source_may_go_whole(shop: Shop) -> None:
    shop.write("products.csv", csv_text(map(tee, MANY[:20])))
    shop.write("page.md", "# Page\n\nText.\n")
    await shop.ingest()
    (shop.feed / "products.csv").unlink()
    assert (await shop.ingest()).products.removed == 20


async def test_a_renamed_family_is_no_loss(shop: Shop) -> None:
    """Its SKUs live on under another handle, so the old one goes even where removal is refused."""
    shop.write("products.csv", csv_text(tee(handle, Variant_SKU=handle) for handle in MANY))
    await shop.ingest()
    shop.write("products.csv", csv_text(tee(f"new-{handle}", Variant_SKU=handle) for handle in MANY))
    report = await shop.ingest()
    assert (report.products.added, report.products.removed, report.refused) == (24, 24, ())


async def test_a_kept_family_gives_up_a_sku_that_is_sold_elsewhere_now(shop: Shop) -> None:
    def old(price: str) -> list[dict[str, str]]:
        return [
            tee("old", Option1_Name="Size", Option1_Value=s, Variant_SKU=s, Variant_Price=price) for s in ("S", "M")
        ]

    shop.write("products.csv", csv_text(old("19.00")))
    await shop.ingest()
    shop.write("products.csv", csv_text([tee("new", Variant_SKU="M"), *old("oops")[:1]]))
    report = await shop.ingest()
    assert report.products.kept_keys == ("old",)
    assert {p.handle: [v.sku for v in p.variants] for p in await shop.catalogue.all()} == {"new": ["M"], "old": ["S"]}


async def test_a_product_that_moved_to_another_file_stays(shop: Shop) -> None:
    shop.write("a.csv", csv_text([tee("a")]))
    await shop.ingest()
    (shop.feed / "a.csv").rename(shop.feed / "b.csv")
    report = await shop.ingest()
    assert (report.products.changed, report.products.removed) == (1, 0)
