"""A policy that an owner edits: what it may say, what it may not switch off, and what it does when nobody is in."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from assistant.errors import BadSetting
from assistant.escalation.policy import decide, decide_after
from assistant.escalation.signals import Talk, measure
from assistant.shop.handoff_policy import (
    SAFE,
    SAFE_AT,
    URGENT,
    HandoffReason,
    Hours,
    OutOfHours,
    Policy,
    Rule,
    Urgency,
    read_policy,
)

POLICY = """
reasons:
  legal: {queue: managers, message: A manager writes to you., urgency: soon}
  press: {enabled: false}
valued_from: 300
tiers: [{name: gold, spent_from: 1000, queue: first}]
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
    assert "Leave your number" in decision.away
    after = decide_after(3, policy, now)
    assert after is not None
    assert after.away == decision.away


def test_who_is_in_danger_never_reads_that_nobody_is_in(tmp_path: Path) -> None:
    decision = decide(measure("the charger caught fire"), read_policy(_file(tmp_path, POLICY)), CLOSED)
    assert decision is not None
    assert not decision.message + decision.away


def test_the_clock_of_the_first_answer_is_the_owners_and_runs_from_the_next_opening(tmp_path: Path) -> None:
    policy = read_policy(_file(tmp_path, POLICY + "\nanswer_within: {soon: 20, normal: 90}\n"))
    opening = datetime(2026, 12, 7, 8, tzinfo=UTC)
    for text, now, due in (
        ("my lawyer will contact you", OPEN, OPEN + timedelta(minutes=20)),
        ("a human please", OPEN, OPEN + timedelta(minutes=90)),
        ("a human please", CLOSED, opening + timedelta(minutes=90)),
        ("the charger caught fire", CLOSED, CLOSED + timedelta(minutes=1)),
    ):
        decision = decide(measure(text), policy, now)
        assert decision is not None
        assert now + timedelta(seconds=decision.due_in) == due
    with pytest.raises(BadSetting, match="what is urgent must not wait longer"):
        read_policy(_file(tmp_path, "answer_within: {now: 30}"))


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


@pytest.mark.parametrize(
    ("now", "back"),
    [
        (datetime(2026, 11, 23, 7, 30, tzinfo=UTC), "Monday, 23 November at 09:00"),
        (CLOSED, "Monday, 7 December at 09:00"),
        (datetime(2027, 3, 27, 12, tzinfo=UTC), "Monday, 29 March at 09:00"),
    ],
    ids=["later today", "after a holiday", "after the clocks change"],
)
def test_the_shopper_is_told_when_people_are_in_again(tmp_path: Path, now: datetime, back: str) -> None:
    policy = read_policy(_file(tmp_path, POLICY))
    assert policy.away("anger", now).endswith(f"People are here again on {back} (Europe/Berlin).")


def test_a_shop_that_never_opens_promises_no_day() -> None:
    never = OutOfHours(message="We answer $back.")
    assert Policy(hours=Hours(timezone="UTC", open={}), out_of_hours=never).away("anger", OPEN) == "We answer later."


ASKED = {
    "asked for a person": "I want to talk to a human",
    "safety": "the charger caught fire",
    "self-harm": "I want to kill myself",
}
RULES = st.builds(
    Rule,
    enabled=st.booleans(),
    at=st.floats(0.01, 1.0),
    queue=st.sampled_from(["", "one"]),
    urgency=st.sampled_from(get_args(Urgency)),
)
WILD = st.fixed_dictionaries(
    {},
    optional={
        "reasons": st.dictionaries(st.sampled_from(get_args(HandoffReason)), RULES),
        "failed_turns": st.integers(1, 10),
        "valued_from": st.floats(1, 1000),
        "hours": st.just(Hours(timezone="UTC", open={})),
    },
)


@pytest.mark.parametrize("reason", sorted(SAFE))
@given(wild=WILD)
def test_no_policy_that_is_taken_keeps_who_asks_or_is_in_danger_from_a_person(
    reason: HandoffReason, wild: dict[str, Any]
) -> None:
    try:
        policy = Policy(**wild)
    except ValidationError:
        assert any(not rule.enabled or rule.at > SAFE_AT for r, rule in wild["reasons"].items() if r in SAFE)
        return
    decision = decide(measure(ASKED[reason]), policy, CLOSED)
    assert decision is not None
    assert decision.reason == reason
    assert bool(decision.away) == (policy.hours is not None and reason not in URGENT)


def _file(folder: Path, text: str) -> Path:
    path = folder / "policy.yaml"
    path.write_text(text, "utf-8")
    return path
