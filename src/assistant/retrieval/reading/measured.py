"""Measures that a question asks for and no product of the scope states."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from assistant.retrieval.reading.amounts import WORTH
from assistant.retrieval.reading.asked import Asked
from assistant.retrieval.reading.clauses import around
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.facts import facts_of
from assistant.retrieval.reading.numbers import Measure
from assistant.retrieval.reading.people import GROUPS
from assistant.retrieval.reading.reading import Unknown, Wish
from assistant.retrieval.reading.stated import family_of, met, stated, values_meeting
from assistant.retrieval.reading.words import STOP, Token, plain, stem

CLOSE = 4
MOST_READ = 500
PLAIN_MEASURES = frozenset({"people", "time", "money", "pieces", "pages", "percent"})
OF_A_PERSON = re.compile(r"\b(?:i'm|i am|is|my|he's|she's|they are)\s+$")
LABEL = re.compile(r"\b([a-z]{2,}) ?-?$")
LABELLED = re.compile(r"\b([a-z]{2,})[ -]?(\d+(?:\.\d+)?)\b")
HAVING = re.compile(r"\b(?:with|has|have|having) (?:at least |more than |over |about )?$")
QUICKLY = re.compile(r"\b(?:in|within) (?:under |less than )?$")


def unknown_measures(asked: Asked, unbound: Sequence[Measure]) -> Iterator[Unknown]:
    """Of those that no attribute of numbers was found for."""
    reader = _MeasureReader(asked)
    for measure in unbound:
        yield from reader.unknown(measure)


def amounts_in_words(asked: Asked, unbound: Sequence[Measure]) -> Iterator[Wish]:
    """A measure that some values tell in words, as a wish for those that meet it."""
    reader = _MeasureReader(asked)
    for measure in unbound:
        yield from reader.wished(measure)


def labelled(text: str, measure: Measure, facets: Sequence[Facet]) -> tuple[str, list[float]] | None:
    """The word that a number belongs to, as in "SPF 50", and the numbers that values have after it."""
    match = LABEL.search(text[: measure.start]) if measure.unit is None else None
    if match is None or match[1] in STOP:
        return None
    told = [
        number for facet in facets for value in facet.holders for name, number in _labels(value) if name == match[1]
    ]
    return (match[1], told) if told else None


def told_in_words(text: str, measure: Measure, facets: Sequence[Facet]) -> bool:
    """Whether only values in words tell of it: "lasts 300 hours" is of a battery life, not of the warranty."""
    if measure.unit is None:
        return labelled(text, measure, facets) is not None
    near = {word for far, word in around(text, measure.start, measure.end) if far < CLOSE}
    if any(facet.kind == "number" and near & set(facet.stems) for facet in facets):
        return False
    in_words = (facet for facet in facets if facet.kind == "value" and near & facet.hints)
    return bool(stated(in_words, family_of(measure)))


@lru_cache(maxsize=20_000)
def _labels(value: str) -> tuple[tuple[str, float], ...]:
    return tuple((match[1], float(match[2])) for match in LABELLED.finditer(plain(value)))


class _MeasureReader:
    def __init__(self, asked: Asked) -> None:
        self._asked, self._text, self._scope = asked, asked.question.text, asked.scope

    def unknown(self, measure: Measure) -> Iterator[Unknown]:
        said = self._text[measure.start : measure.end].strip()
        if label := labelled(self._text, measure, list(self._scope.facets.values())):
            if not any(met(measure, replace(measure, low=told, high=told)) for told in label[1]):
                yield Unknown(f"{label[0]} {said}", demanded=True)
            return
        if not said.isdigit() and self._asked.vocabulary.frequency[stem(said)]:
            return  # part of a name: the Anvil 26K
        counted = self._counted(measure)
        facets = self._facets_near(counted.stem if counted else None, measure)
        if self._of_a_person(measure):
            return
        if measure.unit is None and not facets:
            people = counted and any(words.search(counted.text) for words in GROUPS.values())
            if (
                counted
                and not people
                and HAVING.search(self._text[: measure.start])
                and not self._tells_count(measure, counted)
            ):
                yield Unknown(f"{said} {counted.text}", demanded=True)
            return
        yield from self._unmet(measure, facets, f"{said} {counted.text}" if counted and measure.unit is None else said)

    def wished(self, measure: Measure) -> Iterator[Wish]:
        if measure.unit is None or self._of_a_person(measure) or self._asked.refusals.cover(measure.start, measure.end):
            return
        facets = self._facets_near(None, measure) or self._only_of_its_family(measure)
        if len(facets) != 1:
            return
        values = values_meeting(facets[0], self._pointed(measure))
        if values:
            name = facets[0].name.replace("_", " ").lower()
            said = self._text[measure.start : measure.end].strip()
            yield Wish(facets[0].key, values, f"{name} {said}")

    def _unmet(self, measure: Measure, facets: Sequence[Facet], said: str) -> Iterator[Unknown]:
        unit = measure.unit
        if not facets and (unit is None or unit.family in PLAIN_MEASURES):
            return
        told = stated(facets or self._scope.facets.values(), family_of(measure))
        if any(met(self._pointed(measure), amount) for amount in told):
            return
        known = unit is not None and not told and self._asked.said_in_scope(stem(unit.name))
        yield Unknown(said, demanded=not known)

    def _pointed(self, measure: Measure) -> Measure:
        """To do a thing "in 5 seconds" is to take no more."""
        quick = family_of(measure) == "time" and not measure.comparison and QUICKLY.search(self._text[: measure.start])
        return replace(measure, comparison="<=") if quick else measure

    def _counted(self, measure: Measure) -> Token | None:
        """The word that follows the number."""
        after = (token for token in self._asked.question.words if token.start >= measure.end)
        following = next(after, None)
        joined = following and not self._text[measure.end : following.start].strip(" -")
        return following if joined else None

    def _of_the_thing(self, measure: Measure, counted: Token) -> bool:
        """As in "with 12 pockets", not "with 2 kids"."""
        people = any(words.search(counted.text) for words in GROUPS.values())
        return not people and bool(HAVING.search(self._text[: measure.start]))

    def _tells_count(self, measure: Measure, counted: Token) -> bool:
        """Whether a text of the scope has as many of the thing, as in "two pockets"."""
        vocabulary, kind = self._asked.vocabulary, self._asked.kind
        rows = vocabulary.columns.members(kind.names, kind.nouns, kind.before)[:MOST_READ]
        pattern = re.compile(rf"\b(\d+|{'|'.join(WORTH)})[ -](?:[a-z]+[ -]){{0,2}}{re.escape(counted.stem)}")
        for row in rows.tolist():
            product = vocabulary.columns.products[row]
            facts = "; ".join(f"{name}: {value}" for _, name, value in facts_of(product))
            for found in pattern.findall(plain(f"{product.title} {facts} {product.description}")):
                number = float(WORTH.get(found, found))
                if met(measure, replace(measure, low=number, high=number)):
                    return True
        return False

    def _facets_near(self, counted: str | None, measure: Measure) -> list[Facet]:
        """Attributes that state amounts in words, called by the counted word, or by one close to a unit."""
        near = {counted} if measure.unit is None else set(self._close(measure))
        own = [facet for facet in self._scope.facets.values() if facet.kind == "value" and facet.stems]
        own = [facet for facet in own if stated([facet], family_of(measure))]
        return [f for f in own if near & set(f.stems)] or [f for f in own if measure.unit and near & f.hints]

    def _only_of_its_family(self, measure: Measure) -> list[Facet]:
        """A weight that is bounded needs no word beside it; a time may be a warranty's or a delivery's."""
        if not measure.comparison or family_of(measure) in PLAIN_MEASURES:
            return []
        return [f for f in self._scope.facets.values() if f.kind == "value" and stated([f], family_of(measure))]

    def _close(self, measure: Measure) -> Iterator[str]:
        return (word for far, word in around(self._text, measure.start, measure.end) if far < CLOSE)

    def _of_a_person(self, measure: Measure) -> bool:
        return bool(
            OF_A_PERSON.search(self._text[: measure.start]) or re.match(r"\W*(?:tall|old)\b", self._text[measure.end :])
        )
