"""Pages that quote the shop's rules say what the rules say, whenever one of the two changes."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.retrieval.library import Document
from assistant.retrieval.search import ShopRetriever
from assistant.shop.changes.quoting import quotable
from assistant.shop.rules import ShopRules
from assistant.shop.selling.quoting import quotable as selling_quotable
from ingest.check import check
from ingest.discover import Reading
from ingest.quoting import rendered, rules_of
from ingest.rows import Item, Row
from tests.ingest.shop import Shop, csv_text, rows_of, tee

FEEDS = Path(__file__).parents[2] / "docs" / "feeds.md"
RETURNS = (
    "# Returns\n\nSend it back within $returns_days days. We take off ${returns_fee_original}, not $$4 or $3.50.\n"
)
RULES = "returns: {days: %s, fees: {original: 5.95}}"


async def page(shop: Shop, name: str = "returns") -> Document:
    return next(document for document in await shop.library.documents() if document.id == name)


def examples(page: str) -> list[str]:
    return re.findall(r"```yaml\n(.+?)\n```", page, re.DOTALL)


def write(shop: Shop, days: object = 30) -> None:
    shop.write("products.csv", csv_text([tee("a")]))
    shop.write("rules.yaml", RULES % days)
    shop.write("returns.md", RETURNS)


async def test_a_page_says_what_the_rules_say(shop: Shop) -> None:
    write(shop)
    assert not (await shop.ingest()).rejected
    assert (await page(shop)).text.endswith("within 30 days. We take off $5.95, not $4 or $3.50.")
    assert not (await shop.ingest()).changed_anything


async def test_pages_follow_when_the_rules_alone_are_read_again(shop: Shop) -> None:
    write(shop)
    await shop.ingest()
    report = await shop.ingest(shop.write("rules.yaml", RULES % 14))
    assert (report.rules.changed, report.documents.changed) == (1, 1)
    assert "within 14 days" in (await page(shop)).text
    retriever = ShopRetriever(shop.catalogue, shop.library, shop.embeddings, shop.root / "index", 0.7)
    assert "within 14 days" in (await retriever.passages("how long may I send it back?"))[0].passage.text
    await retriever.close()
    assert not (await shop.ingest()).changed_anything


async def test_a_page_read_alone_quotes_the_rules_that_stand(shop: Shop) -> None:
    write(shop, 21)
    await shop.ingest()
    await shop.ingest(shop.write("returns.md", RETURNS + "Thank you."))
    assert "within 21 days" in (await page(shop)).text


async def test_a_wrong_name_is_told_with_the_right_ones_and_the_old_page_stays_true(shop: Shop) -> None:
    write(shop)
    await shop.ingest()
    write(shop, 14)
    shop.write("returns.md", RETURNS.replace("$returns_days", "$return_days"))
    (rejected,) = (await shop.ingest()).rejected
    assert rejected.reason == "it quotes $return_days, which the shop's rules do not give"
    assert "perhaps $returns_days; they give $cancel_statuses," in rejected.hint
    assert "within 14 days" in (await page(shop)).text


async def test_rules_that_lack_what_a_page_quotes_are_not_taken(shop: Shop) -> None:
    write(shop)
    await shop.ingest()
    report = await shop.ingest(shop.write("rules.yaml", RULES % "null"))
    (rejected,) = report.rejected
    assert (
        rejected.reason
        == "the page feed/returns.md stays, and it quotes $returns_days, which the shop's rules do not give"
    )
    assert (await shop.rulebook.rules()).returns.days == 30
    assert "within 30 days" in (await page(shop)).text

    shop.write("returns.md", "# Returns\n\nAt any time.")
    assert not (await shop.ingest()).rejected
    assert (await shop.rulebook.rules()).returns.days is None


async def test_a_check_reads_rules_and_pages_without_a_shop(shop: Shop) -> None:
    write(shop, "soon")
    report = check(shop.feed, Reading())
    assert {(r.source, r.field) for r in report.rejected} == {
        ("feed/rules.yaml", "returns.days"),
        ("feed/returns.md", ""),
    }
    write(shop)
    report = check(shop.feed, Reading())
    assert (report.rejected, report.rules.added, report.documents.added) == ((), 1, 1)


async def test_a_title_cannot_quote(shop: Shop) -> None:
    write(shop)
    shop.write("returns.md", "# Returns within $returns_days days\n\nGladly.")
    (rejected,) = (await shop.ingest()).rejected
    assert rejected.reason.startswith("its title quotes")


@pytest.mark.parametrize(
    "text", ["US$ 5 or $5.95", "$HOME, $name and ${x}", "$$$ is dear, $$ is not", "$", "A$AP_Rocky", "$Returns_days"]
)
def test_any_other_dollar_sign_stays_as_it_is(text: str) -> None:
    item = Item(Document("a", "A", text, "/a"), "a.md")
    assert rendered([item], ShopRules(), "USD") == [item]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<main><h1>A</h1><p>Within <b>$returns_days</b> days.</p></main>"),
        ("a.txt", "A\nWithin $returns_days days."),
        ("a.jsonl", '{"kind": "page", "id": "a", "title": "A", "text": "Within $returns_days days."}'),
        ("a.csv", "question,answer\nHow long?,Within $returns_days days.\n"),
    ],
)
def test_pages_of_every_format_may_quote(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    (row,) = rendered(rows_of(tmp_path / name), ShopRules(), "USD")
    assert isinstance(row, Item)
    assert isinstance(row.value, Document)
    assert re.search(r"Within (\*\*)?30(\*\*)? days", row.value.text)
    assert row.value == replace(row.value, template=row.value.text.replace("30", "$returns_days"))


def test_the_page_on_feeds_names_what_its_example_gives(tmp_path: Path) -> None:
    page = FEEDS.read_text(encoding="utf-8")
    rows = list[Row]()
    for name, example in zip(("rules.yaml", "selling.yaml", "handoff.yaml"), examples(page), strict=True):
        (tmp_path / name).write_text(example, encoding="utf-8")
        rows += rows_of(tmp_path / name)
    assert [row for row in rows if not isinstance(row, Item)] == [], "each example is taken as it stands"
    rules = rules_of(rows, ShopRules())
    shown = dict(re.findall(r"^\| `\$(\w+)` \| (.+) \|$", page, re.MULTILINE))
    assert shown == quotable(rules.changes, "USD") | selling_quotable(rules.selling, "USD")
