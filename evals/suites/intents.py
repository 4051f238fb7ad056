"""HINT3: two real shops' chatbots. Accuracy on what is in scope, and how well confidence tells what is not."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.retrieval.embedding import MiniLM
from evals.classifiers import Majority, TfidfLogistic, Train, ours
from evals.datasets import dataset
from evals.folds import deal
from evals.loading import load
from evals.result import Failure, Result

NO_INTENT = "NO_NODES_DETECTED"
FOLDS = 5


class Message(BaseModel):
    """One row of the file; `part` is "train" for what a bot learns from."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    bot: str
    part: str
    text: str
    intent: str


@dataclass(frozen=True)
class Split:
    """What one classifier learns and what it is asked; what it never learnt is out of its scope."""

    bot: str
    train: tuple[Message, ...]
    asked: tuple[Message, ...]

    @property
    def known(self) -> frozenset[str]:
        return frozenset(row.intent for row in self.train)


@dataclass(frozen=True)
class Answer:
    bot: str
    message: Message
    outside: bool
    intent: str
    confidence: float


async def run(cases: Path | None, progress: Callable[[int, int], None]) -> Result:
    started = time.perf_counter()
    rows = load(cases or dataset("hint3_retail_intents", "dev.jsonl.gz"), Message, unique=False)
    splits, protocol = arrange(rows)
    trained: dict[str, Train] = {
        "assistant": ours(MiniLM()),
        "tf-idf words and characters, logistic regression": TfidfLogistic,
        "majority class": Majority,
    }
    answers: dict[str, list[Answer]] = {}
    for done, (name, train) in enumerate(trained.items(), start=1):
        answers[name] = await asyncio.to_thread(_answers, splits, train)
        progress(done, len(trained))
    own = answers.pop("assistant")
    return Result(
        suite="intents",
        model="assistant.offline_model.intents",
        cases=len(own),
        measures=measures(own),
        baselines={name: measures(theirs) for name, theirs in answers.items()},
        failures=tuple(_failures(own)),
        protocol=protocol,
        seconds=round(time.perf_counter() - started, 2),
    )


def arrange(rows: Sequence[Message]) -> tuple[list[Split], str]:
    """The splits to score and the protocol in words: held-out rows where the file has them, else cross-validation."""
    asked = [row for row in rows if row.part != "train"]
    train = [row for row in rows if row.part == "train"]
    if not asked:
        return _crossed(train)
    source = "this file"
    if not train:
        default = load(dataset("hint3_retail_intents", "dev.jsonl.gz"), Message, unique=False)
        train, source = [row for row in default if row.part == "train"], "the default dev file"
    splits = [_held_out(bot, train, asked) for bot in sorted({row.bot for row in asked})]
    protocol = (
        f"held out: per bot, trained on the train rows of {source}, scored on the other rows; "
        f"out of scope = {NO_INTENT} or an intent that the bot never trained on"
    )
    return splits, protocol


def _held_out(bot: str, train: Sequence[Message], asked: Sequence[Message]) -> Split:
    learnt = tuple(row for row in train if row.bot == bot and row.intent != NO_INTENT)
    return Split(bot, learnt, tuple(row for row in asked if row.bot == bot))


def _crossed(rows: Sequence[Message]) -> tuple[list[Split], str]:
    splits: list[Split] = []
    for bot in sorted({row.bot for row in rows}):
        mine = [row for row in rows if row.bot == bot]
        known = {row.intent for row in mine}
        others = [row for row in rows if row.bot != bot and row.intent not in known]
        splits += _folds(bot, mine, others)
    protocol = (
        f"cross-validation: the file has train rows only; stratified {FOLDS} folds per bot for accuracy; "
        "out of scope = the other bots' messages of intents that this bot does not share"
    )
    return splits, protocol


def _folds(bot: str, mine: Sequence[Message], others: Sequence[Message]) -> Iterable[Split]:
    fold_of = deal([row.intent for row in mine], FOLDS)
    other_fold_of = deal([row.intent for row in others], FOLDS)
    for fold in range(FOLDS):
        train = tuple(row for row, f in zip(mine, fold_of, strict=True) if f != fold)
        known = {row.intent for row in train}
        inside = [row for row, f in zip(mine, fold_of, strict=True) if f == fold and row.intent in known]
        outside = [row for row, f in zip(others, other_fold_of, strict=True) if f == fold]
        yield Split(bot, train, tuple(inside + outside))


def _answers(splits: Iterable[Split], train: Train) -> list[Answer]:
    answers: list[Answer] = []
    for split in splits:
        classifier = train([row.text for row in split.train], [row.intent for row in split.train])
        predicted = classifier.predict([row.text for row in split.asked])
        answers += [
            Answer(split.bot, row, row.intent not in split.known, intent, confidence)
            for row, (intent, confidence) in zip(split.asked, predicted, strict=True)
        ]
    return answers


def measures(answers: Sequence[Answer]) -> dict[str, float]:
    """Accuracy over all messages and AUROC as the mean over bots, for two classifiers' confidences do not compare."""
    found = {"in_scope_accuracy": _accuracy(answers)}
    aurocs: list[float] = []
    for bot in sorted({answer.bot for answer in answers}):
        mine = [answer for answer in answers if answer.bot == bot]
        found[f"in_scope_accuracy_{bot}"] = _accuracy(mine)
        if 0 < sum(answer.outside for answer in mine) < len(mine):
            found[f"oos_auroc_{bot}"] = _auroc(mine)
            aurocs.append(_auroc(mine))
    if aurocs:
        found["oos_auroc"] = sum(aurocs) / len(aurocs)
    return {name: round(value, 4) for name, value in sorted(found.items(), key=lambda item: item[0].count("_"))}


def _accuracy(answers: Sequence[Answer]) -> float:
    inside = [answer for answer in answers if not answer.outside]
    return sum(answer.intent == answer.message.intent for answer in inside) / max(len(inside), 1)


def _auroc(answers: Sequence[Answer]) -> float:
    """The chance that a message out of scope is less sure than one in scope; a tie counts half."""
    places = Counter(answer.confidence for answer in answers)
    rank: dict[float, float] = {}
    below = 0
    for confidence in sorted(places):
        rank[confidence] = below + (places[confidence] + 1) / 2
        below += places[confidence]
    inside = [answer.confidence for answer in answers if not answer.outside]
    outside = len(answers) - len(inside)
    above = sum(rank[confidence] for confidence in inside) - len(inside) * (len(inside) + 1) / 2
    return above / (len(inside) * outside)


def _failures(answers: Iterable[Answer]) -> Iterable[Failure]:
    for answer in answers:
        if not answer.outside and answer.intent != answer.message.intent:
            why = f"taken for {answer.intent} ({answer.confidence:.2f})"
            told = {"text": answer.message.text, "expected": answer.message.intent}
            yield Failure.model_validate({"id": answer.message.id, "why": why, **told})
