"""Which values of a product's options a text names, and where."""

from collections.abc import Mapping, Sequence

from assistant.offline_model.serving.text import runs, spoken
from assistant.offline_model.words import is_plain

Schema = Mapping[str, Sequence[str]]
NEGATIONS = frozenset({"not", "no", "non", "without", "never"})
NO = frozenset({"no", "none", "false"})
_YES = frozenset({"yes", "true"})
_SIZE_WORDS = {"small": "s", "medium": "m", "large": "l"}

Found = tuple[str, str, int, int]
"""Option, value, and the words that name it."""


def values_named(said: Sequence[str], schema: Schema) -> list[Found]:
    """The longest naming of each stretch of words; of several options with one value, the one spoken of beside it."""
    found = [
        (name, value, start, end)
        for name, values in schema.items()
        for value in values
        for start, end in _named(said, value, name, values)
    ]
    found.sort(key=lambda f: (f[2] - f[3], f[2]))
    kept = list[Found]()
    for one in found:
        rivals = [k for k in kept if k[2] < one[3] and one[2] < k[3]]
        if not rivals:
            kept.append(_nearest(one, found, said, schema))
    return sorted(kept, key=lambda f: f[2])


def _nearest(one: Found, found: Sequence[Found], said: Sequence[str], schema: Schema) -> Found:
    alike = [f for f in found if f[2:] == one[2:] and f[0] != one[0]]
    if not alike:
        return one
    return min([one, *alike], key=lambda f: (_distance(f, said, schema), said[f[2]] not in spoken(f[1])))


def _distance(one: Found, said: Sequence[str], schema: Schema) -> int:
    own = _own_words(one[0], schema)
    near = [min(abs(at - one[2]), abs(at - one[3] + 1)) for at, word in enumerate(said) if word in own]
    return min(near, default=99)


def _own_words(name: str, schema: Schema) -> set[str]:
    others = {word for other in schema if other != name for word in spoken(other)}
    return set(spoken(name)) - others


def _named(said: Sequence[str], value: str, name: str, values: Sequence[str]) -> list[tuple[int, int]]:
    words = spoken(value)
    if {v.casefold() for v in values} <= _YES | NO:
        return _flag(said, value, name)
    if len(words) == 1 and (words[0].isdigit() or len(words[0]) == 1):
        return _short(said, words[0], name)
    whole = [(at, at + len(words)) for at in runs(words, said)]
    return whole or _partly(said, words, name, values) or _nothing(said, value, name)


def _flag(said: Sequence[str], value: str, name: str) -> list[tuple[int, int]]:
    """As in “waterproof” is yes, "not waterproof" no."""
    words = spoken(name)
    hits = list(runs(words, said)) or [
        at for at, word in enumerate(said) if word[:6] == words[-1][:6] and len(words) > 1
    ]
    wanted = value.casefold() in _YES
    return [(at, at + 1) for at in hits if wanted is not bool(NEGATIONS & set(said[max(0, at - 2) : at]))]


def _short(said: Sequence[str], word: str, name: str) -> list[tuple[int, int]]:
    """A bare number or letter counts beside the option's name, or where nothing much else is said."""
    own = set(spoken(name))
    forms = {word} | {full for full, short in _SIZE_WORDS.items() if short == word}
    forms |= {spoken(full)[0] for full in forms}
    hits = [at for at, one in enumerate(said) if one in forms]
    beside = [
        at for at in hits if own & set(said[max(0, at - 2) : at + 3]) or len(said) <= 3 or _is_size(said, at, word)
    ]
    return [(at, at + 1) for at in beside]


def _is_size(said: Sequence[str], at: int, word: str) -> bool:
    """A letter or a word for a size, unless a number before it makes it a unit."""
    return not word.isdigit() and not (at and said[at - 1].replace(".", "").isdigit())


def _partly(said: Sequence[str], words: Sequence[str], name: str, values: Sequence[str]) -> list[tuple[int, int]]:
    """A word that only this value has: "google" for "Google Assistant", "soft" for "softshell"."""
    own = [w for w in words if sum(w in spoken(v) for v in values) == 1 and not is_plain(w) and w not in spoken(name)]
    hits = list[tuple[int, int]]()
    for at, one in enumerate(said):
        if any(one == w and (len(w) > 2 or not w.isdigit()) and not w.isdigit() for w in own if len(w) > 1) or (
            len(one) >= 4 and any(w.startswith(one) and len(w) - len(one) <= 5 for w in own) and not is_plain(one)
        ):
            hits.append((at, at + 1))
    return hits


def _nothing(said: Sequence[str], value: str, name: str) -> list[tuple[int, int]]:
    """As in “no backlight” for none."""
    if value.casefold() not in NO:
        return []
    own = set(spoken(name))
    return [
        (at, at + 1) for at, one in enumerate(said) if one in own and {"no", "without"} & set(said[max(0, at - 2) : at])
    ]


def options_named(said: Sequence[str], schema: Schema) -> set[str]:
    return {name for name in schema if _own_words(name, schema) & set(said)}
