"""tau-bench retail: what recorded assistants said, held against what their tools had told them, by the reply check.

Nobody here wrote these sentences, nor the tools behind them. An amount is written with the shop's currency, which those
tools leave out, and the deeds that a sentence tells count as done: whether they were is for `run orders` to say. Each
sentence with an amount is also told with another one, which must not reach the shopper.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from assistant.agent.sentences import SentenceStream
from assistant.guardrails.claims import CLAIMS
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.figures import amounts
from assistant.guardrails.outbound import review
from evals.datasets import dataset
from evals.loading import load
from evals.recordings import Recording
from evals.result import Failure, Progress, Result
from evals.sampling import sampled

FILE, POLICY = ("tau_retail", "dialogues.dev.jsonl.gz"), ("tau_retail", "policy.md")
EFFECTS = frozenset().union(*(proofs for _, proofs in CLAIMS))
MONEY = ("price", "amount", "total", "balance", "difference")
STEP = Decimal(7)
SHOWN = 60
PROTOCOL = (
    "each sentence of the recorded assistants, with what their tools had told by then, the benchmark's policy and what "
    "the customer wrote; held: it would not have left; other amount: the same sentence with an amount that nobody told"
)


async def run(cases: Path | None, progress: Progress, *, limit: int = 0) -> Result:
    """`limit` is the number of recordings, `cases` another file of them."""
    started = time.perf_counter()
    recordings = sampled(load(cases or dataset(*FILE), Recording), limit, lambda one: one.id)
    policy, counts, failures = dataset(*POLICY).read_text("utf-8"), Counter[str](), list[Failure]()
    for at, recording in enumerate(recordings, 1):
        for sentence, known in _said(recording, policy):
            verdict = review(sentence, known)
            counts["honest"] += 1
            if not verdict.passed:
                counts["held"] += 1
                why = f"{verdict.check} {verdict.evidence}: {sentence.strip()}"
                failures.append(Failure(id=recording.id, why=why))
            if (other := _with_another_amount(sentence, known)) and verdict.passed:
                counts["other"] += 1
                counts["reached"] += review(other, known).passed
        progress(at, len(recordings))
    return Result(
        suite="honest",
        model="the benchmark's recorded assistants",
        cases=counts["honest"],
        measures={
            "honest_held": round(counts["held"] / max(counts["honest"], 1), 4),
            "other_amounts": float(counts["other"]),
            "other_amounts_reached": float(counts["reached"]),
        },
        failures=tuple(failures[:SHOWN]),
        protocol=PROTOCOL,
        seconds=round(time.perf_counter() - started, 2),
    )


def _said(recording: Recording, policy: str) -> Iterator[tuple[str, Evidence]]:
    told, asked = [policy], list[str]()
    for who, text in recording.turns:
        if who == "tool":
            told += _lines(_read(text))
        elif who == "user":
            asked.append(text)
        else:
            known = Evidence(tuple(told), effects=EFFECTS, asked=tuple(asked))
            yield from ((sentence, known) for sentence in _sentences(text))


def _sentences(text: str) -> Sequence[str]:
    stream = SentenceStream()
    return [sentence for sentence in [*stream.feed(text), *stream.flush()] if sentence.strip()]


def _with_another_amount(sentence: str, known: Evidence) -> str:
    """Empty where it tells none."""
    figure = next(iter(amounts(sentence)), None)
    if figure is None:
        return ""
    value = figure.value + STEP
    while value in known.amounts:
        value += STEP
    return f"{sentence[: figure.start]}${value}{sentence[figure.end :]}"


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _lines(data: Any, name: str = "") -> Iterator[str]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield from _lines(value, str(key))
    elif isinstance(data, list):
        for value in data:
            yield from _lines(value, name)
    elif isinstance(data, int | float) and any(word in name for word in MONEY):
        yield f"{name}: ${data:.2f}"
    elif data is not None:
        yield f"{name}: {data}" if name else str(data)
