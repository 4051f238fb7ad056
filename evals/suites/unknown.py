"""Our demo shop, asked for what it has not and does not state, half of it near misses, beside ordinary questions.

The reading was also worked on with all of `cases/unknown-dev.jsonl`, which was written before its rules were
(`--cases evals/cases/unknown-dev.jsonl`). `cases/unknown-second.jsonl` was written by somebody who had not seen the
reading, and nothing is to be worked on with it: neither half is tuned, so read its groups, which are of the whole file.
"""

import hashlib
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.bootstrap import reranker_of
from assistant.retrieval.library import ProductHits, ProductQuery, Retriever
from assistant.retrieval.reading.words import stems
from assistant.retrieval.search import ShopRetriever
from evals.datasets import ROOT
from evals.loading import load
from evals.result import Failure, Result
from evals.stage import Stage, demo_stage

CASES = ROOT / "evals" / "cases" / "unknown.jsonl"


class Case(BaseModel):
    """`unknown` holds ways to name what the shop does not have, any of which will do; none marks an ordinary case."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    ask: str
    unknown: tuple[str, ...]
    kind: Literal["brand", "colour", "feature", "size", "category", "number", "ordinary"]
    near: bool

    @property
    def tuned(self) -> bool:
        """The reading was worked on with this half of the cases only; the other half gives the figure."""
        return int(hashlib.sha1(self.id.encode(), usedforsecurity=False).hexdigest(), 16) % 2 == 0


@dataclass(frozen=True)
class Answer:
    """`fault` is empty when the shop behaved."""

    case: Case
    fault: str


async def run(cases: Path | None, progress: Callable[[int, int], None]) -> Result:
    started = time.perf_counter()
    asked = load(cases or CASES, Case)
    answers: list[Answer] = []
    async with demo_stage() as stage, _retriever(stage) as retriever:
        for case in asked:
            hits = await retriever.products(ProductQuery(case.ask))
            answers.append(Answer(case, told_fault(case, hits) if case.unknown else affected_fault(hits)))
            progress(len(answers), len(asked))
    return Result(
        suite="unknown",
        model=f"retrieval over {stage.embeddings.fingerprint}",
        cases=len(asked),
        measures=measures(answers),
        groups=groups(answers),
        failures=tuple(_failure(answer) for answer in _wrong(answers)),
        protocol=(
            "told: nothing is shown as if it fitted, and the unknown thing is named; affected: an ordinary question "
            "finds nothing, or part of it is called unknown; figures are of the half (by hash of the id) that the "
            "reading was not worked on with, those that end in _tuned are of the other half"
        ),
        seconds=round(time.perf_counter() - started, 2),
    )


@asynccontextmanager
async def _retriever(stage: Stage) -> AsyncIterator[Retriever]:
    stores = (await stage.kept()).stores
    settings = stage.settings
    retriever = ShopRetriever(
        stores.catalogue, stores.library, stage.embeddings, settings.state_dir / "index", settings.keyword_weight,
        reranker=reranker_of(settings),
    )  # fmt: skip
    try:
        yield retriever
    finally:
        await retriever.close()


def told_fault(case: Case, hits: ProductHits) -> str:
    if hits.products:
        return f"shows {hits.total} products as if they fitted"
    said = set(stems(" ".join([*hits.unknown, *hits.understood, *hits.relax])))
    return "" if any(set(stems(name)) <= said for name in case.unknown) else "finds nothing but does not name it"


def affected_fault(hits: ProductHits) -> str:
    if hits.unknown:
        return f"calls {', '.join(hits.unknown)} unknown"
    return "" if hits.products else "finds nothing"


def measures(answers: Sequence[Answer]) -> dict[str, float]:
    found: dict[str, float] = {}
    for suffix, tuned in (("", False), ("_tuned", True)):
        half = [answer for answer in answers if answer.case.tuned is tuned]
        strange = [answer for answer in half if answer.case.unknown]
        found |= {
            f"told_unknown{suffix}": 1 - _share_wrong(strange),
            f"told_unknown_near_misses{suffix}": 1 - _share_wrong([a for a in strange if a.case.near]),
            f"ordinary_affected{suffix}": _share_wrong([a for a in half if not a.case.unknown]),
        }
    return {name: round(value, 4) for name, value in found.items()}


def groups(answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    """By kind, over both halves."""
    parts: dict[str, list[Answer]] = {}
    for answer in answers:
        for name in _parts(answer.case):
            parts.setdefault(name, []).append(answer)
    return {name: {"cases": len(part), "wrong": len(_wrong(part))} for name, part in sorted(parts.items())}


def _parts(case: Case) -> tuple[str, ...]:
    if not case.unknown:
        return (case.kind,)
    return ("every unknown", case.kind, *(("every near miss", f"{case.kind}, near miss") if case.near else ()))


def _share_wrong(answers: Sequence[Answer]) -> float:
    return len(_wrong(answers)) / len(answers) if answers else 0.0


def _wrong(answers: Iterable[Answer]) -> list[Answer]:
    return [answer for answer in answers if answer.fault]


def _failure(answer: Answer) -> Failure:
    return Failure.model_validate({"id": answer.case.id, "why": answer.fault, "ask": answer.case.ask})
