"""Passages for a question, with scores that compare between questions."""

from collections.abc import Sequence

from assistant.retrieval.embedding import MiniLM
from assistant.retrieval.index import PASSAGES
from assistant.retrieval.library import PassageHit
from assistant.retrieval.ranking import coverage, likeness
from assistant.retrieval.reading.words import content
from assistant.retrieval.snapshot import Snapshot

WIDTH = 20


def find_passages(snapshot: Snapshot, text: str, limit: int, embeddings: MiniLM, weight: float) -> Sequence[PassageHit]:
    """Both legs propose; the score is likeness of meaning blended with the share of the question's words found."""
    if not text.strip():
        return []
    index, asked = snapshot.opened.index, dict.fromkeys(content(text))
    cosine = index.dense(PASSAGES, embeddings.embed_query(text), WIDTH)
    proposed = cosine.keys() | index.keywords(PASSAGES, " ".join(asked), WIDTH).keys()
    hits = []
    for id_ in proposed & snapshot.passages.keys():
        lexical = coverage(asked, snapshot.passage_words[id_], snapshot.passage_rarity)
        score = weight * lexical + (1 - weight) * likeness(cosine.get(id_, 0.0))
        hits.append(PassageHit(snapshot.passages[id_], round(score, 4)))
    hits = [hit for hit in hits if hit.score > 0]
    return sorted(hits, key=lambda hit: (-hit.score, hit.passage.id))[:limit]
