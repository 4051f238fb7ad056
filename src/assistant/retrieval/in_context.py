"""Words with the vectors that they have in their text: a battery's charge is not the charge for delivery."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@dataclass(frozen=True)
class WordsInContext:
    """In order, folded; `vectors` are of length 1, shape (words, dimension), in half precision for they are kept."""

    words: tuple[str, ...]
    vectors: NDArray[np.float16]

    def only(self, meant: Callable[[str], bool]) -> "WordsInContext":
        rows = [row for row, word in enumerate(self.words) if meant(word)]
        return WordsInContext(tuple(self.words[row] for row in rows), self.vectors[rows])

    def nearest_in(self, text: "WordsInContext") -> NDArray[np.float32]:
        """For each word how near `text` has one, in cosines."""
        if not self.words or not text.words:
            return np.zeros(len(self.words), dtype=np.float32)
        cosines = self.vectors.astype(np.float32) @ text.vectors.astype(np.float32).T
        return np.asarray(cosines.max(axis=1), dtype=np.float32)


def words_in(text: str, offsets: Sequence[tuple[int, int]], states: NDArray[np.float32]) -> WordsInContext:
    """`offsets` are where each token lies in the text, empty for a model's own marks; `states` has a row for each."""
    found = [(word[0].casefold(), _rows(word.span(), offsets)) for word in _WORD.finditer(text)]
    kept = [(word, rows) for word, rows in found if rows]  # the model does not see the end of a long text
    return _of([word for word, _ in kept], [states[rows].mean(axis=0) for _, rows in kept], states.shape[-1])


def words_alone(text: str, embed: Callable[[Sequence[str]], NDArray[np.float32]]) -> WordsInContext:
    words = [word.casefold() for word in _WORD.findall(text)]
    vectors = embed(words) if words else np.zeros((0, 1), dtype=np.float32)
    return _of(words, list(vectors), vectors.shape[-1])


def _rows(span: tuple[int, int], offsets: Sequence[tuple[int, int]]) -> list[int]:
    return [row for row, (start, end) in enumerate(offsets) if span[0] <= start < end <= span[1]]


def _of(words: Sequence[str], vectors: Sequence[NDArray[np.float32]], dimension: int) -> WordsInContext:
    rows = np.array(vectors, dtype=np.float32).reshape(len(words), dimension)
    lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return WordsInContext(tuple(words), (rows / lengths).astype(np.float16))
