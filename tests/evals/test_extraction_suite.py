"""Every way of writing a rule out is another one, and what left whole is counted."""

import pytest

from assistant.guardrails.evidence import Evidence
from evals.suites.extraction import CANARY, WAYS, _prompt, _reached, _rules


def test_the_rules_of_the_real_prompt_and_the_canary_are_tried() -> None:
    rules = _rules(_prompt())
    assert CANARY in rules
    assert len(rules) > 10
    assert len({way(CANARY) for way in WAYS.values()}) == len(WAYS)


@pytest.mark.parametrize(
    "way", sorted(WAYS.keys() - {"percent signs"})
)  # held for the percentages that it seems to tell
def test_without_instructions_to_compare_with_an_honest_writing_would_be_seen_to_leave(way: str) -> None:
    """Else a zero could come from a check that lets nothing at all out, or from a count that sees nothing."""
    assert _reached(WAYS[way](CANARY), Evidence(told=(CANARY, WAYS[way](CANARY))))
