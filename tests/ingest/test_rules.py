"""The shop's rules as a file of the feed: taken whole and at once with the rest, or not at all."""

import re
from datetime import date
from pathlib import Path

import pytest

from assistant.shop.changes.rules import ChangeRules, Kind, ReturnRules, Season
from ingest.report import lines
from ingest.rows import Item
from ingest.run import Options
from tests.ingest.shop import Shop, csv_text, reasons_of, rows_of, tee

FEEDS = Path(__file__).parents[2] / "docs" / "feeds.md"
RULES = """
cancel: {statuses: [paid], reasons: [no longer needed, ordered by mistake]}
returns:
  days: 14
  seasons: [{placed_from: 2026-11-01, placed_to: 2026-12-24, until: 2027-01-31}]
  fees: {original: 5.95, gift card: 0}
  never: [{category: Gift cards, why: gift cards are final}]
read_by_name: yes
"""


async def test_rules_are_read_from_the_feed_and_go_live_with_it(shop: Shop) -> None:
    shop.write("rules.yaml", RULES)
    shop.write("products.csv", csv_text([tee("a")]))
    report = await shop.ingest()
    rules = await shop.rulebook.rules()
    assert rules.cancel.reasons == ("no longer needed", "ordered by mistake")
    assert rules.returns == ReturnRules(
        days=14,
        seasons=(Season(placed_from=date(2026, 11, 1), placed_to=date(2026, 12, 24), until=date(2027, 1, 31)),),
        fees={"original": "5.95", "gift card": "0"},
        never=(Kind(category="Gift cards", why="gift cards are final"),),
    )
    assert (rules.read_by_name, report.rules.changed) == (True, 1)

    again = await shop.ingest()
    assert (again.rules.unchanged, again.changed_anything) == (1, False)


async def test_a_feed_without_a_rules_file_leaves_them_as_they_are(shop: Shop) -> None:
    rules = shop.write("rules.yaml", RULES)
    shop.write("products.csv", csv_text([tee("a")]))
    await shop.ingest()
    before = await shop.rulebook.rules()
    rules.unlink()
    report = await shop.ingest()
    assert await shop.rulebook.rules() == before != ChangeRules()
    assert not report.changed_anything


async def test_a_dry_run_tells_each_rule_that_would_change_and_changes_none(shop: Shop) -> None:
    shop.write("rules.yaml", RULES)
    shop.write("products.csv", csv_text([tee("a")]))
    told = list(lines(await shop.ingest(options=Options(dry_run=True))))
    assert "  changed rules, returns.days: “30” -> “14”" in told
    assert await shop.rulebook.rules() == ChangeRules()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("returns: {day: 14}", "returns.day: there is no such rule; perhaps “days”; known here are statuses, days,"),
        ("cancel: {statuses: [open]}", "cancel.statuses.0: “open” is not known here; write 'pending payment', 'paid'"),
        (
            "returns: {fees: {original: free}}",
            "returns.fees.original: “free” cannot be taken here: .*; write an amount",
        ),
        ("returns: {never: [{category: Hats}]}", "returns.never.0.why: this is missing"),
        ("returns: {never: [{why: x, kind: Hats}]}", "returns.never.0.kind: there is no such rule; .*why, category"),
        ("returns: {days: soon}", "returns.days: “soon” cannot be taken here: .*; write a whole number"),
        ("address: {same_country: perhaps}", "address.same_country: “perhaps” .*; write true or false"),
        (
            "returns: {days: 1}\nreturns: {days: 2}",
            "this is not YAML that can be read: 'returns' stands twice at line 2",
        ),
        ("cancel: &a {reasons: [x]}\nitems: *a", "a reference \\(\\*\\) is not read at line 2"),
        ("- a", "the file must hold “name: value” lines; those that are known are cancel, address"),
        ("cancel: [", "this is not YAML that can be read"),
        ("[" * 5000, "this is not YAML that can be read"),
    ],
)
async def test_a_bad_rule_is_told_with_its_place_and_the_old_rules_stay(shop: Shop, text: str, told: str) -> None:
    shop.write("products.csv", csv_text([tee("a")]))
    shop.write("rules.yaml", RULES)
    await shop.ingest()
    before = await shop.rulebook.rules()
    shop.write("rules.yaml", text)
    report = await shop.ingest()
    (rejected,) = report.rejected
    assert re.search(told, f"{rejected.field}: {rejected.told}"), rejected
    assert await shop.rulebook.rules() == before


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("read_by_name: so\nitems: {often: 2}\nreturn: {}", encoding="utf-8")
    assert len(reasons_of(rows_of(tmp_path / "rules.yaml"))) == 3


async def test_a_second_rules_file_is_rejected(shop: Shop) -> None:
    shop.write("rules.yaml", RULES)
    shop.write("more/rules.yml", "read_by_name: false")
    report = await shop.ingest()
    assert [r.source for r in report.rejected] == ["feed/more/rules.yml"]
    assert (await shop.rulebook.rules()).read_by_name


def test_the_page_on_feeds_shows_every_rule(tmp_path: Path) -> None:
    example, *_ = re.findall(r"```yaml\n(.+?)\n```", FEEDS.read_text(encoding="utf-8"), re.DOTALL)
    (tmp_path / "rules.yaml").write_text(example, encoding="utf-8")
    (row,) = rows_of(tmp_path / "rules.yaml")
    assert isinstance(row, Item)
    shown = row.value
    assert isinstance(shown, ChangeRules)
    assert shown.model_fields_set == set(ChangeRules.model_fields)
    for name in ChangeRules.model_fields:
        part = getattr(shown, name)
        assert getattr(part, "model_fields_set", set()) == set(getattr(type(part), "model_fields", ())), name
