"""Numbers in a question: words made digits, and each number with its comparison, range and unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.retrieval.reading.synonyms import plainly_named
from assistant.retrieval.reading.units import ANY_UNIT, MONEY, Unit, unit_called
from assistant.retrieval.reading.words import plain

Comparison = Literal["<", "<=", ">", ">=", "between"]

SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
WORTH = {word: value for value, word in enumerate(SMALL.split())}
WORTH |= {word: 10 * value for value, word in enumerate(TENS.split(), start=2)}
ONES = "|".join(word for word, value in WORTH.items() if 0 < value < 10)
COUNTED = "|".join(word for word in WORTH if word not in {"zero", "one"})
COINS = {"tenner": "10 dollars", "fiver": "5 dollars", "dozen": "12", "twin pack": "2 pack", "twin-pack": "2 pack"}

MORE = (
    r"(?:more|over|above|greater|exceed\w*|bigger|larger|higher|longer|faster|stronger|heavier|beyond|north of|past"
    r"|better|wider|farther|further|pricier|quicker|taller|brighter)"
)
LESS = r"(?:less|under|below|fewer|lower|cheaper|smaller|lighter|shorter|beneath|slower|south of|sub|narrower|thinner)"
AT_MOST = (
    r"at most|up to|max(?:imum)?(?: of| is)?|within|cap(?:ped)?(?: (?:at|it at|of))?"
    r"|(?:no|not) (?:more|higher|over|above|greater|beyond)(?: than)?|keep it to"
    r"|(?:limit|budget|ceiling|top)(?: (?:is|of|at|to|it))*|(?<!than )(?<!at )(?:only|just)(?: got| have)?"
)
AT_LEAST = (
    r"at? least(?: an?)?|min(?:imum)?(?: of)?|starting (?:at|from)|upwards? of"
    r"|(?:no|not) (?:less|fewer|under|below|lower)(?: than)?"
)
OR_LESS = (
    r"or (?:even )?(?:less|under|below|lower|fewer|cheaper|smaller|lighter)"
    r"|and (?:under|below)(?! \$?\d)|max(?:imum)?|tops|at (?:the )?most|limit|budget"
)
OR_MORE = (
    r"or (?:even )?(?:more|above|higher|over|greater|better|larger|longer|bigger|up)"
    r"|and (?:up|above|over)(?! \$?\d)|plus|\+|minimum|at least"
)
BEFORE: tuple[tuple[Comparison, str], ...] = (
    (">=", AT_LEAST),
    ("<=", AT_MOST),
    ("<", LESS + r"(?: than| of)?"),
    (">", MORE + r"(?: than| of)?"),
)
AFTER: tuple[tuple[Comparison, str], ...] = (("<=", OR_LESS), (">=", OR_MORE))
IDIOM = re.compile(
    r"\b(?:break|bust|rob)(?:ing|s)? (?:the|my|a) bank\b"
    r"|\b(?:cost(?:ing|s)? )?an arm and a leg\b|\bbreak(?:ing)? my wallet\b"
)
FILLING = r"(?:just |only |an? |the |like |about |around |roughly |say,? |that |of |paying |spending )*"
RANGE = r"(?:\s?(?:and|to|through)\s|\s?-\s?)"
NUMBER = re.compile(
    rf"(?<![\w.])([$€£]\s?)?(\d+(?:\.\d+)?)(?:{RANGE}[$€£]?(\d+(?:\.\d+)?))?(?:[ -]?({ANY_UNIT})(?![a-z0-9]))?"
    r"(?![\w/]|\.\d)"
)
COMPARED = re.compile(rf"(?:{MORE}|{LESS}) than (?:\w+ ){{0,2}}$")


@dataclass(frozen=True)
class Measure:
    """A number at `start:end` of the normalised text; `high` is `low` unless it is a range."""

    start: int
    end: int
    low: float
    high: float
    comparison: Comparison | None
    unit: Unit | None


def normalised(question: str) -> str:
    """Plain lower case with number words as digits; every position in a reading refers to this text."""
    text = plainly_named(_coins(_literal(plain(question))))
    text = re.sub(r"(\d),(?=\d{3}\b)", r"\1", text)
    text = re.sub(r"\b(\d+(?:\.\d+)?)k(?= ?mah| dollars| bucks)", lambda m: f"{float(m[1]) * 1000:g}", text)
    tens = "|".join(TENS.split())
    text = re.sub(rf"\b({tens})[- ]({ONES})\b", lambda m: str(WORTH[m[1]] + WORTH[m[2]]), text)
    text = re.sub(rf"\b({COUNTED})\b", lambda m: str(WORTH[m[1]]), text)
    text = re.sub(r"\b(?:one|single)[- ](?=(?:\w+[- ])?(?:pack|set|piece|port|unit|count|person|year))", "1 ", text)
    return _hundreds(text)


def _literal(text: str) -> str:
    """Figures of speech say what they mean, so that no bank, arm or leg is looked for."""
    return IDIOM.sub("overspend", text)


def _coins(text: str) -> str:
    for coin, meant in COINS.items():
        text = re.sub(rf"\b(?:an? )?{coin}\b", meant, text)
    return text


def _hundreds(text: str) -> str:
    text = re.sub(r"(?:\b(\d+) |\ba )?\bhundred\b(?: bucks)?", lambda m: _times(m, 100), text)
    return re.sub(r"(?:\b(\d+) |\ba )?\b(?:thousand|grand)\b", lambda m: _times(m, 1000), text)


def _times(match: re.Match[str], factor: int) -> str:
    bucks = " bucks" if match.group().endswith("bucks") else ""
    return f"{factor * int(match[1] or 1)}{bucks}"


def measures(text: str) -> list[Measure]:
    """`text` is normalised."""
    return list(_measures(text))


def _measures(text: str) -> Iterator[Measure]:
    for match in NUMBER.finditer(text):
        low, high = float(match[2]), float(match[3] or match[2])
        unit = MONEY if match[1] else unit_called(match[4] or "")
        comparison: Comparison | None = "between" if match[3] and high > low else _comparison(text, match)
        yield Measure(match.start(), match.end(), low, high, comparison, unit)


def _comparison(text: str, match: re.Match[str]) -> Comparison | None:
    before, after = text[max(0, match.start() - 40) : match.start()], text[match.end() : match.end() + 25]
    behind = next((sign for sign, words in AFTER if re.match(rf"[\s,]*(?:{words})", after)), None)
    if behind and not COMPARED.search(before):
        return behind
    ahead = (sign for sign, words in BEFORE if re.search(rf"(?<![a-z])(?:{words})\s*{FILLING}$", before))
    return next(ahead, behind)
