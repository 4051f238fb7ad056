"""Whether a value that was named is wanted or refused: a small model over the words around it.

Trained by `python -m evals.polarity`; it reads cues and their order, never the value itself.
"""

import re
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

from assistant.retrieval.reading.words import stem, stems

WEIGHTS = Path(__file__).with_name("polarity.npz")
SIZE = 1 << 14
LEFT, RIGHT = 12, 10
PIECE = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+(?:\.\d+)?|[.,;:!?-]")
ENDS = frozenset(".;!?")
MAKER = frozenset(stems("brand make maker manufacturer company label firm name"))
AWAY = re.compile(
    r"(?:some|any|every|no)(?:one|body|thing) else|(?:what|who) else"
    r"|(?:any|some|every|all|the|which|what|in|of|an|by)(?: \w+)? others?\b|another <name>|different (?:<name>|one)"
    r"|(?:apart|away|aside) from (?:them|those|these|that|it)|none of (?:them|those|theirs|that|these)"
    r"|n't \w+ either|(?:them|those|that|it|both|one) out\b|done with (?:them|both|it)|never again"
    r"|n't (?:want|use|need|have) (?:it|them|either|any|that)\b|not (?:them|those|one of|made of|by them|like that)"
    r"|sworn off|excluded|besides"
)
BACK = re.compile(r"\b(?:of theirs|(?:by|from) them|their|theirs)\b")
CLAUSE_ENDS = ENDS | {","}
FELT = 0.8
NEAR, MIDDLE = 2, 6


@dataclass(frozen=True)
class Place:
    """A value named at `start:end` of the text. `refused` is what the rules say of it."""

    start: int
    end: int
    facet: str
    brand: bool
    refused: bool


def pieces(text: str, place: Place, places: Collection[Place], kinds: Collection[str]) -> tuple[list[str], list[str]]:
    """Words left of the place, nearest first, and right of it; values, numbers and the category by their role only."""
    roles = {other.start: ("<same>" if other.facet == place.facet else "<other>", other.end) for other in places}
    left: list[str] = []
    right: list[str] = []
    skip = 0
    called = MAKER if place.brand else frozenset(stems(place.facet))
    for match in PIECE.finditer(text):
        at, said = match.start(), match.group()
        if place.start <= at < place.end or at < skip:
            continue
        if at in roles:
            said, skip = roles[at]
        elif said[0].isdigit():
            said = "<number>"
        elif stem(said) in kinds:
            said = "<kind>"
        elif stem(said) in called:
            said = "<name>"
        (left if at < place.start else right).append(said)
    return left[::-1], right


def features(text: str, place: Place, places: Sequence[Place], kinds: Collection[str]) -> Iterator[str]:
    left, right = pieces(text, place, places, kinds)
    yield f"rule {place.refused}"
    yield f"brand {place.brand} {place.refused}"
    same = [other.refused for other in places if other.facet == place.facet and other is not place]
    yield f"same {any(same)} {all(same)} {min(len(same), 3)} {place.refused}"
    yield from _side("L", left, LEFT)
    yield from _side("R", right, RIGHT)
    later = right[next((k for k, word in enumerate(right) if word in ENDS), len(right)) :][:40]
    near = later[: next((k for k, word in enumerate(later) if word == "<other>"), len(later))]
    for whose, words in (("own", near), ("other", later[len(near) :])):
        yield from (f"later {whose} {place.brand} {one} {two}" for one, two in pairwise(words))
        yield from (f"later {whose} {place.brand} {one}" for one in words)
    told = " ".join(right)
    away, back = AWAY.search(told), bool(BACK.search(told))
    refers = away and ("other" if "<other>" in told[: away.start()] else "own")
    yield f"away {refers} {back} {place.brand}"
    yield f"away {refers} {back} {place.refused}"
    yield f"felt {_felt(left)} {_felt(right)} {place.refused}"


def _felt(words: Sequence[str]) -> int:
    """What the rest of the clause feels like on one side of the place: bad, neutral or good."""
    clause = words[: next((k for k, word in enumerate(words) if word in CLAUSE_ENDS), len(words))]
    felt = sum(_lexicon().get(word, 0.0) for word in clause)
    return (felt > FELT) - (felt < -FELT)


@cache
def _lexicon() -> dict[str, float]:
    return dict(SentimentIntensityAnalyzer().lexicon)


def _side(side: str, words: Sequence[str], most: int) -> Iterator[str]:
    ended = False
    for k, word in enumerate(words[:most]):
        ended = ended or word in ENDS
        where = "past" if ended else "near" if k <= NEAR else "mid" if k <= MIDDLE else "far"
        yield f"{side} {where} {word}"
        if not ended:
            yield f"{side}{min(k, 4)} {word}"
        for n in (2, 3):
            run = words[k : k + n]
            if len(run) == n:
                yield f"{side} {where} {' '.join(run)}"


def hashed(found: Iterator[str]) -> NDArray[np.int64]:
    return np.unique(np.fromiter((zlib.crc32(feature.encode()) % SIZE for feature in found), np.int64))


@cache
def _weights() -> tuple[NDArray[np.float32], float]:
    with np.load(WEIGHTS) as kept:
        return kept["weights"].astype(np.float32), float(kept["bias"])


def refused(text: str, places: Sequence[Place], kinds: Collection[str]) -> list[bool]:
    """For each place. `text` is normalised; `kinds` are the stems that name the category."""
    weights, bias = _weights()
    ordered = sorted(places, key=lambda place: place.start)
    return [float(weights[hashed(features(text, place, ordered, kinds))].sum()) + bias > 0 for place in places]
