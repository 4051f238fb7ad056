"""Words by which a person is asked for, as they are often mistyped."""

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rapidfuzz.distance import OSA

_WORDS = """
advisor agent assistant chat colleague connect contact customer escalate human manager operator person people
representative service somebody someone speak speaking staff supervisor support talk talking transfer
"""
_AS_NEAR = """
agency agenda agents assistance assistants calling chant chart charts chas chats cheat connected connects contacts
contract costumer customers humane humans hymn manage managed managers manages managing manger operated operators
parson peopled persona personal persons serviced services sneak sneaking speaks spear spearing speck staffed staffs
stake steak stuff supervised supported supports taking tale talkie talks talky tall tank task transfers walk walking
"""
_REAL = frozenset(_AS_NEAR.split())
"""Words of their own that are as near."""
_BY_FIRST: Mapping[str, Sequence[str]] = MappingProxyType(
    {first: [word for word in _WORDS.split() if word[0] == first] for first in {word[0] for word in _WORDS.split()}}
)
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}")
_LONG = 9
"""From so many letters on two of them may be wrong."""


def mended(text: str) -> str:
    """`text` in lower case with such words as they are spelt, and no letter three times in a row."""
    return " ".join(map(_mended, _DRAWN_OUT.sub(r"\1", text).split(" ")))


def _mended(word: str) -> str:
    bare = word.strip(".,!?;:")
    if len(bare) < 4 or bare in _REAL or not bare.isalpha():
        return word
    near = (known for known in _BY_FIRST.get(bare[0], ()) if OSA.distance(bare, known) <= _most(known, bare))
    return word.replace(bare, next(near, bare))


def _most(known: str, bare: str) -> int:
    """Of a short word a letter may be too much, and none may be another: "tale" is not "talk"."""
    if len(known) < 5:
        return int(len(bare) > len(known))
    return 2 if len(known) >= _LONG else 1
