"""When a person is called, as a file of the feed: taken whole and at once with the rest, or not at all."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.shop.handoff_policy import DEFAULT, Hours, OutOfHours, Policy, Rule, Tier
from ingest.report import lines
from ingest.rollback import return_lines, roll_back
from ingest.rows import Item
from ingest.run import Options
from tests.ingest.shop import Shop, csv_text, rows_of, tee

FEEDS = Path(__file__).parents[2] / "docs" / "feeds.md"
DEMO = Path(__file__).parents[2] / "demo" / "handoff.yaml"
HANDOFF = """
reasons:
  press: {enabled: false}
  legal: {queue: managers, at: %s}
tiers: [{name: gold, spent_from: 1000, queue: first}]
hours: {timezone: Europe/Berlin, open: {monday: 09:00-17:00}, holidays: [2026-11-30]}
out_of_hours: {do: callback}
"""


async def fill(shop: Shop, text: str = HANDOFF % 0.5) -> None:
    shop.write("products.csv", csv_text([tee("a")]))
    shop.write("handoff.yaml", text)


async def test_a_policy_goes_live_with_its_feed_is_told_before_and_is_taken_back(shop: Shop) -> None:
    await fill(shop)
    first = await shop.ingest()
    policy = await shop.policies.policy()
    assert (first.rejected, first.handoff.changed) == ((), 1)
    assert (policy.rule("legal"), policy.rule("press").enabled) == (Rule(queue="managers", at=0.5), False)
    assert policy.tiers == (Tier(name="gold", spent_from=1000, queue="first"),)
    assert (await shop.ingest()).changed_anything is False

    await fill(shop, HANDOFF % 0.7)
    told = list(lines(await shop.ingest(options=Options(dry_run=True))))
    assert "  changed handoff, reasons.legal.at: “0.5” -> “0.7”" in told
    assert await shop.policies.policy() == policy

    await shop.ingest()
    assert (await shop.policies.policy()).rule("legal").at == 0.7
    found = await roll_back(shop.stores, shop.embeddings, shop.root / "index")
    assert "The policy of when a person is called is as it was, too." in list(return_lines(found))
    assert await shop.policies.policy() == policy


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("\nreasons:\n  anger: {att: 0.5}", "3 reasons.anger.att: there is no such rule; perhaps “at”; known here"),
        ("reason: {}", "1 reason: there is no such rule; perhaps “reasons”; known here are reasons, failed_turns"),
        ("reasons: {angry: {}}", r"1 reasons.angry.*: “angry” is not known here; write 'asked for a person'"),
        ("reasons: {safety: {enabled: no}}", "1 : reasons: 'safety' cannot be switched off; take out"),
        ("hours:\n  timezone: Mars\n  open: {}", "2 hours.timezone: there is no time zone 'Mars'"),
        ("hours:\n  timezone: UTC\n  open: {monday: 9-5}", "3 hours.open: monday: write the hours as 09:00-17:30"),
        ("tiers:\n  - {name: gold}", "2 tiers.0: give orders_from, spent_from or both"),
        ("out_of_hours: {do: nothing}", "1 out_of_hours.do: “nothing” is not known here; write 'leave a message'"),
    ],
)
async def test_a_bad_policy_is_told_with_its_place_and_stops_nothing_else(shop: Shop, text: str, told: str) -> None:
    await fill(shop)
    await shop.ingest()
    before = await shop.policies.policy()
    await fill(shop, text)
    shop.write("products.csv", csv_text([tee("a"), tee("b")]))
    report = await shop.ingest()
    (rejected,) = report.rejected
    assert re.match(told, f"{rejected.row} {rejected.field}: {rejected.told}"), rejected
    assert await shop.policies.policy() == before
    assert report.products.added == 1


def test_the_page_on_feeds_shows_every_field_of_a_policy(tmp_path: Path) -> None:
    *_, example = re.findall(r"```yaml\n(.+?)\n```", FEEDS.read_text(encoding="utf-8"), re.DOTALL)
    policy = _policy(tmp_path, example)
    assert policy.model_fields_set == set(Policy.model_fields)
    assert policy.hours is not None
    assert policy.hours.model_fields_set == set(Hours.model_fields)
    assert policy.out_of_hours.model_fields_set == set(OutOfHours.model_fields)
    assert set().union(*(rule.model_fields_set for rule in policy.reasons.values())) == set(Rule.model_fields)
    assert set().union(*(tier.model_fields_set for tier in policy.tiers)) == set(Tier.model_fields)


def test_the_demo_shops_policy_keeps_the_hours_that_its_page_tells(tmp_path: Path) -> None:
    policy = _policy(tmp_path, DEMO.read_text(encoding="utf-8"))
    assert policy != DEFAULT
    page = (DEMO.parent / "faqs" / "store-and-contact.md").read_text(encoding="utf-8")
    assert "Monday to Friday from 8 a.m. to 6 p.m. and Saturday from 9 a.m. to 3 p.m., Pacific time" in page
    assert policy.hours is not None
    week = [policy.hours.open.get(day) for day in ("monday", "tuesday", "wednesday", "thursday", "friday")]
    assert week == ["08:00-18:00"] * 5
    assert (policy.hours.open.get("saturday"), policy.hours.open.get("sunday")) == ("09:00-15:00", None)
    sunday = datetime(2026, 11, 22, 17, tzinfo=UTC)
    assert "back, on Monday, 23 November at 08:00 (America/Los_Angeles)." in policy.away("anger", sunday)


def _policy(folder: Path, text: str) -> Policy:
    (folder / "handoff.yaml").write_text(text, encoding="utf-8")
    (row,) = rows_of(folder / "handoff.yaml")
    assert isinstance(row, Item)
    assert isinstance(row.value, Policy)
    return row.value
