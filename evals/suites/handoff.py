"""When a person is fetched: turns of conversations that we wrote, in twelve languages, beside three plain baselines.

A file of cases is JSON Lines, a conversation a line: `{"id", "language", "turns": [{"text", "label", "reason"?,
"outcome"?}]}`. `label` is `explicit` (asks for a person, in any words), `implicit` (needs one, without asking) or
`none`; `outcome` is what the assistant's reply came to, `answered` unless said. Each turn is judged on its own with
the turns before it, as if nobody had been fetched yet. The words were worked on with `handoff/dev.jsonl` and
`handoff/asked.jsonl` only, from which `evals.train_asking` learns, too.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from assistant.escalation.policy import decide
from assistant.escalation.signals import Said, Talk, measure, mood
from evals.datasets import ROOT, NoData, dataset
from evals.loading import load
from evals.result import Failure, Result

DEV, HELD = (ROOT / "evals" / "handoff" / name for name in ("dev.jsonl", "held.jsonl"))
UPSET = frozenset({"anger", "annoyance", "disappointment"})
ASKS, NEAR = frozenset({"contact_human_agent"}), frozenset({"contact_customer_service", "complaint"})
"""Of Bitext's intents: who asks for a person, and who may or may not."""
LIMIT = 4000
_KEYWORDS = (
    "human", "agent", "person", "manager", "representative", "operator", "customer service", "angry", "terrible",
    "worst", "unacceptable", "ridiculous", "useless", "refund", "complaint", "scam", "lawyer", "fraud",
)  # fmt: skip


class Line(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str
    label: Literal["explicit", "implicit", "none"]
    reason: str = ""
    outcome: str = "answered"


class Conversation(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    language: str = "en"
    turns: tuple[Line, ...]


class Comment(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str
    emotions: tuple[str, ...]


class Message(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str


class Utterance(Message):
    intent: str


@dataclass(frozen=True)
class Judged:
    """`called` is the reason, or empty."""

    id: str
    language: str
    line: Line
    called: str


async def run(cases: Path | None, progress: Callable[[int, int], None]) -> Result:
    started = time.perf_counter()
    talks = load(cases or HELD, Conversation)
    judged = [one for talk in talks for one in ours(talk)]
    progress(1, 2)
    found, outside = measures(judged), beside()
    return Result(
        suite="handoff",
        model="assistant.escalation",
        cases=len(judged),
        measures={**found, **outside},
        baselines={name: measures(_by(call, judged)) for name, call in _baselines().items()},
        groups=groups(judged),
        failures=tuple(_failures(judged)),
        protocol=(
            "a turn is called when the default policy fetches a person; implicit_f1 over the implicit and the none "
            "turns; false_handoffs is the share of the none turns; the TF-IDF baseline learns from handoff/dev.jsonl; "
            "goemotions, HINT3, Bitext and CLINC150: each text is read alone, as a comparison; the words were also "
            "worked on with Bitext's and CLINC150's" + ("" if outside else "; they are skipped: no data")
        ),
        seconds=round(time.perf_counter() - started, 2),
    )


def ours(talk: Conversation) -> Iterable[Judged]:
    before: list[Said] = []
    for at, line in enumerate(talk.turns, start=1):
        decision = decide(measure(line.text, Talk(tuple(before))))
        yield Judged(f"{talk.id}/{at}", talk.language, line, decision.reason if decision else "")
        before.append(Said(line.text, line.outcome))


def measures(judged: Sequence[Judged]) -> dict[str, float]:
    """Only what the turns given can tell."""
    hits = {label: [bool(one.called) for one in judged if one.line.label == label] for label in _LABELS}
    found: dict[str, float] = {}
    if hits["explicit"]:
        found["explicit_recall"] = _share(hits["explicit"])
    if hits["implicit"]:
        right, false = sum(hits["implicit"]), sum(hits["none"])
        found["implicit_f1"] = 2 * right / (right + len(hits["implicit"]) + false)
        found["implicit_recall"] = _share(hits["implicit"])
    if hits["none"]:
        found["false_handoffs"] = _share(hits["none"])
    return {name: round(value, 4) for name, value in found.items()}


_LABELS = ("explicit", "implicit", "none")


def groups(judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    parts: dict[str, list[Judged]] = {}
    for one in judged:
        for name in (one.language, *([one.line.reason] if one.line.reason else [])):
            parts.setdefault(name, []).append(one)
    return {name: {"turns": float(len(part)), **measures(part)} for name, part in parts.items()}


def beside() -> dict[str, float]:
    """Data that others wrote; nothing where it is absent."""
    try:
        comments = load(dataset("goemotions", "dev.jsonl.gz"), Comment, unique=False)[:LIMIT]
        messages = load(dataset("hint3_retail_intents", "dev.jsonl.gz"), Message, unique=False)
    except NoData:
        return {}
    upset = [(bool(UPSET & set(one.emotions)), _called(one.text)) for one in comments]
    right = sum(is_so and called for is_so, called in upset)
    total = sum(is_so for is_so, _ in upset) + sum(called for _, called in upset)
    support = load(dataset("bitext_support_intents", "dev.jsonl.gz"), Utterance, unique=False)
    others = load(dataset("clinc150_oos", "dev.jsonl.gz"), Message, unique=False)
    found = {
        "bitext_explicit_recall": _share([_called(one.text) for one in support if one.intent in ASKS]),
        "bitext_called": _share([_called(one.text) for one in support if one.intent not in {*ASKS, *NEAR}]),
        "clinc_called": _share([_called(one.text) for one in others]),
        "goemotions_f1": 2 * right / max(total, 1),
        "goemotions_false": _share([called for is_so, called in upset if not is_so]),
        "hint3_called": _share([_called(one.text) for one in messages]),
    }
    return {name: round(value, 4) for name, value in found.items()}


def _called(text: str) -> bool:
    return decide(measure(text)) is not None


def _baselines() -> dict[str, Callable[[str], bool]]:
    learnt = [line for talk in load(DEV, Conversation) for line in talk.turns]
    model = make_pipeline(
        make_union(TfidfVectorizer(ngram_range=(1, 2)), TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5))),
        LogisticRegression(C=10, max_iter=1000, class_weight="balanced"),
    ).fit([line.text for line in learnt], [line.label != "none" for line in learnt])
    return {
        "VADER, compound of -.5 or less": lambda text: mood(text) <= -0.5,
        "keywords": lambda text: any(word in text.lower() for word in _KEYWORDS),
        "tf-idf words and characters, logistic regression": lambda text: bool(model.predict([text])[0]),
    }


def _by(call: Callable[[str], bool], judged: Iterable[Judged]) -> list[Judged]:
    return [Judged(one.id, one.language, one.line, "called" if call(one.line.text) else "") for one in judged]


def _share(hits: Sequence[bool]) -> float:
    return sum(hits) / max(len(hits), 1)


def _failures(judged: Iterable[Judged]) -> Iterable[Failure]:
    for one in judged:
        if bool(one.called) is (one.line.label == "none"):
            why = f"called for {one.called}" if one.called else f"nobody was called ({one.line.label})"
            yield Failure.model_validate({"id": one.id, "why": why, "text": one.line.text})
