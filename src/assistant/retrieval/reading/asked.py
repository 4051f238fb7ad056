"""A question within one scope, with what was read of it already: what the readers of unknown things look at."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import fuzz, process

from assistant.retrieval.reading.described import SHORT_QUESTION
from assistant.retrieval.reading.kinds import ANY, VAGUE_KINDS, Kind
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.ordinary import THINGS, is_english, is_ordinary
from assistant.retrieval.reading.respelling import slipped
from assistant.retrieval.reading.values import PURPOSE, SEARCHING, Question
from assistant.retrieval.reading.vocabulary import Scope, Vocabulary
from assistant.retrieval.reading.words import STOP, Token, stem, stems

CALENDAR = frozenset(
    stems(
        "monday tuesday wednesday thursday friday saturday sunday january february march april june july "
        "august september october november december christmas easter halloween thanksgiving hanukkah valentine birthday"
    )
)
FREE_OF = frozenset(stems("hands stress hassle worry fuss mess pain care wire guilt duty tax clutter wrinkle chemical"))
ADJECTIVE_ENDINGS = ("ian", "ean", "ish", "ese", "ican", "ch")
SLIP = 84
SHORTEST_SLIP = 5


@dataclass(frozen=True)
class Asked:
    """`used` tells whether a word was read as a value, the category or a number already."""

    question: Question
    scope: Scope
    vocabulary: Vocabulary
    refusals: Refusals
    used: Callable[[int, int], bool]
    brands: Sequence[tuple[int, int]] = ()
    heads: tuple[str, ...] = ()
    named: bool = True
    derived: Sequence[tuple[int, int]] = ()
    kind: Kind = ANY

    @property
    def is_short(self) -> bool:
        return len(self.question.words) <= SHORT_QUESTION

    def before(self, token: Token) -> str:
        return self.question.text[: token.start]

    def after(self, token: Token) -> str:
        return self.question.text[token.end :]

    @cached_property
    def fresh(self) -> tuple[tuple[int, Token], ...]:
        """Words not read yet, not refused, and not of somebody's purpose ("for my red sofa"), with their places."""
        return tuple(self._fresh())

    def _fresh(self) -> Iterator[tuple[int, Token]]:
        for place, token in enumerate(self.question.words):
            if self.used(token.start, token.end) or token.stem in STOP:
                continue
            before = self.before(token)
            purpose = PURPOSE.search(before) and not SEARCHING.search(before)
            if not purpose and not self.refusals.cover(token.start, token.end):
                yield place, token

    def said_in_scope(self, word: str) -> bool:
        return self.vocabulary.speaks_of(word, self.scope)

    def of_a_brand(self, token: Token) -> bool:
        return any(start <= token.start < end for start, end in self.brands)

    def misspelt(self, token: Token) -> bool:
        """Of a word that the shop uses; what is good English itself is no slip."""
        if self.vocabulary.frequency[token.stem] or is_english(token.text) or len(token.text) < SHORTEST_SLIP:
            return False
        words = {token.stem, token.text, stem(re.sub(r"ng$", "ing", token.text))}
        makers = self.vocabulary.makers
        known = [o for o in self.vocabulary.beginning(token.stem[0]) if len(o) > 3 and o not in makers]
        if any(process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=SLIP) for word in words):
            return True
        return any(slipped(word, maker) for word in words for maker in makers)

    def telling(self, token: Token) -> bool:
        """A word that a product could be held to."""
        freed = self.after(token).startswith((" free", "-free")) and token.stem in FREE_OF
        if freed or token.text.endswith(ADJECTIVE_ENDINGS):
            return False
        if (
            is_ordinary(token.text, token.stem)
            or token.text[0].isdigit()
            or len(max(token.text, token.stem, key=len)) < 3
        ):
            return False
        return token.stem not in CALENDAR | VAGUE_KINDS and not self.misspelt(token)

    def a_thing(self, noun: Token) -> bool:
        """Asked for itself, more can be held to its word than in front of another: a sofa, but not "sofa cushions"."""
        return noun.stem in THINGS or self.telling(noun)
