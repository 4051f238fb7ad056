"""Embeddings from any server that speaks OpenAI's protocol."""

import time
from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np
from openai import OpenAI, OpenAIError

from assistant.errors import EmbeddingsUnavailable
from assistant.retrieval.calibration import QUESTIONS, TEXTS, Scale, fit
from assistant.retrieval.embedding import Embedder, Progress, Vectors, quiet

BATCH = 64
LONGEST = 6000
"""Characters of a text that are sent: servers refuse what their model cannot hold."""
PATIENCE, PAUSE = 3.0, 30.0
"""Seconds that a question waits, and for which the next ones do not even try after a failure."""


class ServedEmbedder(Embedder):
    """Calls the server in batches. Raises `EmbeddingsUnavailable` when it fails or answers something else."""

    def __init__(self, model: str, client: OpenAI, clock: Callable[[], float] = time.monotonic) -> None:
        self.fingerprint = f"served-{model}"
        self._model, self._client, self._clock = model, client, clock
        self._quick = client.with_options(timeout=PATIENCE, max_retries=0)
        self._resting_until = 0.0

    @cached_property
    def dimension(self) -> int:  # type: ignore[override]  # asked of the server when first needed
        return len(self.embed_query(TEXTS[0]))

    @cached_property
    def likeness(self) -> Scale:
        return fit(self.embed(QUESTIONS), self.embed(TEXTS))

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        parts: list[Vectors] = []
        for start in range(0, len(texts), BATCH):
            parts.append(self._batch(texts[start : start + BATCH], self._client))
            progress(min(start + BATCH, len(texts)), len(texts))
        return np.concatenate(parts) if parts else np.zeros((0, self.dimension), dtype=np.float32)

    def embed_query(self, text: str) -> list[float]:
        """A shopper waits for this one: it fails soon, and while the server rests it fails at once."""
        if self._clock() < self._resting_until:
            raise EmbeddingsUnavailable("The embedding server failed a moment ago.")
        try:
            vector: list[float] = self._batch([text], self._quick)[0].tolist()
        except EmbeddingsUnavailable:
            self._resting_until = self._clock() + PAUSE
            raise
        return vector

    def _batch(self, texts: Sequence[str], client: OpenAI) -> Vectors:
        sent = [text[:LONGEST] or " " for text in texts]  # an empty text is refused
        try:
            answer = client.embeddings.create(model=self._model, input=sent, encoding_format="float")
        except OpenAIError as error:
            raise EmbeddingsUnavailable(f"The embedding server failed: {type(error).__name__}.") from error
        rows = sorted(answer.data, key=lambda row: row.index)
        vectors = np.array([row.embedding for row in rows], dtype=np.float32)
        lengths = np.linalg.norm(vectors, axis=-1, keepdims=True) if vectors.ndim == 2 else np.zeros(1)
        if len(vectors) != len(sent) or not np.isfinite(vectors).all() or not lengths.all():
            raise EmbeddingsUnavailable(
                "The embedding server answered with something other than a vector for each text."
            )
        unit: Vectors = vectors / lengths
        return unit
