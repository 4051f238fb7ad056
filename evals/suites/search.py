"""Products asked for under constraints, of one shop that holds every category; the filter behind is never shown."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.retrieval.library import ProductQuery, Retriever
from evals.crosscheck import ragas_figures
from evals.loading import BadCases, load
from evals.measures import Answer, figures, ndcg_at_10, told
from evals.productqa import products_from
from evals.result import Failure, Progress, Result
from evals.sampling import sampled
from evals.search_sets import SETS, SearchSet
from evals.shop_search import SHOWN, ShopSearch, shop_search
from evals.suites import store

STORE = "store"


class RightProduct(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    asin: str


class Question(BaseModel):
    """One row of the file; an empty answer means that honest absence is right.

    `group` sorts the figures by category and is shown to nobody else; the other labels are not read.
    """

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    short_answer: tuple[RightProduct, ...]
    group: str = ""

    @property
    def right(self) -> frozenset[str]:
        return frozenset(product.asin for product in self.short_answer)


async def run(
    cases: Path | None, progress: Progress, *, catalog: Path | None = None, dataset: str = "productqa", limit: int = 0
) -> Result:
    """Raises `BadCases` for a data set that is not known, and for cases and a catalogue that do not fit together."""
    if dataset == STORE:
        return await store.run(cases, progress, limit)
    if dataset not in SETS:
        raise BadCases(f"there is no data set {dataset!r}; choose from {', '.join([*SETS, STORE])}")
    result, rankings = await measured(SETS[dataset](cases, catalog), progress, limit)
    checked = {name: await ragas_figures(ranked) for name, ranked in rankings.items()}
    ours = checked.pop("")
    baselines = result.baselines | {name: result.baselines[name] | found for name, found in checked.items()}
    return result.model_copy(update={"measures": result.measures | ours, "baselines": baselines})


Rankings = dict[str, list[tuple[Sequence[str], frozenset[str]]]]


async def measured(asked: SearchSet, progress: Progress, limit: int = 0) -> tuple[Result, Rankings]:
    """The result, and the rankings of ours (under "") and of each baseline over the answerable questions."""
    started = time.perf_counter()
    every = [question for file in asked.files for question in load(file, Question, unique=False)]
    questions = sampled(every, limit, lambda question: question.id)
    products = products_from(asked.catalog)
    _all_known(questions, {product.handle for product in products})
    async with shop_search(products) as shop:
        answers = await _asked(questions, shop.retriever, progress)
        answerable = [question for question in questions if question.right]
        rankings = await asyncio.to_thread(_rankings, answerable, shop)
    rankings[""] = [(answer.ranked, answer.right) for answer in answers if answer.right]
    return Result(
        suite="search",
        model=f"retrieval over {shop.embeddings.fingerprint}",
        cases=len(questions),
        measures=told(figures(answers)),
        baselines=_baselines(rankings) | {name: {"ndcg_at_10": value} for name, value in asked.published.items()},
        groups=_by_category(questions, answers),
        failures=() if asked.closed else tuple(_failures(questions, answers)),
        protocol=(
            f"{len(questions)} of {len(every)} questions, each asked of one shop that holds every category; nDCG with "
            "gain 1 over the answerable ones, exact set over those with at most 10 answers, without a "
            "superlative on what has a bound already, as the "
            "labels have it (strict: with it, as the shop shows it); ragas over the products shown; published figures "
            "are of another split of the same data"
        ),
        seconds=round(time.perf_counter() - started, 2),
    ), rankings


def _all_known(questions: Sequence[Question], handles: set[str]) -> None:
    for question in questions:
        strange = sorted(question.right - handles)
        if strange:
            raise BadCases(f"case {question.id}: product {strange[0]} is not in the catalogue; give its --catalog")


async def _asked(questions: Sequence[Question], retriever: Retriever, progress: Progress) -> list[Answer]:
    answers: list[Answer] = []
    for question in questions:
        started = time.perf_counter()
        hits = await retriever.products(ProductQuery(question.question, limit=SHOWN))
        spent = (time.perf_counter() - started) * 1000
        ranked = [product.handle for product in hits.products]
        bounded = frozenset(hits.ranked) if hits.best_of_bounded else None
        answers.append(Answer(question.right, ranked, frozenset(hits.matches), spent, bounded))
        progress(len(answers), len(questions))
    return answers


def _rankings(questions: Sequence[Question], shop: ShopSearch) -> Rankings:
    found = shop.baselines([question.question for question in questions]) if questions else {}
    return {
        name: [(ranked, question.right) for ranked, question in zip(lists, questions, strict=True)]
        for name, lists in found.items()
    }


def _baselines(rankings: Rankings) -> dict[str, dict[str, float]]:
    return {
        name: {"ndcg_at_10": round(sum(ndcg_at_10(*pair) for pair in ranked) / len(ranked), 4)}
        for name, ranked in rankings.items()
        if name and ranked
    }


def _by_category(questions: Sequence[Question], answers: Sequence[Answer]) -> dict[str, dict[str, float]]:
    by: dict[str, list[Answer]] = {}
    for question, answer in zip(questions, answers, strict=True):
        if question.group:
            by.setdefault(question.group, []).append(answer)
    return {group: {"questions": len(some)} | told(figures(some)) for group, some in sorted(by.items())}


def _failures(questions: Sequence[Question], answers: Sequence[Answer]) -> Iterator[Failure]:
    for question, answer in zip(questions, answers, strict=True):
        why = _why(answer)
        if why:
            yield Failure.model_validate({"id": question.id, "why": why, "question": question.question})


def _why(answer: Answer) -> str:
    if not answer.right:
        return f"shows {len(answer.matches)} products where nothing matches" if answer.matches else ""
    if not answer.matches:
        return f"tells of nothing where {len(answer.right)} match"
    if answer.labelled == answer.right:
        return ""
    extra, missed = len(answer.labelled - answer.right), len(answer.right - answer.labelled)
    return f"{extra} products too many, {missed} missed"
