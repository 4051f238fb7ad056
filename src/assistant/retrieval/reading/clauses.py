"""The words around a place in the text, by distance, up to the end of its clause."""

import re

from assistant.retrieval.reading.words import WORD, stem

CLAUSE = re.compile(r"[.;!?,]| and | but | so ")
SENTENCE = re.compile(r"[.;!?]")
FAR = 10
SIZE = "size"
ALONE = re.compile(r"\W*$|[,.;?!]| (?:please|and|or|for|under|in)\b")

Near = list[tuple[int, str]]


def around(text: str, start: int, end: int, cut: re.Pattern[str] = CLAUSE) -> Near:
    """(distance in words, stem) left and right of the span, and the words inside it that are no digits."""
    left = [stem(word) for word in WORD.findall(cut.split(text[:start])[-1])]
    right = [stem(word) for word in WORD.findall(cut.split(text[end:])[0])]
    inside = [stem(word) for word in WORD.findall(text[start:end]) if not word[0].isdigit()]
    counted = [*enumerate(reversed(left)), *enumerate(right), *enumerate(inside)]
    return [(distance, word) for distance, word in counted if distance < FAR]


def worn(text: str, start: int, end: int) -> bool:
    """Whether the span is a size, as in "shoes in a 7"."""
    return text[:start].endswith(" in a ") and bool(ALONE.match(text[end:]))
