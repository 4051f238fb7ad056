"""The intents suite: which protocol is used, and that its figures are what they say."""

import gzip
import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from evals.classifiers import Majority, TfidfLogistic
from evals.folds import deal
from evals.suites.intents import NO_INTENT, Answer, Message, arrange, measures

TEXTS = {
    "ORDER": ["where is my order", "track my order", "order status please", "has my order left", "my order is late"],
    "RETURN": ["i want to return it", "return policy", "send it back", "how do returns work", "return my shoes"],
}


def rows(bot: str, part: str = "train", intents: Sequence[str] = ("ORDER", "RETURN")) -> list[Message]:
    return [
        Message(id=f"{bot}:{part}:{intent}:{n}", bot=bot, part=part, text=text, intent=intent)
        for intent in intents
        for n, text in enumerate(TEXTS.get(intent, TEXTS["ORDER"]))
    ]


def test_train_rows_alone_are_cross_validated_and_each_is_asked_once() -> None:
    splits, protocol = arrange(rows("a") + rows("b", intents=("PILLOWS", "ORDER")))
    assert protocol.startswith("cross-validation")
    asked = [row.id for split in splits if split.bot == "a" for row in split.asked]
    assert len(asked) == len(set(asked)) == 15
    assert all(not set(split.train) & set(split.asked) for split in splits)


def test_the_other_bots_messages_of_a_shared_intent_are_not_out_of_scope() -> None:
    splits, _ = arrange(rows("a") + rows("b", intents=("PILLOWS", "ORDER")))
    strangers = [row for split in splits if split.bot == "a" for row in split.asked if row.bot == "b"]
    assert {row.intent for row in strangers} == {"PILLOWS"}


def test_held_out_rows_are_scored_against_the_train_rows_of_the_file() -> None:
    held_out = [
        *rows("a", "test"),
        Message(id="x", bot="a", part="test", text="sing a song", intent=NO_INTENT),
        Message(id="y", bot="a", part="test", text="jobs?", intent="CAREERS"),
    ]
    [split], protocol = arrange(rows("a") + held_out)
    assert protocol.startswith("held out")
    assert "this file" in protocol
    assert [row.id for row in split.asked if row.intent not in split.known] == ["x", "y"]


def test_held_out_rows_alone_learn_from_the_default_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_DATA_DIR", str(tmp_path))
    folder = tmp_path / "hint3_retail_intents"
    folder.mkdir()
    lines = "\n".join(json.dumps(row.model_dump()) for row in rows("a"))
    (folder / "dev.jsonl.gz").write_bytes(gzip.compress(lines.encode()))
    [split], protocol = arrange(rows("a", "test"))
    assert "default dev file" in protocol
    assert len(split.train) == 10


def answer(bot: str, intent: str, told: str, confidence: float, *, outside: bool = False) -> Answer:
    message = Message(id=f"{bot}{intent}{confidence}", bot=bot, part="test", text="", intent=intent)
    return Answer(bot, message, outside, told, confidence)


def test_accuracy_leaves_out_what_is_out_of_scope() -> None:
    found = measures([answer("a", "X", "X", 0.9), answer("a", "Y", "X", 0.8), answer("a", "Z", "X", 0.1, outside=True)])
    assert found["in_scope_accuracy"] == 0.5
    assert found["oos_auroc"] == 1.0


def test_auroc_counts_a_tie_as_a_half() -> None:
    inside = [answer("a", "X", "X", c) for c in (0.9, 0.5)]
    outside = [answer("a", "Z", "X", c, outside=True) for c in (0.5, 0.7)]
    assert measures(inside + outside)["oos_auroc"] == 0.625


def test_auroc_is_the_mean_over_bots() -> None:
    good = [answer("a", "X", "X", 0.9), answer("a", "Z", "X", 0.1, outside=True)]
    bad = [answer("b", "X", "X", 0.1), answer("b", "Z", "X", 0.9, outside=True)]
    assert measures(good + bad)["oos_auroc"] == 0.5


def test_folds_spread_every_label_and_repeat() -> None:
    labels = ["a"] * 10 + ["b"] * 5
    folds = deal(labels, 5)
    assert folds == deal(labels, 5)
    for label in "ab":
        counts = [sum(f == fold and name == label for f, name in zip(folds, labels, strict=True)) for fold in range(5)]
        assert max(counts) - min(counts) <= 1


def test_the_baselines_learn() -> None:
    texts = [text for intent in TEXTS for text in TEXTS[intent]]
    intents = [intent for intent in TEXTS for _ in TEXTS[intent]]
    logistic = TfidfLogistic(texts, intents).predict(["track the order", "return these shoes"])
    assert [intent for intent, _ in logistic] == ["ORDER", "RETURN"]
    assert all(0 < confidence < 1 for _, confidence in logistic)
    assert Majority(["a", "b", "c"], ["X", "X", "Y"]).predict(["?"]) == [("X", 2 / 3)]
