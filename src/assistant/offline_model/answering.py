"""Finds the sentences of the shop's own that answer a question, or says that there are none."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.offline_model.cues import fits_kind
from assistant.offline_model.focus import Record
from assistant.offline_model.passage_text import sentences
from assistant.offline_model.stated import StatedFacts
from assistant.offline_model.words import content, is_plain, stem, tokens

Features = Mapping[str, float]

CANDIDATES = 8
ENOUGH = 0.55
# both fitted by logistic regression on tests/offline_model/quotes.yaml and the worked-on half of `evals run policies`;
# the scores of a search compare passages with each other, so its order counts in choosing and not as evidence
CHOOSING = {
    "heading": 0.91, "kind": 1.05, "meant": 2.95, "quoted": 5.11, "first": 1.7, "behind": 3.6, "only_excepts": -2.45,
}  # fmt: skip
EVIDENCE = {"in_place": 3.63, "trust": 3.73, "kind": 1.34, "meant": 2.2, "quoted": 3.45}
PRIOR = -6.66
LONGEST_QUOTE = 280
_EXCEPTION = re.compile(r"\b(?:unless|except(?:\s(?:for|when))?|apart\sfrom)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Quote:
    """`score` lies in 0..1."""

    text: str
    title: str
    score: float


@dataclass(frozen=True)
class _Candidate:
    """Sentence `at` of a passage; `coverage` is the share of the question's words that it or its heading has."""

    passage: Record
    told: Sequence[str]
    at: int
    coverage: float

    @property
    def heading(self) -> str:
        last = str(self.passage.get("heading") or "").split(" > ")[-1]
        return last or str(self.passage.get("title") or "")

    @property
    def asks(self) -> bool:
        """Whether the heading puts a question, which the text below answers as a whole."""
        return self.heading.endswith("?") or self.heading.casefold().startswith(("how ", "what ", "when "))

    @property
    def topic(self) -> str:
        """A page's own question says all; another heading ("The 30-day rule") needs the page's title."""
        return self.heading if self.heading.endswith("?") else f"{self.passage.get('title')}: {self.heading}"

    @property
    def in_place(self) -> str:
        return f"{self.topic} {self.told[self.at]}"

    @property
    def whole(self) -> str:
        return f"{self.passage.get('title')} {self.passage.get('heading')} {self.passage.get('text')}"

    @property
    def trust(self) -> float:
        return min(max(float(self.passage.get("score") or 0.0), 0.0), 1.0)


class Answering:
    """Extractive: an answer is always a quote. One blend chooses it, another tells whether it answers at all."""

    def __init__(self, embeddings: Embeddings, enough: float = ENOUGH) -> None:
        self._embeddings, self._enough = embeddings, enough

    @property
    def stated(self) -> StatedFacts:
        return StatedFacts(self._embeddings)

    def quote(self, question: str, passages: Iterable[Record]) -> Quote | None:
        """None means that nothing supports an answer."""
        best = self.best(question, passages)
        return best if best and best.score >= self._enough else None

    def best(self, question: str, passages: Iterable[Record]) -> Quote | None:
        candidates = _candidates(question, list(passages))
        if not candidates:
            return None
        seen = self.features(question, candidates)
        at = max(range(len(candidates)), key=lambda at: _weighed(CHOOSING, seen[at]))
        chosen = candidates[at]
        score = 1 / (1 + math.exp(-PRIOR - _weighed(EVIDENCE, seen[at])))
        return Quote(_quotable(chosen), str(chosen.passage.get("title") or "our pages"), score)

    def features(self, question: str, candidates: Sequence[_Candidate]) -> list[Features]:
        """By the names in `CHOOSING` and `EVIDENCE`; each lies in -1..1."""
        texts = [text for c in candidates for text in (c.topic, c.in_place, _quotable(c))]
        like = self._likeness(question, texts)
        meant = {c.whole: self._meant(question, c.whole) for c in candidates}
        most = max(c.trust for c in candidates)
        return [_features(question, c, like, meant[c.whole], most) for c in candidates]

    def _likeness(self, question: str, texts: Sequence[str]) -> dict[str, float]:
        """Cosine with the question, from one batch of embeddings."""
        several = list(dict.fromkeys(texts))
        vectors = self._vectors([question, *several])
        return dict(zip(several, (vectors[1:] @ vectors[0]).tolist(), strict=True))

    def _meant(self, question: str, text: str) -> float:
        """The mean over the question's words of how near the text has one: 1 for the word itself."""
        asked, told = _meaning(question), _meaning(text)
        if not asked or not told:
            return 0.0
        stems = {stem(word) for word in told}
        nearest = (self._vectors(asked) @ self._vectors(told).T).max(axis=1)
        found = [1.0 if stem(word) in stems else float(near) for word, near in zip(asked, nearest, strict=True)]
        return sum(found) / len(found)

    def _vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = np.array(self._embeddings.embed_documents(list(texts)), dtype=np.float32)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def _weighed(weights: Features, features: Features) -> float:
    return sum(weight * features[name] for name, weight in weights.items())


def _meaning(text: str) -> list[str]:
    return list(dict.fromkeys(token for token in tokens(text) if not is_plain(token)))


def _only_excepts(asked: set[str], candidate: _Candidate) -> bool:
    """Whether "Yes, ... unless it is on final sale" would answer a question about final sale."""
    rule, *exception = _EXCEPTION.split(_quotable(candidate), maxsplit=1)
    missing = asked - set(content(f"{candidate.heading} {rule}"))
    return bool(exception and rule.startswith(("Yes", "No")) and missing & set(content(exception[0])))


def _features(question: str, candidate: _Candidate, like: Features, meant: float, most: float) -> Features:
    """`most` is the trust in the passage that the search put first."""
    quoted = _quotable(candidate)
    return {
        "heading": max(0.0, like[candidate.topic]),
        "in_place": max(0.0, like[candidate.in_place]),
        "trust": candidate.trust,
        "kind": fits_kind(question, quoted),
        "meant": meant,
        "quoted": like[quoted],
        "first": float(candidate.trust == most),
        "behind": candidate.trust - most,
        "only_excepts": float(_only_excepts(set(content(question)), candidate)),
    }


def _candidates(question: str, passages: Sequence[Record]) -> list[_Candidate]:
    """The first sentence of each passage, and the others that share most words with the question."""
    asked = content(question)
    split = [(p, sentences(str(p.get("text") or ""))) for p in passages]
    pieces = [(p, told, at, set(content(told[at]))) for p, told in split for at in range(len(told))]
    rarity = {w: 0.3 + math.log(1 + len(pieces) / (1 + sum(w in s for *_, s in pieces))) for w in asked}
    every = [_Candidate(p, told, at, _coverage(p, stems, rarity)) for p, told, at, stems in pieces]
    first = [c for c in every if c.at == 0]
    others = sorted((c for c in every if c.at > 0), key=lambda c: -c.coverage)
    return [*first, *others[:CANDIDATES]]


def _coverage(passage: Record, stems: set[str], rarity: Mapping[str, float]) -> float:
    about = set(content(f"{passage.get('title', '')} {passage.get('heading', '')}"))
    total = sum(rarity.values())
    # the words of a page's own question stand for its answer; those of another heading say less
    hint = 0.8 if str(passage.get("heading") or "").endswith("?") else 0.5
    found = sum(weight if w in stems else hint * weight if w in about else 0.0 for w, weight in rarity.items())
    return found / total if total else 0.0


def _quotable(chosen: _Candidate) -> str:
    """A short passage is quoted whole, and so is a short answer to a page's own question up to what was chosen.

    Of others, the sentence and the next, while short.
    """
    told = list(chosen.told)
    if len("; ".join(told)) <= LONGEST_QUOTE:
        return _joined(told)
    start = 0 if chosen.asks and len(" ".join(told[: chosen.at + 1])) <= LONGEST_QUOTE else chosen.at
    quoted = told[start]
    for at in range(start + 1, len(told)):
        if at > chosen.at and len(quoted) + len(told[at]) >= LONGEST_QUOTE:
            break
        if at > chosen.at + 1 and not chosen.asks:
            break
        quoted = _joined([quoted, told[at]])
    return quoted


def _joined(told: Sequence[str]) -> str:
    return reduce(lambda one, other: f"{one} {other}" if one.endswith((".", "!", "?")) else f"{one}; {other}", told)
