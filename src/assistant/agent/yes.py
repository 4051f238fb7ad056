"""Reads a shopper's yes, by code: the whole of it or nothing. Whoever hesitates, adds or limits has not said yes."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from assistant.agent.yes_words import LANGUAGES, Words

_SENTENCE = re.compile(r"[^.!?…;\n]++[.!?…;\n]*+(?:\s++|$)?")
_BETWEEN = re.compile(r"[\s,.!…;:()\-–—🙂😊😀👍👌✅🙏\ufe0f]*+")
_THUMBS = re.compile(r"[👍👌✅]")


@dataclass(frozen=True)
class Answer:
    """`rest` is what was asked beside a yes, to be answered after it."""

    yes: bool
    rest: str = ""


def read_answer(text: str, about: str = "") -> Answer:
    """`about` is the proposal in words: a yes that names another kind of change is none."""
    return next((found for words in LANGUAGES.values() if (found := _read(text, words, about)).yes), Answer(yes=False))


def plain_yes(text: str, about: str = "") -> bool:
    """A bare yes. "Yes, but only the lamp" is not one, nor is "yes?"."""
    return read_answer(text, about) == Answer(yes=True)


def _read(text: str, words: Words, about: str) -> Answer:
    agreed, end = False, 0
    for start, sentence in _sentences(text):
        found = _agrees(sentence, words, about)
        if found is None:
            break
        agreed, end = agreed or found, start + len(sentence)
    rest = text[end:].strip()
    return Answer(yes=agreed and (not rest or _another_request(rest, words)), rest=rest)


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    """Every character, in sentences with the place where each begins."""
    end = 0
    for match in _SENTENCE.finditer(text):
        yield end, text[end : match.end()]
        end = match.end()
    if end < len(text):
        yield end, text[end:]


def _agrees(sentence: str, words: Words, about: str) -> bool | None:
    """Whether it agrees; None when any word of it does neither that nor is polite."""
    agreed, told, at = False, plainly(sentence), 0
    at = _past_signs(told, at)
    while at < len(told):
        segment = _segments(words).match(told, at)
        if segment is None or not _fits(segment.group(), words, about):
            return None
        agreed = agreed or segment.lastgroup == "agrees"
        at = _past_signs(told, segment.end())
    return agreed or bool(_THUMBS.search(sentence))


def _past_signs(told: str, at: int) -> int:
    match = _BETWEEN.match(told, at)
    return match.end() if match else at


def _fits(segment: str, words: Words, about: str) -> bool:
    """Whether the change that it names, if any, is the one that is proposed."""
    title = plainly(about.partition("\n")[0])
    return all(re.search(title_holds, title) for name, title_holds in words.named.items() if _holds(name, segment))


def _holds(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w)(?:{words})(?!\w)", text))


def _another_request(rest: str, words: Words) -> bool:
    """A question about something else; whatever could change or limit what was agreed to is not one."""
    told = plainly(rest)
    asks = rf"[¿\s]*+(?:(?:{words.opens})[\s,]++)*+(?:{words.asks})(?!\w)[^.!?;\n]*+\?"
    return bool(re.match(asks, told)) and not _holds(words.limits, told)


def plainly(text: str) -> str:
    """Small letters without accents, with straight apostrophes."""
    letters = unicodedata.normalize("NFKD", text.casefold().replace("’", "'"))
    return "".join(c for c in letters if not unicodedata.combining(c))


@cache
def _segments(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:(?P<agrees>{words.go}|{words.yes})|(?:{words.polite}))(?![\w'])")
