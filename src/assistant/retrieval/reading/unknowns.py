"""What a question asks for and nothing in the shop speaks of: brands, colours, sizes, measures, features."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from assistant.retrieval.embedding import common_words
from assistant.retrieval.reading.clauses import Near, around
from assistant.retrieval.reading.coloured import figurative, part_coloured, said_as_colour
from assistant.retrieval.reading.described import MADE_BY, SHORT_QUESTION, after_with, in_front, makers
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.kinds import VAGUE_KINDS, asked_noun, asks_for_a_gift
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.numbers import Measure
from assistant.retrieval.reading.ordinary import is_ordinary
from assistant.retrieval.reading.reading import Unknown, once
from assistant.retrieval.reading.stated import family_of, has_size, met, stated
from assistant.retrieval.reading.synonyms import COLOURS, HUES
from assistant.retrieval.reading.units import unit_called
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
RARE = 0.06
SLIP = 84
SHORTEST_SLIP = 5
CLOSE = 4
ADJECTIVE_ENDINGS = ("ian", "ean", "ish", "ese", "ican", "ch")
PLAIN_MEASURES = frozenset({"people", "time", "money", "pieces", "pages", "percent"})
OF_A_PERSON = re.compile(r"\b(?:i'm|i am|is|my|he's|she's|they are)\s+$")
SIZE = re.compile(
    r"(?:(?<=\bsize )(?:[a-z]{0,3}\d+(?:\.\d+)?[a-z]?|[a-z]+)"
    r"|\b(?:x{2,4}[ls]|\d{1,2}xl|xs|xl)|\b[a-z]{3,}(?=[- ]size\b))\b"
)
SIZE_CODE = re.compile(r"x{0,4}[sml]|.*\d.*")
IN_SIZE = re.compile(r"\b(?:in|of) size $")


@dataclass(frozen=True)
class UnknownReader:
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

    def read(self, unbound: Sequence[Measure]) -> tuple[Unknown, ...]:
        things = (*self._kinds(), *self._brands(), *self._makers())
        return tuple(once([*things, *self._colours(), *self._sizes(), *self._measures(unbound), *self._described()]))

    def _fresh(self) -> Iterator[tuple[int, Token]]:
        """Words not read yet, not refused, and not of somebody's purpose ("for my red sofa")."""
        for place, token in enumerate(self.question.words):
            if self.used(token.start, token.end) or token.stem in STOP:
                continue
            before = self.question.text[: token.start]
            purpose = PURPOSE.search(before) and not SEARCHING.search(before)
            if not purpose and not self.refusals.cover(token.start, token.end):
                yield place, token

    def _said_in_scope(self, word: str) -> bool:
        return self.vocabulary.speaks_of(word, self.scope)

    def _kinds(self) -> Iterator[Unknown]:
        """A thing that some product may go with, but that none is: "a laptop" where only laptop bags are sold."""
        noun = asked_noun(self.question.text, self.question.words)
        if self.named or noun is None or noun.stem in VAGUE_KINDS or self._understood(noun):
            return
        if self.question.text[noun.end : noun.end + 1] == "-":
            return
        strange = not self.vocabulary.frequency[noun.stem] and self._telling(noun)
        if len(self.question.words) <= SHORT_QUESTION and strange:
            first = next(in_front(self.question, ()), noun)
            yield Unknown(self.question.text[first.start : noun.end], demanded=True)
            return
        rare = self.vocabulary.nouns and 0 < self.vocabulary.frequency[noun.stem] <= RARE * self.vocabulary.size
        if (
            rare
            and not is_ordinary(noun.text, noun.stem)
            and noun.stem not in self.vocabulary.nouns
            and (not self.vocabulary.names(noun.stem) or self._only_done(noun))
        ):
            first = next((t for t in in_front(self.question, ()) if not self.used(t.start, t.end)), noun)
            yield Unknown(self.question.text[first.start : noun.end], demanded=True)

    def _understood(self, noun: Token) -> bool:
        """A thing is not understood by a value that its name is only kin of."""
        kin = (noun.start, noun.end) in self.derived and noun.text not in common_words()
        kin = kin and not noun.text.endswith(("ing", "ed", "able"))
        return (
            self.used(noun.start, noun.end)
            and not self._only_done(noun)
            and not (kin and not self.vocabulary.names_a_thing(noun.stem))
        )

    def _only_done(self, noun: Token) -> bool:
        """A kayak is no sandal for kayaking."""
        doing = noun.text.endswith("ing") or noun.text in common_words() or self.vocabulary.names_a_thing(noun.stem)
        return noun.stem in self.vocabulary.doings and not doing

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
        return token.stem in self.question.names and not ordinary and not self._misspelt(token)

    def _misspelt(self, token: Token) -> bool:
        """Of a word that the shop uses; what is good English itself is no slip."""
        if self.vocabulary.frequency[token.stem] or token.text in common_words() or len(token.text) < SHORTEST_SLIP:
            return False
        words = {token.stem, token.text, stem(re.sub(r"ng$", "ing", token.text))}
        known = [other for other in self.vocabulary.beginning(token.stem[0]) if len(other) > 3]
        return any(process.extractOne(word, known, scorer=fuzz.ratio, score_cutoff=SLIP) for word in words)

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
        coloured = any("color" in facet.key.split() for facet in self.scope.facets.values())
        for _, token in self._fresh():
            if any(akin(token.stem, head) for head in self.heads):
                continue
            hue = token.stem in HUES and said_as_colour(self.question, token, self.heads)
            said = self._said_in_scope(token.stem)
            elsewhere = said and (not coloured or self._of_a_part(token))
            if (token.stem in COLOURS or hue) and not elsewhere and not figurative(self.question, token):
                yield Unknown(token.text, demanded=True)

    def _of_a_part(self, token: Token) -> bool:
        """The light of "with a red light" is red, not the lamp."""
        part = part_coloured(self.question, token)
        return part is not None and self._said_in_scope(part.stem)

    def _sizes(self) -> Iterator[Unknown]:
        facets = [facet for key, facet in self.scope.facets.items() if key == "size"]
        for match in SIZE.finditer(self.question.text) if facets else ():
            said, word = match.group(), stem(match.group())
            ordinary = word in STOP or is_ordinary(said, word) or any(akin(word, head) for head in self.heads)
            named = match.start() and IN_SIZE.search(self.question.text[: match.start()])
            coded = SIZE_CODE.fullmatch(said)
            ordinary = not (coded or self.vocabulary.sizes(word) or (named and not ordinary))
            read = self.used(*match.span()) and not any(char.isdigit() for char in said)
            if not ordinary and not read and not has_size(facets, word):
                yield Unknown(f"size {said.upper() if len(said) < 5 else said}", demanded=True)

    def _measures(self, unbound: Sequence[Measure]) -> Iterator[Unknown]:
        for measure in unbound:
            unit, said = measure.unit, self.question.text[measure.start : measure.end].strip()
            counted = self._counted(measure)
            facets = self._facets_near(counted.stem if counted else None, measure)
            if self._of_a_person(measure) or (unit is None and not facets):
                continue
            told = stated(facets or self.scope.facets.values(), family_of(measure))
            if facets or (unit and unit.family not in PLAIN_MEASURES):
                if any(met(measure, amount) for amount in told):
                    continue
                words = f"{said} {counted.text}" if counted and unit is None else said
                known = unit is not None and not told and self._said_in_scope(stem(unit.name))
                yield Unknown(words, demanded=not known)

    def _counted(self, measure: Measure) -> Token | None:
        """The word that follows the number."""
        after = (token for token in self.question.words if token.start >= measure.end)
        following = next(after, None)
        joined = following and not self.question.text[measure.end : following.start].strip(" -")
        return following if joined else None

    def _facets_near(self, counted: str | None, measure: Measure) -> list[Facet]:
        """Attributes that state amounts in words, called by the counted word, or by one close to a unit."""
        near = {counted} if measure.unit is None else {word for far, word in self._around(measure) if far < CLOSE}
        own = [facet for facet in self.scope.facets.values() if facet.kind == "value" and facet.stems]
        return [facet for facet in own if near & set(facet.stems) and stated([facet], family_of(measure))]

    def _around(self, measure: Measure) -> Near:
        return around(self.question.text, measure.start, measure.end)

    def _of_a_person(self, measure: Measure) -> bool:
        text = self.question.text
        return bool(OF_A_PERSON.search(text[: measure.start]) or re.match(r"\W*(?:tall|old)\b", text[measure.end :]))

    def _described(self) -> Iterator[Unknown]:
        """What the thing should be or have ("a heated vest", "with a lightning port") and no product speaks of."""
        for run in self._descriptions():
            unsaid = [token for token in run if not self._said_in_scope(token.stem)]
            strange = [token for token in unsaid if self._property(token) and not self._attribute(token)]
            if strange:
                elsewhere = all(self.vocabulary.frequency[token.stem] for token in strange)
                yield Unknown(self.question.text[run[0].start : run[-1].end], demanded=True, elsewhere=elsewhere)

    def described(self) -> tuple[str, ...]:
        """Stems of a short question that one product must speak of: silk and slip of "a silk slip dress"."""
        if len(self.question.words) > SHORT_QUESTION:
            return ()
        spoken = (token for run in self._descriptions() for token in run if self._said_in_scope(token.stem))
        return tuple(dict.fromkeys(token.stem for token in spoken if self._property(token)))

    def _property(self, token: Token) -> bool:
        """Not a thing of its own that this one only goes with: the desk of a desk chair."""
        return self._telling(token) and token.stem not in self.vocabulary.nouns

    def _attribute(self, token: Token) -> bool:
        """As in "scented" where products state their scent."""
        return any(token.stem in facet.stems for facet in self.scope.facets.values())

    def _descriptions(self) -> Iterator[list[Token]]:
        """What was not read yet of each word in front of the thing and of each run that "with" and the like begin."""
        fresh = {token.start for _, token in self._fresh() if self._weighed(token)}
        if asks_for_a_gift(self.question.text, self.question.words):
            return
        ahead = ([token] for token in in_front(self.question, self.heads))
        for run in (*ahead, *after_with(self.question, self.heads)):
            kept = [token for token in run if token.start in fresh]
            if kept:
                yield kept

    def _weighed(self, token: Token) -> bool:
        short = len(self.question.words) <= SHORT_QUESTION
        return token.stem not in COLOURS | HUES and (short or token.text not in common_words())

    def _telling(self, token: Token) -> bool:
        """A word that a product could be held to."""
        freed = self.question.text[token.end :].startswith((" free", "-free"))
        if freed or token.text.endswith(ADJECTIVE_ENDINGS):
            return False
        if is_ordinary(token.text, token.stem) or token.text[0].isdigit() or len(token.text) < 3:
            return False
        return token.stem not in CALENDAR | VAGUE_KINDS and not self._misspelt(token)

    def _makers(self) -> Iterator[Unknown]:
        """A maker that the shop has not, also one that begins like one of its own: "Kestrel Creek"."""
        for run in makers(self.question):
            strange = [token for token in run if not self._of_a_brand(token)]
            if any(unit_called(token.text) for token in run):
                continue
            if strange and not self.refusals.cover(run[0].start, run[-1].end) and self._names_a_maker(run, strange):
                yield Unknown(" ".join(self._as_written(token) for token in run), demanded=True)

    def _names_a_maker(self, run: Sequence[Token], strange: Sequence[Token]) -> bool:
        said = bool(MADE_BY.search(self.question.text[: run[0].start]))
        fresh = [
            t
            for t in strange
            if not self.vocabulary.frequency[t.stem] and (self._telling(t) or (said and t.stem not in CALENDAR))
        ]
        if any(is_ordinary(token.text, token.stem) for token in strange):
            return False
        if len(strange) < len(run):  # begins as a brand of the shop does
            joined = "&" in self.question.text[run[0].end : run[-1].start]
            return said or joined or bool(fresh)
        named = any(token.stem in self.question.names or token.text not in common_words() for token in run)
        return said and named and len(fresh) == len(run)

    def _of_a_brand(self, token: Token) -> bool:
        return any(start <= token.start < end for start, end in self.brands)

    @staticmethod
    def _as_written(token: Token) -> str:
        return token.text.capitalize()
