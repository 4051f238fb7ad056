"""What a question asks for and nothing in the shop speaks of: kinds, colours, sizes, features; makers and measures."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.retrieval.embedding import common_words
from assistant.retrieval.reading.asked import Asked
from assistant.retrieval.reading.coloured import figurative, part_coloured, said_as_colour
from assistant.retrieval.reading.described import after_with, behind, in_front
from assistant.retrieval.reading.doing import does
from assistant.retrieval.reading.kinds import HOLDERS, VAGUE_KINDS, asked_noun, asks_for_a_gift
from assistant.retrieval.reading.makers import unknown_makers
from assistant.retrieval.reading.measured import unknown_measures
from assistant.retrieval.reading.numbers import Measure
from assistant.retrieval.reading.ordinary import is_ordinary
from assistant.retrieval.reading.origins import unknown_origins
from assistant.retrieval.reading.reading import Unknown, once
from assistant.retrieval.reading.stated import has_size
from assistant.retrieval.reading.synonyms import COLOURS, HUES
from assistant.retrieval.reading.vocabulary import CARRIERS
from assistant.retrieval.reading.words import STOP, Token, akin, stem

RARE = 0.06
SIZE = re.compile(
    r"(?:(?<=\bsize )(?:[a-z]{0,3}\d+(?:\.\d+)?[a-z]?|[a-z]+)"
    r"|(?<=\bfor a )(?:crib|cot|bunk)"
    r"|(?<=\bin a )\d+(?:\.\d+)?(?=\W*$|[,.;?!]| (?:please|and|or|for|under|in)\b)"
    r"|\b(?:x{2,4}[ls]|\d{1,2}xl|xs|xl)|\b[a-z]{3,}(?=[- ]sized?\b))\b"
)
SIZE_CODE = re.compile(r"x{0,4}[sml]|.*\d.*")
BESIDE = re.compile(r" with |, \d")
IN_SIZE = re.compile(r"\b(?:in|of) size $")
NAMED_SIZES = frozenset({"plus", "tall", "petite", "crib", "cot", "bunk", "toddler", "newborn"})


@dataclass(frozen=True)
class UnknownReader:
    asked: Asked

    def read(self, unbound: Sequence[Measure]) -> tuple[Unknown, ...]:
        asked = self.asked
        makers = (*unknown_makers(asked), *unknown_origins(asked))
        things = (*self._kinds(), *makers, *self._colours(), *self._sizes())
        return tuple(once([*things, *unknown_measures(asked, unbound), *self._described(), *self._doings()]))

    def _kinds(self) -> Iterator[Unknown]:
        """A thing that some product may go with, but that none is: "a laptop" where only laptop bags are sold."""
        asked = self.asked
        noun = asked_noun(asked.question.text, asked.question.words)
        if noun is None or noun.stem in VAGUE_KINDS or self._understood(noun) or asked.after(noun)[:1] == "-":
            return
        if asked.named:
            yield from self._named_by_the_way(noun)
            return
        if asked.is_short and self._strange(noun):
            first = next(in_front(asked.question, ()), noun)
            yield Unknown(asked.question.text[first.start : noun.end], demanded=True)
        elif self._rarely_said(noun):
            front = in_front(asked.question, ())
            first = next((token for token in front if not asked.used(token.start, token.end)), noun)
            yield Unknown(asked.question.text[first.start : noun.end], demanded=True)

    def _strange(self, noun: Token) -> bool:
        return not self.asked.vocabulary.frequency[noun.stem] and self.asked.a_thing(noun)

    def _rarely_said(self, noun: Token) -> bool:
        vocabulary = self.asked.vocabulary
        rare = vocabulary.nouns and 0 < vocabulary.frequency[noun.stem] <= RARE * vocabulary.size
        if not rare or not self.asked.a_thing(noun) or noun.stem in vocabulary.nouns:
            return False
        return not vocabulary.names(noun.stem) or self._only_done(noun)

    def _named_by_the_way(self, noun: Token) -> Iterator[Unknown]:
        """What is sold only says which mat ("a bath mat"), or comes with what is asked for: a drone with a camera."""
        asked = self.asked
        own = [token for token in asked.question.words if self._is_the_thing(token)]
        if noun in own or noun.stem in HOLDERS | HUES:
            return
        front = next((token for token in own if asked.question.text[token.end : noun.start] in {" ", "-"}), None)
        strange = asked.is_short and (self._strange(noun) or self._rarely_said(noun))
        if front and self._another_thing(noun, f"{front.text} {noun.text}"):
            yield Unknown(asked.question.text[front.start : noun.end], demanded=True)
        elif strange and own and own[0].start > noun.end and BESIDE.match(asked.after(noun)):
            yield Unknown(noun.text, demanded=True)

    def _another_thing(self, noun: Token, said: str) -> bool:
        """The strap of "a watch strap", where watches are sold; not the waist of "jeans waist 32"."""
        vocabulary = self.asked.vocabulary
        sold = vocabulary.names_a_thing(noun.stem)
        if not sold:
            return noun.stem in CARRIERS
        told = self.asked.said_in_scope(noun.stem) or self._attribute(noun)
        return not told and said not in vocabulary.pairs

    def _is_the_thing(self, token: Token) -> bool:
        return any(akin(token.stem, head) for head in self.asked.heads)

    def _understood(self, noun: Token) -> bool:
        """A thing is not understood by a value that its name is only kin of."""
        kin = (noun.start, noun.end) in self.asked.derived and noun.text not in common_words()
        kin = kin and not noun.text.endswith(("ing", "ed", "able"))
        return (
            self.asked.used(noun.start, noun.end)
            and not self._only_done(noun)
            and not (kin and not self.asked.vocabulary.names_a_thing(noun.stem))
        )

    def _only_done(self, noun: Token) -> bool:
        """A kayak is no sandal for kayaking."""
        vocabulary = self.asked.vocabulary
        doing = noun.text.endswith("ing") or noun.text in common_words() or vocabulary.names_a_thing(noun.stem)
        return noun.stem in vocabulary.doings and not doing

    def _colours(self) -> Iterator[Unknown]:
        asked = self.asked
        coloured = any("color" in facet.key.split() for facet in asked.scope.facets.values())
        for _, token in asked.fresh:
            if self._is_the_thing(token):
                continue
            hue = token.stem in HUES and said_as_colour(asked.question, token, asked.heads)
            said = asked.said_in_scope(token.stem)
            elsewhere = said and (not coloured or self._of_a_part(token))
            if (token.stem in COLOURS or hue) and not elsewhere and not figurative(asked.question, token):
                yield Unknown(token.text, demanded=True)

    def _of_a_part(self, token: Token) -> bool:
        """The light of "with a red light" is red, not the lamp."""
        part = part_coloured(self.asked.question, token)
        return part is not None and self.asked.said_in_scope(part.stem)

    def _sizes(self) -> Iterator[Unknown]:
        asked = self.asked
        facets = [facet for key, facet in asked.scope.facets.items() if key == "size"]
        for match in SIZE.finditer(asked.question.text) if facets else ():
            said, word = match.group(), stem(match.group())
            ordinary = word in STOP or is_ordinary(said, word) or any(akin(word, head) for head in asked.heads)
            named = match.start() and IN_SIZE.search(asked.question.text[: match.start()])
            coded = SIZE_CODE.fullmatch(said) or said in NAMED_SIZES
            ordinary = not (coded or asked.vocabulary.sizes(word) or (named and not ordinary))
            read = asked.used(*match.span()) and not any(char.isdigit() for char in said)
            if not ordinary and not read and not has_size(facets, word):
                yield Unknown(f"size {said.upper() if len(said) < 5 else said}", demanded=True)

    def _described(self) -> Iterator[Unknown]:
        """What the thing should be or have ("a heated vest", "with a lightning port") and no product speaks of."""
        for run in self._descriptions():
            unsaid = [token for token in run if not self.asked.said_in_scope(token.stem)]
            strange = [token for token in unsaid if self._property(token) and not self._attribute(token)]
            if strange:
                elsewhere = all(self.asked.vocabulary.frequency[token.stem] for token in strange)
                words = self.asked.question.text[run[0].start : run[-1].end]
                yield Unknown(words, demanded=True, elsewhere=elsewhere)

    def _doings(self) -> Iterator[Unknown]:
        """What the thing should do, as in "a speaker that floats"."""
        fresh = {token.start for _, token in self.asked.fresh}
        for token in does(self.asked.question) if self.asked.is_short else ():
            said = self.asked.said_in_scope(token.stem) or self._attribute(token)
            if token.start in fresh and not said and self.asked.telling(token):
                yield Unknown(token.text, demanded=True)

    def described(self) -> tuple[str, ...]:
        """Stems of a short question that one product must speak of: silk and slip of "a silk slip dress"."""
        if not self.asked.is_short:
            return ()
        spoken = (token for run in self._descriptions() for token in run if self.asked.said_in_scope(token.stem))
        return tuple(dict.fromkeys(token.stem for token in spoken if self._property(token)))

    def _property(self, token: Token) -> bool:
        """Not a thing of its own that this one only goes with: the desk of a desk chair."""
        return self.asked.telling(token) and token.stem not in self.asked.vocabulary.nouns

    def _attribute(self, token: Token) -> bool:
        """As in "scented" where products state their scent."""
        return any(token.stem in facet.stems for facet in self.asked.scope.facets.values())

    def _descriptions(self) -> Iterator[list[Token]]:
        """What was not read yet of each word in front of the thing or behind it, and of each run that "with" begins."""
        asked = self.asked
        fresh = {token.start for _, token in asked.fresh if self._weighed(token)}
        if asks_for_a_gift(asked.question.text, asked.question.words):
            return
        near = [*in_front(asked.question, asked.heads), *behind(asked.question, asked.heads)]
        for run in (*([token] for token in near), *after_with(asked.question, asked.heads)):
            kept = [token for token in run if token.start in fresh]
            if kept:
                yield kept

    def _weighed(self, token: Token) -> bool:
        short = self.asked.is_short
        return token.stem not in COLOURS | HUES and (short or token.text not in common_words())
