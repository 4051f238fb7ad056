"""What a question names, a quantity, a count or a part, and whether a stated fact speaks of that very thing."""

import re
from collections.abc import Sequence

from assistant.offline_model.words import is_plain, stem, tokens

_FLAGS = re.IGNORECASE | re.VERBOSE
_N = r"(?:\d[\d.,]*|half|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty)[\s-]?"
_LONG = rf"{_N}(?:×|x|mm|cm|m|in|inch(?:es)?|ft|feet|foot|″|\"|”)(?![a-z])|\b(?:midi|maxi|mini|knee|ankle|length)\b"
_SPAN = rf"{_N}(?:s|sec\w*|min\w*|h|hrs?|hours?|days?|nights?|weeks?|months?|years?)\b|\b(?:all\sday|overnight)\b"
# how a quantity is asked for, and what a fact holds that tells it
_QUANTITIES = tuple(
    (re.compile(asked, _FLAGS), re.compile(told, _FLAGS))
    for asked, told in (
        (r"\b(?:decibels?|db|loud\w*|nois[ey]\w*(?!.cancel)|quiet)\b(?!.*\bblock|.*\bcancel)",
         r"\bdb\b|decibel|\bquiet|\bloud|\bnois|\bsilent"),
        (r"\bwatt[\s-]?hours?\b|\bwh\b", rf"{_N}wh\b|watt.hour"),
        (r"\bwatts?\b|\bwattage\b|\bhow\s(?:power|strong)\w*\b|\bhow\smuch\spower\b", rf"{_N}k?w\b|\bwatt|\bpower:"),
        (r"\bvolt(?:s|age)?\b", rf"{_N}v\b|\bvolt"),
        (r"\bamps?\b|\bamperes?\b", rf"{_N}a\b|\bamp"),
        (r"\bmah\b|\bmilliamp\w*", rf"{_N}mah\b"),
        (r"\blumens?\b|\bbright(?:ness)?\b", rf"\blumens?\b|{_N}lm\b|\bbright"),
        (r"\brpm\b|\brevolutions\b", r"\brpm\b|\brevolutions\b"),
        (r"\bpsi\b|\bbars?\sof\spressure\b|\bpressure\b", rf"{_N}(?:bar|psi)\b|\bpressure\b"),
        (r"\bh(?:ert)?z\b", rf"{_N}k?hz\b"),
        (r"\b(?:mega)?pixels?\b|\bresolution\b", r"pixel|\bresolution\b|\b\d+p\b"),
        (r"\b(?:gb|gigabytes?|storage\sspace|memory)\b", rf"{_N}[gt]b\b|\bmemory\b"),
        (r"\b[us]pf\b", r"\b[us]pf\b"),
        (r"\bthread\scount\b", r"\bthread"),
        (r"\bfill\spower\b", r"\bfill"),
        (r"\bdenier\b", r"\bdenier\b|\d\s?d\b"),
        (r"\b(?:mph|km/?h|top\sspeed)\b", r"\b(?:mph|km/?h|speed)\b"),
        (r"\b(?:weight|load)\s(?:limit|capacity)\b|\bmax(?:imum)?\s(?:weight|load)\b|\bhow\s(?:much\sweight|many\s(?:pounds|kilos?|kg|lbs?))\scan\b|\bhow\s(?:heavy|much)\s(?:a\s)?(?:person|load)\b",
         r"\b(?:load|supports?|holds?|carries)\b.*\d|\bweight\slimit\b|\bup\sto\s\d[\d,.]*\s?(?:kg|lb)"),
        (r"\bhow\sheavy\b|\bweighs?\b|\b(?:the|its|their|what)\sweight\b|\bhow\smany\s(?:grams?|pounds?|kilo\w*|kg|ounces?|lbs?)\b",
         rf"{_N}(?:g|kg|oz|lbs?|pounds?|grams?)\b|\bweight:"),
        (r"\b(?:lit(?:er|re)s?|gallons?|quarts?|ml|millilit\w+)\b|\bhow\smuch\s(?:water|coffee|tea|milk|liquid)\b|\bhow\smuch\s(?:does|do|will|can)\s(?:\w+\s){1,6}hold\b",
         rf"{_N}(?:l|ml|cl|fl\soz|oz|gal\w*|qt|quarts?|cups?|lit(?:er|re)s?)\b"),
        (r"\bdegrees?\b|\bhow\s(?:hot|cold|warm)\b|\btemperature\b",
         r"°|\bdegrees?\b|\btemperature\b"),
        (r"\bhow\sold\b|\b(?:what|which)\sages?\b|\byears\sold\b|\bage\srange\b",
         r"\bages?\b|\bbirth\b|\byears?\b|\bmonths?\b|\badults?\b"),
        (r"\bhow\smany\shours\b", rf"{_N}(?:h|hrs?|hours?)\b"),
        (r"\bhow\smany\sminutes\b", rf"{_N}min\w*\b"),
        (r"\bhow\smany\sseconds\b", rf"{_N}s(?:ec\w*)?\b"),
        (r"\bhow\smany\s(?:days|nights|weeks)\b", rf"{_N}(?:days?|nights?|weeks?)\b"),
        (r"^(?!.*(?:warrant|guarant|cover)).*\bhow\smany\s(?:months|years)\b",
         rf"^(?!warranty).*{_N}(?:months?|years?)\b|\blife"),
        (r"\bhow\s(?:long|soon)\s(?:\w+\s){1,5}(?:take|last|stay|keep|run|charge|dry|live)\w*\b", _SPAN),
        (r"\bhow\s(?:fast|quick(?:ly)?)\b", _SPAN),
        (r"\bhow\s(?:tall|high|wide|deep|thick)\b|\b(?:inch(?:es)?|centimet\w+|cm|feet|height|width|depth|diameter)\b",
         _LONG),
        (r"\bhow\slong\s(?:is|are)\b", rf"{_LONG}|{_SPAN}"),
        (r"\bhow\smany\s(?:people|persons?|adults|kids|children)\b", r"\b(?:people|persons?|sleeps|seats|adults?)\b"),
        (r"\bhow\smany\scome\sin\b|\bhow\smany\s(?:pieces|items)\b",
         rf"\b(?:set|pieces?|pack|pair)\b|{_N}\w+"),
    )
)  # fmt: skip
_COUNTED = re.compile(
    r"\bhow\smany\s((?:[\w-]+\s){0,2}?[\w-]+?)(?=\s(?:is|are|does|do|can|has|have|come|will|fit)\b|\W*$)"
)
_PART = re.compile(
    r"""\b(?:(?:does|do|will)\s(?:\w+\s){1,6}?(?:have|has|come\swith|include|get|contain)
          |(?:has|have|is|are)\s(?:it|they|there|these)(?:\sgot)?|with)\s(?:an?\s|any\s|the\s|its\sown\s)
          (?P<part>[\w-]+(?:\s[\w-]+){0,3})
      |\b(?:what(?:'s|\sis|\sare)|tell\sme)\s(?:the|its|their)\s(?P<named>[\w-]+(?:\s[\w-]+){0,3})
      |\bwhat\s(?:kind|sort|type)\sof\s(?P<kind>[\w-]+)""",
    _FLAGS,
)
_NUMBER = re.compile(r"\d+$|(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty)$")
_TASTE = frozenset({"big", "large", "small", "good", "nice", "real", "exact", "total", "maximum", "whole"})
_AFTER = re.compile(r"\s(?:of|on|in|for|inside|from|at|to|with|is|are|does|do|that|which|made)\b.*$", re.IGNORECASE)


def speaks_of(question: str, told: str, asked_as: str = "") -> bool:
    """Whether a fact `told` may answer: it holds every quantity, count or part that the question names.

    `asked_as` is how shoppers ask for the fact; its words count as the fact's own where a part is named.
    """
    low = " ".join(question.casefold().replace("’", "'").split())
    wanted = [evidence for asked, evidence in _QUANTITIES if asked.search(low)]
    if wanted:
        return all(evidence.search(told) for evidence in wanted)
    if counted := _COUNTED.search(low):
        return _counts(told, _stems(counted[1])[-1:])
    part = _PART.search(low)
    named = _stems(next(group for group in part.groups() if group)) if part else []
    return set(named) <= {stem(token) for token in tokens(f"{told} {asked_as}")}


def names_quantity(question: str) -> bool:
    low = " ".join(question.casefold().replace("’", "'").split())
    return any(asked.search(low) for asked, _ in _QUANTITIES)


def _stems(words: str) -> list[str]:
    """Of what is named, without what is told of it ("a lid of glass") and without words of taste."""
    return [stem(t) for t in tokens(_AFTER.sub("", words)) if not is_plain(t) and t not in _TASTE]


def _counts(told: str, noun: Sequence[str]) -> bool:
    """Whether a number stands just before the noun ("two side pockets"), or after it as the fact's name."""
    name, colon, value = told.partition(":")
    if colon and set(noun) <= set(_stems(name)):
        return any(_NUMBER.match(token) for token in tokens(value))
    read = tokens(told)
    return any(
        bool(_NUMBER.match(number)) and {stem(token) for token in read[at + 1 : at + 4]} >= set(noun)
        for at, number in enumerate(read)
    )
