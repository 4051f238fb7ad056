"""Finds the sentences of the shop's own that answer a question, or says that there are none."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.offline_model.cues import denies, fits_kind, same_lead
from assistant.offline_model.focus import Record
from assistant.offline_model.passage_text import sentences
from assistant.offline_model.stated import StatedFacts
from assistant.offline_model.words import content

CANDIDATES = 8
ENOUGH = 0.47
# coverage, heading's likeness, sentence's likeness, search's score, heading on topic, kind of thing, same question
# word, denial against no denial, a borrowed yes or no; fitted on two thirds of tests/offline_model/quotes.yaml
WEIGHTS = (0.04, 0.24, 0.43, 0.16, 0.1, 0.07, 0.01, -0.04, -0.2)
LONGEST_QUOTE = 280
SAYS_IT_ALL = 0.1  # for a sentence that has each word of the question itself, and needs no heading to be understood
ONLY_EXCEPTS = -0.5  # for a yes or no that names what is asked about only as its exception
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
    def trust(self) -> float:
        return min(max(float(self.passage.get("score") or 0.0), 0.0), 1.0)


class Answering:
    """Extractive: an answer is always a quote. Blends words in common, likeness of meaning and the search's score."""

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
        likeness = self._likeness(question, [t for c in candidates for t in (c.topic, c.in_place)])
        scored = [(_score(question, c, likeness), c) for c in candidates]
        score, chosen = max(scored, key=lambda pair: pair[0])
        return Quote(_quotable(chosen), str(chosen.passage.get("title") or "our pages"), score)

    def _likeness(self, question: str, texts: Sequence[str]) -> dict[str, float]:
        """Cosine with the question, from one batch of embeddings."""
        several = list(dict.fromkeys(texts))
        vectors = np.array(self._embeddings.embed_documents([question, *several]), dtype=np.float32)
        vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
        return dict(zip(several, (vectors[1:] @ vectors[0]).tolist(), strict=True))


def _score(question: str, candidate: _Candidate, likeness: Mapping[str, float]) -> float:
    fitted = sum(w * f for w, f in zip(WEIGHTS, features(question, candidate, likeness), strict=True))
    asked, told = set(content(question)), candidate.told[candidate.at]
    whole = len(asked) > 1 and asked <= set(content(told))
    return fitted + SAYS_IT_ALL * whole + ONLY_EXCEPTS * _only_excepts(asked, candidate)


def _only_excepts(asked: set[str], candidate: _Candidate) -> bool:
    """Whether "Yes, ... unless it is on final sale" would answer a question about final sale."""
    rule, *exception = _EXCEPTION.split(_quotable(candidate), maxsplit=1)
    missing = asked - set(content(f"{candidate.heading} {rule}"))
    return bool(exception and rule.startswith(("Yes", "No")) and missing & set(content(exception[0])))


def features(question: str, candidate: _Candidate, likeness: Mapping[str, float]) -> tuple[float, ...]:
    """In the order of `WEIGHTS`."""
    asked, headed = set(content(question)), set(content(candidate.heading))
    told = candidate.told[candidate.at]
    on_topic = len(asked & headed) / len(headed) if headed else 0.0
    # "Yes" answers the page's own question; where that lacks a word of the shopper's, it may be the wrong answer
    borrowed = len(asked - headed) / max(len(asked), 1) if told.startswith(("Yes", "No,", "No.")) else 0.0
    return (
        candidate.coverage,
        max(0.0, likeness[candidate.topic]),
        max(0.0, likeness[candidate.in_place]),
        candidate.trust,
        on_topic,
        fits_kind(question, _quotable(candidate)),
        float(same_lead(question, candidate.heading)),
        float(denies(question) != denies(candidate.heading)),
        borrowed,
    )


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
    """A short answer to a page's own question is quoted whole; else the sentence and the next, while short."""
    told = list(chosen.told)
    start = 0 if chosen.asks and len(" ".join(told[: chosen.at + 1])) <= LONGEST_QUOTE else chosen.at
    quoted = told[start]
    for at in range(start + 1, len(told)):
        if at > chosen.at and len(quoted) + len(told[at]) >= LONGEST_QUOTE:
            break
        if at > chosen.at + 1 and not chosen.asks:
            break
        quoted = f"{quoted} {told[at]}" if quoted.endswith((".", "!", "?")) else f"{quoted}; {told[at]}"
    return quoted
