"""How good a list of products is, question by question. Pure functions, no assistant."""

import math
import statistics
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

SMALL_SET = 10


@dataclass(frozen=True)
class Answer:
    """`right` empty means that honest absence is the right answer; `matches` empty means that absence was told.

    `ranked` is what was shown. `bounded`, where told, is the set without superlatives on what has a bound already.
    """

    right: frozenset[str]
    ranked: Sequence[str]
    matches: frozenset[str]
    milliseconds: float = 0.0
    bounded: frozenset[str] | None = None

    @property
    def labelled(self) -> frozenset[str]:
        """The labels of ProductQA drop "cheapest" from "the cheapest under $50"; the shop does not."""
        return self.matches if self.bounded is None else self.bounded


@dataclass(frozen=True)
class SearchFigures:
    """Each figure is a mean or a quantile; None where no question of that kind was asked.

    `exact_set` follows the labels' way with superlatives, `exact_set_strict` compares with what a shopper is shown.
    """

    questions: int
    ndcg_at_10: float | None
    exact_set: float | None
    exact_set_strict: float | None
    absence_recall: float | None
    false_absence: float | None
    milliseconds: float | None
    milliseconds_p50: float | None
    milliseconds_p95: float | None


@dataclass(frozen=True)
class GradedAnswer:
    """`grades` by handle, 2 for right and 1 for acceptable; `dear` are the shown products that break the budget."""

    grades: Mapping[str, int]
    shown: Sequence[str]
    dear: Sequence[str]
    milliseconds: float = 0.0


@dataclass(frozen=True)
class GradedFigures:
    """`budget_violations` is the share of shown products; None where no question of that kind was asked."""

    ndcg_at_10: float | None
    precision_at_5: float | None
    budget_violations: float | None
    empty_where_something_fits: float | None
    absence_recall: float | None


def figures(answers: Sequence[Answer]) -> SearchFigures:
    answerable = [answer for answer in answers if answer.right]
    empty = [answer for answer in answers if not answer.right]
    small = [answer for answer in answerable if len(answer.right) <= SMALL_SET]
    return SearchFigures(
        questions=len(answers),
        ndcg_at_10=_mean(ndcg_at_10(answer.ranked, answer.right) for answer in answerable),
        exact_set=_mean(float(answer.labelled == answer.right) for answer in small),
        exact_set_strict=_mean(float(answer.matches == answer.right) for answer in small),
        absence_recall=_mean(float(not answer.matches) for answer in empty),
        false_absence=_mean(float(not answer.matches) for answer in answerable),
        milliseconds=_mean(answer.milliseconds for answer in answers),
        milliseconds_p50=quantile([answer.milliseconds for answer in answers], 50),
        milliseconds_p95=quantile([answer.milliseconds for answer in answers], 95),
    )


def told(scored: SearchFigures | GradedFigures) -> dict[str, float]:
    """By name, to four places, without what was not asked."""
    found = asdict(scored)
    found.pop("questions", None)
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def quantile(values: Sequence[float], percent: int) -> float | None:
    if len(values) < 2:
        return values[0] if values else None
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


def graded_figures(answers: Sequence[GradedAnswer]) -> GradedFigures:
    fitting = [answer for answer in answers if answer.grades]
    return GradedFigures(
        ndcg_at_10=_mean(graded_ndcg_at_10(answer.shown, answer.grades) for answer in fitting),
        precision_at_5=_mean(precision_at_5(answer.shown, answer.grades) for answer in fitting),
        budget_violations=_mean(float(handle in answer.dear) for answer in answers for handle in answer.shown),
        empty_where_something_fits=_mean(float(not answer.shown) for answer in fitting),
        absence_recall=_mean(float(not answer.shown) for answer in answers if not answer.grades),
    )


def graded_ndcg_at_10(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Gain 3 for a right product, 1 for an acceptable one."""
    gained = _discounted([2 ** grades.get(handle, 0) - 1 for handle in ranked[:10]])
    best = _discounted(sorted((2**grade - 1 for grade in grades.values()), reverse=True)[:10])
    return gained / best if best else 0.0


def precision_at_5(ranked: Sequence[str], grades: Mapping[str, int]) -> float:
    """Right or acceptable ones among the first five, of five or of as many as there are."""
    return sum(handle in grades for handle in ranked[:5]) / min(5, len(grades)) if grades else 0.0


def _discounted(gains: Iterable[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def ndcg_at_10(ranked: Sequence[str], right: Collection[str]) -> float:
    """Gain 1 for each right product; 0 when there is none to find."""
    gained = sum(1 / math.log2(place + 2) for place, handle in enumerate(ranked[:10]) if handle in right)
    best = sum(1 / math.log2(place + 2) for place in range(min(10, len(right))))
    return gained / best if best else 0.0


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return sum(listed) / len(listed) if listed else None
