"""Reads chat shorthand and misspelt words as what they most likely are; only for understanding, never for quoting."""

import re
from collections.abc import Collection

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

_SHORT = {
    "u": "you", "ur": "your", "r": "are", "wat": "what", "wats": "what's", "whats": "what's", "wheres": "where's",
    "wher": "where", "pls": "please", "plz": "please", "thx": "thanks", "hw": "how", "abt": "about", "ordr": "order",
    "wanna": "want to", "gimme": "give me", "lookin": "looking", "qty": "quantity", "pkg": "package",
    "hav": "have", "hve": "have", "dont": "don't",
}  # fmt: skip


def written_out(text: str) -> str:
    return re.sub(r"[a-z']+", lambda word: _SHORT.get(word[0], word[0]), text)


def corrected(text: str, vocabulary: Collection[str]) -> str:
    """Each unknown word of some length becomes the one known word that is a slip away, if there is one."""
    return re.sub(r"[a-z]{5,}", lambda word: _nearest(word[0], vocabulary), text)


def _nearest(word: str, vocabulary: Collection[str]) -> str:
    if word in vocabulary:
        return word
    slips = 1 if len(word) < 7 else 2
    found = process.extractOne(word, vocabulary, scorer=DamerauLevenshtein.distance, score_cutoff=slips)
    # short words and first letters are seldom mistyped, and "lost" is not "cost"
    return str(found[0]) if found and found[0][0] == word[0] else word
