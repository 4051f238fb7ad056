"""Facts of products, each bound to the product whose record states it."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.guardrails.figures import Figure, amounts, percents, values
from assistant.guardrails.quantities import Measured, measured, quantities

Read = Callable[[str], Sequence[Figure | Measured]]
KINDS: Mapping[str, Read] = {"amount": amounts, "percent": percents, "quantity": quantities, "measured": measured}
_JOINT = re.compile(r"^\W*(?:(?:and|or|the|our|both)\W+)*$", re.IGNORECASE)
_OF_THE_NEXT = re.compile(
    r"^\W{0,3}(?:for|is|buys|gets|per|goes to)\W{1,3}(?:(?:you|the|a|an|our|one)\W{1,3}){0,2}$", re.IGNORECASE
)
_FORMER = re.compile(r"^was: .*$", re.MULTILINE)
_BEFORE = re.compile(
    r"\b(?:was|were|(?:down|reduced|lowered|marked|cut|dropped|discounted)(?: down)? from|instead of|rather than|"
    r"before|previously|originally|original|regular|regularly|usual|usually|normally|formerly|former|old|used to|"
    r"list|full)\b[^.;!?]{0,24}$|~~[^\w~]?$",
    re.IGNORECASE,
)
_NO_MORE = re.compile(
    r"\W{0,3}(?:before|until|previously|originally|earlier|regularly|normally|usually)\b", re.IGNORECASE
)
_VALUE = re.compile(r"[,;/()]|\sand\s", re.IGNORECASE)
_SHORTEST_VALUE = 4


@dataclass(frozen=True)
class Record:
    """What the shop's results state of one product: all their text, and the values of its attributes and options."""

    text: str
    values: frozenset[str] = frozenset()
    options: frozenset[str] = frozenset()

    @cached_property
    def words(self) -> str:
        return self.text.casefold()

    @cached_property
    def figures(self) -> Mapping[str, frozenset[object]]:
        """Of today: not what it cost before."""
        return _figures(_FORMER.sub("", self.text))

    @cached_property
    def former(self) -> Mapping[str, frozenset[object]]:
        return _figures("\n".join(_FORMER.findall(self.text)))


@dataclass(frozen=True)
class Ledger:
    """`records` by title; `free` is what was told of no product: totals, rules, orders; `compared` last, by title."""

    records: Mapping[str, Record]
    free: str = ""
    compared: tuple[str, ...] = ()

    @cached_property
    def unbound(self) -> Mapping[str, frozenset[object]]:
        return _figures(self.free)

    @cached_property
    def values(self) -> frozenset[str]:
        return frozenset(value for record in self.records.values() for value in record.values)

    def named(self, text: str) -> list[tuple[int, int, str]]:
        """Where products are named: the longest title at each place, in order."""
        said = text.casefold()
        found = [
            (m.start(), m.end(), title)
            for title in self.records
            if (name := title.casefold()) in said
            for m in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", said)
        ]
        return [f for f in sorted(found) if not any(o[0] <= f[0] and f[1] <= o[1] and o != f for o in found)]

    def without_titles(self, text: str) -> str:
        """As long as it was: the 12 of "the Backpack 12 in red" is no 12 inches."""
        for start, end, _ in self.named(text):
            text = f"{text[:start]}{'_' * (end - start)}{text[end:]}"
        return text

    def states(self, title: str, kind: str, value: object, *, before: bool = False) -> bool:
        """A line of a cart or an order may name a product by its title and its options.

        `before` is whether the value is told as what something cost before.
        """
        of_it = [r for name, r in self.records.items() if name == title or name.startswith(f"{title} (")]
        if value in self.unbound[kind] or any(value in record.figures[kind] for record in of_it):
            return True
        return before and any(value in record.former[kind] for record in of_it)


def others_figures(sentence: str, ledger: Ledger) -> Iterator[tuple[str, Figure | Measured]]:
    """Figures that the records have, but not of the product of which the sentence says them; with their kind."""
    named = ledger.named(sentence)
    if not named:
        return
    for kind, read in KINDS.items():
        figures = [f for f in read(sentence) if not _inside(f, named)]
        for figure in figures:
            group = owners(sentence, figure.start, figure.end, named)
            behind = [f for f in figures if owners(sentence, f.start, f.end, named) == group]
            meant = [group[behind.index(figure)]] if len(group) == len(behind) > 1 else group
            before = bool(_BEFORE.search(sentence[: figure.start]) or _NO_MORE.match(sentence[figure.end :]))
            if not all(ledger.states(title, kind, figure.value, before=before) for title in meant):
                yield kind, figure


def others_values(sentence: str, ledger: Ledger) -> Iterator[tuple[str, int]]:
    """Attributes that another product's record states, said of a product whose record does not; with their place."""
    named = ledger.named(sentence)
    said = sentence.casefold()
    for value in filter(said.__contains__, ledger.values if named else ()):
        for m in re.finditer(rf"(?<!\w){re.escape(value)}(?!\w)", said):
            if any(start <= m.start() and m.end() <= end for start, end, _ in named):
                continue
            meant = owners(sentence, m.start(), m.end(), named)
            if not any(value in ledger.records[title].words for title in meant):
                yield value, m.start()


def owners(sentence: str, start: int, end: int, named: Sequence[tuple[int, int, str]]) -> list[str]:
    """The products of which something is said there: those named last before it, else those named next."""
    after = [one for one in named if one[0] >= end]
    before = [one for one in named if one[1] <= start]
    if after and (not before or _OF_THE_NEXT.match(sentence[end : after[0][0]])):
        return [after[0][2]]
    group = [before[-1]] if before else []
    for one in reversed(before[:-1]):
        if not _JOINT.match(sentence[one[1] : group[0][0]]):
            break
        group.insert(0, one)
    return [title for _, _, title in group]


def values_of(*groups: Mapping[str, object]) -> frozenset[str]:
    """The parts of values in words; numbers are read as figures, but for those among words: "machine wash 30 °C"."""
    parts = (part.strip().casefold() for group in groups for v in group.values() for part in _VALUE.split(str(v)))
    return frozenset(part for part in parts if sum(c.isalpha() for c in part) >= _SHORTEST_VALUE)


def _figures(text: str) -> Mapping[str, frozenset[object]]:
    return {kind: values(read, text) for kind, read in KINDS.items()}


def _inside(figure: Figure | Measured, named: Sequence[tuple[int, int, str]]) -> bool:
    return any(start <= figure.start and figure.end <= end for start, end, _ in named)
