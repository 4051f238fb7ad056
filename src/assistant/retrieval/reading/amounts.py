"""Amounts as people say them, made plain numbers: "half a kilo", "a couple of hundred", `6'2"`, "2 1/2 inches"."""

import re

from assistant.retrieval.reading.units import ANY_UNIT

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORTH = {word: value for value, word in enumerate(SMALL.split())}
WORTH |= {word: 10 * value for value, word in enumerate(TENS.split(), start=2)}
ONES = "|".join(word for word, value in WORTH.items() if 0 < value < 10)
COUNTED = "|".join(word for word in WORTH if word not in {"zero", "one"})
COINS = {
    "tenner": "10 dollars", "fiver": "5 dollars", "benjamin": "100 dollars", "dozen": "12",
    "twin pack": "2 pack", "twin-pack": "2 pack",
}  # fmt: skip
SHARES = {"half": 0.5, "quarter": 0.25, "third": 1 / 3}

UNIT = rf"(?:{ANY_UNIT})(?![a-z0-9])"
MORE_THAN = r"(?:than|over|under|above|below|least|most|within|beyond|past|nearly|almost|up to|takes)"
FRACTION = re.compile(rf"(?<![\w./])(?:(\d+)[ -])?(\d)/(\d{{1,2}})(?=[ -]?{UNIT})")
AND_A_HALF = re.compile(rf"\b(\d+|an?|one)(?: ({UNIT}))? and an? (half|quarter|third)\b")
PART_OF = re.compile(rf"\b(?:(an?|\d)[ -])?(half|quarter|third)s?(?: of)?(?: an?)?[ -](?={UNIT})")
ONE_UNIT = re.compile(rf"\b({MORE_THAN}) (?:an?|one|a full|one full|a single) (?={UNIT})")
UNIT_OR_MORE = re.compile(rf"\b(?:an?|one) (?={UNIT} (?:or (?:more|less|so)|at (?:least|most)|minimum|max))")
FEET_AND_INCHES = re.compile(
    r"(?<![\w.])(\d+)(?: ?(?:feet|foot|ft\.?)(?:,| and)? ?|' ?)(\d{1,2}(?:\.\d+)?)"
    r" ?(?:inch(?:es)?|in\b\.?|\"|''|(?=\W|$))"
)
POUNDS_AND_OUNCES = re.compile(r"(?<![\w.])(\d+) ?(?:lbs?|pounds?)(?:,| and)? (\d{1,2}) ?(?:oz|ounces?)\b")
WORDS_ISH = re.compile(rf"\b({COUNTED}|hundred|thousand|grand)[ -]?ish\b")
ISH = re.compile(rf"(?<=\d)((?: ?{UNIT})?)[ -]?ish\b((?: {UNIT})?)")
A_COUPLE = re.compile(rf"\ba couple(?: of)? (?={UNIT})")
THOUSANDS = re.compile(r"(?<![\w.])([$€£]?)(\d{1,3}(?:\.\d+)?)k(?![\w-])")
MONEY_BEFORE = re.compile(
    r"(?:under|below|over|above|less than|more than|spend\w*|budget(?: is| of)?|pay\w*|cost\w*) $"
)
COUNTS = re.compile(
    r"^ ?(?:mah|dollars?|bucks?|usd|euros?|eur|pounds|rpm|lumens?|lm|btus?|cycles?|people|views?|steps?)\b"
)


SAYS_AN_AMOUNT = re.compile(
    rf"\d|\b(?:an?\b|one|single|couple|hundred|thousand|grand|{'|'.join((*COINS, *SHARES))}|{COUNTED})"
)


def plain_amounts(text: str) -> str:
    """`text` is lower case; every number comes out as digits."""
    return digits_for_words(text) if SAYS_AN_AMOUNT.search(text) else text


def digits_for_words(text: str) -> str:
    """As `plain_amounts`, whether or not there is anything to do."""
    for coin, meant in COINS.items():
        text = re.sub(rf"\b(?:an? )?{coin}s?\b", meant, text)
    text = re.sub(r"(?<=\d) s\b(?!')", " seconds", text)
    text = re.sub(r"(\d),(?=\d{3}\b)", r"\1", WORDS_ISH.sub(r"\1 or so", text))
    text = THOUSANDS.sub(_thousands, text)
    text = re.sub(rf"\b({'|'.join(TENS.split())})[- ]({ONES})\b", lambda m: str(WORTH[m[1]] + WORTH[m[2]]), text)
    text = re.sub(rf"\b({COUNTED})\b", lambda m: str(WORTH[m[1]]), text)
    text = re.sub(r"\b(?:one|single)[- ](?=(?:\w+[- ])?(?:pack|set|piece|port|unit|count|person|year))", "1 ", text)
    text = re.sub(r"\bone (?=(?:minute|hour|gallon|liter|litre|quart|pound|kilo|inch|foot)\b)", "1 ", text)
    text = re.sub(r"\bone (?=hundred|thousand|grand)", "1 ", text)
    return _compounds(_parts(A_COUPLE.sub("2 ", ISH.sub(r"\1\2 or so", _hundreds(text)))))


def _thousands(match: re.Match[str]) -> str:
    """`$1.5k` and `10k mAh` are thousands; a bare `4k` is a picture or a colour of light."""
    money = match[1] or MONEY_BEFORE.search(match.string[: match.start()])
    if money or COUNTS.match(match.string[match.end() :]):
        return f"{match[1]}{float(match[2]) * 1000:g}"
    return match.group()


def _hundreds(text: str) -> str:
    text = re.sub(r"\ba couple(?: of)? (?=hundred|thousand|grand)", "2 ", text)
    text = re.sub(r"(?:\b(\d+) |\ba )?\bhundred\b(?: and (\d{1,2})\b)?", lambda m: _times(m, 100), text)
    return re.sub(r"(?:\b(\d+) |\ba )?\b(?:thousand|grand)\b(?: and (\d{1,3})\b)?", lambda m: _times(m, 1000), text)


def _times(match: re.Match[str], factor: int) -> str:
    return str(factor * int(match[1] or 1) + int(match[2] or 0))


def _parts(text: str) -> str:
    """Halves and fractions, but only of something measured: a "3/4 sleeve" stays as it is."""
    text = FRACTION.sub(lambda m: f"{int(m[1] or 0) + int(m[2]) / max(1, int(m[3])):g}", text)
    text = AND_A_HALF.sub(lambda m: f"{_count(m[1]) + SHARES[m[3]]:g}{' ' + m[2] if m[2] else ''}", text)
    text = PART_OF.sub(lambda m: f"{_count(m[1] or 'a') * SHARES[m[2]]:g} ", text)
    return UNIT_OR_MORE.sub("1 ", ONE_UNIT.sub(r"\1 1 ", text))


def _count(word: str) -> int:
    return int(word) if word.isdigit() else 1


def _compounds(text: str) -> str:
    text = FEET_AND_INCHES.sub(lambda m: f"{int(m[1]) * 12 + float(m[2]):g} inches", text)
    return POUNDS_AND_OUNCES.sub(lambda m: f"{int(m[1]) * 16 + int(m[2])} oz", text)
