"""The words that tell something, by language, as `cues/LANGUAGE.yaml` lists them: each line is one pattern."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

TOPICS = ("self-harm", "safety", "fraud", "chargeback", "legal", "press", "regulated goods")
_UNSPACED = frozenset({"ja", "zh"})
_FOLDER = Path(__file__).parent / "cues"


def found(name: str, text: str) -> list[str]:
    """What matches, in lower case, each place once for each language. `text` is `plain`."""
    return [match.group().strip() for pattern in _patterns(name) for match in pattern.finditer(text) if match.group()]


def without(name: str, text: str) -> str:
    for pattern in _patterns(name):
        text = pattern.sub(" … ", text)
    return text


def words(name: str) -> list[str]:
    """Of every language that lists some."""
    return [word for cues in _all().values() for word in cues.get(name, "").split()]


def plain(text: str) -> str:
    return " ".join(text.replace("’", "'").lower().split())


@cache
def _patterns(name: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_compiled(name))


def _compiled(name: str) -> Iterator[re.Pattern[str]]:
    for language, cues in _all().items():
        lines = "|".join(cues.get(name, "").split("\n")).strip("|")
        if not lines:
            continue
        if name == "alone":
            yield re.compile(rf"^\W*(?:{lines})\W*$")
        else:
            yield re.compile(lines if language in _UNSPACED else rf"(?<!\w)(?:{lines})(?!\w)")


@cache
def _all() -> dict[str, dict[str, str]]:
    files = sorted(_FOLDER.glob("*.yaml"))
    return {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in files}
