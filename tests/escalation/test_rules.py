"""A policy that an owner edits: what it may say, what it may not switch off, and what it does when nobody is in."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.errors import BadSetting
from assistant.escalation.policy import decide, decide_after
from assistant.escalation.rules import read_policy
from assistant.escalation.signals import Talk, measure

POLICY = """
reasons:
  legal: {queue: managers, message: A manager writes to you., urgency: soon}
  press: {enabled: false}
valued_from: 300
tiers: {gold: first}
hours:
  timezone: Europe/Berlin
  open: {monday: "09:00-17:00"}
  holidays: [2026-11-30]
out_of_hours: {do: callback}
"""
OPEN = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
CLOSED = datetime(2026, 11, 23, 16, 30, tzinfo=UTC)
HOLIDAY = datetime(2026, 11, 30, 9, 0, tzinfo=UTC)


def test_the_owner_says_which_queue_and_which_words(tmp_path: Path) -> None:
    policy = read_policy(_file(tmp_path, POLICY))
    decision = decide(measure("my lawyer will contact you"), policy, OPEN)
    assert decision is not None
    assert (decision.queue, decision.message, decision.urgency) == ("managers", "A manager writes to you.", "soon")
    assert decide(measure("I am a journalist with the Herald"), policy, OPEN) is None


@pytest.mark.parametrize("now", [CLOSED, HOLIDAY])
def test_out_of_hours_the_shopper_is_told_what_to_leave(tmp_path: Path, now: datetime) -> None:
    policy = read_policy(_file(tmp_path, POLICY))
    decision = decide(measure("a human please"), policy, now)
    assert decision is not None
    assert "Leave your number" in decision.message
    after = decide_after(3, policy, now)
    assert after is not None
    assert "Leave your number" in after.message


def test_who_is_in_danger_never_reads_that_nobody_is_in(tmp_path: Path) -> None:
    decision = decide(measure("the charger caught fire"), read_policy(_file(tmp_path, POLICY)), CLOSED)
    assert decision is not None
    assert not decision.message


def test_a_tier_has_its_own_queue_and_much_at_stake_calls_sooner(tmp_path: Path) -> None:
    policy = read_policy(_file(tmp_path, POLICY + "\nsooner_by: 0.3\n"))
    gold = decide(measure("a human please", Talk(tier="gold")), policy, OPEN)
    assert gold is not None
    assert gold.queue == "first"
    weak = "seriously? again"
    assert decide(measure(weak, Talk(value=299.0)), policy, OPEN) is None
    assert decide(measure(weak, Talk(value=300.0)), policy, OPEN) is not None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("reasons: {safety: {enabled: false}}", "cannot be switched off"),
        ("reasons: {asked for a person: {at: 1}}", "0.9 or lower"),
        ("reasons: {anger: {att: 1}}", "reasons.anger.att"),
        ("hours: {timezone: Mars/North, open: {}}", "there is no time zone"),
        ("hours: {timezone: UTC, open: {monday: nine}}", "09:00-17:30"),
        ("hours: {timezone: UTC, open: {monday: '17:00-09:00'}}", "ends before it begins"),
        ("reasons: [", ":1: not YAML"),
        ("- a list", "valid dictionary"),
    ],
)
def test_a_policy_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    path = _file(tmp_path, text)
    with pytest.raises(BadSetting, match=r"policy\.yaml") as error:
        read_policy(path)
    assert told in str(error.value)


def test_a_policy_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="no such file"):
        read_policy(tmp_path / "none.yaml")


def _file(folder: Path, text: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(text, "utf-8")
    return path
