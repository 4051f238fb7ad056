"""A facet: one attribute or option within a scope, with its type, its values, its units and its other names."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from statistics import median
from typing import Literal

from assistant.retrieval.reading.reading import PRICE
from assistant.retrieval.reading.synonyms import COLOURS, OTHER_HUES, SIZES
from assistant.retrieval.reading.units import (
    FAMILIES,
    Number,
    Quantity,
    Unit,
    meant,
    number_in,
    quantity_of,
    unit_called,
)
from assistant.retrieval.reading.words import STOP, plain, stems

Kind = Literal["number", "yes/no", "value"]
Alias = tuple[str, ...]

MOSTLY = 0.8
ALIKE = 3.0
TITLES_READ = 400
YES, NO = frozenset({"yes", "true", "y"}), frozenset({"no", "false", "n"})
USES = frozenset({"occasion", "style", "activity", "recommended use", "use", "best for", "recipient", "mood", "theme"})
MADE_FOR = frozenset({"activity", "recommended use", "use", "best for"})
QUALIFIERS = frozenset(stems("recycled organic pure genuine full brushed combed ringspun certified responsible"))
EVERY = frozenset(stems("all any every each both"))
TRAILING = frozenset(stems("technology style fit system sensor design type"))


@dataclass(frozen=True, eq=False)
class Facet:
    """`holders` counts the products that have each value; numbers are in base units when `in_base`.

    `chosen` says that some product is sold with more than one of them: a bottle of 18 or of 32 ounces.
    """

    key: str
    name: str
    stems: tuple[str, ...]
    kind: Kind
    holders: Mapping[str, int]
    quantity: Quantity = field(default_factory=Quantity)
    units: tuple[Unit, ...] = ()
    in_base: bool = False
    numbers: Mapping[float, int] = field(default_factory=dict)
    aliases: Mapping[Alias, frozenset[str]] = field(default_factory=dict)
    beginnings: Mapping[Alias, frozenset[str]] = field(default_factory=dict)
    chosen: bool = False

    @property
    def name_stems(self) -> tuple[str, ...]:
        """Of the whole name, also what it shares with its category's: the size of "screen size"."""
        return tuple(stems(self.name.replace("_", " ")))

    @property
    def base_unit(self) -> Unit | None:
        """What bare numbers are in, where others have a unit."""
        return self.units[0] if self.in_base else None

    @property
    def is_brand(self) -> bool:
        return self.key == "brand"

    @property
    def is_soft(self) -> bool:
        """A season, or an attribute of use whose values are lists of what comes to mind."""
        return self.key == "season" or (self.key in USES and any("," in value for value in self.holders))

    @property
    def is_use(self) -> bool:
        """What the product is made for, unlike an occasion."""
        return self.key in MADE_FOR

    @property
    def is_absence(self) -> bool:
        """What a product is free of: `Grain free`, `Free from`."""
        return "free" in self.key.split()

    @property
    def is_price(self) -> bool:
        return self.key == PRICE

    @cached_property
    def hints(self) -> frozenset[str]:
        return self.quantity.hints | frozenset(self.stems)

    @property
    def families(self) -> frozenset[str]:
        return self.quantity.families | {unit.family for unit in self.units}

    @cached_property
    def low(self) -> float:
        return min(self.numbers)

    @cached_property
    def high(self) -> float:
        return max(self.numbers)

    @cached_property
    def mean(self) -> float:
        return sum(number * count for number, count in self.numbers.items()) / sum(self.numbers.values())

    def values_saying(self, yes: bool) -> frozenset[str]:
        wanted = YES if yes else NO
        return frozenset(value for value in self.holders if value.strip().casefold() in wanted)


def learn_facet(
    key: str, name: str, rows: Mapping[str, Sequence[int]], titles: Sequence[str], scope_stems: Iterable[str]
) -> Facet:
    """Infer what kind of facet this is from its values alone; `rows` are places in `titles`."""
    own = tuple(w for w in stems(name.replace("_", " ")) if w not in STOP and w not in set(scope_stems))
    quantity = quantity_of(stems(name.replace("_", " ")))
    counts = {value: len(places) for value, places in rows.items()}
    facet = Facet(key, name, own, "value", counts, quantity)
    if numbers := _numbers(counts):
        return _with_numbers(facet, numbers, rows, titles)
    if all(value.strip().casefold() in YES | NO for value in counts):
        return replace(facet, kind="yes/no")
    aliases, beginnings = _names(facet, own if facet.is_brand else (*own, *scope_stems))
    return replace(facet, aliases=aliases, beginnings=beginnings)


def price_facet(prices: Mapping[float, int]) -> Facet:
    """`prices` counts products by minor units."""
    own, quantity = tuple(stems(PRICE)), quantity_of(stems(PRICE))
    return Facet(PRICE, PRICE, own, "number", {}, quantity, FAMILIES["money"], numbers=prices)


def _numbers(holders: Mapping[str, int]) -> dict[str, Number]:
    """By value; none where too few are numbers, or where they measure more than one thing."""
    numbers = {value: number for value in holders if (number := number_in(value)) is not None}
    counted = sum(holders[value] for value in numbers)
    return _of_one_measure(holders, numbers) if counted >= MOSTLY * sum(holders.values()) else {}


def _of_one_measure(holders: Mapping[str, int], numbers: Mapping[str, Number]) -> dict[str, Number]:
    """Each with its unit: that of most products for bare numbers of a like size, as in "55" beside "48 inches"."""
    main = _main_unit(holders, numbers)
    if main is None:
        return dict(numbers)
    bare = [number.value for number in numbers.values() if number.unit is None]
    told = {v: Number(n.value, meant(n.unit or main, main)) for v, n in numbers.items()}
    units = {number.unit for number in told.values() if number.unit}
    if {unit.family for unit in units} != {main.family}:
        return {}
    measured = [told[value].value for value, number in numbers.items() if number.unit and told[value].unit is main]
    return told if not bare or _alike(median(bare), median(measured)) else {}


def _alike(one: float, other: float) -> bool:
    return max(one, other) <= ALIKE * min(one, other)


def _main_unit(holders: Mapping[str, int], numbers: Mapping[str, Number]) -> Unit | None:
    """The one that most products are measured in."""
    stated: Counter[Unit] = Counter()
    volume = next((n.unit for n in numbers.values() if n.unit and n.unit.family == "volume"), None)
    for value, number in numbers.items():
        if number.unit:
            stated[meant(number.unit, volume or number.unit)] += holders[value]
    return min(stated, key=lambda unit: (-stated[unit], unit.name)) if stated else None


def _with_numbers(
    facet: Facet, numbers: Mapping[str, Number], rows: Mapping[str, Sequence[int]], titles: Sequence[str]
) -> Facet:
    stated: Counter[Unit] = Counter()
    values: dict[float, set[int]] = defaultdict(set)
    for value, number in numbers.items():
        if number.unit:
            stated[number.unit] += len(rows[value])
    for value, number in numbers.items():
        values[number.base if stated else number.value].update(rows[value])
    # the one that most products are measured in comes first: it is meant when none is said
    units = tuple(sorted(stated, key=lambda unit: (-stated[unit], unit.name))) or tuple(
        _units_in_titles(values, titles)
    )
    counts = {number: len(places) for number, places in values.items()}
    chosen = sum(counts.values()) > len(set().union(*values.values()))
    return replace(facet, kind="number", units=units, in_base=bool(stated), numbers=counts, chosen=chosen)


def _units_in_titles(values: Mapping[float, set[int]], titles: Sequence[str]) -> Iterator[Unit]:
    """A bare number's unit is what follows the same number in the titles: `5200mAh`, `8-Cup`."""
    pairs = [(number, row) for number, rows in values.items() for row in sorted(rows)][:TITLES_READ]
    seen: Counter[Unit] = Counter()
    for number, row in pairs:
        for word in re.findall(rf"(?<![\d.]){re.escape(f'{number:g}')}[\s-]*([a-z\"]+)", plain(titles[row])):
            if unit := unit_called(word):
                seen[unit] += 1
    return (unit for unit, count in seen.most_common() if count >= max(2, 0.2 * len(pairs)))


def _names(facet: Facet, own: tuple[str, ...]) -> tuple[dict[Alias, frozenset[str]], dict[Alias, frozenset[str]]]:
    aliases: dict[Alias, frozenset[str]] = defaultdict(frozenset)
    beginnings: dict[Alias, frozenset[str]] = defaultdict(frozenset)
    for value in facet.holders:
        for alias in (*_aliases(value, own), *_other_names(facet.key, value)):
            aliases[alias] |= {value}
        if facet.is_brand:
            for alias in _beginnings(value):
                beginnings[alias] |= {value}
    return dict(aliases), {alias: values for alias, values in beginnings.items() if alias not in aliases}


def _aliases(value: str, own: tuple[str, ...]) -> Iterator[Alias]:
    flat = re.sub(r"\([^)]*\)", " ", value)
    forms = [value, flat, *re.findall(r"\(([^)]*)\)", value), *re.split(r"[/,;]|\bor\b", f"{flat} ")]
    for form in forms:
        words = stems(re.sub(r"\b\d+\s*%", " ", form))
        while len(words) > 1 and words[0] in QUALIFIERS and form is not value:
            words = words[1:]
        while len(words) > 1 and (words[-1] in own or words[-1] in TRAILING) and words[0] not in EVERY:
            words = words[:-1]
        if words and (len(value.strip()) == 1 or not set(words) <= STOP):  # the sizes S and M are stop words elsewhere
            yield tuple(words)


def _other_names(key: str, value: str) -> Iterator[Alias]:
    """`Poppy red` is asked for as red, `S/M` as small or as M."""
    words = stems(value)
    if "color" in key.split():
        before = ["", *words]
        hues = zip(before, words, strict=False)
        yield from ((hue,) for former, hue in hues if hue in COLOURS and f"{former} {hue}" not in OTHER_HUES)
    if "size" in key.split():
        for word in dict.fromkeys(words) if words[0] in SIZES else ():
            yield from ((word,), *(tuple(stems(name)) for name in SIZES[word])) if word in SIZES else ()


def _beginnings(value: str) -> Iterator[Alias]:
    """`Gould & Goodrich` is also asked for as `Gould`."""
    words = stems(re.sub(r"\([^)]*\)", " ", value))
    if len(words) > 1 and not set(words) <= STOP:
        yield from (alias for alias in ((words[0],), tuple(words[:2])) if len(alias[0]) > 2)


def spoken(facet: Facet, words: str) -> str:
    """A value as a shopper would say it: `red`, `size M`, `from Fellpath`."""
    if facet.is_brand:
        return f"from {words.title()}"
    return f"size {words.upper() if len(words) < 4 else words}" if facet.key == "size" else words
