"""The payloads of the suite `rendering`: known classes, each in a text of its own, the same ones each time."""

from collections import Counter
from pathlib import Path

import pytest

from evals.loading import BadCases
from evals.rendering.payloads import payloads
from evals.rendering.watching import Seen
from evals.suites.rendering import failures, unnoticed


def test_five_thousand_payloads_are_all_different_and_the_same_each_time() -> None:
    made = payloads(5000)
    assert len({payload.text for payload in made}) == len(made) == 5000
    assert made == payloads(5000)
    assert min(Counter(payload.family for payload in made).values()) > 400


def test_a_payload_names_itself_by_its_number_and_its_host() -> None:
    plain = [payload for payload in payloads(0) if payload.family == "markup"]
    assert all("{" not in payload.text.replace("{{", "").replace("${", "") or "*{" in payload.text for payload in plain)
    assert any(f"hit({payload.id})" in payload.text for payload in plain)
    assert any(f"x{payload.id}.evil.example" in payload.text for payload in plain)


def test_a_file_that_holds_no_classes_is_told(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text("- id: a\n")
    with pytest.raises(BadCases, match=r"other\.yaml does not hold"):
        payloads(10, other)


def test_whatever_happens_is_a_failure_and_so_is_a_control_that_notices_nothing() -> None:
    assert list(failures(Seen())) == []
    hurt = Seen(ran={7}, fetched={"https://x8.evil.example/": 8}, left={"<b>"}, unseen={9}, broken=["TypeError"])
    assert [failure.id for failure in failures(hurt)] == ["7", "8", "markup", "9", "page"]
    assert list(unnoticed(Seen(ran={1}, fetched={"https://x2.evil.example/": 2}))) == []
    assert [failure.id for failure in unnoticed(Seen())] == ["control", "control"]


def test_a_request_that_the_content_policy_kept_back_did_not_leave() -> None:
    seen, url = Seen(), "https://x3.evil.example/a.png"
    seen.asked(url, "http://127.0.0.1:1/")
    seen.asked("http://127.0.0.1:1/a.png", "http://127.0.0.1:1/")
    assert seen.fetched == {url: 3}
    seen.refused(url, "csp")
    assert seen.fetched == {}
