"""Comparisons with the average of what is sold: "cheaper than average", "at least the usual size"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.retrieval.reading.bounds import OPPOSITE, SPOKEN, Binder, pointed
from assistant.retrieval.reading.clauses import around
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.numbers import LESS, MORE, Comparison, comparison_at
from assistant.retrieval.reading.reading import Bound, Operator
from assistant.retrieval.reading.words import stem

AVERAGE = re.compile(r"\b(?:average|normal|typical(?:ly)?|usual(?:ly)?)\b")
WHOSE = re.compile(r"(?:\b(?:the|your|you|an?|any|its|their|other|others|are|is|what)\s+)+$")
SAID = re.compile(
    rf"\b(?:(?P<both>at|equal to|around|near|on) or )?(?P<sign>{MORE}|{LESS}|at least|[a-z]{{3,}}er(?= than))\b"
    r"|\bout(?P<verb>[a-z]{3,}?)(?:s|es)?\b"
)
AROUND = re.compile(r"\b(?:around|about|near|close to|closer to)$")
UNDER = frozenset({"less", "under", "below", "beneath", "lower", "fewer"})
ENDED = re.compile(r"[.;?!]")
OR_MORE = re.compile(r"(?<!\w),? ?\b(?:or|at (?:the )?(?:very )?(?:least|most))\b")
REACH, WORDS_BETWEEN = 60, 3


@dataclass(frozen=True)
class Compared:
    """`start` is where the comparing words begin."""

    sign: Comparison
    adjective: str
    start: int


@dataclass(frozen=True)
class AverageReader:
    text: str
    binder: Binder
    refusals: Refusals

    def read(self) -> Iterator[Bound]:
        for match in AVERAGE.finditer(self.text):
            before = WHOSE.sub("", self.text[: match.start()])
            compared = self._after(match) or self._in_front(before)
            facet = self._facet(match, compared.adjective if compared else "")
            if facet and compared:
                yield self._bound(facet, compared)
            elif facet and facet.is_price and AROUND.search(before.rstrip()):
                yield told(facet, "<=")

    def _after(self, match: re.Match[str]) -> Compared | None:
        """`average price or less`."""
        for words in OR_MORE.finditer(self.text, match.end(), match.end() + 40):
            end = words.start()
            if self.text[match.end() : end].count(" ") > WORDS_BETWEEN:
                break
            sign, adjective = comparison_at(self.text[end:], 0, 0)
            if sign:
                return Compared(sign, adjective, match.start())
        return None

    def _in_front(self, before: str) -> Compared | None:
        sign, adjective = comparison_at(before, len(before), len(before))
        if AROUND.search(before.rstrip()):
            return None
        near = [m for m in SAID.finditer(before, max(0, len(before) - REACH)) if not ENDED.search(before[m.end() :])]
        if not near:
            return Compared(sign, adjective, len(before)) if sign else None
        last = near[-1]
        if last["verb"]:
            return Compared(">", f"{last['verb']}er", last.start())
        if sign in {"<=", ">="}:
            return Compared(sign, adjective, last.start())
        low = bool(re.fullmatch(LESS, last["sign"]))
        sign = ">=" if last["sign"] == "at least" else "<" if low else ">"
        if last["both"]:
            sign = "<=" if low else ">="
        return Compared(sign, "" if last["sign"] in UNDER else last["sign"], last.start())

    def _facet(self, match: re.Match[str], adjective: str) -> Facet | None:
        near = around(self.text, match.start(), match.end())
        near += [(far, stem(word[3:])) for far, word in near if word.startswith("out") and len(word) > 5]
        return self.binder.bind(near, None, adjective)

    def _bound(self, facet: Facet, compared: Compared) -> Bound:
        operator = pointed(compared.sign, compared.adjective, facet) or "="
        strict = compared.sign in {"<", ">"}
        kept = facet.is_price and operator in {"<", "<="}
        if strict and not kept and self.refusals.before(compared.start, compared.start):
            operator = OPPOSITE[operator]
        return told(facet, operator)


def told(facet: Facet, operator: Operator) -> Bound:
    return Bound(facet.key, operator, facet.mean, f"{facet.name} {SPOKEN[operator]} the average", facet.base_unit)
