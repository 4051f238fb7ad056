"""A second look at the best few: a port, a light default that reads words by field, and an optional cross-encoder."""

import os
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Protocol

from assistant.retrieval.local_models import local_model
from assistant.retrieval.ranking import coverage
from assistant.retrieval.reading.words import content, stems
from assistant.shop.catalogue import Product

Rarity = Callable[[str], float]
TITLE, CATEGORY, FACTS, PAIRS = 0.45, 0.2, 0.2, 0.15
LONGEST = 600


class Reranker(Protocol):
    """`fingerprint` names it in results; `depth` is how many of the best it is worth its time for."""

    fingerprint: str
    depth: int

    def scores(self, question: str, products: Sequence[Product], rarity: Rarity) -> Sequence[float]:
        """In 0..1 for each product, the higher the better. `rarity` weighs a stem by how few products have it."""
        ...


class FieldReranker:
    """How much of the question stands in the title, the category and the facts, and in its order in the title."""

    fingerprint = "fields-1"
    depth = 50

    def scores(self, question: str, products: Sequence[Product], rarity: Rarity) -> Sequence[float]:
        asked = list(dict.fromkeys(content(question)))
        weights = {word: rarity(word) for word in asked}
        pairs = set(pairwise(asked))
        return [_score(product, weights, pairs) for product in products]


class CrossEncoderReranker:
    """A cross-encoder of sentence-transformers on this machine; needs the extra `local-embeddings`.

    Raises `BadSetting` without the extra, and `ModelFileMissing` for a model that is not there.
    """

    depth = 30

    def __init__(self, model: str) -> None:
        self._model = local_model("CrossEncoder", model, "ASSISTANT_RERANKER", num_labels=1)
        self.fingerprint = f"cross-encoder-{os.path.basename(os.path.normpath(model))}"  # noqa: PTH119  # may be a name

    def scores(self, question: str, products: Sequence[Product], rarity: Rarity) -> Sequence[float]:
        from torch.nn import Sigmoid  # noqa: PLC0415  # an extra

        pairs = [(question, _text(product)) for product in products]
        if not pairs:
            return []
        scores = self._model.predict(pairs, activation_fn=Sigmoid(), show_progress_bar=False)
        return [float(score) for score in scores]


def _score(product: Product, asked: dict[str, float], pairs: set[tuple[str, str]]) -> float:
    title = stems(product.title)
    facts = [*product.tags, *product.attributes.values(), *(variant.label for variant in product.variants)]
    together = len(pairs & set(pairwise(title))) / len(pairs) if pairs else 0.0
    return (
        TITLE * coverage(asked, set(title), asked)
        + CATEGORY * coverage(asked, set(stems(product.category)), asked)
        + FACTS * coverage(asked, set(stems(" ".join(facts))), asked)
        + PAIRS * together
    )


def _text(product: Product) -> str:
    facts = ". ".join(f"{name}: {value}" for name, value in product.attributes.items())
    return f"{product.title}. {product.category}. {facts}. {product.description}"[:LONGEST]
