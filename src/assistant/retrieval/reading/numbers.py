"""Numbers in a question: words made digits, and each number with its comparison, range and unit."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from assistant.retrieval.reading.amounts import plain_amounts
from assistant.retrieval.reading.synonyms import plainly_named
from assistant.retrieval.reading.units import ANY_UNIT, MONEY, Unit, unit_called
from assistant.retrieval.reading.words import plain

Comparison = Literal["<", "<=", ">", ">=", "between"]

MORE = (
    r"(?:more|over|above|greater|exceed\w*|bigger|larger|higher|longer|faster|stronger|heavier|beyond|north of|past"
    r"|better|wider|farther|further|pricier|quicker|taller|brighter|louder|thicker|deeper|hotter|warmer|older)"
)
LESS = (
    r"(?:less|under|below|fewer|lower|cheaper|smaller|lighter|shorter|beneath|slower|south of|sub-?|narrower|thinner"
    r"|quieter|slimmer|shallower|cooler|dimmer|younger)"
)
AT_MOST = (
    r"at (?:the )?(?:very )?most|up to|max(?:imum)?(?: of| is)?|within|cap(?:ped)?(?: (?:at|it at|of))?"
    r"|(?:no|not) (?:more|higher|over|above|greater|beyond)(?: than)?|keep it to|no more th[ae]n"
    r"|(?:limit|budget|ceiling|top)(?: (?:is|of|at|to|it))*|(?<!than )(?<!at )(?:only|just)(?: got| have)?"
    r"|stretch(?: it)? to|(?:[a-z]*n't|not|never)(?: [a-z]+){0,3} (?:break|blow|drop|splash|spend|pay|part with)"
    r"(?:ping|ing)?(?: out)?"
)
AT_LEAST = (
    r"at? (?:the )?(?:very )?least(?: an?)?(?: (?!(?:th[ae]n|as|or|and)\b)[a-z]+(?: (?:for|me|at|up|out|to))*)?"
    r"|min(?:imum)?(?: of)?|starting (?:at|from)|upwards? of|(?:no|not) (?:less|fewer|under|below|lower)(?: than)?"
)
SLIGHTLY = r"(?:even |a (?:bit|little|tad|touch) )?"
OR_LESS = (
    rf"or {SLIGHTLY}(?:less|under|below|lower|fewer|cheaper|smaller|lighter|quieter|shorter|thinner|narrower"
    r"|slower)"
    r"|and (?:under|below)(?! \$?\d)|max(?:imum)?|tops|at (?:the )?(?:very )?most|limit|budget"
)
OR_MORE = (
    rf"or {SLIGHTLY}(?:more|above|higher|over|greater|better|larger|longer|bigger|up|brighter|faster|quicker|taller"
    r"|newer|later|wider|stronger|heavier|thicker|farther|further)"
    r"|and (?:up|above|over)(?! \$?\d)|plus(?! (?:i|it|a|an|the|my|we|you|free)\b)|\+|minimum"
    r"|at (?:the )?(?:very )?least"
)
BEFORE: tuple[tuple[Comparison, str], ...] = (
    (">=", AT_LEAST),
    ("<=", AT_MOST),
    (">=", r">=|\u2265"),
    ("<=", r"<=|\u2264"),
    ("<", LESS + r"(?: than| of)?|<"),
    (">", MORE + r"(?: than| of)?|>"),
    (">", r"[a-z]{3,}er than"),
)
AFTER: tuple[tuple[Comparison, str], ...] = (("<=", OR_LESS), (">=", OR_MORE))
ADJECTIVE = re.compile(r"\b([a-z]{3,}er)\b(?: than)?")
IDIOM = re.compile(
    r"\b(?:break|bust|rob)(?:ing|s)? (?:the|my|a) bank\b"
    r"|\b(?:cost(?:ing|s)? )?an arm and a leg\b|\bbreak(?:ing)? my wallet\b"
)
IN_ONE = re.compile(r"\b\d[- ]in[- ](?:1|one)\b")  # a count of uses, and no inches
PARTIAL = re.compile(r"\bpartial(?= to\b)")
DEGREES = r"°|deg|[cf]\b|celsius|fahrenheit"
BELOW_ZERO = re.compile(r"\b(?:minus|negative) (?=\d+(?!\d| ?(?:%|percent)))")
IN_CELSIUS = re.compile(r"(?<![\w-])(-\d+) ?c\b")
COLD = re.compile(r"(?<=[a-z] )(-\d+)(?= *(?:$|[.,;!?])| (?:or|and|please|in|at|for|outside|weather|nights?|winter)\b)")
SMELLING = re.compile(
    r"\b(?:(?:that|which) )?(?:smell(?:s|ing)? (?:of|like)|(?:with|has|have|having) (?:an? |the )?(?:scent|smell) of) "
)
FILLING = r"(?:just |only |an? |the |like |about |around |roughly |say,? |that |of |paying |spending )*"
RANGE = r"(?:\s?(?:and|to|through)\s|\s?-\s?)"
NUMBER = re.compile(
    rf"(?<![\w.])([$€£]\s?|-(?=\d+ ?(?:{DEGREES})))?"
    rf"(\d+(?:\.\d+)?)(?:{RANGE}[$€£]?(\d+(?:\.\d+)?))?(\+)?(?:[ -]?({ANY_UNIT})(?![a-z0-9]))?"
    r"(?![\w/]|\.\d)"
)
COMPARED = re.compile(rf"(?:{MORE}|{LESS}) than (?:\w+ ){{0,2}}$")


@dataclass(frozen=True)
class Measure:
    """A number at `start:end` of the normalised text; `high` is `low` unless it is a range.

    `adjective` is the word that compares, as in "quieter than": which way it points is for the attribute to say.
    """

    start: int
    end: int
    low: float
    high: float
    comparison: Comparison | None
    unit: Unit | None
    adjective: str = ""


def normalised(question: str) -> str:
    """Plain lower case with number words as digits; every position in a reading refers to this text."""
    return plainly_named(plain_amounts(_literal(plain(question))))


def _literal(text: str) -> str:
    """Figures of speech say what they mean, so that no bank, arm or leg is looked for; a cold is one of degrees."""
    text = PARTIAL.sub("fond", IDIOM.sub("overspend", IN_ONE.sub("useful", text)))
    text = COLD.sub(r"\1 degrees", IN_CELSIUS.sub(r"\1 celsius", BELOW_ZERO.sub("-", text)))
    return SMELLING.sub("scented with ", text)


def measures(text: str) -> list[Measure]:
    """`text` is normalised."""
    return list(_measures(text))


def _measures(text: str) -> Iterator[Measure]:
    for match in NUMBER.finditer(text):
        low, high = float(match[2]), float(match[3] or match[2])
        cold = match[1] == "-"
        low, high = (-high, -low) if cold else (low, high)
        unit = MONEY if match[1] and not cold else unit_called(match[5] or "")
        said, adjective = comparison_at(text, match.start(), match.end())
        if match[3] and high > low and not cold:
            said, adjective = "between", ""
        elif match[4]:
            said = ">="
        yield Measure(match.start(), match.end(), low, high, said, unit, adjective)


def comparison_at(text: str, start: int, end: int) -> tuple[Comparison | None, str]:
    """What the words around a span compare it with, and the adjective that does so."""
    before, after = text[max(0, start - 40) : start], text[end : end + 25]
    for sign, words in AFTER:
        behind = re.match(rf"(?: to \w+)?[\s,]*(?:{words})", after)
        if behind and not COMPARED.search(before):
            return sign, _adjective(behind.group())
    for sign, words in BEFORE:
        if ahead := re.search(rf"(?<![a-z])(?:{words})\s*{FILLING}$", before):
            return sign, "" if sign in {"<=", ">="} else _adjective(ahead.group())
    return None, ""


def _adjective(words: str) -> str:
    found = ADJECTIVE.search(words)
    return found[1] if found and found[1] not in {"under", "over", "other", "rather"} else ""
