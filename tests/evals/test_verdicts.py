"""What counts as a right answer about a product: pure words against a short answer."""

import pytest

from evals.verdicts import Verdict, judged, shares


@pytest.mark.parametrize(
    ("expected", "told", "verdict"),
    [
        ("yes", "Yes: waterproof to 30 m.", Verdict.RIGHT),
        ("Yes.", ", removable pads: yes.", Verdict.RIGHT),
        ("no", "No, it does not.", Verdict.RIGHT),
        ("no", ", removable pads: yes.", Verdict.WRONG),
        ("yes, mixed reviews", "No.", Verdict.WRONG),
        ("yes", ", light color: yellow.", Verdict.UNDECIDED),
        ("no", "No. 9 bulbs fit.", Verdict.UNDECIDED),
    ],
)
def test_a_yes_or_no_is_heard_where_it_leads_or_is_the_stated_value(expected: str, told: str, verdict: Verdict) -> None:
    assert judged("Does it?", expected, told) == verdict


@pytest.mark.parametrize(
    ("question", "expected", "told"),
    [
        ("What batteries does it need?", "AAA batteries", "battery type: AAA."),
        ("How much does it weigh?", "4.4 pounds", "weight: 4.4 lb."),
        ("How many cups does it make?", "8 cups", "capacity: 8."),
        ("How long is the warranty?", "one year", "warranty: 1 year."),
        ("Does it need a cable or is it battery-operated?", "battery-operated", "power source: batteries."),
    ],
)
def test_a_value_is_right_in_other_units_words_and_forms(question: str, expected: str, told: str) -> None:
    assert judged(question, expected, told) == Verdict.RIGHT


@pytest.mark.parametrize(
    ("question", "expected", "told"),
    [
        ("How much does it weigh?", "4.4 pounds", "weight: 5 lb."),
        ("Is the light white or yellow?", "white", "light color: yellow."),
        ("How long does it last?", "5 hours", "power: 5 watt, white."),
    ],
)
def test_another_value_is_wrong(question: str, expected: str, told: str) -> None:
    assert judged(question, expected, told) == Verdict.WRONG


def test_shares_are_of_all_and_precision_of_the_decided() -> None:
    found = shares([Verdict.RIGHT, Verdict.WRONG, Verdict.RIGHT, Verdict.NOT_STATED])
    assert (found["right"], found["not_stated"], found["right_of_decided"]) == (0.5, 0.25, 0.6667)
    assert shares([]) == {}
