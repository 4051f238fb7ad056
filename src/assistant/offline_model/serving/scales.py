"""Values that have an order: sizes, numbers with units, levels; and the adjectives that ask along it."""

import re
from collections.abc import Mapping, Sequence
from typing import Literal

from assistant.offline_model.serving.text import plain, spoken

Direction = Literal["more", "less", "most", "least"]
_LADDERS: Sequence[Sequence[str]] = (
    ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl"),
    ("mini", "small", "medium", "large", "extra large"),
    ("portable", "small", "medium", "large"),
    ("none", "low", "medium", "high"),
    ("easy", "beginner", "intermediate", "advanced", "expert"),
    ("light", "medium", "dark"),
    ("basic", "standard", "professional"),
    ("slow", "medium", "fast"),
    ("half", "full"),
)
_UNITS = {"ml": 0.001, "cl": 0.01, "l": 1, "mb": 0.001, "gb": 1, "tb": 1024, "mm": 0.1, "cm": 1, "m": 100, "inch": 2.54,
          "ft": 30.48, "g": 0.001, "kg": 1, "oz": 0.0283, "lb": 0.4536}  # fmt: skip
_SIZE = ("size", "capac", "volum", "screen", "diamet", "storag", "length", "height", "room", "width")
_LONG = ("length", "height")
# adjective, the names of options it speaks of, and whether it asks for more of them
_ADJECTIVES: Mapping[str, tuple[Sequence[str], bool]] = {
    "big": (_SIZE, True), "larg": (_SIZE, True), "small": (_SIZE, False), "tini": (_SIZE, False),
    "long": (("length", "life", "height"), True), "short": (_LONG, False), "tall": (("height", "length"), True),
    "bright": (("bright",), True), "dim": (("bright",), False), "thick": (("thick",), True),
    "thin": (("thick",), False),
    "fast": (("speed",), True), "slow": (("speed",), False), "heavi": (("weight",), True),
    "light": (("weight",), False),
    "easi": (("difficulti", "level"), False), "hard": (("difficulti", "level"), True),
    "difficult": (("difficulti", "level"), True),
    "strong": (("power", "pressur"), True), "power": (("power", "pressur", "capac"), True), "roomi": (_SIZE, True),
    "wide": (("width", "field"), True), "narrow": (("width", "field"), False), "sharp": (("resolut",), True),
}  # fmt: skip
_ENDINGS = {"er": "more", "est": "most"}
_MORE = {"more": "more", "greater": "more", "higher": "more", "further": "more", "farther": "more", "less": "less",
         "fewer": "less",         "lower": "less", "most": "most", "maximum": "most", "max": "most", "greatest": "most",
         "highest": "most", "least": "least",         "fewest": "least", "minimum": "least",
         "lowest": "least"}  # fmt: skip
_OPPOSITE: Mapping[str, Direction] = {"more": "less", "most": "least", "less": "more", "least": "most"}


def rank(value: str, values: Sequence[str]) -> float | None:
    """The place of a value among the option's values, comparable where every one of them has a place."""
    ladder = next((one for one in _LADDERS if all(plain(v) in one for v in values)), None)
    if ladder:
        return float(ladder.index(plain(value)))
    ranks = [_measure(v) for v in values]
    return _measure(value) if all(r is not None for r in ranks) else None


def _measure(value: str) -> float | None:
    words = spoken(value)
    at = next((i for i, word in enumerate(words) if re.fullmatch(r"\d+(?:\.\d+)?", word)), None)
    if at is None:
        return None
    unit = words[at + 1] if at + 1 < len(words) else ""
    return float(words[at]) * _UNITS.get(unit, 1)


def directions(said: Sequence[str], options: Mapping[str, Sequence[str]]) -> dict[str, Direction]:
    """What a text asks along an option's order: {"capacity": "more"} for "a bigger one"."""
    ordered = {name: values for name, values in options.items() if rank(values[0], values) is not None}
    found: dict[str, Direction] = {}
    for at, word in enumerate(said):
        asked = _asked(said, at, ordered) or _named(word, said[at + 1 : at + 5], ordered)
        if asked and asked[0] not in found:
            found[asked[0]] = asked[1]
    return found


def _asked(said: Sequence[str], at: int, ordered: Mapping[str, Sequence[str]]) -> tuple[str, Direction] | None:
    """An adjective in a comparing form; "less bright" and "least bright" turn it around."""
    read = _adjective(said[at], said[at - 1] if at else "")
    if read is None:
        return None
    adjective, way = read
    names, more = _ADJECTIVES[adjective]
    option = next((name for part in names for name in ordered if part in " ".join(spoken(name))), None)
    if option is None:
        return None
    return option, way if more else _OPPOSITE[way]


def _adjective(word: str, before: str) -> tuple[str, Direction] | None:
    for ending, way in _ENDINGS.items():
        for form in (word.removesuffix(ending), word.removesuffix(ending)[:-1]):
            if word.endswith(ending) and form in _ADJECTIVES:
                return form, "more" if way == "more" else "most"
    if word in _ADJECTIVES and before in _MORE and before in {"more", "less", "most", "least"}:
        return word, _MORE[before]  # type: ignore[return-value]  # the four words are directions themselves
    return None


def _named(word: str, after: Sequence[str], ordered: Mapping[str, Sequence[str]]) -> tuple[str, Direction] | None:
    """As in “greater zoom”, "the least number of pieces"."""
    if word not in _MORE:
        return None
    for name in ordered:
        own = set(spoken(name)) - {"size", "color", "type"} or set(spoken(name))
        if own & set(after):
            return name, _MORE[word]  # type: ignore[return-value]  # every value of the table is a direction
    return None
