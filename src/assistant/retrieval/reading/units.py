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
    zero: float = 0

    def base(self, number: float) -> float:
        return (number - self.zero) * self.factor


MONEY = Unit(
    "money", "money", 1, r"\$|€|£|dollars?|bucks?|usd|greenbacks?|smackers?|quid|clams|smackeroos?|euros?|eur|gbp"
)

NOT_PLACE = r"(?! (?:an?|the|my|your|our|stock|it|each|total|this|that|these|those|one)\b)"

UNITS: tuple[Unit, ...] = (
    MONEY,
    Unit("cubic feet per minute", "air flow", 1, r"cfm\b|cubic feet (?:per|a) minute"),
    Unit("gallons per minute", "water flow", 1, r"gpm\b|gallons? (?:per|a) minute"),
    Unit("inch-pound", "torque", 0.112985, r"in(?:ch)?[ -](?:lbs?\b|pounds?)"),
    Unit("foot-pound", "torque", 1.35582, r"(?:ft|foot)[ -](?:lbs?\b|pounds?)"),
    Unit("square foot", "area", 929.03, r"(?:square|sq\.?)[ -]?(?:feet|foot|ft\b)|sqft\b|ft2|ft\u00b2"),
    Unit("square inch", "area", 6.4516, r"(?:square|sq\.?)[ -]?(?:inch(?:es)?|in\b)"),
    Unit("square meter", "area", 10_000, r"(?:square|sq\.?)[ -]?(?:meters?|metres?|m\b)|m2|m\u00b2"),
    Unit("acre", "area", 40_468_564, r"acres?"),
    Unit("cubic foot", "volume", 28_316.8, r"(?:cubic|cu\.?)[ -]?(?:feet|foot|ft\b)"),
    Unit("cubic inch", "volume", 16.387, r"(?:cubic|cu\.?)[ -]?(?:inch(?:es)?|in\b)"),
    Unit("fluid ounce", "volume", 29.5735, r"fl\.? ?oz\b\.?|fluid[ -]ounces?"),
    Unit("milliliter", "volume", 1, r"ml\b|millilit\w+|cc\b"),
    Unit("liter", "volume", 1000, r"lit(?:er|re)s?|l\b"),
    Unit("pint", "volume", 473.176, r"pints?"),
    Unit("quart", "volume", 946.353, r"quarts?|qts?\b"),
    Unit("gallon", "volume", 3785.41, r"gallons?|gals?\b"),
    Unit("miles per hour", "speed", 1.60934, r"mph\b|miles?(?: per | an |/)h(?:ou)?r\b"),
    Unit("kilometers per hour", "speed", 1, r"km/?h\b|kph\b|kilomet\w+ (?:per|an) hour"),
    Unit("inch", "length", 25.4, rf"inch(?:es)?|in\b{NOT_PLACE}|\"|''"),
    Unit("foot", "length", 304.8, r"feet|foot|ft\b"),
    Unit("yard", "length", 914.4, r"yards?|yds?\b"),
    Unit("mile", "length", 1_609_344, r"miles?"),
    Unit("mm", "length", 1, r"mm\b|millimet\w+"),
    Unit("cm", "length", 10, r"cm\b|centimet\w+"),
    Unit("km", "length", 1_000_000, r"km\b|kilomet\w+"),
    Unit("meter", "length", 1000, r"meters?|metres?|m\b"),
    Unit("gram", "mass", 1, r"grams?|g\b|gr\b"),
    Unit("milligram", "mass", 0.001, r"mg\b|milligrams?"),
    Unit("kilogram", "mass", 1000, r"kgs?\b|kilos?|kilograms?"),
    Unit("ounce", "mass", 28.3495, r"ounces?|oz\b"),
    Unit("pounds per square inch", "pressure", 1, r"psi\b|pounds? per square inch"),
    Unit("bar", "pressure", 14.5038, r"bar\b"),
    Unit("newton meter", "torque", 1, r"nm\b|newton[ -]?met\w+"),
    Unit("pound", "mass", 453.592, r"pounds?|lbs?\b"),
    Unit("ton", "mass", 907_185, r"tons?"),
    Unit("carat", "gem mass", 1, r"carats?"),
    Unit("millisecond", "time", 0.001, r"ms\b|milliseconds?"),
    Unit("second", "time", 1, r"seconds?|secs?\b"),
    Unit("minute", "time", 60, r"minutes?|mins?\b"),
    Unit("hour", "time", 3600, r"hours?|hrs?\b|h\b"),
    Unit("day", "time", 86_400, r"days?"),
    Unit("week", "time", 604_800, r"weeks?|wks?\b"),
    Unit("month", "time", 2_592_000, r"months?"),
    Unit("year", "time", 31_536_000, r"years?|yrs?\b"),
    Unit("cup", "cups", 1, r"cups?"),
    Unit("megabyte", "data", 1 / 1024, r"mb\b|megs?\b|megabytes?"),
    Unit("gigabyte", "data", 1, r"gb|gigs?|gigabytes?"),
    Unit("terabyte", "data", 1024, r"tb\b|terabytes?"),
    Unit("mah", "charge", 1, r"mah|milliamp\w*"),
    Unit("amp hour", "charge", 1000, r"ah\b|amp[ -]hours?"),
    Unit("watt hour", "energy", 1, r"wh\b|watt[ -]hours?"),
    Unit("kilowatt hour", "energy", 1000, r"kwh\b|kilowatt[ -]hours?"),
    Unit("watt", "power", 1, r"watts?|w\b"),
    Unit("kilowatt", "power", 1000, r"kw\b|kilowatts?"),
    Unit("horsepower", "power", 745.7, r"hp\b|horsepower"),
    Unit("btu", "heat", 1, r"btus?\b"),
    Unit("volt", "voltage", 1, r"volts?|v\b"),
    Unit("amp", "current", 1, r"amps?|amperes?"),
    Unit("hertz", "frequency", 1, r"hz\b|hertz"),
    Unit("kilohertz", "frequency", 1000, r"khz\b|kilohertz"),
    Unit("megahertz", "frequency", 1e6, r"mhz\b|megahertz"),
    Unit("gigahertz", "frequency", 1e9, r"ghz\b|gigahertz"),
    Unit("decibel", "loudness", 1, r"dba?\b|decibels?"),
    Unit("revolutions per minute", "rotation", 1, r"rpms?\b|revolutions per minute"),
    Unit("lumen", "light", 1, r"lumens?|lm\b"),
    Unit("nit", "luminance", 1, r"nits?\b|cd/m2"),
    Unit("lux", "illuminance", 1, r"lux\b"),
    Unit("kelvin", "colour temperature", 1, r"kelvins?|k\b"),
    Unit("celsius", "temperature", 1, r"°\s?c\b|degrees? (?:celsius|c\b)|celsius"),
    Unit("fahrenheit", "temperature", 5 / 9, r"°\s?f\b|degrees? (?:fahrenheit|f\b)|fahrenheit|f\b", 32),
    Unit("degree", "angle", 1, r"degrees?|°"),
    Unit("megapixel", "pixels", 1, r"mps?\b|megapixels?|mpx"),
    Unit("frames per second", "frame rate", 1, r"fps\b|frames? (?:per|a) second"),
    Unit("dots per inch", "dots", 1, r"dpi\b|dots per inch"),
    Unit("page", "pages", 1, r"ppm|pages?(?: per| a|/) ?min(?:ute)?|pages?"),
    Unit("percent", "percent", 1, r"%|percent"),
    Unit("person", "people", 1, r"persons?|people|adults?"),
    Unit("thread count", "threads", 1, r"threads?(?:[ -]count)?|tc\b"),
    Unit("piece", "pieces", 1, r"pieces?|pcs?\b|counts?|ct\b"),
    Unit("denier", "yarn", 1, r"deniers?"),
    Unit("ply", "layers", 1, r"ply\b"),
    Unit("star", "stars", 1, r"stars?"),
)  # fmt: skip

ANY_UNIT = "|".join(f"(?:{unit.pattern})" for unit in UNITS)
FAMILIES: dict[str, tuple[Unit, ...]] = {
    family: tuple(u for u in UNITS if u.family == family) for family in {u.family for u in UNITS}
}


FLUID_OUNCE = next(unit for unit in UNITS if unit.name == "fluid ounce")


@cache
def unit_called(text: str) -> Unit | None:
    text = text.strip()
    return next((unit for unit in UNITS if re.fullmatch(unit.pattern, text)), None) if text else None


def meant(said: Unit, beside: Unit) -> Unit:
    """The ounces of what others measure in litres are fluid ones; degrees of heat are those that others are in."""
    if said.name == "degree" and beside.family == "temperature":
        return beside
    return FLUID_OUNCE if said.name == "ounce" and beside.family == "volume" else said


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
        "speed": _quantity("pages,speed,rotation", "speed fast slow page quick", "fast quick speedy rapid", "slow"),
        "distance": _quantity("length", "reach far distance throw beam range yard", "far long strong", "short"),
        "range": _quantity("length", "range far reach distance", "far long", "short"),
        "temperature": _quantity(
            "colour temperature,temperature,angle", "temperature warm cool hot kelvin", "cool", "warm"
        ),
        "capacity": _quantity(
            "cups,charge,volume,data,mass,people", "capacity hold big volume juice sleep fit room",
            "big large high roomy", "small",
        ),
        "volume": _quantity("volume", "volume hold capacity litre", "big large roomy", "small"),
        "megapixel": _quantity("pixels", "resolution megapixel", "sharp"),
        "power": _quantity("power,heat", "power watt", "powerful strong", "weak"),
        "wattage": _quantity("power", "power watt", "powerful strong", "weak"),
        "brightness": _quantity("light", "bright brightness lumen", "bright", "dim"),
        "voltage": _quantity("voltage", "volt"),
        "pack": _quantity("pieces", "pack set pair"),
        "precision": _quantity("", "precise precision accuracy accurate"),
        "rating": _quantity("stars", "rating rated star", "good", "bad"),
        "noise": _quantity("loudness", "noise loud quiet silent sound decibel", "loud noisy", "quiet silent"),
        "loudness": _quantity("loudness", "noise loud quiet decibel", "loud", "quiet silent"),
        "refresh": _quantity("frequency", "refresh hertz", "fast smooth", "slow"),
        "frequency": _quantity("frequency", "frequency hertz", "high", "low"),
        "pressure": _quantity("pressure", "pressure", "strong high", "weak low"),
        "torque": _quantity("torque", "torque", "strong powerful", "weak"),
        "suction": _quantity("power,pressure,air flow", "suction", "strong powerful", "weak"),
        "airflow": _quantity("air flow", "airflow air", "strong", "weak"),
        "area": _quantity("area", "area cover coverage room", "big large", "small"),
        "coverage": _quantity("area", "cover coverage area room", "big large wide", "small"),
        "load": _quantity("mass", "load hold support carry weight", "high heavy", "low"),
        "angle": _quantity("angle", "angle degree", "wide", "narrow"),
        "energy": _quantity("energy", "energy", "high", "low"),
        "thread": _quantity("threads", "thread"),
        "carat": _quantity("gem mass", "carat", "big large", "small"),
        "horsepower": _quantity("power", "horsepower power", "powerful strong", "weak"),
        "latency": _quantity("time", "latency lag delay", "slow", "low fast quick"),

    }.items()
}  # fmt: skip


@dataclass(frozen=True)
class Number:
    """A number as the catalogue writes it: `1.2 kg` is 1.2 with its unit, `14.4` has none."""

    value: float
    unit: Unit | None

    @property
    def base(self) -> float:
        return self.unit.base(self.value) if self.unit else self.value

    def measured(self, unit: Unit | None) -> float | None:
        """In base units where bare numbers are meant in `unit`, else as written; None for another quantity."""
        if unit is None:
            return self.value
        own = meant(self.unit or unit, unit)
        return own.base(self.value) if own.family == unit.family else None


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
