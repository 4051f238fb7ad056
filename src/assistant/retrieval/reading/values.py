"""Values named in a question: `merino or cotton`, `no nylon`, `waterproof`, by any of their names, misspelt or not."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.retrieval.embedding import common_words
from assistant.retrieval.reading.clauses import SIZE, worn
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.kinds import HOLDERS
from assistant.retrieval.reading.respelling import slipped
from assistant.retrieval.reading.synonyms import SIZE_WORDS
from assistant.retrieval.reading.vocabulary import Named, Scope, Vocabulary
from assistant.retrieval.reading.words import STOP, WORD, Token, derived, kindred, plain, stem, stems

SAME, DERIVED, MISSPELT = 3, 2, 1
CLOSE_ENOUGH = 86
MOST = 0.6
VAGUE = frozenset(
    stems("yes no good fair poor high low medium regular standard adjustable fixed generic universal other max plus")
)
MAKES = frozenset(stems("standard adjustable fixed universal"))
FILLER = frozenset(
    stems("capable support supported function design feature resistance technology built compatible free safe")
)
SEARCHING = re.compile(r"\b(?:look|search|shop|hunt|ask|market|go|after|wish|scout)\w* for [\w ]*$")
PURPOSE = re.compile(
    r"\b(?:for (?:a|an|my|our|the|this|his|her|their)|(?:to )?go(?:es)? with (?:an?|my|the)"
    r"|(?:with|match(?:es|ing)?|fits?) (?:my|our|his|her|their))"
    r"\s(?:[\w-]+\s){0,2}$"
)
HOW = re.compile(r"\bhow $")
AVERAGE = stem("average")
COMPARED = re.compile(r"\b(?:than|above|below|least|at or \w+|under|over|around|about|near) (?:\w+ )?$")
OPENS = re.compile(r"(?:^|[.?!;:])\W*$")
NEAR_BY = 3
LISTED = re.compile(r" ?(?:,|,? (?:or|and|nor)) ?(?:an? )?")


@dataclass(frozen=True)
class Mention:
    """Values of a facet named at tokens `first:last`, which are `start:end` of the text."""

    facet: Facet
    values: frozenset[str]
    first: int
    last: int
    start: int
    end: int
    quality: int
    hinted: bool = False

    def overlaps(self, other: "Mention") -> bool:
        return self.first < other.last and other.first < self.last


@dataclass(frozen=True)
class Question:
    """The normalised text with its words. `names` holds stems of words written with a capital, unlike at a start."""

    text: str
    words: tuple[Token, ...]
    names: frozenset[str]

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(token.stem for token in self.words)


def capitals(question: str) -> frozenset[str]:
    upper = {w for m in re.finditer(r"[A-Z][\w'&-]*", question) for w in stems(m.group())}
    lower = {w for m in re.finditer(r"(?<![\w'-])[a-z][\w'&-]*", question) for w in stems(m.group())}
    return frozenset(upper - lower)


def mentions(question: Question, scope: Scope, vocabulary: Vocabulary) -> list[Mention]:
    """Longest first, exact before derived before misspelt; no two overlap unless they name the same words."""
    found = [m for m in _candidates(question, scope, vocabulary) if _credible(m, question, scope)]
    exact = {m.facet.key for m in found if m.quality == SAME}
    order = {key: place for place, key in enumerate(scope.facets)}
    found.sort(key=lambda m: (m.first - m.last, -m.quality, -m.hinted, order[m.facet.key]))
    chosen: list[Mention] = []
    for mention in found:
        taken = any(mention.overlaps(other) and not _twin(mention, other) for other in chosen)
        if not taken and not _names_a_facet(mention, question, scope, exact):
            chosen.append(mention)
    kept = [mention for mention in chosen if not _soft(mention, question, scope)]
    return [*kept, *_listed(kept, question, scope, vocabulary)]


def _listed(named: Sequence[Mention], question: Question, scope: Scope, vocabulary: Vocabulary) -> Iterator[Mention]:
    """A vague word such as "standard" is a value where it stands in a list with another one: "standard or macro"."""
    for mention in _candidates(question, scope, vocabulary):
        if mention.quality == SAME and not any(mention.overlaps(other) for other in named):
            mates = [other for other in named if other.facet is mention.facet]
            if any(LISTED.fullmatch(_between(mention, mate, question.text)) for mate in mates):
                yield mention


def _between(one: Mention, other: Mention, text: str) -> str:
    first, second = sorted((one, other), key=lambda mention: mention.start)
    return text[first.end : second.start]


def _twin(one: Mention, other: Mention) -> bool:
    return one.facet is other.facet and (one.first, one.last) == (other.first, other.last)


def _candidates(question: Question, scope: Scope, vocabulary: Vocabulary) -> Iterator[Mention]:
    meant = [_meant(token.stem, scope, vocabulary) for token in question.words]
    for first in range(len(meant)):
        for start, quality in meant[first].items():
            for named in scope.named.get(start, ()):
                yield from _match(named, first, quality, meant, question)
        yield from _split_words(first, question, scope)


def _meant(word: str, scope: Scope, vocabulary: Vocabulary) -> dict[str, int]:
    """Which stems of the scope's value names a word may stand for, with the quality of the match."""
    known = scope.starts.get(word[:3], ())
    found = {other: SAME if other == word else DERIVED for other in known if derived(word, other)}
    if not found and len(word) > 4 and not vocabulary.frequency[word] and word not in STOP:
        pool = [other for start, words in scope.starts.items() if start[0] == word[0] for other in words]
        close = process.extract(word, pool, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH, limit=2)
        found = {other: MISSPELT for other, _, _ in close}
    return found


def _match(
    named: Named, first: int, quality: int, meant: Sequence[Mapping[str, int]], question: Question
) -> Iterator[Mention]:
    last = first + len(named.alias)
    if last > len(meant):
        return
    qualities = [quality, *(meant[first + k].get(word, 0) for k, word in enumerate(named.alias) if k)]
    if all(qualities):
        yield _mention(named, first, last, min(qualities), question)


def _split_words(first: int, question: Question, scope: Scope) -> Iterator[Mention]:
    """`wire free` for `wirefree`."""
    pair = question.words[first : first + 2]
    if len(pair) == 2:
        for named in scope.named.get(stem(pair[0].text + pair[1].text), ()):
            if len(named.alias) == 1 and len(named.alias[0]) > 5:
                yield _mention(named, first, first + 2, DERIVED, question)


def _mention(named: Named, first: int, last: int, quality: int, question: Question) -> Mention:
    words = question.words
    near = [w.stem for w in (*words[max(0, first - NEAR_BY) : first], *words[last : last + NEAR_BY])]
    hinted = any(kindred(word, own) for word in near for own in named.facet.stems)
    hinted = hinted or (named.facet.key == SIZE and worn(question.text, words[first].start, words[last - 1].end))
    if named.beginning and not _as_a_name(named.alias, words[first], question):
        quality = 0
    return Mention(named.facet, named.values, first, last, words[first].start, words[last - 1].end, quality, hinted)


def _as_a_name(alias: Sequence[str], word: Token, question: Question) -> bool:
    """With capitals; those of an ordinary word that opens a sentence are of no name: "Big house" is not Big Agnes."""
    opens = OPENS.search(question.text[: word.start])
    return set(alias) <= question.names and not (opens and word.text in common_words())


def _credible(mention: Mention, question: Question, scope: Scope) -> bool:
    """Drops what is more likely an ordinary word than a value."""
    said = question.stems[mention.first : mention.last]
    before = question.text[: mention.start]
    if (
        not mention.quality
        or (HOW.search(before) and len(said) == 1)
        or (len(said) == 1 and len(said[0]) == 1 and before.rstrip()[-1:].isdigit())  # the "l" of "40 l" is a unit
        or (said == (AVERAGE,) and COMPARED.search(before))
        or (set(said) <= HOLDERS and question.text[mention.end :].startswith(" of "))
    ):
        return False
    if mention.quality < SAME and (set(said) & (STOP | set(scope.stems)) or _brand_by_chance(mention, question)):
        return False
    if len(said) == 1 and (not _as_branded(mention, question) or _ordinary(said[0], mention, question, scope)):
        return False
    if set(said) <= SIZE_WORDS and set(mention.values) <= _sized(mention.facet):
        return mention.hinted or bool(scope.name) or len(said[0]) < 3
    vague = set(said) <= VAGUE and not (mention.facet.is_brand and set(said) <= question.names)
    vague = vague and not (set(said) <= MAKES and _of_the_kind(mention, question, scope))
    digits = all(word.isdigit() and len(word) < 4 for word in said)
    return mention.hinted or not (vague or digits)


def _of_the_kind(mention: Mention, question: Question, scope: Scope) -> bool:
    """In front of the category's own name: "a standard lens"."""
    following = question.words[mention.last : mention.last + 1]
    joined = bool(following) and question.text[mention.end : following[0].start] in {" ", "-"}
    return joined and bool(scope.name) and following[0].stem in scope.stems


def _sized(facet: Facet) -> frozenset[str]:
    """The values of a facet of clothing sizes; "a small gift" from the whole shop asks for none of them."""
    return frozenset(facet.holders) if "size" in facet.key.split() else frozenset()


def _ordinary(word: str, mention: Mention, question: Question, scope: Scope) -> bool:
    """A single word that is a stop word, the category's own name, or the name of an attribute."""
    if word in STOP:
        return not _is_size(word, mention, question)
    return not mention.facet.is_brand and (word in scope.stems or _only_names_facets(word, mention, scope))


def _is_size(word: str, mention: Mention, question: Question) -> bool:
    """`M` is a value beside "size", or when written as a capital letter that is not the words "I" or "A"."""
    return mention.hinted or (word in question.names and len(word) == 1 and word not in {"a", "i"})


def _brand_by_chance(mention: Mention, question: Question) -> bool:
    """One word that is kin of a brand's, or another letter away from it than a slip of the hand is."""
    if not mention.facet.is_brand or mention.last - mention.first > 1:
        return False
    word = question.words[mention.first]
    names = (name for value in mention.values for name in (*WORD.findall(plain(value)), *stems(value)))
    return mention.quality == DERIVED or not any(
        slipped(said, name) for name in names for said in (word.text, word.stem)
    )


def _as_branded(mention: Mention, question: Question) -> bool:
    """`Ember` is not the brand Emberly, although both have one stem; an "s" or a slip of a letter more is fine."""
    if not mention.facet.is_brand:
        return True
    word = question.words[mention.first].text
    parts = [part for value in mention.values for part in WORD.findall(plain(value))]
    return mention.quality == MISSPELT or any(abs(len(part) - len(word)) < 2 for part in parts if part[0] == word[0])


def _only_names_facets(word: str, mention: Mention, scope: Scope) -> bool:
    """`material` in "glass material" is no value, unless a value is called just that."""
    if not any(word in facet.stems for facet in scope.facets.values()):
        return False
    return all(stems(value) != [word] for value in mention.values)


def _names_a_facet(mention: Mention, question: Question, scope: Scope, exact: set[str]) -> bool:
    """A single word that belongs to another facet's name, beside a value of that facet, is not a value itself."""
    if mention.last - mention.first > 1 or mention.facet.is_brand:
        return False
    word, after = question.stems[mention.first], question.stems[mention.last : mention.last + 1]
    others = (facet for facet in scope.facets.values() if facet is not mention.facet and word in facet.stems)
    return any(facet.key in exact or set(after) & set(facet.stems) for facet in others)


def _soft(mention: Mention, question: Question, scope: Scope) -> bool:
    """In "for a summer wedding" the summer describes the wedding, not the product."""
    before = question.text[: mention.start]
    following = question.words[mention.last : mention.last + 1]
    if not following or not PURPOSE.search(before) or SEARCHING.search(before):
        return False
    if question.text[mention.end : following[0].start].strip(" -"):
        return False
    word = following[0].stem
    return word not in STOP and word not in scope.stems and not scope.knows(word)


def yes_no(question: Question, facets: Iterable[Facet], taken: Sequence[Mention]) -> Iterator[tuple[Facet, Token]]:
    """Facets that are only there or not (`dishwasher safe: yes`), with the word that names them."""
    for facet in facets:
        key = [word for word in facet.stems if word not in FILLER] or list(facet.stems)
        said = [token for token in question.words if token.stem not in STOP]
        hits = [token for token in said if any(kindred(token.stem, word) for word in key if len(word) > 2)]
        named = {word for word in key for token in hits if kindred(token.stem, word)}
        if key and hits and len(named) >= MOST * len(key) and not any(m.start <= hits[0].start < m.end for m in taken):
            yield facet, hits[0]


def question_of(text: str, normal: str, words: Sequence[Token]) -> Question:
    return Question(normal, tuple(words), capitals(plain_case(text)))


def plain_case(text: str) -> str:
    """Sentence starts say nothing about names; a question in capitals only has none."""
    return "" if plain(text).upper() == text.upper() == text else text
