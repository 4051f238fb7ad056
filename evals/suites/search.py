"""ProductQA: every category's products in one shop, asked for under constraints; the filter behind is never shown."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from assistant.retrieval.embedding import Embedder, MiniLM
from assistant.retrieval.index import PRODUCTS, build_index, open_index
from assistant.retrieval.library import ProductQuery, Retriever
from assistant.retrieval.search import ShopRetriever
from assistant.settings import Settings
from assistant.testing.stores import InMemoryCatalogue, InMemoryLibrary
from evals.datasets import dataset, needed
from evals.loading import load
from evals.measures import Answer, figures, ndcg_at_10
from evals.productqa import products_from
from evals.result import Failure, Result

SHOWN = 10
PUBLISHED = {
    "published BM25": 0.534,
    "published .5 BM25 + .5 e5": 0.563,
    "published constraint parser": 0.94,
}


class RightProduct(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    asin: str


class Question(BaseModel):
    """One row of the file; an empty answer means that honest absence is right. The labels beside it are not read."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    short_answer: tuple[RightProduct, ...]

    @property
    def right(self) -> frozenset[str]:
        return frozenset(product.asin for product in self.short_answer)


async def run(cases: Path | None, progress: Callable[[int, int], None]) -> Result:
    started = time.perf_counter()
    questions = load(cases or dataset("productqa", "search_qa.dev.jsonl.gz"), Question, unique=False)
    folder = _catalogue_for(cases)
    with tempfile.TemporaryDirectory() as root:
        embeddings = MiniLM()
        retriever, revision = await _filled(folder, Path(root), embeddings, Settings.load().keyword_weight)
        try:
            answers = await _asked(questions, retriever, progress)
        finally:
            await retriever.close()
        baselines = await asyncio.to_thread(_legs, questions, Path(root), revision, embeddings)
    return Result(
        suite="search",
        model=f"retrieval over {embeddings.fingerprint}",
        cases=len(questions),
        measures=_measures(answers),
        baselines=baselines | {name: {"ndcg_at_10": value} for name, value in PUBLISHED.items()},
        failures=tuple(_failures(questions, answers)),
        protocol=(
            "each question asked of one shop that holds every category; nDCG with gain 1 over the answerable ones, "
            "exact set over those with at most 10 answers; the published figures are of another split of the same data"
        ),
        seconds=round(time.perf_counter() - started, 2),
    )


def _catalogue_for(cases: Path | None) -> Path:
    """The catalogue beside the file of cases, where there is one, else the data set's."""
    if cases is not None and (cases.parent / "catalog").is_dir():
        return cases.parent
    needed(dataset("productqa") / "catalog")
    return dataset("productqa")


async def _filled(folder: Path, root: Path, embeddings: Embedder, weight: float) -> tuple[ShopRetriever, str]:
    catalogue = InMemoryCatalogue(products_from(folder / "catalog"))
    library = InMemoryLibrary(catalogue)
    built = await asyncio.to_thread(build_index, root, await catalogue.all(), [], embeddings)
    await library.go_live(built.revision)
    return ShopRetriever(catalogue, library, embeddings, root, weight), built.revision


async def _asked(
    questions: Sequence[Question], retriever: Retriever, progress: Callable[[int, int], None]
) -> list[Answer]:
    answers: list[Answer] = []
    for question in questions:
        started = time.perf_counter()
        hits = await retriever.products(ProductQuery(question.question, limit=SHOWN))
        spent = (time.perf_counter() - started) * 1000
        ranked = [product.handle for product in hits.products]
        answers.append(Answer(question.right, ranked, frozenset(hits.matches), spent))
        progress(len(answers), len(questions))
    return answers


def _measures(answers: Sequence[Answer]) -> dict[str, float]:
    found = asdict(figures(answers))
    del found["questions"]
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def _legs(
    questions: Sequence[Question], root: Path, revision: str, embeddings: Embedder
) -> dict[str, dict[str, float]]:
    """Each leg of the search alone, without constraints: what words, or meaning, give by themselves."""
    answerable = [question for question in questions if question.right]
    if not answerable:
        return {}
    vectors = embeddings.embed([question.question for question in answerable])
    keyword = dense = 0.0
    with closing(open_index(root, revision)) as index:
        for question, vector in zip(answerable, vectors, strict=True):
            keyword += ndcg_at_10(_best(index.keywords(PRODUCTS, question.question, SHOWN)), question.right)
            dense += ndcg_at_10(_best(index.dense(PRODUCTS, vector.tolist(), SHOWN)), question.right)
    count = len(answerable)
    return {
        "keywords only": {"ndcg_at_10": round(keyword / count, 4)},
        "dense only": {"ndcg_at_10": round(dense / count, 4)},
    }


def _best(scores: dict[str, float]) -> list[str]:
    return sorted(scores, key=lambda handle: -scores[handle])


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
    if answer.matches == answer.right:
        return ""
    extra, missed = len(answer.matches - answer.right), len(answer.right - answer.matches)
    return f"{extra} products too many, {missed} missed"
