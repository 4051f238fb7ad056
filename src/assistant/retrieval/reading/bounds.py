"""Numbers bound to facets: by unit, by the words around them, and by what is plausible for the facet."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from babel.numbers import get_currency_precision

from assistant.retrieval.reading.adjectives import small_is_good
from assistant.retrieval.reading.budgets import ABOUT, SPENDING, is_rough, may_be_rough_money, nothing_counted
from assistant.retrieval.reading.clauses import SENTENCE, SIZE, Near, around, worn
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.numbers import AT_LEAST, AT_MOST, LESS, MORE, OR_LESS, OR_MORE, Comparison, Measure
from assistant.retrieval.reading.reading import Bound, Operator
from assistant.retrieval.reading.units import Unit, meant
from assistant.retrieval.reading.words import STOP, WORD, akin, comparative_bases, kindred, stem, stems
from assistant.shop.money import Money

OPPOSITE: dict[Operator, Operator] = {">": "<=", ">=": "<", "<": ">=", "<=": ">", "=": "!=", "!=": "="}
SPOKEN: dict[Operator, str] = {
    ">": "more than", ">=": "at least", "<": "under", "<=": "at most", "=": "exactly", "!=": "not",
}  # fmt: skip
PAYING = frozenset(stems("spend spending pay paying budget cost price max limit money cash afford wallet pocket spare"))
ABOUT_SLACK, PRICE_SLACK = 0.25, 0.2
FITS = re.compile(r"[\w ]{0,25}\b(?:must|has to|needs to|should|to|can) (?:also )?fit\b")
HOLDS = re.compile(r"\b(?:fits?|takes?|accommodates?|carry|carries) (?:an?|my|his|her|our|the)? ?$")
NOTHING = re.compile(r"\bnothing (?:\w+ )?(?:under|below|less than|cheaper than) $")
PERSON = re.compile(r"\b(?:i'm|i am|he's|he is|she's|she is)\s$")
LASTS = re.compile(
    r"\b(?:can|could|able to|will|would|that|which|should|must|to)\b[a-z' ]{0,20}"
    r"\b(?:lasts?|holds?|handles?|runs?|reach(?:es)?|makes?|brews?|covers?|sleeps?|shines?)\b[a-z' ]{0,15}$"
)
OR_NUMBER, NUMBER_OR = re.compile(r"^ ?or (?:an? )?\d"), re.compile(r"\d[\w ]{0,9} or (?:an? )?$")
JUST = re.compile(r"(?<!than )(?<!to )(?<!most )\b(?:only|just)(?: got| have)? ?$")
WITHIN = re.compile(r"\bwithin $")
CHOICES = re.compile(
    r"^\W*(?:\w+ )?(?:brands?|makers?|manufacturers?|compan(?:y|ies)|options?|choices|names|conditions)\b"
)
PICKED = re.compile(r"\b(?:these|those|either of the|between the|the other|any of the) $")
FOR_AMOUNT = re.compile(rf"\bfor (?:{LESS}|{AT_MOST})(?: than)?\s*$")
WARRANTED = frozenset(stems("warranty guarantee guaranteed coverage covered protection last lasting"))
COMPARED_AFTER = re.compile(rf"^[\s,]*(?:{OR_LESS}|{OR_MORE})(?![a-z])")
COMPARING = re.compile(rf"\b(?:{MORE}|{LESS}|{AT_LEAST}|{AT_MOST}|between|from)\b")

OWN, OF_ITS_QUANTITY = 2.0, 1.3


@dataclass(frozen=True)
class Binder:
    """Finds which numeric facet of a scope a number speaks of. `kinds` are the stems that name the category itself."""

    facets: Sequence[Facet]
    currency: str = "USD"
    kinds: frozenset[str] = frozenset()

    def bind(self, near: Near, measure: Measure | None, adjective: str = "") -> Facet | None:
        near = [(far, word) for far, word in near if word not in self.kinds]
        scored = [(self._score(facet, near, measure, adjective), facet) for facet in self.facets]
        best, facet = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        return facet if best > 0 else None

    def value(self, facet: Facet, number: float, unit: Unit | None) -> float:
        """The number in the facet's own measure: minor units of money, base units, or the bare number."""
        if facet.is_price:
            return float(round(number * 10 ** get_currency_precision(self.currency)))
        if facet.base_unit:
            return meant(unit or facet.base_unit, facet.base_unit).base(number)
        if unit and facet.units and unit.family == facet.units[0].family and unit not in facet.units:
            return unit.base(number) / facet.units[0].factor + facet.units[0].zero
        return number

    def money(self, minor: float) -> str:
        return str(Money(round(minor), self.currency))

    def _score(self, facet: Facet, near: Near, measure: Measure | None, adjective: str) -> float:
        score = 0.0
        if measure and measure.unit:
            unit = meant(measure.unit, facet.base_unit or measure.unit)
            score += 4 if unit.family in facet.families else -9
            score += unit in facet.units
        score += max((_pull(facet, word) / (1 + 0.15 * far) for far, word in near), default=0.0)
        if adjective:
            score += 1.5 * bool(leaning(adjective, facet))
        if "warranti" in facet.stems and not any(kindred(word, hint) for _, word in near for hint in WARRANTED):
            return 0.0  # "a 3 day trek" and "2 years of use" promise nothing
        return score + self._plausible(facet, measure) if measure and score else score

    def _plausible(self, facet: Facet, measure: Measure) -> float:
        value = self.value(facet, measure.low, measure.unit)
        likely = 0.5 * (facet.low * 0.3 <= value <= facet.high * 3) + 0.3 * (value in facet.numbers)
        return likely - (not facet.low * 0.1 <= value <= facet.high * 10)


def pointed(said: Comparison | None, adjective: str, facet: Facet) -> Operator | None:
    """A "faster" is less of a time and more of a speed: the attribute says which way its adjectives point."""
    if said is None or said == "between":
        return None
    way = leaning(adjective, facet)
    if not way:
        return said
    if said in {"<", ">"}:
        return way
    return "<=" if way == "<" else ">="


def leaning(adjective: str, facet: Facet) -> Literal["<", ">"] | None:
    """None where the adjective says nothing of this attribute."""
    bases = set(comparative_bases(adjective))
    if bases & facet.quantity.little:
        return "<"
    return ">" if bases & facet.quantity.much else None


def _pull(facet: Facet, word: str) -> float:
    """How strongly a word nearby points to a facet: its own name more than a word of its quantity."""
    pull = _pull_of(word, facet.hints, facet.stems)
    return OWN if pull and facet.is_price else pull


@lru_cache(maxsize=50_000)
def _pull_of(word: str, hints: frozenset[str], stems: tuple[str, ...]) -> float:
    """A category after another asks the same."""
    if not any(word == hint or (len(hint) > 4 and kindred(word, hint)) for hint in hints):
        return 0.0
    return OWN if any(kindred(word, hint) for hint in stems) else OF_ITS_QUANTITY


@dataclass
class BoundReader:
    """Reads the bounds of one question; remembers what was bound, for "between" lists such as "8 or 10 cups"."""

    text: str
    binder: Binder
    refusals: Refusals
    seen: dict[Measure, tuple[str, Operator]] = field(default_factory=dict)

    def read(self, measures: Sequence[Measure]) -> Iterator[tuple[Measure, Sequence[Bound]]]:
        """Each measure with the bounds it makes; none when it speaks of no facet of the shop."""
        for place, measure in enumerate(measures):
            before = measures[place - 1] if place else None
            told = self._counts_choices(measure) or PERSON.search(self.text[: measure.start])
            yield measure, [] if told else list(self._bounds(measure, before))

    def _counts_choices(self, measure: Measure) -> bool:
        """The "two" of "these two brands" counts what was named, and measures nothing."""
        if measure.unit or measure.comparison:
            return False
        after = self.text[measure.end :]
        following = WORD.match(after.lstrip())
        alone = not following or stem(following[0]) in STOP or not after.startswith(" ")
        return bool(CHOICES.match(after)) or (alone and bool(PICKED.search(self.text[: measure.start])))

    def _bounds(self, measure: Measure, before: Measure | None) -> Iterator[Bound]:
        facet, near = self._facet(measure)
        if facet is None:
            return
        if self._roughly(measure, money=facet.is_price):
            yield from self._near(facet, measure)
            return
        if measure.comparison == "between":
            yield self._bound(facet, ">=", measure.low, measure.unit)
            yield self._bound(facet, "<=", measure.high, measure.unit)
            return
        if operator := self._operator(measure, facet, near, before):
            self.seen[measure] = facet.key, operator
            yield self._bound(facet, operator, measure.low, measure.unit)

    def _roughly(self, measure: Measure, *, money: bool) -> bool:
        return not measure.comparison and is_rough(self.text[: measure.start], self.text[measure.end :], money=money)

    def _near(self, facet: Facet, measure: Measure) -> Iterator[Bound]:
        """Of money that may be spent only the upper end counts, and nothing is added to it."""
        if facet.is_price and SPENDING.search(ABOUT.sub("", self.text[: measure.start])):
            yield self._bound(facet, "<=", measure.low, measure.unit)
            return
        slack = PRICE_SLACK if facet.is_price else ABOUT_SLACK
        yield self._bound(facet, ">=", measure.low * (1 - slack), measure.unit)
        yield self._bound(facet, "<=", measure.low * (1 + slack), measure.unit)

    def _facet(self, measure: Measure) -> tuple[Facet | None, Near]:
        near = around(self.text, measure.start, measure.end)
        near += [(0, SIZE)] if measure.unit is None and worn(self.text, measure.start, measure.end) else []
        facet = self.binder.bind(near, measure)
        if facet is None and measure.comparison:
            near = around(self.text, measure.start, measure.end, SENTENCE)
            facet = self.binder.bind(near, measure)
        paid = FOR_AMOUNT.search(self.text[: measure.start])
        if self._bare_amount(measure) and (paid or not (facet and self._named_beside(facet, measure))):
            facet = next((f for f in self.binder.facets if f.is_price), facet)
        return facet, near

    def _named_beside(self, facet: Facet, measure: Measure) -> bool:
        """The last word before the comparison that says something: "a rating over 10000", not "jackets under 200"."""
        before = COMPARING.sub(" ", self.text[: measure.start])
        said = [word for word in stems(before) if word not in STOP][-1:]
        return bool(_pull(facet, said[0])) if said else False

    def _bare_amount(self, measure: Measure) -> bool:
        """`under 50` and `50 or so` with nothing counted after it are about money."""
        after = COMPARED_AFTER.sub("", self.text[measure.end :])
        if measure.unit or not nothing_counted(after):
            return False
        rough = self._roughly(measure, money=True)
        return bool(measure.comparison) or (
            rough and may_be_rough_money(self.text[: measure.start], after, measure.low)
        )

    def _operator(self, measure: Measure, facet: Facet, near: Near, before: Measure | None) -> Operator | None:
        said = None if self._exactly(measure, facet) else pointed(measure.comparison, measure.adjective, facet)
        if said:
            floor = NOTHING.search(self.text[: measure.start])
            ceiling = facet.is_price and said in {"<", "<="} and not floor
            return OPPOSITE[said] if self._refused(measure, said) and not ceiling else said
        if measure.unit is None and not self._about(facet, near):
            return None
        return self._same_as(before, measure, facet) or self._implied(measure, facet)

    def _exactly(self, measure: Measure, facet: Facet) -> bool:
        """Who wants "just 2 blades" wants no single one; "only 5 pounds", like "only 50 dollars", is a limit."""
        counted = measure.unit is None or measure.unit.family == "pieces"
        return counted and not facet.is_price and bool(JUST.search(self.text[: measure.start]))

    def _refused(self, measure: Measure, said: Operator) -> bool:
        """`Can't be over 5` is turned round; what is said as a limit, such as "no more than 5", is not."""
        if said in {"<=", ">="} and not measure.adjective and not WITHIN.search(self.text[: measure.start]):
            return False
        return self.refusals.before(measure.start, measure.end, within_and=True) or self.refusals.dismissed(measure.end)

    @staticmethod
    def _about(facet: Facet, near: Near) -> bool:
        if facet.is_price and any(word in PAYING for _, word in near):
            return True
        return any(far < 3 and akin(word, own) for far, word in near for own in facet.stems)

    def _same_as(self, before: Measure | None, measure: Measure, facet: Facet) -> Operator | None:
        """In "over 4 and 5 inches" the second number is compared as the first."""
        earlier, operator = self.seen.get(before, ("", None)) if before else ("", None)
        if before is None or facet.is_price or facet.key != earlier or operator in {None, "=", "!="}:
            return None
        between = self.text[before.end : measure.start]
        joined = re.fullmatch(r"[^.;?!]{0,40}\b(?:and|or)\b[^.;?!]{0,40}", between)
        return operator if joined else None

    def _implied(self, measure: Measure, facet: Facet) -> Operator:
        """A bare number is a budget, else the very value where it is sold, else a need to be met."""
        refused = self.refusals.cover(measure.start, measure.end)
        if facet.is_price:
            return "<="
        if facet.chosen or self.binder.value(facet, measure.low, measure.unit) in facet.numbers:
            lasts = not refused and self._must_do(measure)
            return "!=" if refused else ">=" if lasts else "="
        small_is_better = small_is_good(facet.name_stems)
        return "<=" if small_is_better else ">="

    def _must_do(self, measure: Measure) -> bool:
        """It must last 8 hours, or fit a 15 inch laptop: more is as good, unless several numbers are to choose from."""
        ahead, behind = self.text[: measure.start], self.text[measure.end :]
        if OR_NUMBER.match(behind) or NUMBER_OR.search(ahead):
            return False
        return bool(LASTS.search(ahead) or HOLDS.search(ahead) or FITS.match(behind))

    def _bound(self, facet: Facet, operator: Operator, number: float, unit: Unit | None) -> Bound:
        value = self.binder.value(facet, number, unit)
        amount = self.binder.money(value) if facet.is_price else f"{number:g}{_spoken(unit, facet)}"
        words = f"{SPOKEN[operator]} {amount}" if facet.is_price else _told(facet, operator, amount)
        return Bound(facet.key, operator, value, words, facet.base_unit)


def _told(facet: Facet, operator: Operator, amount: str) -> str:
    name = facet.name.replace("_", " ").lower()
    return f"{name} {amount}" if operator == "=" else f"{name} {SPOKEN[operator]} {amount}"


def _spoken(unit: Unit | None, facet: Facet) -> str:
    unit = unit or (facet.units[0] if facet.units else None)
    return f" {unit.name}" if unit else ""
