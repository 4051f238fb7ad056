"""What a question asks for and nothing in the shop speaks of: brands, colours, sizes, measures, features."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.retrieval.reading.kinds import asked_noun
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.numbers import Measure
from assistant.retrieval.reading.reading import Unknown
from assistant.retrieval.reading.synonyms import COLOURS
from assistant.retrieval.reading.values import PURPOSE, SEARCHING, Question
from assistant.retrieval.reading.vocabulary import Scope, Vocabulary
from assistant.retrieval.reading.words import STOP, Token, akin, stem, stems

BRANDS = frozenset(
    stems(
        "nike adidas puma reebok asics patagonia timberland levis gucci prada chanel zara uniqlo apple samsung sony lg "
        "bose panasonic philips siemens bosch dyson ikea lego nintendo microsoft dell lenovo asus garmin fitbit gopro "
        "canon nikon rolex casio seiko columbia burton salomon merrell lululemon crocs converse vans birkenstock"
    )
)
CALENDAR = frozenset(
    stems(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
        "august september october november december christmas easter halloween thanksgiving hanukkah valentine birthday"
    )
)
VAGUE_KINDS = frozenset(
    stems(
        "gift present outfit gear equipment stuff clothes clothing wear essential accessory item product thing offer "
        "deal sale arrival option recommendation idea new bargain"
    )
)
RARE = 0.06
ADJECTIVE_ENDINGS = ("ian", "ean", "ish", "ese", "ican", "ch")
PLAIN_MEASURES = frozenset({"time", "money", "pieces", "pages", "percent"})
OF_A_PERSON = re.compile(r"\b(?:i'm|i am|is|my|he's|she's|they are)\s+$")
SIZE = re.compile(r"\bsize ([a-z0-9]+)\b")
FEATURE = re.compile(r"\b(?:with|featuring|having)(?: an?| some)? ([a-z][a-z-]{3,})(?<!er)(?<!est)\b")
GOING_GREEN = re.compile(r"\b(?:go|going|stay|staying|be|being|feel|feeling|think)\s$")


@dataclass(frozen=True)
class UnknownReader:
    """`used` tells whether a word was read as a value, the category or a number already."""

    question: Question
    scope: Scope
    vocabulary: Vocabulary
    refusals: Refusals
    used: Callable[[int, int], bool]
    named: bool = True

    def read(self, unbound: Sequence[Measure]) -> tuple[Unknown, ...]:
        found = [
            *self._kinds(),
            *self._brands(),
            *self._colours(),
            *self._sizes(),
            *self._measures(unbound),
            *self._features(),
        ]
        return tuple({unknown.words: unknown for unknown in reversed(found)}.values())[::-1]

    def _fresh(self) -> Iterator[tuple[int, Token]]:
        """Words not read yet, not refused, and not of somebody's purpose ("for my red sofa")."""
        for place, token in enumerate(self.question.words):
            if self.used(token.start, token.end) or token.stem in STOP:
                continue
            before = self.question.text[: token.start]
            purpose = PURPOSE.search(before) and not SEARCHING.search(before)
            if not purpose and not self.refusals.cover(token.start, token.end):
                yield place, token

    def _said_in_scope(self, word: str) -> int:
        return self.vocabulary.said(word, self.scope)

    def _kinds(self) -> Iterator[Unknown]:
        """A thing that some product may go with, but that none is: "a laptop" where only laptop bags are sold."""
        noun = asked_noun(self.question.text, self.question.words)
        if self.named or noun is None or self.used(noun.start, noun.end) or noun.stem in VAGUE_KINDS:
            return
        rare = self.vocabulary.nouns and 0 < self.vocabulary.frequency[noun.stem] <= RARE * self.vocabulary.size
        if rare and noun.stem not in self.vocabulary.nouns and not self.vocabulary.names(noun.stem):
            yield Unknown(noun.text, demanded=True)

    def _brands(self) -> Iterator[Unknown]:
        for place, token in self._fresh():
            if self.vocabulary.frequency[token.stem] or not self._like_a_brand(token):
                continue
            if self._names_the_product(place) or (token.stem in BRANDS and not self._companion(token)):
                yield Unknown(self._as_written(token), demanded=True)

    def _like_a_brand(self, token: Token) -> bool:
        if token.stem in BRANDS:
            return True
        ordinary = token.stem in CALENDAR or token.text.endswith(ADJECTIVE_ENDINGS) or len(token.text) < 3
        return token.stem in self.question.names and not ordinary and not self._misspelt(token.stem)

    def _misspelt(self, word: str) -> bool:
        known = [other for other in self.vocabulary.frequency if other[0] == word[0] and len(other) > 3]
        return process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=84) is not None

    def _names_the_product(self, place: int) -> bool:
        """As in "Nike dress" or "dress by Nike"."""
        words = self.question.stems
        following = words[place + 1 : place + 3]
        head = self.scope.stems[-1:] if self.scope.name else ()
        before = self.question.text[: self.question.words[place].start]
        said_after = bool(re.search(r"\b(?:by|from|brand|called)\s+$", before))
        return said_after or any(akin(word, own) for word in following for own in head)

    def _companion(self, token: Token) -> bool:
        """As in "fits my Apple" or "compatible with Sony": what it goes with, not what it is."""
        before = self.question.text[: token.start]
        return bool(re.search(r"\b(?:for|with|fits?|my|like|than|to)\s+(?:an? |the )?$", before))

    def _colours(self) -> Iterator[Unknown]:
        for _, token in self._fresh():
            if token.stem in COLOURS and not self._figurative(token):
                yield Unknown(token.text, demanded=not self._said_in_scope(token.stem))

    def _figurative(self, token: Token) -> bool:
        """Colours that are none: "going green", or a part of another word as in "blue-ray"."""
        text = self.question.text
        return text[token.end : token.end + 1] == "-" or bool(GOING_GREEN.search(text[: token.start]))

    def _sizes(self) -> Iterator[Unknown]:
        facet = self.scope.facets.get("size")
        for match in SIZE.finditer(self.question.text):
            if facet and facet.kind == "value" and not self.used(match.start(1), match.end()):
                word = stem(match[1])
                if word not in STOP and not self.scope.knows(word):
                    yield Unknown(f"size {match[1].upper()}", demanded=True)

    def _measures(self, unbound: Sequence[Measure]) -> Iterator[Unknown]:
        for measure in unbound:
            unit = measure.unit
            if unit is None or unit.family in PLAIN_MEASURES or self._of_a_person(measure):
                continue
            said = self.question.text[measure.start : measure.end].strip()
            yield Unknown(said, demanded=not self._said_in_scope(stem(unit.name)))

    def _of_a_person(self, measure: Measure) -> bool:
        text = self.question.text
        return bool(OF_A_PERSON.search(text[: measure.start]) or re.match(r"\W*(?:tall|old)\b", text[measure.end :]))

    def _features(self) -> Iterator[Unknown]:
        for match in FEATURE.finditer(self.question.text):
            word = stem(match[1].split("-")[-1])
            known = self.vocabulary.frequency[word] or word in STOP or self.used(match.start(1), match.end())
            if not known and not self._misspelt(word) and not self.refusals.cover(match.start(1), match.end()):
                yield Unknown(match[1])

    def _as_written(self, token: Token) -> str:
        return token.text.capitalize()
