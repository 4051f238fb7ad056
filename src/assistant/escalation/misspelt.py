"""Words by which a person is asked for, as they are often mistyped."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from rapidfuzz.distance import OSA

_WORDS = """
advisor agent assistant chat colleague connect contact customer escalate human manager operator person people
representative service somebody someone speak speaking staff supervisor support talk talking transfer
"""
_AS_NEAR = """
agents agenda agency assistants chats chant chart chas charts cheat contacts contract connects connected costumer
customers humane humans hymn managed manages managers operated operators parson persona personal persons peopled
serviced services sneak sneaking speaks speck spear spearing stake staffs staffed stuff steak supports supported
supervised talks taking talkie talky tall tale tank task walk walking calling transfers
"""
_REAL = frozenset(_AS_NEAR.split())
"""Words of their own that are as near."""
_BY_FIRST: Mapping[str, Sequence[str]] = MappingProxyType(
    {first: [word for word in _WORDS.split() if word[0] == first] for first in {word[0] for word in _WORDS.split()}}
)
_LONG = 9
"""From so many letters on two of them may be wrong."""


def mended(text: str) -> str:
    """`text` in lower case with such words as they are spelt."""
    return " ".join(map(_mended, text.split(" ")))


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
