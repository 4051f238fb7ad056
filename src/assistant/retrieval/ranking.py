"""Scores: a weighted blend of the keyword and the dense leg, and how far a text supports a question."""

import math
from collections.abc import Collection, Iterable, Mapping

from assistant.retrieval.reading.words import akin


def blend(keyword: Mapping[str, float], dense: Mapping[str, float], weight: float) -> dict[str, float]:
    """Each leg is divided by its best score first; an id that one leg did not find has zero there."""
    k, d = _normal(keyword), _normal(dense)
    return {id_: weight * k.get(id_, 0.0) + (1 - weight) * d.get(id_, 0.0) for id_ in k.keys() | d.keys()}


def _normal(scores: Mapping[str, float]) -> dict[str, float]:
    best = max(scores.values(), default=0.0)
    return {id_: max(0.0, score) / best for id_, score in scores.items()} if best > 0 else {}


def coverage(asked: Collection[str], words: Collection[str], rarity: Mapping[str, float]) -> float:
    """The share of the question's words, weighted by rarity, that a text has; 0 for a question without any."""
    total = sum(rarity.get(word, 1.0) for word in asked)
    found = sum(rarity.get(word, 1.0) for word in asked if has_word(word, words))
    return found / total if total else 0.0


def has_word(word: str, words: Collection[str]) -> bool:
    return word in words or any(akin(word, other) for other in words if other[:3] == word[:3])


def rarities(texts: Iterable[Collection[str]]) -> dict[str, float]:
    """Inverse document frequency in 0..1 by word; words that no text has are looked up as 1."""
    count: dict[str, int] = {}
    size = 0
    for words in texts:
        size += 1
        for word in words:
            count[word] = count.get(word, 0) + 1
    return {word: math.log((size + 1) / n) / math.log(size + 1) for word, n in count.items()} if size else {}
