"""Finds the sentences of the shop's own that answer a question, or the nearest ones, or says that there are none."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.offline_model.candidates import Candidate, candidates
from assistant.offline_model.focus import Record
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.stated import StatedFacts
from assistant.offline_model.support import Features, Support, ahead, rivals_of

SURE = 0.57
NEAR = 0.15
RELATED = 0.42  # of what is asked; whatever means less than this of it is not near, either
# fitted by `python -m evals.train_answering`; the search compares passages with each other, so that its order counts
# most in choosing and its lead over the next in telling whether the chosen one answers
CHOOSING = {
    "heading": 2.05, "kind": 0.69, "meant": 1.13, "quoted": 3.71, "first": 0.21, "behind": 2.99, "only_excepts": -2.54,
    "whole": 2.09, "said": 0.93, "left_out": 1.97, "near_said": 8.15, "near_whole": 3.47, "posed": 2.01,
}  # fmt: skip
EVIDENCE = {
    "kind": 0.53, "quoted": 1.62, "whole": 0.04, "said": -0.66, "meant": -0.56, "least": -0.09, "lead": -0.71,
    "short": -1.72, "ahead": 2.91, "near_said": 1.48, "near_least": 1.21, "posed": 0.54,
}  # fmt: skip
PRIOR = -2.25


@dataclass(frozen=True)
class Quote:
    """`score` in 0..1 is how likely the text answers; `other` is what comes next and tells something else."""

    text: str
    title: str
    score: float
    other: "Quote | None" = None

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
        seen, told = self._support.features(question, found), self._support.told(found)
        scores = [weighed(CHOOSING, features) for features in seen]
        at = max(range(len(found)), key=scores.__getitem__)
        rivals = rivals_of(at, told)
        other = max(rivals, key=scores.__getitem__) if rivals else None
        gap = ahead(scores[at], [scores[rival] for rival in rivals])
        likely = 1 / (1 + math.exp(-PRIOR - weighed(EVIDENCE, {**seen[at], "ahead": gap})))
        score = likely if seen[at]["meant"] >= RELATED else 0.0
        return _quote(question, found[at], score, None if other is None else _quote(question, found[other], 0.0))


def _quote(question: str, candidate: Candidate, score: float, other: Quote | None = None) -> Quote:
    return Quote(candidate.quoted_for(question), str(candidate.passage.get("title") or "our pages"), score, other)


def weighed(weights: Features, features: Features) -> float:
    return sum(weight * features[name] for name, weight in weights.items())
