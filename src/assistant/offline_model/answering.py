"""Finds the sentences of the shop's own that answer a question, or the nearest ones, or says that there are none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from langchain_core.embeddings import Embeddings

from assistant.offline_model.candidates import candidates
from assistant.offline_model.focus import Record
from assistant.offline_model.stated import StatedFacts
from assistant.offline_model.support import Features, Support

SURE = 0.57
NEAR = 0.22
# fitted by `python -m evals.train_answering`; the search compares passages with each other, so that its order counts
# most in choosing and its lead over the next in telling whether the chosen one answers
CHOOSING = {
    "heading": 2.85, "kind": 0.59, "meant": 3.45, "quoted": 5.2, "first": 0.58, "behind": 4.27,
    "only_excepts": -2.23, "whole": 3.51, "said": 4.43, "left_out": 0.66,
}  # fmt: skip
EVIDENCE = {
    "kind": 0.89, "quoted": 2.59, "whole": 1.36, "said": 1.19, "meant": 1.09, "least": 1.33, "lead": 2.67,
    "short": -1.79,
}  # fmt: skip
PRIOR = -3.61


@dataclass(frozen=True)
class Quote:
    """`score` in 0..1 is how likely the text answers."""

    text: str
    title: str
    score: float

    @property
    def sure(self) -> bool:
        return self.score >= SURE


class Answering:
    """Extractive: an answer is always a quote. One blend chooses it, another tells whether it answers at all."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings, self._support = embeddings, Support(embeddings)

    @property
    def stated(self) -> StatedFacts:
        return StatedFacts(self._embeddings)

    def quote(self, question: str, passages: Iterable[Record]) -> Quote | None:
        """None means that nothing supports an answer."""
        best = self.best(question, passages)
        return best if best and best.sure else None

    def best(self, question: str, passages: Iterable[Record]) -> Quote | None:
        """However little it answers; None without passages."""
        found = candidates(question, list(passages))
        if not found:
            return None
        seen = self._support.features(question, found)
        at = max(range(len(found)), key=lambda at: _weighed(CHOOSING, seen[at]))
        score = 1 / (1 + math.exp(-PRIOR - _weighed(EVIDENCE, seen[at])))
        return Quote(found[at].quotable, str(found[at].passage.get("title") or "our pages"), score)


def _weighed(weights: Features, features: Features) -> float:
    return sum(weight * features[name] for name, weight in weights.items())
