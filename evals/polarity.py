"""`python -m evals.polarity`: trains what tells refused values from wanted ones, tests it on categories left out."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from assistant.retrieval.reading.kinds import Kind
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.numbers import normalised
from assistant.retrieval.reading.polarity import SIZE, WEIGHTS, Place, features, hashed
from assistant.retrieval.reading.values import mentions, question_of
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.reading.words import plain, tokens
from evals.datasets import ROOT, dataset
from evals.loading import load
from evals.productqa import products_from

FOLDS = 5
STRENGTH = 1.0
PHRASE_WEIGHT = 4.0
"""Few phrases stand against ten thousand values."""
PHRASES = ROOT / "evals" / "cases" / "refusals.txt"
MARK = re.compile(r"\[([+-])\]|\(([+-])\)|NAME|KIND")
ATTRIBUTES = (("brand", "material"), ("color", "brand"))
CONDITION = re.compile(r'(NOT )?(\w+) (?:IN|=) (\([^()]*\)|"[^"]*")')
BEST = re.compile(r"\w+ = \(SELECT (?:MIN|MAX)\(")


class Labelled(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str
    question: str
    group: str
    extra_data: dict[str, str]


@dataclass(frozen=True)
class Example:
    """A value that a question names, with the hashed words around it."""

    category: str
    features: NDArray[np.int64]
    by_rule: bool
    refused: bool
    weight: float = 1.0


def examples() -> Iterator[Example]:
    vocabulary = Vocabulary.learn(products_from(dataset("productqa") / "catalog"))
    for row in load(dataset("productqa", "search_qa.dev.jsonl.gz"), Labelled, unique=False):
        yield from _examples(row, vocabulary)


def _examples(row: Labelled, vocabulary: Vocabulary) -> Iterator[Example]:
    category = row.group.replace("_", " ")
    scope = vocabulary.scope(Kind((category,)))
    text = normalised(row.question)
    refusals, labels = Refusals(text), _labels(row.extra_data["answer"])
    found = mentions(question_of(row.question, text, tokens(text)), scope, vocabulary)
    found.sort(key=lambda mention: mention.start)
    places = [Place(m.start, m.end, m.facet.key, m.facet.is_brand, refusals.cover(m.start, m.end)) for m in found]
    for mention, place in zip(found, places, strict=True):
        said = {labels[mention.facet.key].get(value.casefold()) for value in mention.values} - {None}
        if len(said) == 1:
            seen = hashed(features(text, place, places, scope.stems))
            yield Example(category, seen, place.refused, bool(said.pop()))


def phrases() -> Iterator[Example]:
    """Each line as said of a maker, and as said of a colour."""
    for line in PHRASES.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            for own, other in ATTRIBUTES:
                yield from _phrase(line, own, other)


def _phrase(line: str, own: str, other: str) -> Iterator[Example]:
    text, marked, end = "", [], 0
    for mark in MARK.finditer(line):
        text += plain(line[end : mark.start()])
        end = mark.end()
        sign = mark[1] or mark[2]
        said = "zyx" if sign else "gizmo" if mark.group() == "KIND" else own
        if sign:
            facet = own if mark[1] else other
            marked.append((len(text), facet, facet == "brand", sign == "-"))
        text += said
    text += plain(line[end:]).rstrip()
    rules = Refusals(text)
    places = [Place(at, at + 3, facet, maker, rules.cover(at, at + 3)) for at, facet, maker, _ in marked]
    for place, (*_, is_refused) in zip(places, marked, strict=True):
        seen = hashed(features(text, place, places, ("gizmo",)))
        yield Example(line, seen, place.refused, is_refused, PHRASE_WEIGHT)


def _labels(sql: str) -> dict[str, dict[str, bool]]:
    """By facet and value: whether the label refuses it."""
    labels: dict[str, dict[str, bool]] = defaultdict(dict)
    for refused, column, values in CONDITION.findall(BEST.split(sql)[0]):
        labels[column.casefold().replace("_", " ")] |= {
            value.casefold(): bool(refused) for value in re.findall(r'"([^"]*)"', values)
        }
    return labels


def _fit(rows: Sequence[Example]) -> tuple[NDArray[np.float64], float]:
    from sklearn.feature_extraction import DictVectorizer  # noqa: PLC0415  # takes seconds to import
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  # the same

    columns = DictVectorizer(dtype=np.float32)
    matrix = columns.fit_transform([{str(feature): 1.0 for feature in row.features} for row in rows])
    matrix.indices, matrix.indptr = matrix.indices.astype(np.int32), matrix.indptr.astype(np.int32)
    model = LogisticRegression(C=STRENGTH, max_iter=300, solver="liblinear")
    model.fit(matrix, [row.refused for row in rows], sample_weight=[row.weight for row in rows])
    weights = np.zeros(SIZE)
    weights[[int(name) for name in columns.feature_names_]] = model.coef_[0]
    return weights, float(model.intercept_[0])


def _right(rows: Sequence[Example], weights: NDArray[np.float64], bias: float) -> int:
    return sum((weights[row.features].sum() + bias > 0) == row.refused for row in rows)


def main() -> None:
    asked, said = list(examples()), list(phrases())
    for name, rows, others in (("values named", asked, said), ("phrases", said, asked)):
        by_rule = sum(row.by_rule == row.refused for row in rows)
        right = _folds(rows, others)
        print(f"{len(rows)} {name}; right by the rules {by_rule / len(rows):.4f}, learnt {right / len(rows):.4f}")
    weights, bias = _fit([*asked, *said])
    np.savez_compressed(WEIGHTS, weights=weights.astype(np.float16), bias=np.float32(bias))


def _folds(rows: Sequence[Example], others: Sequence[Example]) -> int:
    """How many are right by what was learnt without their category."""
    categories = sorted({row.category for row in rows})
    right = 0
    for fold in range(FOLDS):
        left_out = set(categories[fold::FOLDS])
        learnt = _fit([*(row for row in rows if row.category not in left_out), *others])
        right += _right([row for row in rows if row.category in left_out], *learnt)
    return right


if __name__ == "__main__":
    main()
