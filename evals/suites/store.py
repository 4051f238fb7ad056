"""A general store asked as shoppers ask: vague, misspelt, for somebody, within a budget; answers graded by rules."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from assistant.retrieval.library import ProductQuery, Retriever
from evals.datasets import ROOT
from evals.grades import GradedQuestion
from evals.loading import load
from evals.measures import GradedAnswer, graded_figures, quantile, told
from evals.result import Failure, Progress, Result
from evals.retail_store import described, product, records
from evals.sampling import sampled
from evals.shop_search import SHOWN, shop_search

CASES = ROOT / "evals" / "cases" / "store.yaml"

Grades = Sequence[Mapping[str, int]]


async def run(cases: Path | None, progress: Progress, limit: int = 0) -> Result:
    started = time.perf_counter()
    questions = sampled(load(cases or CASES, GradedQuestion), limit, lambda question: question.id)
    listed = records()
    facts = [described(record) for record in listed]
    prices = {one.id: one.price for one in facts}
    grades = [question.grades(facts) for question in questions]
    async with shop_search([product(record) for record in listed]) as shop:
        found, spent = await _asked(questions, shop.retriever, progress)
        baselines = await asyncio.to_thread(shop.baselines, [question.question for question in questions])
    answers = _answers(questions, grades, found, prices)
    return Result(
        suite="search --dataset store",
        model=f"retrieval over {shop.embeddings.fingerprint}",
        cases=len(questions),
        measures=told(graded_figures(answers)) | _times(spent),
        baselines={
            name: told(graded_figures(_answers(questions, grades, lists, prices))) for name, lists in baselines.items()
        },
        failures=tuple(_failures(questions, answers)),
        protocol=(
            "graded gains of 3 for right and 1 for acceptable; precision of the first five, or of as many as there "
            "are; budget violations as a share of the products shown; the baselines read no budget and know no absence"
        ),
        seconds=round(time.perf_counter() - started, 2),
    )


async def _asked(
    questions: Sequence[GradedQuestion], retriever: Retriever, progress: Progress
) -> tuple[list[list[str]], list[float]]:
    found, spent = list[list[str]](), list[float]()
    for question in questions:
        started = time.perf_counter()
        hits = await retriever.products(ProductQuery(question.question, limit=SHOWN))
        spent.append((time.perf_counter() - started) * 1000)
        found.append([product.handle for product in hits.products])
        progress(len(found), len(questions))
    return found, spent


def _answers(
    questions: Sequence[GradedQuestion], grades: Grades, found: Sequence[Sequence[str]], prices: Mapping[str, float]
) -> list[GradedAnswer]:
    return [
        GradedAnswer(graded, shown, [handle for handle in shown if not question.affordable(prices[handle])])
        for question, graded, shown in zip(questions, grades, found, strict=True)
    ]


def _times(spent: Sequence[float]) -> dict[str, float]:
    return {f"milliseconds_p{percent}": round(quantile(spent, percent) or 0.0, 4) for percent in (50, 95)}


def _failures(questions: Sequence[GradedQuestion], answers: Sequence[GradedAnswer]) -> Iterator[Failure]:
    for question, answer in zip(questions, answers, strict=True):
        why = _why(answer)
        if why:
            yield Failure.model_validate({"id": question.id, "why": why, "question": question.question})


def _why(answer: GradedAnswer) -> str:
    if answer.dear:
        return f"shows {len(answer.dear)} products outside the budget"
    if not answer.grades:
        return f"shows {len(answer.shown)} products where nothing fits" if answer.shown else ""
    if not answer.shown:
        return f"tells of nothing where {len(answer.grades)} fit"
    hits = sum(handle in answer.grades for handle in answer.shown)
    return "" if hits else f"none of {len(answer.shown)} products fits"
