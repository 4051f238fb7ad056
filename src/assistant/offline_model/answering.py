"""Finds the sentences of the shop's own that answer a question, or the nearest ones, or says that there are none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.offline_model.candidates import candidates
from assistant.offline_model.focus import Record
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.stated import StatedFacts
from assistant.offline_model.support import Features, Support, ahead

SURE = 0.65
NEAR = 0.15
# fitted by `python -m evals.train_answering`; the search compares passages with each other, so that its order counts
# most in choosing and its lead over the next in telling whether the chosen one answers
CHOOSING = {
    "heading": 2.09, "kind": 0.69, "meant": 0.53, "quoted": 3.66, "first": 0.2, "behind": 3.16, "only_excepts": -1.53,
    "whole": 1.97, "said": 1.34, "left_out": 1.93, "near_said": 8.02, "near_whole": 3.85,
}  # fmt: skip
EVIDENCE = {
    "kind": 0.55, "quoted": 1.56, "whole": 0.29, "said": -0.65, "meant": -0.64, "least": 0.05, "lead": -0.73,
    "short": -1.68, "ahead": 2.84, "near_said": 1.46, "near_least": 1.5,
}  # fmt: skip
PRIOR = -2.37


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

    def __init__(self, embeddings: Remembered) -> None:
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
        scores = [weighed(CHOOSING, features) for features in seen]
        at = max(range(len(found)), key=scores.__getitem__)
        evidence = {**seen[at], "ahead": ahead(scores, at, self._support.told(found))}
        score = 1 / (1 + math.exp(-PRIOR - weighed(EVIDENCE, evidence)))
        return Quote(found[at].quotable, str(found[at].passage.get("title") or "our pages"), score)


def weighed(weights: Features, features: Features) -> float:
    return sum(weight * features[name] for name, weight in weights.items())
