"""Any model of sentence-transformers, on this machine. Needs the extra `local-embeddings`."""

import hashlib
import os
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np

from assistant.errors import BadSetting, ModelFileMissing
from assistant.retrieval.calibration import QUESTIONS, TEXTS, Scale, fit
from assistant.retrieval.embedding import Embedder, Progress, Vectors, quiet

BATCH = 32


class LocalEmbedder(Embedder):
    """`model` is a folder, or a name that lies in the local cache: nothing is downloaded.

    The model's own prompts for questions and documents are used. Raises `BadSetting` without the extra, and
    `ModelFileMissing` for a model that is not there.
    """

    def __init__(self, model: str) -> None:
        self._model = _loaded(model)
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


def _loaded(model: str) -> Any:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read when the library is imported; it would wait for a hub
    try:
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415  # takes ten seconds, and is an extra
    except ImportError:
        raise BadSetting(
            "ASSISTANT_EMBEDDINGS names a local model, which needs the extra local-embeddings. "
            "Install it with: pip install torch==2.13.0 && pip install 'shopping-assistant[local-embeddings]'"
        ) from None
    try:
        return SentenceTransformer(model, local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelFileMissing(
            f"ASSISTANT_EMBEDDINGS names the model {model!r}, which is not on this machine or is not a model of "
            "sentence-transformers. Give the folder that holds its modules.json."
        ) from error


def _digest(model: Any) -> str:
    """Of the weights themselves: two folders of one name may hold different models."""
    digest = hashlib.sha256()
    for name, weights in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weights.contiguous().cpu().float().numpy().tobytes())
    return digest.hexdigest()[:16]
