"""How far a passage supports an answer to a question: features that two fitted blends weigh."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.offline_model.candidates import Candidate
from assistant.offline_model.cues import fits_kind
from assistant.offline_model.remembered import Remembered
from assistant.offline_model.words import content, is_plain, stem, tokens
from assistant.retrieval.in_context import WordsInContext

Features = Mapping[str, float]
Floats = NDArray[np.float32]
THE_SAME = 0.6  # two quotes as like as this tell one thing: a rule and the FAQ about it are no rivals
FAR_AHEAD = 4.0
ALIKE = 0.6  # from here on a page's own question may be the one that was put


@dataclass(frozen=True)
class _Wish:
    """The question's words of meaning, and how rare each is among the passages that were found."""

    words: Sequence[str]
    rarity: Floats


@dataclass(frozen=True)
class Told:
    """What would be quoted, as a vector of length 1, and of which passage."""

    passage: str
    vector: Floats


def rivals_of(at: int, told: Sequence[Told]) -> list[int]:
    """Those of other passages that tell something else than the one `at`."""
    mine = told[at]
    return [
        other
        for other, one in enumerate(told)
        if one.passage != mine.passage and float(one.vector @ mine.vector) < THE_SAME
    ]


def ahead(score: float, rivals: Sequence[float]) -> float:
    """How far it stands before the best of its rivals, in -1..1."""
    return math.tanh((score - max(rivals)) / FAR_AHEAD) if rivals else 1.0


@dataclass(frozen=True)
class Support:
    embeddings: Remembered

    def features(self, question: str, candidates: Sequence[Candidate]) -> list[Features]:
        """Of each candidate, by name; each lies in -1..1."""
        texts = [text for c in candidates for text in (c.topic, c.whole, c.quotable)]
        like = self._likeness(question, texts)
        wish = _wish(question, candidates)
        found = {text: self._found(wish.words, text) for c in candidates for text in (c.whole, c.said)}
        near = self._near(question, candidates)
        trusted = sorted({str(c.passage.get("id")): c.trust for c in candidates}.values(), reverse=True)
        return [
            {
                **_words(wish, found[c.whole], found[c.said]),
                **_near_words(wish, near[c.whole], near[c.said]),
                **_place(c, trusted),
                "kind": fits_kind(question, c.quotable),
                "heading": max(0.0, like[c.topic]),
                "posed": max(0.0, like[c.topic] - ALIKE) / (1 - ALIKE) if c.heading.endswith("?") else 0.0,
                "whole": like[c.whole],
                "quoted": like[c.quotable],
                "only_excepts": float(c.only_excepts(set(content(question)))),
            }
            for c in candidates
        ]

    def told(self, candidates: Sequence[Candidate]) -> list[Told]:
        vectors = self._vectors([c.quotable for c in candidates])
        return [Told(str(c.passage.get("id")), vector) for c, vector in zip(candidates, vectors, strict=True)]

    def _near(self, question: str, candidates: Sequence[Candidate]) -> dict[str, Mapping[str, float]]:
        """For each text how near it has each word that is asked, both as their own texts mean them."""
        several = list(dict.fromkeys(text for c in candidates for text in (c.whole, c.said)))
        asked, *told = [words.only(_meant) for words in self.embeddings.in_context([question, *several])]
        return {text: _by_word(asked, words) for text, words in zip(several, told, strict=True)}

    def _likeness(self, question: str, texts: Sequence[str]) -> dict[str, float]:
        """Cosine with the question, from one batch of embeddings."""
        several = list(dict.fromkeys(texts))
        vectors = self._vectors([question, *several])
        return dict(zip(several, (vectors[1:] @ vectors[0]).tolist(), strict=True))

    def _found(self, asked: Sequence[str], text: str) -> Floats:
        """For each word that is asked how near the text has one: 1 for the word itself."""
        told = meaning(text)
        if not asked or not told:
            return np.zeros(len(asked), dtype=np.float32)
        stems = {stem(word) for word in told}
        nearest = (self._vectors(asked) @ self._vectors(told).T).max(axis=1)
        same = np.array([stem(word) in stems for word in asked])
        return np.asarray(np.where(same, 1.0, nearest), dtype=np.float32)

    def _vectors(self, texts: Sequence[str]) -> Floats:
        vectors = np.array(self.embeddings.embed_documents(list(texts)), dtype=np.float32)
        return np.asarray(vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9), dtype=np.float32)


def meaning(text: str) -> list[str]:
    return list(dict.fromkeys(token for token in tokens(text) if not is_plain(token)))


def _wish(question: str, candidates: Sequence[Candidate]) -> _Wish:
    words = meaning(question)
    told = [set(map(stem, tokens(text))) for text in {c.whole for c in candidates}]
    having = [sum(stem(word) in stems for stems in told) for word in words]
    return _Wish(words, np.array([math.log(1 + len(told) / (0.5 + n)) for n in having], dtype=np.float32))


def _words(wish: _Wish, in_passage: Floats, in_quote: Floats) -> Features:
    """`least` and `left_out` tell of the word that is found worst: a near miss lacks just one."""
    if not wish.words:
        return dict.fromkeys(("meant", "said", "least", "left_out", "short"), 0.0)
    return {
        "meant": float(in_passage @ wish.rarity / wish.rarity.sum()),
        "said": float(in_quote @ wish.rarity / wish.rarity.sum()),
        "least": float(in_passage.min()),
        "left_out": float(in_quote.min()),
        "short": 1 / len(wish.words),
    }


def _meant(word: str) -> bool:
    return not is_plain(word)


def _by_word(asked: WordsInContext, told: WordsInContext) -> Mapping[str, float]:
    return dict(zip(asked.words, asked.nearest_in(told).tolist(), strict=True))


def _near_words(wish: _Wish, in_passage: Mapping[str, float], in_quote: Mapping[str, float]) -> Features:
    if not wish.words:
        return dict.fromkeys(("near_whole", "near_said", "near_least"), 0.0)
    rows = [np.array([near.get(word, 0.0) for word in wish.words]) for near in (in_passage, in_quote)]
    whole, said = (float(row @ wish.rarity / wish.rarity.sum()) for row in rows)
    return {"near_whole": whole, "near_said": said, "near_least": float(rows[1].min())}


def _place(candidate: Candidate, trusted: Sequence[float]) -> Features:
    """Where the search put the passage; `trusted` holds the trust in each, best first."""
    first = candidate.trust == trusted[0]
    rival = trusted[1] if first and len(trusted) > 1 else 0.0 if first else trusted[0]
    return {"first": float(first), "behind": candidate.trust - trusted[0], "lead": candidate.trust - rival}
