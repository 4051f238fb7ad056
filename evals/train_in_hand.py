"""`python -m evals.train_in_hand` learns which messages ask about the product in hand and writes in_hand.npz.

It learns from our own phrases, from ProductQA's dev questions (fact and reasoning against search) and, as what is not
about a product, from Bitext's, CLINC150's and the injection set's dev messages. Prints the figures on categories that
were left out, half of them at a time.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from langchain_core.embeddings import Embeddings
from pydantic import BaseModel, ConfigDict
from rich.console import Console

from assistant.offline_model.in_hand import ABOUT, LIKELY, OTHER, WEIGHTS, masked
from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.train import phrases
from assistant.retrieval.embedding import MiniLM
from evals.datasets import dataset
from evals.loading import load
from evals.productqa import products_from

A_CATEGORY = {"fact_qa": 110, "reasoning_qa": 70, "search_qa": 70}
ELSEWHERE = {"bitext_support_intents": 600, "clinc150_oos": 1200, "injection": 700}
OWN_TIMES = 6
LONGEST = 300
Product = Mapping[str, str]


class Asked(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    text: str = ""
    question: str = ""
    asin: str = ""
    group: str = ""


class Row(NamedTuple):
    """`group` is left out of training as a whole."""

    text: str
    label: str
    group: str
    source: str


def rows() -> list[Row]:
    draw = random.Random(3)  # noqa: S311  # training needs the same draw each time, not a secret one
    products = {
        p.handle: {"title": p.title, "category": p.category, "vendor": p.vendor}
        for p in products_from(dataset("productqa", "catalog"))
    }
    return [*_productqa(products, draw), *_own(list(products.values()), draw), *_elsewhere(draw)]


def _productqa(products: Mapping[str, Product], draw: random.Random) -> Iterator[Row]:
    """A search is asked with any product of its category in hand."""
    for kind, most in A_CATEGORY.items():
        asked = load(dataset("productqa", f"{kind}.dev.jsonl.gz"), Asked, unique=False)
        for group in sorted({row.group for row in asked}):
            mine = [row for row in asked if row.group == group]
            alike = [p for p in products.values() if p["category"] == group.replace("_", " ")]
            for row in draw.sample(mine, min(most, len(mine))):
                product = draw.choice(alike) if kind == "search_qa" else products[row.asin]
                yield Row(masked(row.question, product), OTHER if kind == "search_qa" else ABOUT, group, kind)


def _own(products: Sequence[Product], draw: random.Random) -> Iterator[Row]:
    """Few, so that each counts several times, with another product in hand."""
    for intent, texts in phrases().items():
        label = ABOUT if intent == "product_question" else OTHER
        for at, text in enumerate(texts):
            for _ in range(OWN_TIMES):
                yield Row(masked(str(text), draw.choice(products)), label, f"own {at % 2}", intent)


def _elsewhere(draw: random.Random) -> Iterator[Row]:
    for name, most in ELSEWHERE.items():
        told = load(dataset(name, "dev.jsonl.gz"), Asked, unique=False)
        for at, row in enumerate(draw.sample(told, min(most, len(told)))):
            yield Row(row.text[:LONGEST], OTHER, f"{name} {at % 2}", name)


def train(learnt: Sequence[Row], embeddings: Embeddings) -> IntentClassifier:
    return IntentClassifier.train([row.text for row in learnt], [row.label for row in learnt], embeddings)


def held_out(every: Sequence[Row], embeddings: Embeddings) -> dict[str, float]:
    """Share taken for a question about the product, by source, each group judged by what never saw it."""
    groups = sorted({row.group for row in every})
    taken, total = Counter[str](), Counter[str]()
    for half in (0, 1):
        asked = [row for row in every if row.group in groups[half::2]]
        model = train([row for row in every if row.group not in groups[half::2]], embeddings)
        likely = model.probabilities([row.text for row in asked])[:, model.labels.index(ABOUT)]
        total.update(row.source for row in asked)
        taken.update(row.source for row, p in zip(asked, likely, strict=True) if p >= LIKELY)
    return {source: round(taken[source] / total[source], 3) for source in total}


def main() -> None:
    embeddings, every = Remembered(MiniLM(), most=20_000), rows()
    Console().print(f"{len(every)} messages; left out, taken for the product's:", held_out(every, embeddings))
    train(every, embeddings).save(WEIGHTS)


if __name__ == "__main__":
    main()
