"""Finds what a product's record states about a question put in other words; silent where nothing is near enough."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.offline_model.focus import Record
from assistant.offline_model.passage_text import sentences
from assistant.offline_model.quantities import speaks_of
from assistant.offline_model.words import content

NEAR = 0.31
# likeness to how the fact is asked for, likeness to the fact, words in common; see product_questions.yaml in the tests
WEIGHTS = (0.35, 0.5, 0.1)
_ASKED_AS: Mapping[str, str] = {
    "care": "Can I wash it? Can it go in the washing machine or dishwasher?",
    "weight": "How heavy is it? How much does it weigh?",
    "material": "What is it made of? What fabric is it?",
    "capacity": "How much does it hold? How many people fit in?",
    "volume": "How many liters does it carry?",
    "dimensions": "How big is it? What are its measurements?",
    "waterproof rating": "Is it waterproof? Can it go under water or in the rain? Can I swim with it?",
    "battery life": "How long does the battery last?",
    "charging": "How do I charge it?",
    "connectivity": "How does it connect? Bluetooth or cable?",
    "temperature rating": "How cold can it get? How warm is it?",
    "laptop size": "Will it fit a laptop?",
    "age": "What age is it for? Is it safe for a baby?",
    "fit": "Does it run small or large?",
    "length": "How long is it?",
    "season": "Which season is it for? Can I use it in winter or summer?",
    "occasion": "What can I use or wear it for?",
    "noise cancelling": "Does it block out noise?",
    "heat-up time": "How quickly does it heat up?",
    "power": "How powerful is it? How many watts?",
    "set": "How many pieces come in a set?",
    "induction": "Can I use it on an induction hob?",
    "oven safe": "Can it go in the oven?",
    "insulation": "How long does it stay hot or cold?",
    "setup": "Is it freestanding?",
}  # how shoppers ask about attributes that many shops have; any other attribute is asked for by its name


@dataclass(frozen=True)
class Fact:
    """An attribute with its value, or a sentence of the description (then `name` is empty)."""

    name: str
    value: str

    @property
    def text(self) -> str:
        return f"{self.name}: {self.value}" if self.name else self.value

    @property
    def asked_as(self) -> str:
        return _ASKED_AS.get(self.name.casefold(), self.text)


class StatedFacts:
    def __init__(self, embeddings: Embeddings, near: float = NEAR) -> None:
        self._embeddings, self._near = embeddings, near

    def nearest(self, question: str, product: Record) -> Fact | None:
        """None when nothing that is stated is near the question, or what is near tells something else."""
        scored = [
            (score, fact)
            for score, fact in self.scored(question, product)
            if speaks_of(question, fact.text, _ASKED_AS.get(fact.name.casefold(), ""))
        ]
        best = max(scored, key=lambda pair: pair[0], default=None)
        return best[1] if best and best[0] >= self._near else None

    def scored(self, question: str, product: Record) -> list[tuple[float, Fact]]:
        facts = _facts(product)
        texts = list(dict.fromkeys([question, *(t for f in facts for t in (f.asked_as, f.text))]))
        vectors = np.array(self._embeddings.embed_documents(texts), dtype=np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        like = dict(zip(texts, (vectors @ vectors[0]).tolist(), strict=True))
        asked = _asked(question, product)
        return [(_score(fact, like, asked), fact) for fact in facts]


def _score(fact: Fact, like: Mapping[str, float], asked: Sequence[str]) -> float:
    stems = set(content(fact.text))
    shared = sum(word in stems for word in asked) / len(asked) if asked else 0.0
    return WEIGHTS[0] * like[fact.asked_as] + WEIGHTS[1] * like[fact.text] + WEIGHTS[2] * shared


def _facts(product: Record) -> list[Fact]:
    attributes: Mapping[str, object] = product.get("attributes") or {}
    told = [Fact("", sentence) for sentence in sentences(str(product.get("description") or ""))]
    return [Fact(str(name), str(value)) for name, value in attributes.items()] + told


def _asked(question: str, product: Record) -> list[str]:
    title = set(content(str(product.get("title", ""))))
    return [word for word in content(question) if word not in title]
