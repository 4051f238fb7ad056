"""Searches what an application left for card numbers: in digits, and however they were written."""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import quote

import numpy as np

from evals.card_writing import Notation

SHORTEST = 13
"""Digits in a row, of any card number, that are one found again."""
_RUN = re.compile(rb"\d(?:[^\dA-Za-z]{0,3}\d){12,}")
_PIECE = 8  # bytes
_BITS = 22
_REST = np.uint64(64 - _BITS)
_SMALL = np.array([b + 32 if 65 <= b <= 90 else b for b in range(256)], dtype=np.uint8)


class Search:
    """For all that was written. What is shorter than sixteen bytes is found by its digits alone."""

    def __init__(self, notations: Iterable[Notation]) -> None:
        self._windows: dict[str, str] = {}
        self._typed: dict[int, str] = {}
        for notation in notations:
            self.add_number(notation.number)
            for form in forms(notation.typed):
                if (key := piece(form)) is not None:
                    self._typed[key] = form

    def add_number(self, number: str) -> None:
        for at in range(len(number) - SHORTEST + 1):
            self._windows[number[at : at + SHORTEST]] = number

    def found(self, left: Iterable[tuple[str, bytes]]) -> dict[str, set[str]]:
        """What was found, by the place where it lies."""
        return {place: found for place, data in left if (found := self.found_in(data))}

    def found_in(self, data: bytes) -> set[str]:
        return self._numbers(data) | pieces_in(data, self._typed)

    def _numbers(self, data: bytes) -> set[str]:
        """Numbers that stand there in digits, with at most three other signs between two of them."""
        found = set[str]()
        for run in _RUN.findall(data):
            digits = re.sub(rb"\D", b"", run).decode()
            windows = (digits[at : at + SHORTEST] for at in range(len(digits) - SHORTEST + 1))
            found |= {self._windows[window] for window in windows if window in self._windows}
        return found


def forms(typed: str) -> set[str]:
    """As it was typed, and as JSON, Python and addresses write the same."""
    plain = {typed, unicodedata.normalize("NFKC", typed).strip()}
    escaped = {
        way(text) for text in plain for way in (json.dumps, lambda t: json.dumps(t, ensure_ascii=False), repr, quote)
    }
    return plain | {text.strip("'\"") for text in escaped}


def pieces_in(data: bytes, typed: Mapping[int, str]) -> set[str]:
    """Which of the texts stand there, in small or capital letters; `typed` by the key that `piece` makes of each."""
    array = np.frombuffer(data, dtype=np.uint8)
    if len(array) < 2 * _PIECE:
        return set()
    keys, wanted = _keys(array), np.array(list(typed), dtype=np.uint64)
    likely = np.zeros(1 << _BITS, dtype=bool)  # looked up before the keys themselves, which takes longer
    likely[wanted >> _REST] = True
    places = np.flatnonzero(likely[keys >> _REST])
    met = ((typed[key], at) for at, key in zip(places.tolist(), keys[places].tolist(), strict=True) if key in typed)
    return {text for text, at in met if _stands_at(data, at, text)}


def _stands_at(data: bytes, at: int, text: str) -> bool:
    """Whether half of it does, and more than three words of number, which other numbers have in common with it."""
    whole = text.encode()
    before = (len(whole) - 2 * _PIECE) // 2
    around = data[max(0, at - before) : max(0, at - before) + len(whole)]
    same = SequenceMatcher(None, bytes(_SMALL[list(around)]), bytes(_SMALL[list(whole)]), autojunk=False)
    match = same.find_longest_match()
    return match.size >= max(2 * _PIECE, len(whole) // 2)


def piece(typed: str) -> int | None:
    """Sixteen bytes from the middle; None for one that is shorter."""
    data = typed.encode()
    if len(data) < 2 * _PIECE:
        return None
    start = (len(data) - 2 * _PIECE) // 2
    return int(_keys(np.frombuffer(data[start : start + 2 * _PIECE], dtype=np.uint8))[0])


def _keys(array: Any) -> Any:
    """One number for each sixteen bytes."""
    windows = np.lib.stride_tricks.sliding_window_view(_SMALL[array], _PIECE)
    words = np.zeros(len(windows), dtype=np.uint64)
    for at in range(_PIECE):
        words = words << np.uint64(8) | windows[:, at].astype(np.uint64)
    return words[:-_PIECE] * np.uint64(0x9E3779B97F4A7C15) ^ words[_PIECE:]
