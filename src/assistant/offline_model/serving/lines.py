"""Which lines of which orders a text means: "the robotic vacuum", "both t-shirts", "everything except the boots"."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.offline_model.serving.records import Line, OrderRecord
from assistant.offline_model.serving.text import TOKEN, plain, spoken
from assistant.offline_model.words import is_plain

_FLAGS = re.IGNORECASE | re.VERBOSE
EVERYTHING = re.compile(
    r"""\b(?:everything|all\sof\s(?:it|them)|all\s(?:the\s|my\s|of\sthe\s|of\smy\s|possible\s|remaining\s|these\s|those\s)?(?:items?|products?|things|stuff)
    |(?:the\s)?(?:entire|whole|full)\sorder|any\s(?:delivered|items?)|all\sthe\sdelivered)\b""",
    _FLAGS,
)
_EXCEPT = re.compile(
    r"\b(?:except(?:ing)?(?:\sfor)?|besides|apart\sfrom|other\sthan|but\snot|just\snot|not\sthe|not\smy|keep(?:ing)?|all\sbut)\b",
    _FLAGS,
)
_BESIDE = re.compile(
    r"\b(?:since|because|as\sit|that\s(?:goes|came|comes)|goes\swith|along\swith|together\swith|so\sthat)\b[^.;?!]*",
    _FLAGS,
)
ALL_OF = re.compile(r"\b(?:all|both|every|each|any)\b", _FLAGS)
_PARENTHESES = re.compile(r"\s*\([^)]*\)")


@dataclass(frozen=True)
class Mention:
    """Lines that the words from `at` up to `upto` of the plain text may mean.

    `plural` when they speak of several, `whole` of all there are.
    """

    at: int
    upto: int
    lines: tuple[Line, ...]
    plural: bool
    whole: bool = False

    @property
    def titles(self) -> frozenset[str]:
        return frozenset(line.title for line in self.lines)


@dataclass(frozen=True)
class _Span:
    start: int
    end: int
    share: float
    title: tuple[str, ...]


def title_words(title: str) -> tuple[str, ...]:
    return spoken(_PARENTHESES.sub("", title))


def mentions(text: str, lines: Sequence[Line]) -> list[Mention]:
    """In the order of the text; each names lines of one title, or of several that share the word."""
    low = _BESIDE.sub(lambda found: " " * len(found[0]), plain(text))
    said, places = spoken(low), [(one.start(), one.end()) for one in TOKEN.finditer(low)]
    by_title: dict[tuple[str, ...], list[Line]] = {}
    for line in lines:
        by_title.setdefault(title_words(line.title), []).append(line)
    beside = _option_words(lines)
    spans = [span for title in by_title for span in _spans(said, title, beside)]
    found = list[Mention]()
    for group in _grouped(spans):
        meant = [line for span in group for line in by_title[span.title]]
        first = group[0]
        at, upto = places[first.start][0], places[first.end - 1][1]
        found.append(Mention(at, upto, tuple(meant), _plural(text, meant), _whole(said, first.start)))
    return found


def _option_words(lines: Iterable[Line]) -> Counter[str]:
    words: Counter[str] = Counter()
    for line in lines:
        for name, value in line.options.items():
            words.update({*spoken(name), *spoken(value)})
    return words


def _spans(said: Sequence[str], title: tuple[str, ...], beside: Counter[str]) -> list[_Span]:
    """A run of the title's words that names it: the head, most of it, or a word that nothing else uses."""
    found = list[_Span]()
    at = 0
    while at < len(said):
        end = at
        matched = list[str]()
        while end < len(said) and (word := _same(said[end], title, matched)):
            matched.append(word)
            end += 1
        if matched and _names(matched, title, beside):
            found.append(_Span(at, end, len(matched) / len(title), title))
        at = max(end, at + 1)
    return found


def _same(word: str, title: Sequence[str], taken: Sequence[str]) -> str | None:
    left = [t for t in title if t not in taken]
    return next((t for t in left if t == word or (len(word) >= 4 and len(t) > len(word) and t.endswith(word))), None)


def _names(matched: Sequence[str], title: tuple[str, ...], beside: Counter[str]) -> bool:
    if title[-1] in matched:
        return True
    if len(matched) > 1:
        return 2 * len(matched) >= len(title)
    word = matched[0]
    return len(word) >= 4 and word not in beside and not is_plain(word) and (len(title) <= 3 or word == title[0])


def _grouped(spans: Sequence[_Span]) -> list[list[_Span]]:
    """Overlapping spans are one mention: of the title that fits best, or of all that fit as well."""
    groups: list[list[_Span]] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        if groups and span.start < max(s.end for s in groups[-1]):
            groups[-1].append(span)
        else:
            groups.append([span])
    return [_best(group) for group in groups]


def _best(group: list[_Span]) -> list[_Span]:
    longest = max(span.end - span.start for span in group)
    wide = [span for span in group if span.end - span.start == longest]
    head = [span for span in wide if span.share == max(s.share for s in wide)]
    return head if longest > 1 else wide


def _whole(said: Sequence[str], start: int) -> bool:
    return bool({"all", "both", "everi", "each"} & set(said[max(0, start - 4) : start]))


def _plural(text: str, lines: Sequence[Line]) -> bool:
    """Whether a name that is not a plural itself is used as one: "my t-shirts", never "my boots"."""
    heads = {_PARENTHESES.sub("", line.title).split()[-1].casefold() for line in lines}
    low = text.casefold()
    return any(re.search(rf"\b{re.escape(head)}(?:s|es)\b", low) for head in heads if not head.endswith("s"))


def split_exceptions(text: str) -> tuple[str, str]:
    """What is meant, and what is left out of it."""
    found = _EXCEPT.search(text)
    return (text[: found.start()], text[found.end() :]) if found else (text, "")


def narrowed(lines: Sequence[Line], text: str) -> list[Line]:
    """Of several lines with one name, those whose options the text speaks of most."""
    said = set(spoken(text))
    scores = [_spoken_options(line, lines, said) for line in lines]
    best = max(scores, default=0)
    return [line for line, score in zip(lines, scores, strict=True) if score == best] if best else list(lines)


def _spoken_options(line: Line, lines: Sequence[Line], said: set[str]) -> int:
    """Counts words of options that not every line shares."""
    words = _words(line)
    shared = set.intersection(*(_words(one) for one in lines)) if lines else set()
    return len((words - shared) & said)


_SIZES = {"s": "small", "m": "medium", "l": "larg"}


def _words(line: Line) -> set[str]:
    found = {word for value in line.options.values() for word in spoken(value) if not is_plain(word)}
    return found | {_SIZES[word] for word in found & _SIZES.keys()}


def all_lines(orders: Iterable[OrderRecord]) -> list[Line]:
    return [line for order in orders for line in order.lines]
