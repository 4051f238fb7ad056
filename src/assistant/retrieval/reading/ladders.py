"""Values that have an order although they are no plain numbers: `4K or better`, `at least M`, `USB 3.0 or newer`."""

import re
from dataclasses import replace
from typing import Literal

from assistant.retrieval.reading.values import Mention
from assistant.retrieval.reading.words import WORD, plain

Way = Literal["<", "<=", ">", ">="]
Rung = tuple[str, float]

_MUCH = r"(?:better|higher|newer|later|above|up|bigger|larger|faster|more|over|upwards)"
_LITTLE = r"(?:lower|below|smaller|older|earlier|less|under|slower)"
AFTER: tuple[tuple[Way, re.Pattern[str]], ...] = (
    (">=", re.compile(rf",? (?:or|and) (?:even )?{_MUCH}\b|\+")),
    ("<=", re.compile(rf",? (?:or|and) (?:even )?{_LITTLE}\b")),
)
_GAP = r" (?:an? )?(?:size )?$"
BEFORE: tuple[tuple[Way, re.Pattern[str]], ...] = (
    (">=", re.compile(rf"\b(?:at (?:the )?(?:very )?least|minimum(?: of)?|(?:no|not|nothing) {_LITTLE} than){_GAP}")),
    ("<=", re.compile(rf"\b(?:at most|maximum(?: of)?|up to|(?:no|not|nothing) {_MUCH} than){_GAP}")),
    (">", re.compile(rf"\b{_MUCH} than{_GAP}")),
    ("<", re.compile(rf"\b{_LITTLE} than{_GAP}")),
)
_SCALES: dict[str, tuple[str, ...]] = {
    "size": ("xxxs", "xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"),
    "size in words": ("mini", "extra small", "small", "medium", "large", "extra large"),
    "degree": ("very low", "low", "medium", "high", "very high"),
    "speed": ("slow", "average", "fast", "very fast"),
    "metal": ("bronze", "silver", "gold", "platinum", "titanium"),
    "skill": ("beginner", "intermediate", "advanced", "expert"),
}
_PLACES: dict[str, dict[str, float]] = {
    name: {word: float(place) for place, word in enumerate(words)} for name, words in _SCALES.items()
}
_LINES = {
    "hd": 720, "hd ready": 720, "full hd": 1080, "fhd": 1080, "2k": 1440, "qhd": 1440, "wqhd": 1440, "quad hd": 1440,
    "4k": 2160, "uhd": 2160, "4k uhd": 2160, "ultra hd": 2160, "4k ultra hd": 2160, "5k": 2880, "8k": 4320,
    "8k uhd": 4320,
}  # fmt: skip
_SCANNED = re.compile(r"\b(\d{3,4})[pi]\b|\b\d{3,4} ?x ?(\d{3,4})\b")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def rung(value: str) -> list[Rung]:
    """Each ladder that a value stands on, with its place: the lines of a picture, a size, a version."""
    text = " ".join(WORD.findall(plain(value)))
    found = [(name, places[text]) for name, places in _PLACES.items() if text in places]
    if scanned := _SCANNED.search(plain(value)):
        return [*found, ("lines", float(scanned[1] or scanned[2]))]
    if text in _LINES:
        return [*found, ("lines", float(_LINES[text]))]
    numbers = _NUMBER.findall(plain(value))
    return [*found, (_NUMBER.sub("#", plain(value)).strip(), float(numbers[0]))] if len(numbers) == 1 else found


def widened(mention: Mention, text: str) -> Mention | None:
    """With all values on the side of the ladder that the words around it speak of; None where they compare nothing."""
    for way, pattern in AFTER:
        if after := pattern.match(text, mention.end):
            return _on_the_side(replace(mention, end=after.end()), way)
    for way, pattern in BEFORE:
        if before := pattern.search(text[: mention.start]):
            return _on_the_side(replace(mention, start=before.start()), way)
    return None


def _on_the_side(mention: Mention, way: Way) -> Mention | None:
    own = dict(place for value in mention.values for place in rung(value))
    values = {
        value for value in mention.facet.holders for name, place in rung(value) if _fits(place, way, own.get(name))
    }
    return replace(mention, values=frozenset(values)) if own and values else None


def _fits(place: float, way: Way, own: float | None) -> bool:
    if own is None:
        return False
    if place == own:
        return way in {"<=", ">="}
    return (place > own) == (way in {">", ">="})
