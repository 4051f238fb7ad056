"""Passages for a question, with scores that compare between questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import HEADINGS, PASSAGES
from assistant.retrieval.library import PassageHit
from assistant.retrieval.misspelt import mended
from assistant.retrieval.nearness import cosines, vector_of
from assistant.retrieval.ranking import coverage
from assistant.retrieval.reading.words import content
from assistant.retrieval.snapshot import Snapshot

WIDTH = 30
WORDS, HEADING_WORDS, MEANING, HEADING_MEANING = 0.2, 0.2, 0.2, 0.4
UNRELATED, ALIKE = 0.1, 0.85


@dataclass(frozen=True)
class Asked:
    """A question's content words, and the cosines of what lies near it, by passage id."""

    words: Mapping[str, None]
    texts: Mapping[str, float]
    headings: Mapping[str, float]


def find_passages(snapshot: Snapshot, text: str, limit: int, embeddings: Embedder) -> Sequence[PassageHit]:
    """Words and meaning propose; a heading counts more than its text, for an FAQ's heading is a question too."""
    if not text.strip():
        return []
    text = mended(text, snapshot.pages.spelt, snapshot.vocabulary.frequency)
    index, words = snapshot.opened.index, dict.fromkeys(content(text))
    vector = vector_of(text, embeddings)
    texts, headings = (cosines(index, kind, vector, WIDTH, embeddings) for kind in (PASSAGES, HEADINGS))
    asked = Asked(words, texts, headings)
    by_words = index.keywords(PASSAGES, " ".join(words), WIDTH)
    proposed = (asked.texts.keys() | asked.headings.keys() | by_words.keys()) & snapshot.pages.passages.keys()
    hits = [PassageHit(snapshot.pages.passages[id_], _score(snapshot, id_, asked)) for id_ in proposed]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:limit]


def _score(snapshot: Snapshot, id_: str, asked: Asked) -> float:
    words = coverage(asked.words, snapshot.pages.words[id_], snapshot.pages.rarity)
    heading_words = coverage(asked.words, snapshot.pages.heading_words[id_], snapshot.pages.rarity)
    meaning, heading = (max(0.0, near.get(id_, 0.0)) for near in (asked.texts, asked.headings))
    score = WORDS * words + HEADING_WORDS * heading_words + MEANING * meaning + HEADING_MEANING * heading
    return round(min(1.0, max(0.0, (score - UNRELATED) / (ALIKE - UNRELATED))), 4)
