"""Any model of sentence-transformers, on this machine. Needs the extra `local-embeddings`."""

import hashlib
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from assistant.retrieval.calibration import QUESTIONS, TEXTS, Scale, fit
from assistant.retrieval.embedding import Embedder, Progress, Vectors, quiet
from assistant.retrieval.local_models import local_model

BATCH = 32


class LocalEmbedder(Embedder):
    """`model` is a folder, or a name that lies in the local cache: nothing is downloaded.

    The model's own prompts for questions and documents are used. Raises `BadSetting` without the extra, and
    `ModelFileMissing` for a model that is not there.
    """

    def __init__(self, model: str) -> None:
        self._model = local_model("SentenceTransformer", model, "ASSISTANT_EMBEDDINGS")
        self.dimension = int(self._model.get_embedding_dimension())
        self.fingerprint = f"local-{_digest(self._model)}-{self.dimension}"

    @cached_property
    def likeness(self) -> Scale:
        questions = np.array([self.embed_query(text) for text in QUESTIONS], dtype=np.float32)
        return fit(questions, self.embed(TEXTS))

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        order = sorted(range(len(texts)), key=lambda row: len(texts[row]))  # little padding in a batch
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            vectors[rows] = self._model.encode_document([texts[row] for row in rows], **ENCODING)
            progress(start + len(rows), len(texts))
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self._model.encode_query(text, **ENCODING).tolist()  # type: ignore[no-any-return]  # untyped there


ENCODING = {"normalize_embeddings": True, "show_progress_bar": False, "convert_to_numpy": True}


def _digest(model: Any) -> str:
    """Of the weights themselves: two folders of one name may hold different models."""
    digest = hashlib.sha256()
    for name, weights in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weights.contiguous().cpu().float().numpy().tobytes())
    return digest.hexdigest()[:16]
