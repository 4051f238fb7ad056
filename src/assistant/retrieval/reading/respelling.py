"""A question in the shop's spelling: slips of the hand mended, words joined, split or named as the shop does."""

import re
from collections.abc import Iterator
from functools import partial

from rapidfuzz.distance import OSA

from assistant.retrieval.reading.ordinary import is_english
from assistant.retrieval.reading.synonyms import other_names
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.reading.words import STOP, plain, stem

WORD = re.compile(r"[A-Za-z]+")
TWO = re.compile(r"\b([a-z]+) ([a-z]+)\b")
SHORTEST, SHORTEST_PART, SHORTEST_PAIR, SHORTEST_VOWEL = 4, 3, 7, 6
ENDING = re.compile(r"(?:in|ng)$")
VOWELS = frozenset("aeiouy")


def respelt(question: str, vocabulary: Vocabulary) -> str:
    """Words that the shop uses, names and good English stay as they are."""
    named = other_names(question, partial(_sold, vocabulary))
    return _joined(WORD.sub(lambda match: _mended(match.group(), vocabulary), named), vocabulary)


def _sold(vocabulary: Vocabulary, name: str) -> bool:
    """Whether some title or category is called so."""
    words = name.split()
    kind = vocabulary.names_a_thing(stem(words[-1]))
    return kind and (len(words) < 2 or " ".join(words[-2:]) in vocabulary.pairs)


def _mended(word: str, vocabulary: Vocabulary) -> str:
    said = plain(word)
    strange = len(said) >= SHORTEST and said.isascii() and not _known(said, vocabulary)
    if not strange or is_english(said) or word[1:] != word[1:].lower():
        return word
    parts = next((parts for parts in _parts(said) if " ".join(parts) in vocabulary.pairs), None)
    if parts:
        return " ".join(parts)
    return word if word != said else next(_slips(said, vocabulary), word)


def _known(word: str, vocabulary: Vocabulary) -> bool:
    return bool({word, stem(word)} & STOP) or vocabulary.frequency[stem(word)] > 0


def _parts(word: str) -> Iterator[tuple[str, str]]:
    """`flipflops` in the shop's `Flip Flops`, in whichever number."""
    for form in dict.fromkeys((word, word.removesuffix("s"), f"{word}s")):
        for place in range(SHORTEST_PART, len(form) - SHORTEST_PART + 1):
            yield form[:place], form[place:]


def _slips(word: str, vocabulary: Vocabulary) -> Iterator[str]:
    """Letters swapped, doubled or left out, and a vowel for another: what the hand does, not another name."""
    for form in _one_letter_off(word):
        if _worth(stem(form), vocabulary):
            yield form
    forms = {word, stem(word)}
    for other in sorted(vocabulary.beginning(word[0]), key=lambda other: -vocabulary.frequency[other]):
        if _worth(other, vocabulary) and any(slipped(form, other) for form in forms):
            yield other


def _one_letter_off(word: str) -> Iterator[str]:
    yield ENDING.sub("ing", word)
    yield word.replace("f", "ph")
    for place in range(1, len(word) - 1):
        yield word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for place in range(1, len(word)):
        yield word[:place] + word[place] + word[place:]
        if word[place] == word[place - 1]:
            yield word[:place] + word[place + 1 :]


def _worth(other: str, vocabulary: Vocabulary) -> bool:
    return len(other) >= SHORTEST and other in vocabulary.spelt


def slipped(word: str, other: str) -> bool:
    if abs(len(word) - len(other)) > 1 or OSA.distance(word, other, score_cutoff=1) > 1:
        return False
    if len(word) != len(other):
        return len(other) > len(word)
    changed = [(a, b) for a, b in zip(word, other, strict=True) if a != b]
    return len(changed) == 2 or (len(word) >= SHORTEST_VOWEL and all({a, b} <= VOWELS for a, b in changed))


def _joined(question: str, vocabulary: Vocabulary) -> str:
    """`book shelf` where the shop has one word for it and says neither part."""
    return TWO.sub(lambda match: _one_word(match, vocabulary), question)


def _one_word(match: re.Match[str], vocabulary: Vocabulary) -> str:
    whole = match[1] + match[2]
    apart = {match[1], match[2]} & STOP or match.group() in vocabulary.pairs
    long = len(whole) >= SHORTEST_PAIR and min(len(match[1]), len(match[2])) >= SHORTEST_PART
    return whole if long and not apart and stem(whole) in vocabulary.spelt else match.group()
