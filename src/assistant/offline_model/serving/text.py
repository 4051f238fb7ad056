"""Words for matching what shoppers say with what records hold: "two-piece" is "2-piece", "512 gb" is "512GB"."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from assistant.retrieval.reading.stemming import snowball

Options = Mapping[str, str]
TOKEN = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+(?:'[^\W\d_]+)?|%")
_SPELLED: Sequence[tuple[re.Pattern[str], str]] = tuple(
    (re.compile(rf"\b{said}\b"), meant)
    for said, meant in (
        (r"(?:extra[\s-]){2}large|double[\s-]extra[\s-]large|2xl", "xxl"),
        (r"(?:extra|x)[\s-]large", "xl"),
        (r"(?:extra|x)[\s-]small", "xs"),
        (r"t[\s-]?shirts?|tees?", "tshirt"),
        (r"grey", "gray"),
        (r"colou?r(?:ed|s)?", "color"),
        (r"inch(?:es)?|[\"”]", "inch"),
        (r"lit(?:er|re)s?", "l"),
        (r"feet|foot", "ft"),
        (r"pounds?|lbs", "lb"),
        (r"e[\s-]mail", "email"),
        (r"e[\s-]reader", "ereader"),
        (r"wi[\s-]fi", "wifi"),
    )
)
_COUNTS = {
    "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6", "seven": "7", "eight": "8",
    "nine": "9", "ten": "10", "twelve": "12",
}  # fmt: skip


def plain(text: str) -> str:
    """Small letters, straight apostrophes, one spelling."""
    low = text.casefold().replace("’", "'").replace("\n", ". ")
    for pattern, meant in _SPELLED:
        low = pattern.sub(meant, low)
    return low


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    return word if len(word) < 4 or word[0].isdigit() else snowball(word)


@lru_cache(maxsize=2048)
def spoken(text: str) -> tuple[str, ...]:
    """Stems in order, numbers apart from their units, number words as digits except a bare "one"."""
    return tuple(stem(_COUNTS.get(word, word)) if word != "one" else word for word in TOKEN.findall(plain(text)))


def runs(needle: Sequence[str], text: Sequence[str]) -> Iterator[int]:
    """Where `needle` stands in `text`, word for word."""
    size = len(needle)
    if size:
        yield from (at for at in range(len(text) - size + 1) if tuple(text[at : at + size]) == tuple(needle))


def sentences(text: str) -> list[str]:
    """Parts that end in a full stop, a question or exclamation mark, a semicolon or a line; never empty."""
    parts = re.split(r"(?<=[a-z0-9)\"'”])[.?!;]+(?=\s|$)|\n+", text, flags=re.IGNORECASE)
    return [part.strip() for part in parts if part and part.strip()] or [text]
