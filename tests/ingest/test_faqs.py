"""What an owner approved at the console becomes pages of the shop, and stays until it is taken back."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.learning.faqs import Faq
from ingest.faqs import publish_faqs
from ingest.report import Report
from ingest.rollback import roll_back
from ingest.run import Options
from tests.ingest.shop import Shop

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)


def approved(name: str, question: str, answer: str) -> Faq:
    suggested = Faq(name, "c1", "t1", "asked", question, answer, "Ada", AT)
    return replace(suggested, status="approved", decided_by="Olu", decided_at=AT, pending=True)


async def publish(shop: Shop, *, dry_run: bool = False) -> Report:
    return await publish_faqs(shop.stores, shop.embeddings, shop.root / "index", options=Options(dry_run=dry_run))


async def pages(shop: Shop) -> dict[str, str]:
    return {page.title: page.text for page in await shop.library.documents()}


async def test_what_is_approved_goes_live_whole_and_what_cannot_is_told(shop: Shop) -> None:
    answer = 'Yes: "up to 20 letters",\nfor $5.00.\n\n- by hand'
    good, bad = approved("f1", "Do you engrave?", answer), approved("f2", "How long?", "Within $no_such days.")
    for faq in (good, bad, replace(good, id="f3", status="suggested", pending=False)):
        await shop.faqs.suggest(faq)
    assert (await publish(shop, dry_run=True)).documents.added == 1
    assert await shop.faqs.lacking()
    report = await publish(shop)
    assert [one.told for one in report.rejected] == [(await shop.faqs.get("f2")).fault]  # type: ignore[union-attr]
    assert await pages(shop) == {"Do you engrave?": answer}
    assert not await shop.faqs.lacking()
    [page] = await shop.library.documents()
    assert good.is_on(page.id)
    assert page.kind == "faq"


async def test_no_feed_of_the_owners_takes_it_away_and_a_refusal_does(shop: Shop) -> None:
    faq = approved("f1", "Do you engrave?", "Yes.")
    await shop.faqs.suggest(faq)
    await publish(shop)
    shop.write("returns.md", "# Returns\n\nWithin 30 days.")
    await shop.ingest()
    await shop.ingest(Path.cwd())
    assert "Do you engrave?" in await pages(shop)
    refused = replace(faq, status="refused", decided_at=AT + timedelta(hours=1))
    assert await shop.faqs.decide(refused, "approved")
    await publish(shop)
    assert "Do you engrave?" not in await pages(shop)
    assert "Returns" in await pages(shop)


async def test_the_last_ingest_is_taken_back_with_what_was_approved_in_it(shop: Shop) -> None:
    shop.write("returns.md", "# Returns\n\nWithin 30 days.")
    await shop.ingest()
    await shop.faqs.suggest(approved("f1", "Do you engrave?", "Yes."))
    await publish(shop)
    await roll_back(shop.stores, shop.embeddings, shop.root / "index")
    assert list(await pages(shop)) == ["Returns"]
    assert not await shop.faqs.lacking(), "it does not come back by itself"
