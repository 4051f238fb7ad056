"""Makers that a question names and the shop does not sell."""

import re
from collections.abc import Iterator, Sequence

from assistant.retrieval.embedding import common_words
from assistant.retrieval.reading.asked import ADJECTIVE_ENDINGS, CALENDAR, Asked
from assistant.retrieval.reading.described import MADE_BY, in_front, makers
from assistant.retrieval.reading.ordinary import is_ordinary
from assistant.retrieval.reading.reading import Unknown
from assistant.retrieval.reading.units import unit_called
from assistant.retrieval.reading.words import Token, akin, stems

BRANDS = frozenset(
    stems(
        "nike adidas puma reebok asics patagonia timberland levis gucci prada chanel zara uniqlo apple samsung sony lg "
        "bose panasonic philips siemens bosch dyson ikea lego nintendo microsoft dell lenovo asus garmin fitbit gopro "
        "canon nikon rolex casio seiko columbia burton salomon merrell lululemon crocs converse vans birkenstock"
    )
)
NO_NAMES = frozenset(
    stems(
        "good best better great new same other another different which what any every each favorite favourite "
        "cheap cheaper premium luxury designer big bigger popular local known named name top decent store own "
        "house ethical sustainable specific particular certain real reliable quality trusted expensive famous "
        "major small independent right single preferred usual eco friendly american european british usa uk "
        "outdoor fashion clothing"
    )
)
BRAND = re.compile(r"(?:'s)?[ -]brand(?:ed)?\b(?! new)")


def unknown_makers(asked: Asked) -> Iterator[Unknown]:
    reader = _MakerReader(asked)
    yield from reader.in_front_of_the_thing()
    yield from reader.after_by_or_from()


class _MakerReader:
    def __init__(self, asked: Asked) -> None:
        self._asked, self._question, self._frequency = asked, asked.question, asked.vocabulary.frequency
        self._front = {token.start for token in in_front(asked.question, asked.heads)}

    def in_front_of_the_thing(self) -> Iterator[Unknown]:
        for place, token in self._asked.fresh:
            if self._called_a_brand(token):
                yield Unknown(_as_written(token), demanded=True)
            elif not self._frequency[token.stem] and self._like_a_brand(token):
                famous = token.stem in BRANDS and not self._companion(token)
                if famous or self._names_the_product(place):
                    yield Unknown(_as_written(token), demanded=True)

    def _called_a_brand(self, token: Token) -> bool:
        """As in "rains brand"."""
        said = BRAND.match(self._asked.after(token)) and not self._asked.of_a_brand(token)
        return bool(said) and token.stem not in NO_NAMES

    def _like_a_brand(self, token: Token) -> bool:
        if token.stem in BRANDS:
            return True
        ordinary = token.stem in CALENDAR or token.text.endswith(ADJECTIVE_ENDINGS) or len(token.text) < 3
        ordinary = ordinary or is_ordinary(token.text, token.stem) or (not token.start and token.text in common_words())
        return token.stem in self._question.names and not ordinary and not self._asked.misspelt(token)

    def _names_the_product(self, place: int) -> bool:
        """As in "Nike dress" or "dress by Nike"."""
        token = self._question.words[place]
        following = self._question.stems[place + 1 : place + 3]
        scope = self._asked.scope
        head = scope.stems[-1:] if scope.name else ()
        said_after = bool(re.search(r"\b(?:by|from|brand|called)\s+$", self._asked.before(token)))
        return said_after or token.start in self._front or any(akin(word, own) for word in following for own in head)

    def _companion(self, token: Token) -> bool:
        """As in "fits my Apple" or "compatible with Sony": what it goes with, not what it is."""
        return bool(re.search(r"\b(?:for|with|fits?|my|like|than|to)\s+(?:an? |the )?$", self._asked.before(token)))

    def after_by_or_from(self) -> Iterator[Unknown]:
        """Also a maker that begins like one of the shop's: "Kestrel Creek"."""
        for run in makers(self._question):
            strange = [token for token in run if not self._asked.of_a_brand(token)]
            if any(unit_called(token.text) for token in run):
                continue
            refused = self._asked.refusals.cover(run[0].start, run[-1].end)
            if strange and not refused and self._names_a_maker(run, strange):
                yield Unknown(" ".join(_as_written(token) for token in run), demanded=True)

    def _names_a_maker(self, run: Sequence[Token], strange: Sequence[Token]) -> bool:
        said = bool(MADE_BY.search(self._asked.before(run[0])))
        if said and strange and self._makes_other_things(run):
            return True
        if any(is_ordinary(token.text, token.stem) for token in strange):
            return False
        fresh = [token for token in strange if self._fresh(token, said=said)]
        if len(strange) < len(run):  # begins as a brand of the shop does
            joined = "&" in self._question.text[run[0].end : run[-1].start]
            return said or joined or bool(fresh)
        capitals = [token for token in run if token.stem in self._question.names]
        named = bool(capitals) or any(token.text not in common_words() for token in run)
        whole = len(run) > 1 and len(capitals) == len(run)
        return said and named and (whole or len(fresh) == len(run))

    def _makes_other_things(self, run: Sequence[Token]) -> bool:
        """A brand of the shop that has nothing of the kind that is asked for."""
        name = tuple(token.stem for token in run)
        brands = (facet for facet in self._asked.vocabulary.shop.facets.values() if facet.is_brand)
        return any(name in brand.aliases for brand in brands)

    def _fresh(self, token: Token, *, said: bool) -> bool:
        known = self._frequency[token.stem]
        return not known and (self._asked.telling(token) or (said and token.stem not in CALENDAR))


def _as_written(token: Token) -> str:
    return token.text.capitalize()
