"""Case files that do not fit are refused with the place and the reason."""

import gzip
import json
from pathlib import Path

import pytest

from evals.cases import Case
from evals.loading import BadCases, load
from evals.schema import SCHEMA, rendered
from evals.suites.intents import Message

GOOD = """\
- id: one
  about: A promise in a sentence
  steps:
    - shopper: hello
      expect: {says: [hello]}
"""
ROW = {"id": "a:1", "bot": "a", "part": "train", "text": "hi", "intent": "GREET", "extra": 1}


def written(folder: Path, text: str, name: str = "cases.yaml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_good_file_loads_with_its_words(tmp_path: Path) -> None:
    [case] = load(written(tmp_path, GOOD), Case)
    assert (case.id, case.steps[0].shopper) == ("one", "hello")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (GOOD.replace("says", "syas"), r"cases.yaml:1: case one: steps.0.expect.syas: Extra inputs"),
        (GOOD + GOOD.replace("shopper", "shoper").replace("id: one", "id: two"), r"cases.yaml:6: case two: .*shoper"),
        (GOOD + GOOD, r"cases.yaml:6: case 'one' is already written on line 1"),
        (GOOD.replace("{says: [hello]}", "{}"), "expects nothing"),
        (GOOD.replace("      expect: {says: [hello]}\n", ""), "last step must expect"),
        (
            GOOD.replace("shopper: hello", "{shopper: hello, restart: true}").replace("      expect", "#"),
            "exactly one act",
        ),
        (GOOD.replace("{says: [hello]}", "{says: [a], says: [b]}"), r"cases.yaml:5: .*'says' is written twice"),
        (GOOD.replace("{says: [hello]}", "{cards: {every: {max_price: 1}}}"), "'every' needs 'at_least'"),
        (GOOD.replace("{says: [hello]}", "{reads_like_step: 1}"), "not an earlier one"),
        (GOOD.replace("id: one", "id: One Two"), "case One Two: id"),
        ("id: one", "must be a list"),
        ("- [unclosed", "not YAML"),
        ("- just words", "case that is not a mapping"),
        ("[]", "holds no cases"),
    ],
)
def test_a_bad_file_is_refused_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BadCases, match=told):
        load(written(tmp_path, text), Case)


def test_json_lines_load_plain_and_gzipped(tmp_path: Path) -> None:
    text = json.dumps(ROW) + "\n\n" + json.dumps({**ROW, "id": "a:2"}) + "\n"
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress(text.encode()))
    plain = written(tmp_path, text, "rows.jsonl")
    assert [row.id for row in load(plain, Message)] == [row.id for row in load(packed, Message)] == ["a:1", "a:2"]


def test_a_broken_json_line_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps(ROW) + "\n{broken\n", "rows.jsonl")
    with pytest.raises(BadCases, match=r"rows.jsonl:2: not JSON"):
        load(path, Message)


def test_a_row_without_its_text_is_named(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"id": "a:7", "bot": "a"}), "rows.jsonl")
    with pytest.raises(BadCases, match=r"rows.jsonl:1: case a:7: part: Field required"):
        load(path, Message)


@pytest.mark.parametrize("name", ["cases.txt", "absent.yaml"])
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str) -> None:
    written(tmp_path, GOOD, "cases.txt")
    with pytest.raises(BadCases, match=name):
        load(tmp_path / name, Case)


def test_a_false_gzip_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "not packed", "rows.jsonl.gz")
    with pytest.raises(BadCases, match="cannot be read"):
        load(path, Message)


def test_the_schema_file_is_in_step_with_the_model() -> None:
    assert SCHEMA.read_text("utf-8") == rendered(), "write it anew with: python -m evals.schema"


def test_every_smoke_file_names_the_schema_and_loads() -> None:
    files = sorted(SCHEMA.parent.glob("*.yaml"))
    assert files
    for file in files:
        assert file.read_text("utf-8").startswith("# yaml-language-server: $schema=schema.json\n")
        assert load(file, Case)
