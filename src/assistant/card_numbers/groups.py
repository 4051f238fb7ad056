"""Groups of digits in a text, however they are written, each with its place."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise, zip_longest

from assistant.card_numbers.number_words import LANGUAGES, RUN_TOGETHER, Language

_BLOCKS = (
    (0xB2, 0xBA), (0x2070, 0x208A), (0x2160, 0x2180), (0x2460, 0x2500), (0x2776, 0x2794), (0x3007, 0x3008),
    (0x3021, 0x302A), (0x3220, 0x322A), (0x3280, 0x328A), (0x1F100, 0x1F10D),
)  # fmt: skip
_HAN = {han: str(n % 10) for n, han in enumerate("零一二三四五六七八九〇壹贰叁肆伍陆柒捌玖")}
_LOOKALIKES = {"o": "0", "q": "0", "d": "0", "l": "1", "i": "1", "z": "2", "s": "5", "b": "8"}
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7", "viii": "8", "ix": "9"}
_NEXT, _FAR, _MOST_WORDS = 3, 60, 6
_LEAD = 2
_TAIL, _MANY = 80, 8


def _signs() -> dict[str, str]:
    """Signs that stand for a number and are no decimal digit: superscript, circled, Roman, of Suzhou."""
    found = {}
    for first, end in _BLOCKS:
        for sign in map(chr, range(first, end)):
            value = unicodedata.numeric(sign, -1)
            if value == int(value) and 0 <= value < 100:
                found[sign] = str(int(value))
    return found | _HAN | {"\U0001f51f": "10"}


SIGNS = _signs()
_SIGN = "".join(map(re.escape, SIGNS))
_TOKEN = re.compile(
    rf"""(?P<tag></?[a-z]{{1,10}}[^<>\d\n]{{0,80}}>)
    |(?P<gap>%(?:25)*(?:20|2[c-f]|0[9ad]|a0)|&(?:\#0*(?:32|160|45)|\#x0*(?:20|a0|2d)|[a-z]{{2,8}});|\\u00(?:20|a0|2d)|\\[nrt])
    |%(?:25)*3(?P<percent>\d)|&\#0*(?P<decimal>4[89]|5[0-7]);|&\#x0*3(?P<hex>\d);|\\(?:u00|x|u\{{)3(?P<escape>\d)\}}?
    |(?P<digits>[\d{_SIGN}]+)|(?P<word>[^\W\d_{_SIGN}]+)""",
    re.VERBOSE | re.IGNORECASE,
)
DIGIT = re.compile(rf"[\d{_SIGN}]")
_ASCII_DIGIT = re.compile(r"[0-9]")
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER_WORDS = frozenset(w for one in LANGUAGES.values() for w in one.first | one.times.keys())
_IN_NUMBERS = _NUMBER_WORDS.union(*(words for one in LANGUAGES.values() for words in one.numbers))
_CODED = re.compile(r"[<%&\\]")
_LAST_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]+(?=[\W_]*\Z)")
_BETWEEN = frozenset(["and", "then", "und", "dann", "et", "puis", "y", "luego", "e", "poi", "depois", "en", "dan"])
_ORDINAL = frozenset({"st", "nd", "rd", "th"})


@dataclass(frozen=True, slots=True)
class Group:
    """`guessed` of its digits are letters. `words` is how many words stand between it and the group before."""

    digits: str
    start: int
    end: int
    words: int = 0
    far: bool = False
    guessed: int = 0


@dataclass(frozen=True, slots=True)
class Token:
    """Either `digits` or, in small letters, a `word` is empty."""

    start: int
    end: int
    digits: str
    word: str = ""
    guessed: bool = False
    hyphen: bool = False  # right before it


def tokens(text: str) -> list[Token]:
    """Digits and words in order; signs between them are left out."""
    found = []
    for match in _TOKEN.finditer(text):
        kind, typed = match.lastgroup, match.group()
        if kind == "word":
            found.append(Token(*match.span(), "", _plain(typed), hyphen=text[match.start() - 1 : match.start()] == "-"))
        elif kind == "digits":
            found.append(Token(*match.span(), _ascii(typed)))
        elif kind == "decimal":
            found.append(Token(*match.span(), str(int(match["decimal"]) - 48)))
        elif kind not in {None, "tag", "gap"}:
            found.append(Token(*match.span(), match[str(kind)]))
    return found


def might_hold(text: str, least: int) -> bool:
    """Whether a text can come to so many digits at all: cheap, and true too often."""
    count = digits_in(text)
    return count >= least or count + sum(map(_worth, _WORD.findall(text))) >= least


def digits_in(text: str) -> int:
    return len((_ASCII_DIGIT if text.isascii() else DIGIT).findall(text))


@lru_cache(maxsize=4096)
def _worth(typed: str) -> int:
    """The most digits that a word can stand for."""
    word = _plain(typed)
    if len(word) >= RUN_TOGETHER:
        return len(word) // 2 if any(one.run_together(word) for one in LANGUAGES.values()) else 0
    return 4 if word in _NUMBER_WORDS else len(_lookalike(word) or _roman(word))


@lru_cache(maxsize=4096)
def _is_no_number(typed: str) -> bool:
    """Nor a part of one, in any of the languages, however its letters are written."""
    word = _plain(typed)
    several = len(word) >= RUN_TOGETHER and any(one.run_together(word) for one in LANGUAGES.values())
    return word not in _IN_NUMBERS and not several and not DIGIT.search(typed)


def readings(found: Sequence[Token], least: int, *, letters: bool = True) -> Iterator[list[Group]]:
    """Each way to read digits out of the tokens that comes to `least` of them; `letters` may stand for some."""
    numerals = list(_numerals(found))
    ways = [numerals, [t for t in numerals if len(t.digits) not in {1, 2}]]
    words = {token.word for token in found}
    long = [word for word in words if len(word) >= RUN_TOGETHER]
    for language in LANGUAGES.values():
        if words & language.first or any(map(language.run_together, long)):
            ways += [list(_said(numerals, language)), list(_said(numerals, language, hyphens=True))]
    if letters:
        ways += [[_mapped(t, _lookalike, guess=True) for t in numerals], [_mapped(t, _roman) for t in found]]
    told: list[list[Token]] = []
    for way in ways:
        if sum(len(token.digits) for token in way) >= least and way not in told:
            told.append(way)
            yield _joined(way)


def is_piece(text: str) -> bool:
    """Whether a text is hardly more than digits, so that a number may go on in the next one."""
    if not _CODED.search(text) and sum(map(_is_no_number, _WORD.findall(text))) > _LEAD:
        return False
    found = tokens(text)
    return any(_besides(found, way) <= _LEAD for way in readings(found, 1, letters=False))


def goes_on(text: str) -> bool:
    """Whether a text ends in so many digits that the next one may go on with their number."""
    last = _LAST_WORD.search(text, max(0, len(text) - _TAIL)) if text.isascii() and not _CODED.search(text) else None
    if last and _is_no_number(last.group()):
        return False
    found = tokens(text[-_TAIL:])
    for way in readings(found, _MANY, letters=False):
        if not any(token.word and token.start >= way[-1].end for token in found):
            return True
    return False


def _besides(found: Sequence[Token], way: Sequence[Group]) -> int:
    spans = [(group.start, group.end) for group in way]
    return sum(bool(t.word) and not any(start <= t.start < end for start, end in spans) for t in found)


def _numerals(found: Sequence[Token]) -> Iterator[Token]:
    """Without those of 1st, 2nd, 3rd."""
    for token, after in zip_longest(found, found[1:]):
        ordinal = after is not None and after.word in _ORDINAL and after.start == token.end
        yield Token(token.start, token.end, "", "ordinal") if token.digits and ordinal else token


def _said(found: Sequence[Token], language: Language, *, hyphens: bool = False) -> Iterator[Token]:
    """With `hyphens` "forty two" are two numbers and "forty-two" is one; without, both are one."""
    at, times, since = 0, 1, -1
    while at < len(found):
        token = found[at]
        if since < 0 and (token.digits or not language.speaks(token.word)):
            yield token
            at += 1
            continue
        digits, taken = _number(found, at, language, hyphens=hyphens)
        last, at = found[at + taken - 1], at + taken
        if not digits and token.word in language.times:
            times, since = language.times[token.word], token.start
            continue
        if digits and times > 1:
            digits = digits[0] * times + digits[1:]
        yield Token(since if digits and since >= 0 else token.start, last.end, digits, "" if digits else token.word)
        times, since = 1, -1


def _number(found: Sequence[Token], at: int, language: Language, *, hyphens: bool) -> tuple[str, int]:
    """The digits that begin here, and how many tokens they take."""
    token = found[at]
    if token.digits or token.word not in language.first:
        return token.digits or language.run_together(token.word), 1
    for many in range(min(language.longest, len(found) - at), 0, -1):
        words = found[at : at + many]
        near = all(b.start - a.end <= _NEXT and (b.hyphen or not hyphens) for a, b in pairwise(words))
        if near and (digits := language.numbers.get(tuple(t.word for t in words))):
            return digits, many
    return "", 1


def _mapped(token: Token, digits_of: Callable[[str], str], *, guess: bool = False) -> Token:
    digits = digits_of(token.word) if token.word else ""
    return Token(token.start, token.end, digits, guessed=guess) if digits else token


def _lookalike(word: str) -> str:
    return "".join(_LOOKALIKES[c] for c in word) if all(c in _LOOKALIKES for c in word) else ""


def _roman(word: str) -> str:
    return _ROMAN.get(word, "")


def _joined(way: Sequence[Token]) -> list[Group]:
    """Digits that touch are one group."""
    groups: list[Group] = []
    words = 0
    for token in way:
        if not token.digits:
            words += token.word not in _BETWEEN
            continue
        guessed, before = len(token.digits) * token.guessed, groups[-1] if groups else None
        if before and before.end == token.start and not words:
            joined = before.digits + token.digits
            groups[-1] = replace(before, digits=joined, end=token.end, guessed=before.guessed + guessed)
        else:
            far = before is None or token.start - before.end > _FAR or words > _MOST_WORDS
            groups.append(Group(token.digits, token.start, token.end, words, far, guessed))
        words = 0
    return groups


def _plain(word: str) -> str:
    if word.isascii():
        return word.lower()
    parts = unicodedata.normalize("NFKD", word.casefold())
    return "".join(c for c in parts if not unicodedata.combining(c))


def _ascii(typed: str) -> str:
    if typed.isascii():
        return typed
    return "".join(SIGNS[c] if c in SIGNS else str(unicodedata.decimal(c)) for c in typed)
