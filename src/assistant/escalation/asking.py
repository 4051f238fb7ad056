"""Whether a sentence asks for a person, by its words and their pieces: a small model beside the rules of `cues`.

Trained by `python -m evals.train_asking`. Rules know the wordings that somebody listed, this what they are made of.
"""

import re
import zlib
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

WEIGHTS = Path(__file__).with_name("asking.npz")
SIZE = 1 << 16
PIECES = range(3, 6)
LONGEST = 40
"""Words of a sentence that are read: a wish is put in fewer."""
_SENTENCES = re.compile(r"[.?!;\n。？！；]+")
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def sentences(low: str) -> list[str]:
    return [part for part in map(str.strip, _SENTENCES.split(low)) if part]


def features(sentence: str) -> Iterator[str]:
    words = ["0" if word.isdigit() else word for word in _WORD.findall(sentence)[:LONGEST]]
    yield f"length {min(len(words), 16) // 2}"
    edged = ["<", *words, ">"]
    yield from (f"w {word}" for word in words)
    yield from (f"w {one} {two}" for one, two in pairwise(edged))
    yield from (f"s {one} {three}" for one, three in zip(edged, edged[2:], strict=False))
    for word in words:
        yield from _pieces(word)


def _pieces(word: str) -> Iterator[str]:
    """Of languages that put no space between words, also single characters."""
    if _UNSPACED.search(word):
        yield from (f"c {word[at : at + n]}" for n in (1, 2, 3) for at in range(len(word) - n + 1))
        return
    edged = f"<{word}>"
    yield from (f"c {edged[at : at + n]}" for n in PIECES for at in range(len(edged) - n + 1))


def hashed(sentence: str) -> NDArray[np.int64]:
    return np.unique(np.fromiter((zlib.crc32(one.encode()) % SIZE for one in features(sentence)), np.int64))


def asks(low: str) -> str:
    """The first sentence that asks for a person, "" for none. `low` is `plain`."""
    weights, bias, least = _weights()
    for sentence in sentences(low):
        found = hashed(sentence)
        if float(weights[found].sum()) / np.sqrt(len(found)) + bias > least:
            return sentence
    return ""


@cache
def _weights() -> tuple[NDArray[np.float32], float, float]:
    with np.load(WEIGHTS) as kept:
        return kept["weights"].astype(np.float32), float(kept["bias"]), float(kept["least"])
