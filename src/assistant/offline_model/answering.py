"""Finds the sentences that answer a question, or says that there are none."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.offline_model.focus import Record
from assistant.offline_model.words import content

CANDIDATES = 6
ENOUGH = 0.42
_MARKS = re.compile(r"[*_`#>]+|\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True)
class Quote:
    """`score` lies in 0..1 and blends the question's words found with likeness of meaning."""

    text: str
    title: str
    score: float


@dataclass(frozen=True)
class _Candidate:
    text: str
    title: str
    coverage: float
    trust: float


class Answering:
    """Extractive: every answer is a sentence of the shop's own."""

    def __init__(self, embeddings: Embeddings) -> None:
        self._embed = lru_cache(maxsize=2048)(lambda text: np.array(embeddings.embed_query(text), dtype=np.float32))

    def likeness(self, first: str, second: str) -> float:
        a, b = self._embed(first), self._embed(second)
        return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-9))

    def from_passages(self, question: str, passages: Iterable[Record], enough: float = ENOUGH) -> Quote | None:
        """The sentence that answers best, with its neighbour when that answers too; None means that nothing does."""
        ranked = sorted(_candidates(question, passages), key=lambda c: -(c.coverage + 0.2 * c.trust))[:CANDIDATES]
        quotes = [self._judged(question, candidate) for candidate in ranked]
        best = max(quotes, key=lambda q: q.score, default=None)
        return best if best and best.score >= enough else None

    def from_text(self, question: str, title: str, text: str, enough: float = ENOUGH) -> Quote | None:
        return self.from_passages(question, [{"title": title, "text": text, "score": 0.5}], enough)

    def _judged(self, question: str, candidate: _Candidate) -> Quote:
        meaning = max(0.0, self.likeness(question, f"{candidate.title}: {candidate.text}"))
        score = 0.45 * candidate.coverage + 0.4 * meaning + 0.15 * candidate.trust
        return Quote(candidate.text, candidate.title, score)


def sentences(text: str) -> list[str]:
    """Sentences of Markdown or plain text, without headings and marks."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith(("#", "|--"))]
    plain = [
        _MARKS.sub(lambda m: m[1] or "", re.sub(r"^\s*(?:[-*+]|\d+\.)\s+", "", line)).strip() for line in _joined(lines)
    ]
    return [s.strip() for line in plain for s in re.split(r"(?<=[.!?])\s+(?=[A-Z\"“(])", line) if re.search(r"\w", s)]


def _joined(lines: Sequence[str]) -> list[str]:
    """A wrapped paragraph is one line; list items and table rows stay apart."""
    joined: list[str] = []
    for line in lines:
        apart = re.match(r"\s*(?:[-*+]|\d+\.)\s|\|", line) or (
            joined and joined[-1].rstrip().endswith((".", ":", "|", "?"))
        )
        if joined and not apart:
            joined[-1] = f"{joined[-1].rstrip()} {line.strip()}"
        else:
            joined.append(line)
    return joined


def _candidates(question: str, passages: Iterable[Record]) -> list[_Candidate]:
    pieces = [(s, p, set(content(s))) for p in passages for s in sentences(str(p.get("text", "")))]
    asked = content(question)
    rarity = {w: math.log(1 + len(pieces) / (1 + sum(w in stems for _, _, stems in pieces))) + 0.3 for w in asked}
    return [_candidate(text, passage, stems, rarity) for text, passage, stems in pieces]


def _candidate(text: str, passage: Record, stems: set[str], rarity: dict[str, float]) -> _Candidate:
    about = set(content(f"{passage.get('title', '')} {passage.get('heading', '')}"))
    total = sum(rarity.values()) or 1.0
    found = sum(weight for w, weight in rarity.items() if w in stems)
    hinted = sum(weight for w, weight in rarity.items() if w in about and w not in stems)
    trust = float(passage.get("score") or 0.0)
    return _Candidate(text, str(passage.get("title", "")), (found + 0.7 * hinted) / total, min(max(trust, 0.0), 1.0))
