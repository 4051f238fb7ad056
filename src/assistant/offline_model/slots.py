"""The values in a message: order number, prices, quantity, which item is meant."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NUMBERS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "both": 2, "couple": 2, "dozen": 12,
}  # fmt: skip
_ORDINALS = {"first": 0, "second": 1, "third": 2, "fourth": 3, "fifth": 4, "sixth": 5, "last": -1}
_SUPERLATIVES = {
    "cheapest": ("price", "least"), "cheaper": ("price", "least"), "least expensive": ("price", "least"),
    "lowest price": ("price", "least"), "most expensive": ("price", "most"), "dearest": ("price", "most"),
    "priciest": ("price", "most"), "pricier": ("price", "most"), "dearer": ("price", "most"),
    "lightest": ("weight", "least"), "lighter": ("weight", "least"), "heaviest": ("weight", "most"),
    "heavier": ("weight", "most"),
}  # fmt: skip

_AMOUNT = r"(?:[$€£]\s?|usd\s?)?(\d+(?:[.,]\d{1,2})?)(?:\s?(?:dollars?|bucks|usd|euros?|[$€£]))?"
_MOST = re.compile(
    rf"(?:under|below|less than|cheaper than|up to|no more than|at most|max(?:imum)?(?: of)?|within|<=?)\s*{_AMOUNT}"
)
_LEAST = re.compile(rf"(?:over|above|more than|at least|min(?:imum)?(?: of)?|from|starting at|>=?)\s*{_AMOUNT}")
_BETWEEN = re.compile(rf"(?:between|from)\s*{_AMOUNT}\s*(?:and|to|-|–)\s*{_AMOUNT}")
_MEASURED = re.compile(
    r"^\s?(?:%|[a-z]{0,2}(?:g|m|l|w|v|h)\b|inch|in\b|[\"”]|lb|oz|liters?|litres?|people|persons?|days?)"
)
_UNIT = r"[\s-]?(?:fl\s)?(?:oz|ml|l|cl|cm|mm|m|kg|g|inch(?:es)?|lbs?|lit(?:er|re)s?|person|people|pack|wh|mah|w|v|°)\b"
_SKU = re.compile(r"\b(?=[A-Z0-9-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)+\b")
_HASHED = re.compile(r"#\s?([a-z]{0,3}-?\d{3,10})\b", re.IGNORECASE)
_BARE = re.compile(r"(?<![\w$€£.,#-])(\d{4,10})(?![\w%]|[.,]\d)")
_AFTER_ORDER = re.compile(r"\border(?: number| no\.?| nr\.?)?(?: is|:)?\s*#?\s*([a-z]{0,3}-?\d{3,10})\b", re.IGNORECASE)


@dataclass(frozen=True)
class Slots:
    """`which` counts from 0 in the last list shown (-1 is the last); `extreme` is e.g. ("price", "least")."""

    order_number: str | None = None
    min_price: float | None = None
    max_price: float | None = None
    quantity: int | None = None
    which: tuple[int, ...] = ()
    extreme: tuple[str, str] | None = None
    sku: str | None = None
    points: bool = False


def read_slots(text: str) -> Slots:
    low = text.casefold()
    least, most = _prices(low)
    sku = _SKU.search(text)
    which = _which(low)
    return Slots(
        order_number=_order_number(text),
        min_price=least,
        max_price=most,
        quantity=_quantity(low),
        which=which,
        extreme=next(
            (v for word, v in _SUPERLATIVES.items() if re.search(rf"\b{word}\b(?! than [$€£]?\d)", low)), None
        ),
        sku=sku[0] if sku else None,
        points=bool(re.search(r"\b(it|its|this|that|these|those|them|they|both|the same|one|ones)\b", low)),
    )


def order_number_alone(text: str) -> str | None:
    """The number in an answer to "what is your order number?", where fewer digits will do."""
    found = _order_number(text) or next(iter(re.findall(r"\b[A-Za-z]{0,3}\d{2,10}\b", text)), None)
    return _hash(found) if found else None


def _order_number(text: str) -> str | None:
    found = _HASHED.search(text) or _AFTER_ORDER.search(text)
    if found:
        return _hash(found[1])
    bare = _BARE.search(_BETWEEN.sub(" ", _MOST.sub(" ", _LEAST.sub(" ", text.casefold()))))
    return _hash(bare[1]) if bare and not re.match(r"\s?(?:dollars?|bucks|usd|euros?)", text[bare.end() :]) else None


def _hash(number: str) -> str:
    return "#" + number.lstrip("#").upper()


def _prices(low: str) -> tuple[float | None, float | None]:
    if between := _BETWEEN.search(low):
        if not _MEASURED.match(low[between.end() :]):
            first, second = sorted((_number(between[1]), _number(between[2])))
            return first, second
        return None, None
    return _bound(_LEAST, low), _bound(_MOST, low)


def _bound(pattern: re.Pattern[str], low: str) -> float | None:
    found = pattern.search(low)
    if found is None or _MEASURED.match(low[found.end() :]):
        return None
    return _number(found[1])


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _which(low: str) -> tuple[int, ...]:
    found = [(m.start(), i) for word, i in _ORDINALS.items() for m in re.finditer(rf"\b{word}\b", low)]
    found += [(m.start(), int(m[1]) - 1) for m in re.finditer(r"\b([1-6])(?:st|nd|rd|th)\b", low)]
    found += [(m.start(), int(m[1]) - 1) for m in re.finditer(r"(?:#|\b(?:number|no\.?|option|item)\s)([1-6])\b", low)]
    found += _numbered_pair(low)
    if many := re.search(r"\bfirst (two|three|four|2|3|4)\b", low):
        return tuple(range(_NUMBERS.get(many[1]) or int(many[1])))
    return tuple(dict.fromkeys(i for _, i in sorted(found)))


def _numbered_pair(low: str) -> Sequence[tuple[int, int]]:
    pair = re.search(r"\b([1-6]) (?:and|vs\.?|versus|or|with) ([1-6])\b", low)
    return [(pair.start(), int(pair[1]) - 1), (pair.end(), int(pair[2]) - 1)] if pair else []


def _quantity(low: str) -> int | None:
    """The last number named counts, so that "not two but three" is three; "instead of two" and "three-piece" are not
    counted.
    """
    cleared = re.sub(r"(?:instead of|rather than|not|from) (?:\w+)(?=\W|$)", " ", low)
    cleared = re.sub(r"\bmake (?:it|that|them)\b", " ", cleared)
    cleared = re.sub(r"\bfirst (?:two|three|four|\d)\b|\b(?:number|option|item|size) \d+\b|[#$€£]\s?\d+", " ", cleared)
    bare = re.finditer(rf"(?<![\w.,$€£#-])\d{{1,3}}(?![\w.%]|,\d|-[a-z]|{_UNIT})", cleared)
    digits = [(m.start(), int(m[0])) for m in bare]
    named = [
        (m.start(), n)
        for word, n in _NUMBERS.items()
        for m in re.finditer(
            rf"(?<!\bthe )(?<!\bthis )(?<!\bthat )(?<!\bwhich )(?<!\bred )\b{word}\b(?!-[a-z])", cleared
        )
        if not (word == "one" and _points_at_one(cleared, m.start()))
    ]
    found = sorted(digits or named)
    return found[-1][1] if found else None


_COUNTING = frozenset("add just only to it take get me want have need buy grab give".split())  # noqa: SIM905  # reads best as text


def _points_at_one(low: str, at: int) -> bool:
    """Whether "one" points at something ("the blue one") and does not count ("just one", "add one of those")."""
    before = low[:at].split()
    return low[at:].startswith("one of each") or (bool(before) and before[-1] not in _COUNTING)
