"""Mends words of a question that no page has, but for a slip of the pen."""

import re
from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from assistant.retrieval.reading.words import stem

SHORTEST = 6
LONG = 8
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}", re.IGNORECASE)
_WORD = re.compile(rf"[a-z]{{{SHORTEST},}}", re.IGNORECASE)


def spelt(text: str) -> frozenset[str]:
    """The words that a misspelt one may stand for."""
    return frozenset(word.casefold() for word in _WORD.findall(text))


def mended(text: str, known: Collection[str], stems: Collection[str] = ()) -> str:
    """`p.o. box` becomes `po box`, and an unknown word the known one that is a slip or, in long words, two away.

    Words with one of the `stems` are not misspelt, either.
    """
    plain = _DOTTED.sub(lambda found: found[0].replace(".", ""), text)
    return _WORD.sub(lambda found: found[0] if stem(found[0].casefold()) in stems else _nearest(found[0], known), plain)


def _nearest(word: str, known: Collection[str]) -> str:
    said = word.casefold()
    if said in known or any(said.startswith(other) or other.startswith(said) for other in known):
        return word
    # first letters are seldom mistyped, and "lost" is not "cost"
    alike = [other for other in known if other[0] == said[0]]
    slips = 2 if len(said) >= LONG else 1
    found = process.extract(said, alike, scorer=DamerauLevenshtein.distance, score_cutoff=slips, limit=None)
    # of two as near, the one with the same letters ("candel" is a candle, not to cancel)
    best = min(found, key=lambda f: (f[1], sorted(f[0]) != sorted(said), f[0]), default=None)
    return str(best[0]) if best else word
