"""Units of measure, and which words and adjectives point to which quantity. General English, no shop's own words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from assistant.retrieval.reading.words import plain, stem


@dataclass(frozen=True)
class Unit:
    """`factor` turns one of it into the family's base unit; units of one family can be compared."""

    name: str
    family: str
    factor: float
    pattern: str


MONEY = Unit(
    "money", "money", 1, r"\$|€|£|dollars?|bucks?|usd|greenbacks?|smackers?|quid|clams|smackeroos?|euros?|eur|gbp"
)

UNITS: tuple[Unit, ...] = (
    MONEY,
    Unit("inch", "length", 25.4, r"inch(?:es)?|in\b|\"|''"),
    Unit("foot", "length", 304.8, r"feet|foot|ft\b"),
    Unit("yard", "length", 914.4, r"yards?|yds?\b"),
    Unit("mile", "length", 1_609_344, r"miles?"),
    Unit("mm", "length", 1, r"mm\b|millimet\w+"),
    Unit("cm", "length", 10, r"cm\b|centimet\w+"),
    Unit("km", "length", 1_000_000, r"km\b|kilomet\w+"),
    Unit("meter", "length", 1000, r"meters?|metres?|m\b"),
    Unit("gram", "mass", 1, r"grams?|g\b|gr\b"),
    Unit("kilogram", "mass", 1000, r"kgs?\b|kilos?|kilograms?"),
    Unit("ounce", "mass", 28.3495, r"ounces?|oz\b"),
    Unit("pound", "mass", 453.592, r"pounds?|lbs?\b"),
    Unit("second", "time", 1, r"seconds?|secs?\b"),
    Unit("minute", "time", 60, r"minutes?|mins?\b"),
    Unit("hour", "time", 3600, r"hours?|hrs?\b|h\b"),
    Unit("day", "time", 86_400, r"days?"),
    Unit("month", "time", 2_592_000, r"months?"),
    Unit("year", "time", 31_536_000, r"years?|yrs?\b"),
    Unit("milliliter", "volume", 1, r"ml\b|millilit\w+"),
    Unit("liter", "volume", 1000, r"lit(?:er|re)s?|l\b"),
    Unit("quart", "volume", 946.353, r"quarts?|qts?\b"),
    Unit("cup", "cups", 1, r"cups?"),
    Unit("gigabyte", "data", 1, r"gb|gigs?|gigabytes?"),
    Unit("terabyte", "data", 1024, r"tb\b|terabytes?"),
    Unit("mah", "charge", 1, r"mah|milliamp\w*"),
    Unit("watt", "power", 1, r"watts?|w\b"),
    Unit("volt", "voltage", 1, r"volts?|v\b"),
    Unit("lumen", "light", 1, r"lumens?|lm\b"),
    Unit("kelvin", "colour temperature", 1, r"kelvins?|k\b"),
    Unit("celsius", "temperature", 1, r"°\s?c\b|degrees? celsius|celsius"),
    Unit("megapixel", "pixels", 1, r"mps?\b|megapixels?|mpx"),
    Unit("page", "pages", 1, r"ppm|pages?(?: per| a|/) ?min(?:ute)?|pages?"),
    Unit("percent", "percent", 1, r"%|percent"),
    Unit("person", "people", 1, r"persons?|people|adults?"),
    Unit("piece", "pieces", 1, r"pieces?|pcs?\b"),
)  # fmt: skip

ANY_UNIT = "|".join(f"(?:{unit.pattern})" for unit in UNITS)
FAMILIES: dict[str, tuple[Unit, ...]] = {
    family: tuple(u for u in UNITS if u.family == family) for family in {u.family for u in UNITS}
}


@cache
def unit_called(text: str) -> Unit | None:
    text = text.strip()
    return next((unit for unit in UNITS if re.fullmatch(unit.pattern, text)), None) if text else None


@dataclass(frozen=True)
class Quantity:
    """What an attribute's name says of its numbers: families of units, words that point to it, and adjectives."""

    families: frozenset[str] = frozenset()
    hints: frozenset[str] = frozenset()
    much: frozenset[str] = frozenset()
    little: frozenset[str] = frozenset()

    def __or__(self, other: "Quantity") -> "Quantity":
        return Quantity(
            self.families | other.families, self.hints | other.hints, self.much | other.much, self.little | other.little
        )


def _quantity(families: str = "", hints: str = "", much: str = "", little: str = "") -> Quantity:
    return Quantity(
        frozenset(families.split(",")) - {""},
        frozenset(stem(w) for w in hints.split()),
        frozenset(much.split()),
        frozenset(little.split()),
    )


QUANTITIES: dict[str, Quantity] = {
    stem(name): quantity
    for name, quantity in {
        "price": _quantity(
            "money",
            "price cost spend pay spending paying shell fork budget dollar buck money cash wallet drop splash cough "
            "throw dish afford",
            "expensive pricey costly dear luxurious",
            "cheap affordable economical inexpensive thrifty",
        ),
        "weight": _quantity("mass", "weight weigh heavy light lug carry", "heavy hefty", "light lightweight"),
        "size": _quantity("length", "size inch screen", "big large long wide huge", "small short tiny compact little"),
        "width": _quantity("length", "width wide", "wide", "narrow slim"),
        "height": _quantity("length", "height high tall", "tall high", "low short"),
        "depth": _quantity("length", "depth deep", "deep", "shallow"),
        "length": _quantity("length", "long length", "long", "short"),
        "diameter": _quantity("length", "diameter", "wide big large", "narrow small"),
        "thickness": _quantity("length", "thick thickness", "thick", "thin slim"),
        "screen": _quantity("length", "screen display", "big large", "small tiny"),
        "time": _quantity("time", "time minute hour quick fast take", "slow", "quick fast short speedy"),
        "warranty": _quantity("time", "warranty guarantee coverage year", "long lengthy", "short"),
        "playtime": _quantity("time", "play playing playback listen lasting last use runtime hour", "long", "short"),
        "runtime": _quantity("time", "run running last lasting hour", "long", "short"),
        "life": _quantity("time", "last lasting life runtime run hour endurance long", "long", "short"),
        "memory": _quantity("data", "storage memory space", "big large roomy", "small"),
        "storage": _quantity("data", "storage memory space", "big large roomy", "small"),
        "ram": _quantity("data", "ram"),
        "speed": _quantity("pages", "speed fast slow page quick", "fast quick speedy rapid", "slow"),
        "distance": _quantity("length", "reach far distance throw beam range yard", "far long strong", "short"),
        "range": _quantity("length", "range far reach distance", "far long", "short"),
        "temperature": _quantity(
            "colour temperature,temperature", "temperature warm cool hot kelvin", "cool", "warm"
        ),
        "capacity": _quantity(
            "cups,charge,volume,data,mass,people", "capacity hold big volume juice sleep fit",
            "big large high roomy", "small",
        ),
        "volume": _quantity("volume", "volume hold capacity litre", "big large roomy", "small"),
        "megapixel": _quantity("pixels", "resolution megapixel", "sharp"),
        "power": _quantity("power", "power watt", "powerful strong", "weak"),
        "wattage": _quantity("power", "power watt", "powerful strong", "weak"),
        "brightness": _quantity("light", "bright brightness lumen", "bright", "dim"),
        "voltage": _quantity("voltage", "volt"),
        "pack": _quantity("pieces", "pack set pair"),
        "precision": _quantity("", "precise precision accuracy accurate"),
        "rating": _quantity("", "rating rated star", "good", "bad"),
    }.items()
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number as the catalogue writes it: `1.2 kg` is 1.2 with its unit, `14.4` has none."""

    value: float
    unit: Unit | None

    @property
    def base(self) -> float:
        return self.value * (self.unit.factor if self.unit else 1)


@cache
def number_in(text: str) -> Number | None:
    """None unless the whole text is one number, with or without a unit; `1.9 kg (4 lb 3 oz)` repeats itself."""
    text = re.sub(r"(?<=\w)\s*\([^)]*\)\s*$", "", text)
    match = re.fullmatch(r"\$?\s*(-?\d[\d,]*(?:\.\d+)?)[\s-]*([a-z\"'°%][a-z\"'°%/ ]*)?", plain(text).strip())
    if not match:
        return None
    unit = unit_called(match[2]) if match[2] else None
    if match[2] and unit is None:
        return None
    return Number(float(match[1].replace(",", "")), unit)


def quantity_of(name_stems: Iterable[str]) -> Quantity:
    found = Quantity()
    for word in name_stems:
        found |= QUANTITIES.get(word, Quantity())
    return found
