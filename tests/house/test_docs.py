"""The documents keep step with the code."""

import re

import pytest

from tests.house.budget import ROOT
from tests.house.draw import PAGE, drawn, page_with


def test_the_drawn_graph_is_the_graph_of_the_code() -> None:
    assert page_with(drawn()) == PAGE.read_text("utf-8"), "run `make docs`"


def test_every_decision_is_short_and_says_what_enforces_it() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    for path in decisions:
        text = path.read_text("utf-8")
        assert len(text.splitlines()) <= 40, path
        assert "## Enforced by" in text, path


def test_the_rooms_of_the_architecture_page_are_the_rooms_of_the_code() -> None:
    named = set(re.findall(r"^\| `([a-z_]+)(?:/|\.py)` \|", PAGE.read_text("utf-8"), re.MULTILINE))
    package = ROOT / "src" / "assistant"
    rooms = {p.stem for p in package.iterdir() if p.suffix == ".py" or (p.is_dir() and any(p.rglob("*.py")))}
    assert named == rooms - {"__init__"}


@pytest.mark.owasp("LLM04:2026", "ASI04")
def test_constraints_name_no_address() -> None:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    assert lines
    assert all(re.fullmatch(r"[A-Za-z0-9._-]+==[A-Za-z0-9.+!_-]+", line) for line in lines)
