"""The dense leg of a search. Without its vectors the words alone still find."""

from collections.abc import Sequence

import numpy as np
import structlog
from numpy.typing import NDArray

from assistant.errors import EmbeddingsUnavailable
from assistant.retrieval.embedding import Embedder
from assistant.retrieval.index import Index

Vector = Sequence[float]

log = structlog.get_logger("assistant.retrieval")


def vector_of(text: str, embeddings: Embedder) -> Vector | None:
    """None when the embedding server fails."""
    try:
        vector = embeddings.embed_query(text)
        _ = embeddings.likeness  # asks the server once
    except EmbeddingsUnavailable as error:
        log.warning("search_without_vectors", reason=error.message)
        return None
    return vector


def cosines(index: Index, kind: str, vector: Vector | None, most: int, embeddings: Embedder) -> dict[str, float]:
    """Cosines by id, in the packaged model's measure; none without a vector."""
    if vector is None:
        return {}
    return {id_: embeddings.likeness(cosine) for id_, cosine in index.dense(kind, vector, most).items()}


def exact_cosines(index: Index, vector: Vector, lines: NDArray[np.int64], embeddings: Embedder) -> NDArray[np.float64]:
    """Of each of `lines`, in the packaged model's measure."""
    scale = embeddings.likeness
    return scale.slope * index.cosines(vector, lines).astype(np.float64) + scale.offset
