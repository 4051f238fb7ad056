"""A person asked for in whatever order of words: a clause of nothing but people, ways to reach them, and small words.

A word about anything else (a product, an order) makes it another clause, which the patterns of `cues` judge.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.escalation.cues import words

_CLAUSES = re.compile(r"[.?!;:,\n]+|\s(?:and|but|so|because|since|then|cause|cos|as)\s|\s[-–—]+\s")
_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
_OF_US = frozenset(
    {
        ("are", "you"),
        ("are", "u"),
        ("r", "u"),
        ("am", "i"),
        ("i", "am"),
        ("is", "this"),
        ("this", "is"),
        ("is", "it"),
        ("you", "are"),
    }
)
_ELSE = frozenset({"else"})
MOST_WORDS = 14


def wanted(low: str) -> str:
    """The clause that asks for a person, "" for none. `low` is `plain`."""
    return next((clause.strip() for clause in _CLAUSES.split(low) if _asks(clause)), "")


def _asks(clause: str) -> bool:
    """Somebody unnamed ("someone") only with a word for reaching them or "real"; "no" takes it back, and of a bot is
    the wish.
    """
    said = [word if word in _all() else word.removesuffix("'s") for word in _WORD.findall(clause)]
    has = {kind for word in said for kind in _all().get(word, _ELSE)}
    if "else" in has or len(said) > MOST_WORDS or _is_about_us(said):
        return False
    if "bot" in has:
        return not has.isdisjoint({"away", "no"}) or _rather(said)
    someone = "whoever" in has and not has.isdisjoint({"reach", "want", "there", "real"})
    return "no" not in has and ("person" in has or "over" in has or someone)


def _rather(said: Sequence[str]) -> bool:
    """Whether a person is wanted more than a bot, which is named behind them: "I'd prefer a person over a bot"."""
    kinds = [_all()[word] for word in said]
    first = next((at for at, kind in enumerate(kinds) if kind & {"person", "whoever"}), len(kinds))
    return "want" in frozenset().union(*kinds[:first]) and any("bot" in kind for kind in kinds[first:])


def _is_about_us(said: Sequence[str]) -> bool:
    """Whoever writes "are you a person" asks what we are, and "who" asks which one there is."""
    return said[:1] == ["who"] or tuple(said[:2]) in _OF_US


@cache
def _all() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for kind, word in _listed():
        found.setdefault(word, set()).add(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _listed() -> Iterator[tuple[str, str]]:
    for kind in ("person", "whoever", "reach", "want", "there", "over", "bot", "away", "no", "real", "small"):
        yield from ((kind, word) for word in words(f"wanted {kind}"))
