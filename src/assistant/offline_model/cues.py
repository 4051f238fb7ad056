"""What a question asks for (a duration, an amount, a time) and whether a sentence tells such a thing."""

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
_DURATION = re.compile(
    r"""\b(?:\d+|one|two|three|ten|fifteen|twenty)(?:\sto\s\d+)?[-\s]
        (?:business\s|working\s)?(?:minute|hour|day|week|month|year)s?\b
    | \bat\sonce\b | \bsame\sday\b | \bnever\b | \bexpress\s\d""",
    _FLAGS,
)
_AMOUNT = re.compile(r"[$€£]\s?\d | \bfree\b | \bno\scharge | \bpay\snothing | \bdo\snot\scharge", _FLAGS)
_TIME = re.compile(
    r"""\b\d{1,2}(?::\d\d)?\s?[ap]\.?m\b | \b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b | \bnoon\b
    | \b(?:\d+|one)\s(?:to\s\d+\s)?(?:business\s|working\s)?(?:hour|day|week)s?\b | \bwhen\b | \bonce\b
    | \b(?:january|november|december)\s\d""",
    _FLAGS,
)
_NUMBER = re.compile(r"\b\d+\b | \b(?:one|two|three|four|five|ten|twenty)\b", _FLAGS)
_PHONE = re.compile(r"\(\d{3}\)\s?\d{3}|\+\d[\d\s-]{6,}")
_STEP = re.compile(
    r"""^(?:to\s|please\s)?(?:open|write|choose|send|use|enter|call|ask|add|tell|take|look|order|show|place|
    measure|wash|brush|rub|dry|machine\swash|click|go\sto|contact|with|tick|you\scan)\b""",
    _FLAGS,
)
_KINDS = (
    (re.compile(r"\b(?:phone|telephone)\b", _FLAGS), _PHONE),
    (re.compile(r"\bhow\s(?:long|fast|soon|quick\w*|many\s(?:days|weeks|months|years))\b", _FLAGS), _DURATION),
    (
        re.compile(r"\bhow\smuch\b|\bwho\spays?\b|\bhave\sto\spay\b|\b(?:costs?|fees?|charge\sfor)\b|\bfree\b", _FLAGS),
        _AMOUNT,
    ),
    (
        re.compile(r"^when\b|\bwhen\s(?:do|does|will|is|are|can)\b|\bwhat\stime\b|\bhours\b|\blast\sday\b", _FLAGS),
        _TIME,
    ),
    (re.compile(r"\bhow\smany\b", _FLAGS), _NUMBER),
    (re.compile(r"^how\s(?:do|can|should|to)\b", _FLAGS), _STEP),
)


def fits_kind(question: str, told: str) -> float:
    """1 when the question asks for a kind of thing and the words tell one, -1 when they do not, 0 when it asks none."""
    kind = next((found for asks, found in _KINDS if asks.search(question)), None)
    return 0.0 if kind is None else 1.0 if kind.search(told) else -1.0
