"""The command's exit codes and the JSON that it writes."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.__main__ import app
from evals.benches import BENCHES
from evals.result import Failure, Result
from evals.suites import SUITES

runner = CliRunner()


def test_list_names_every_suite_and_bench() -> None:
    listed = runner.invoke(app, ["list"])
    assert listed.exit_code == 0
    assert all(f"run {name}" in listed.output for name in SUITES)
    assert all(f"bench {name}" in listed.output for name in BENCHES)


def test_an_unknown_suite_is_refused_with_the_choices() -> None:
    refused = runner.invoke(app, ["run", "smok"])
    assert refused.exit_code == 2
    assert "smoke, search, answers, intents" in refused.output


def test_a_bench_option_without_a_value_is_refused() -> None:
    refused = runner.invoke(app, ["bench", "turn", "--option", "shoppers"])
    assert refused.exit_code == 2
    assert "--option shoppers: write it as name=value" in refused.output


def test_an_unusable_file_of_cases_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "cases.yaml"
    file.write_text("- id: x\n", "utf-8")
    refused = runner.invoke(app, ["run", "smoke", "--cases", str(file)])
    assert refused.exit_code == 2
    assert "cases.yaml:1: case x" in refused.output


@pytest.mark.parametrize(("ci", "code", "told"), [("", 3, "skipped: no data at"), ("true", 1, "error: no data at")])
def test_missing_data_is_a_skip_here_and_an_error_in_ci(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ci: str, code: int, told: str
) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("CI", ci)
    skipped = runner.invoke(app, ["run", "intents"])
    assert skipped.exit_code == code
    assert told in skipped.output


def _intents(path: Path) -> Path:
    texts = {
        "ORDER": ["where is my order", "track my order", "order late"],
        "RETURN": ["return it", "refund", "send back"],
    }
    rows = [
        {"id": f"{part}{intent}{n}", "bot": "a", "part": part, "text": text, "intent": intent}
        for part in ("train", "test")
        for intent, listed in texts.items()
        for n, text in enumerate(listed)
    ]
    rows.append({"id": "out", "bot": "a", "part": "test", "text": "sing to me", "intent": "NO_NODES_DETECTED"})
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return path


def test_a_suite_writes_its_result_as_json_and_a_measure_never_fails_the_command(tmp_path: Path) -> None:
    written = tmp_path / "results" / "intents.json"
    done = runner.invoke(
        app, ["run", "intents", "--cases", str(_intents(tmp_path / "i.jsonl")), "--json", str(written)]
    )
    assert done.exit_code == 0, done.output
    result = json.loads(written.read_text("utf-8"))
    assert {"suite", "model", "cases", "measures", "baselines", "failures", "prompt", "seconds"} <= result.keys()
    assert result["cases"] == 7
    assert result["measures"]["in_scope_accuracy"] == 1.0
    assert "majority class" in result["baselines"]


def test_a_result_reads_back_as_it_was_written(tmp_path: Path) -> None:
    failure = Failure.model_validate({"id": "a", "why": "b", "reply": "c"})
    result = Result(suite="smoke", model="m", cases=1, measures={"pass_rate": 0.0}, failures=(failure,))
    result.write(tmp_path / "r.json")
    assert Result.model_validate_json((tmp_path / "r.json").read_text("utf-8")) == result


def test_a_flag_that_a_suite_does_not_take_is_refused() -> None:
    refused = runner.invoke(app, ["run", "smoke", "--limit", "3"])
    assert refused.exit_code == 2
    assert "suite smoke takes no --limit" in refused.output
