"""How good a list of products is, question by question. Pure functions, no assistant."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

SMALL_SET = 10


@dataclass(frozen=True)
class Answer:
    """`right` empty means that honest absence is the right answer; `matches` empty means that absence was told."""

    right: frozenset[str]
    ranked: Sequence[str]
    matches: frozenset[str]
    milliseconds: float = 0.0


@dataclass(frozen=True)
class SearchFigures:
    """Each figure is a mean; None where no question of that kind was asked."""

    questions: int
    ndcg_at_10: float | None
    exact_set: float | None
    absence_recall: float | None
    false_absence: float | None
    milliseconds: float | None


def figures(answers: Sequence[Answer]) -> SearchFigures:
    answerable = [answer for answer in answers if answer.right]
    empty = [answer for answer in answers if not answer.right]
    small = [answer for answer in answerable if len(answer.right) <= SMALL_SET]
    return SearchFigures(
        questions=len(answers),
        ndcg_at_10=_mean(ndcg_at_10(answer.ranked, answer.right) for answer in answerable),
        exact_set=_mean(float(answer.matches == answer.right) for answer in small),
        absence_recall=_mean(float(not answer.matches) for answer in empty),
        false_absence=_mean(float(not answer.matches) for answer in answerable),
        milliseconds=_mean(answer.milliseconds for answer in answers),
    )


def ndcg_at_10(ranked: Sequence[str], right: Collection[str]) -> float:
    """Gain 1 for each right product; 0 when there is none to find."""
    gained = sum(1 / math.log2(place + 2) for place, handle in enumerate(ranked[:10]) if handle in right)
    best = sum(1 / math.log2(place + 2) for place in range(min(10, len(right))))
    return gained / best if best else 0.0


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
