"""Names that a reply gives: of products, codes and currencies. A name that nobody told is invented."""

import re
from collections.abc import Iterator

_CAPITAL = r"(?!I\b)[A-Z][\w'’&-]+"
_NAME = re.compile(rf"\b{_CAPITAL}(?: (?:of |and |for |& )?{_CAPITAL})+")
_LEAD = re.compile(
    r"^(?:the|a|an|our|your|my|this|that|these|those|and|but|or|so|if|for|in|on|at|with|both|only|yes|no|i|we|you|it|they"
    r"|here|there|order|dear|try|choose|also|now|today|from|by|is|are|do|does|has|have|was|would|should|please|all|of|as|about|to|into|per|because"
    r"|since|when|while|once|until|unless|not|one|two|three|four|five|each|old|new|current|original"
    r"|(?:looking|searching|shopping) for) ",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"\w+ly |(?:let|can|could|may|shall|see|add|welcome|hello|hi|great|good|thank|what|which|how) ", re.IGNORECASE
)
_CODE = re.compile(
    r"\b(?:code|coupon|voucher|promo)s?\b\W{0,3}(?:(?:is|was|called|number|no)\W{1,3})?(?P<after>[A-Z0-9][A-Z0-9_-]{2,})\b"
    r"|\b(?P<before>[A-Z0-9][A-Z0-9_-]{2,})\W{1,3}(?:code|coupon|voucher)\b"
    r"|(?<![\w#/.-])(?P<mixed>(?=[A-Z0-9_-]*[A-Z]{2})(?=[A-Z0-9_-]*\d)[A-Z0-9][A-Z0-9_-]{3,})(?![\w/])"
)
_CURRENCIES = {
    "USD": r"(?<![a-rt-z])(?:us)?\$|\busd\b|\b(?:us )?dollars?\b|\bbucks?\b",
    "EUR": r"€|\beur\b|\beuros?\b",
    "GBP": r"£|\bgbp\b|\bquid\b|\bpounds? sterling\b",
    "JPY": r"¥|\bjpy\b|\byen\b",
    "INR": r"₹|\binr\b|\brupees?\b",
    "CHF": r"\bchf\b|\bfrancs?\b",
    "NORDIC": r"\b(?:sek|nok|dkk)\b|\bkron(?:or|er|a|e)\b",
    "PLN": r"\bpln\b|\bz[lł]oty\b",
    "DOLLARS": r"\b(?:cad|aud|nzd)\b|\b(?:ca|c|au|a|nz|hk|s|mx)\$",
}
CURRENCIES = {code: re.compile(words, re.IGNORECASE) for code, words in _CURRENCIES.items()}


def names(text: str) -> Iterator[str]:
    """Runs of capitalised words, without what a sentence begins with."""
    for m in _NAME.finditer(text):
        name = re.sub(r"['’]s$", "", m.group())
        while _LEAD.match(name):
            name = _LEAD.sub("", name, count=1)
        # an adverb or a verb may open the sentence before a name of one word
        if " " in name and not (m.start() == 0 and name == m.group() and _OPENS.match(name) and name.count(" ") == 1):
            yield name


def codes(text: str) -> Iterator[str]:
    return (m["after"] or m["before"] or m["mixed"] for m in _CODE.finditer(text))


def currencies(text: str) -> frozenset[str]:
    return frozenset(code for code, words in CURRENCIES.items() if words.search(text))
