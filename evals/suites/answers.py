"""ProductQA's fact and reasoning questions: each is about one product, and its own record answers or stays silent."""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.language_models import BaseChatModel
from pydantic import BaseModel, ConfigDict

from assistant.offline_model.model import OfflineChatModel
from assistant.offline_model.words import content
from assistant.retrieval.embedding import MiniLM
from assistant.shop.catalogue import Product
from evals.datasets import dataset
from evals.in_hand import PAGES, Told, ask
from evals.loading import BadCases, load
from evals.productqa import products_from
from evals.result import Failure, Progress, Result
from evals.sampling import sampled
from evals.search_sets import productqa
from evals.verdicts import Verdict, judged, shares

SAMPLE = 3000
FILES = ("fact_qa.dev.jsonl.gz", "reasoning_qa.dev.jsonl.gz")


class Question(BaseModel):
    """One row of a file; `short_answer` is "yes", "no" or a value, and `type` tells facts from reasoning."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    asin: str
    question: str
    short_answer: str
    type: str


@dataclass(frozen=True)
class Answer:
    question: Question
    told: str
    verdict: Verdict


async def run(cases: Path | None, progress: Progress, *, catalog: Path | None = None, limit: int = SAMPLE) -> Result:
    started = time.perf_counter()
    files = [cases] if cases else [dataset("productqa", name) for name in FILES]
    every = [question for file in files for question in load(file, Question, unique=False)]
    products = {product.handle: product for product in products_from(productqa(cases, catalog).catalog)}
    questions = sampled(every, limit, lambda question: question.id)
    _known(questions, products)
    model = OfflineChatModel(embeddings=MiniLM(), shop_name="the shop")
    answers = await _asked(questions, products, model, progress)
    return Result(
        suite="answers",
        model=model.model_name,
        cases=len(answers),
        measures=_measures(answers),
        baselines={
            "always yes": _measures([_plain(question, "Yes.") for question in questions]),
            "attribute with most words in common": _measures(
                [_plain(question, most_in_common(question.question, products[question.asin])) for question in questions]
            ),
        },
        failures=tuple(_failures(answers)),
        protocol=(
            f"{len(answers)} of {len(every)} questions, each asked of the offline model with the product before it; "
            "right: the yes or no agrees, or each word of the value is told; undecided: a fact without the yes or no; "
            "not stated: it says so; elsewhere: it took the question for something else than the record's"
        ),
        seconds=round(time.perf_counter() - started, 2),
    )


def _known(questions: Sequence[Question], products: Mapping[str, Product]) -> None:
    for question in questions:
        if question.asin not in products:
            raise BadCases(f"case {question.id}: product {question.asin} is not in the catalogue; give its --catalog")


async def _asked(
    questions: Sequence[Question], products: Mapping[str, Product], model: BaseChatModel, progress: Progress
) -> list[Answer]:
    answers: list[Answer] = []
    for question in questions:
        told = await asyncio.to_thread(ask, model, products[question.asin], question.question)
        answers.append(Answer(question, told.text, verdict(question, told, products[question.asin])))
        progress(len(answers), len(questions))
    return answers


def verdict(question: Question, told: Told, product: Product) -> Verdict:
    if told.looked - {PAGES} or not (told.read or told.looked):
        return Verdict.ELSEWHERE
    if told.outcome != "answered":
        return Verdict.NOT_STATED if told.read else Verdict.ELSEWHERE
    return judged(question.question, question.short_answer, told.text.replace(product.title, ""))


def _plain(question: Question, told: str) -> Answer:
    said = judged(question.question, question.short_answer, told) if told else Verdict.NOT_STATED
    return Answer(question, told, said)


def most_in_common(question: str, product: Product) -> str:
    """A baseline without a model: the attribute that shares most words with the question, "" when none does."""
    asked = set(content(question))
    shared = {name: len(asked & set(content(f"{name} {value}"))) for name, value in product.attributes.items()}
    best = max(shared, key=lambda name: shared[name], default="")
    return f"{best}: {product.attributes[best]}" if best and shared[best] else ""


def _measures(answers: Sequence[Answer]) -> dict[str, float]:
    found = shares(answer.verdict for answer in answers)
    for kind in sorted({answer.question.type for answer in answers}):
        some = shares(answer.verdict for answer in answers if answer.question.type == kind)
        found |= {f"{kind.removesuffix('_qa')}_{name}": share for name, share in some.items()}
    return found


def _failures(answers: Sequence[Answer]) -> Iterator[Failure]:
    for answer in answers:
        if answer.verdict is Verdict.WRONG:
            why = f"told {answer.told!r}, expected {answer.question.short_answer!r}"
            yield Failure.model_validate({"id": answer.question.id, "why": why, "question": answer.question.question})
