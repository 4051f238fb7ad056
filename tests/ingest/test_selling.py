"""The rules for selling as a file of the feed: taken whole and at once with the rest, or not at all."""

import re
from decimal import Decimal
from pathlib import Path

import pytest
from pydantic import BaseModel

from assistant.retrieval.library import Document
from assistant.shop.selling.rules import SellingRules
from ingest.report import lines
from ingest.rollback import return_lines, roll_back
from ingest.rows import Item, Rejected
from ingest.run import Options
from tests.ingest.shop import Shop, csv_text, rows_of, tee

FEEDS = Path(__file__).parents[2] / "docs" / "feeds.md"
SELLING = """
limits: {most_of_one: 5}
discounts:
  - {name: Welcome, code: WELCOME10, percent: 10}
shipping:
  zones:
    - countries: [NO, SE]
      methods: [{name: Standard, price: %s, free_from: 75, days: 3 to 5 days}]
    - {countries: [CA], regions: [ON], methods: [{name: Standard, price: 9.50}]}
suggestions: no
"""
SHIPPING = "# Shipping\n\nIt costs $shipping_standard_price, nothing from $shipping_standard_free_from.\n"


def write(shop: Shop, price: object = "6.95") -> None:
    shop.write("products.csv", csv_text([tee("a")]))
    shop.write("selling.yaml", SELLING % price)
    shop.write("shipping.md", SHIPPING)


async def page(shop: Shop) -> Document:
    (page,) = await shop.library.documents()
    return page


async def test_rules_for_selling_are_read_from_the_feed_and_go_live_with_it(shop: Shop) -> None:
    write(shop)
    report = await shop.ingest()
    rules = await shop.selling.selling()
    norway, ontario = rules.shipping.zones
    assert (report.rejected, report.selling.changed, rules.limits.most_of_one) == ((), 1, 5)
    assert (rules.discounts[0].percent, rules.suggestions) == (Decimal(10), False)
    assert (norway.countries, norway.methods[0].price, ontario.regions) == (("NO", "SE"), "6.95", ("ON",))
    assert (await page(shop)).text.endswith("It costs $6.95, nothing from $75.00.")

    again = await shop.ingest()
    assert (again.selling.unchanged, again.changed_anything) == (1, False)


async def test_pages_follow_when_the_rules_for_selling_alone_are_read_again(shop: Shop) -> None:
    write(shop)
    await shop.ingest()
    report = await shop.ingest(shop.write("selling.yaml", SELLING % 8))
    assert (report.selling.changed, report.documents.changed) == (1, 1)
    assert "costs $8.00" in (await page(shop)).text


async def test_a_dry_run_tells_each_rule_for_selling_that_would_change_and_changes_none(shop: Shop) -> None:
    write(shop)
    await shop.ingest()
    shop.write("selling.yaml", (SELLING % 8).replace("most_of_one: 5", "most_of_one: 6"))
    told = list(lines(await shop.ingest(options=Options(dry_run=True))))
    assert "  changed selling, limits.most_of_one: “5” -> “6”" in told
    assert "  changed selling, shipping.zones.0.methods.0.price: “6.95” -> “8”" in told
    assert (await shop.selling.selling()).limits.most_of_one == 5


async def test_a_rollback_brings_the_former_rules_for_selling_back(shop: Shop) -> None:
    write(shop)
    await shop.ingest()
    before = await shop.selling.selling()
    write(shop, 8)
    await shop.ingest()
    found = await roll_back(shop.stores, shop.embeddings, shop.root / "index")
    assert "The rules for selling are as they were, too." in list(return_lines(found))
    assert await shop.selling.selling() == before
    assert "costs $6.95" in (await page(shop)).text


async def test_each_file_of_rules_answers_for_its_own_names(shop: Shop) -> None:
    """Both files are read anew; the one that no longer gives what a page quotes stays out, the other goes live."""
    write(shop)
    await shop.ingest()
    shop.write("rules.yaml", "returns: {days: 14}")
    shop.write("selling.yaml", "suggestions: true")
    (shop.feed / "shipping.md").rename(shop.root / "kept.md")
    shop.write("products.csv", csv_text([tee("a", Title="New")]))
    for name in ("rules.yaml", "selling.yaml"):
        await shop.ingest(shop.feed / name)
    assert (await shop.rulebook.rules()).returns.days == 14
    assert not (await shop.selling.selling()).suggestions
    assert "costs $6.95" in (await page(shop)).text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\ndiscount: []", "2 discount: there is no such rule; perhaps “discounts”; known here are limits, discounts,"),
        ("discounts:\n  - {name: A, percnt: 5}", "2 discounts.0.percnt: there is no such rule; perhaps “percent”"),
        ("discounts:\n  - name: A\n    percent: 500", "3 discounts.0.percent: “500” cannot be taken here"),
        ("discounts:\n- {name: A, percent: 5}\n- {name: B}", "3 discounts.1: give one of percent, amount and free_"),
        ("discounts: [{name: A, code: ten, percent: 5}]", "1 .*code: “ten” .*; write capital letters"),
        ("discounts: [{name: A, percent: 5, ends: 2026-12-24}]", "1 .*ends: .*; write the moment with its time zone"),
        (
            "discounts: [{name: A, amount: 5.955}]",
            "1 .*amount: '5.955' has more decimals than USD knows; write it with",
        ),
        ("shipping: {zones: [{countries: [USA], methods: []}]}", "1 .*countries.0: “USA” .*; write a country's two"),
        ("limits:\n  most_lines: 3\n  most_total: much", "3 limits.most_total: “much” .*; write an amount"),
        (
            "discounts: [{name: A, percent: 5}, {name: A, percent: 6}]",
            "1 : each discount needs a name .* stands twice",
        ),
    ],
)
async def test_a_bad_rule_is_told_with_its_line_and_a_hint_and_the_old_rules_stay(
    shop: Shop, text: str, told: str
) -> None:
    write(shop)
    await shop.ingest()
    before = await shop.selling.selling()
    shop.write("selling.yaml", text)
    (rejected,) = (await shop.ingest()).rejected
    assert re.match(told, f"{rejected.row} {rejected.field}: {rejected.told}"), rejected
    assert await shop.selling.selling() == before


@pytest.mark.parametrize(
    ("currency", "taken", "refused"), [("JPY", "500", "5.50"), ("USD", "5.50", "5.505"), ("KWD", "5.505", "5.5055")]
)
def test_amounts_fit_the_shops_currency(tmp_path: Path, currency: str, taken: str, refused: str) -> None:
    for name, text in (
        ("selling.yaml", "shipping: {zones: [{countries: [US], methods: [{name: A, price: %s}]}]}"),
        ("rules.yaml", "returns: {fees: {original: %s}}"),
    ):
        path = tmp_path / name
        path.write_text(text % taken, encoding="utf-8")
        assert [type(row) for row in rows_of(path, currency=currency)] == [Item]
        path.write_text(text % refused, encoding="utf-8")
        assert [type(row) for row in rows_of(path, currency=currency)] == [Rejected]


def test_the_page_on_feeds_shows_every_rule_for_selling(tmp_path: Path) -> None:
    _, example, *_ = re.findall(r"```yaml\n(.+?)\n```", FEEDS.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "selling.yaml").write_text(example, encoding="utf-8")
    (row,) = rows_of(tmp_path / "selling.yaml")
    assert isinstance(row, Item)
    assert isinstance(row.value, SellingRules)
    shown = dict(_parts(row.value))
    # of the three things that a discount gives, each gives one
    for part, fields in shown.items():
        assert fields >= set(part.model_fields) - {"amount"}, part


def _parts(part: BaseModel) -> dict[type[BaseModel], set[str]]:
    """Each kind of part, and the fields of it that are written somewhere."""
    found = {type(part): set(part.model_fields_set)}
    for _, value in part:
        for below in value if isinstance(value, tuple) else (value,):
            if isinstance(below, BaseModel) and below.model_fields_set:
                for kind, fields in _parts(below).items():
                    found[kind] = found.get(kind, set()) | fields
    return found
