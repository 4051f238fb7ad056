"""Which of two products is said to cost or weigh more, or to have the longer warranty, and by how much: worked out from
their records.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations

from assistant.guardrails.days import spans
from assistant.guardrails.evidence import Evidence
from assistant.guardrails.figures import amounts
from assistant.guardrails.ledger import Ledger, Record, owners
from assistant.guardrails.quantities import measured
from assistant.guardrails.verdict import Verdict, all_known
from assistant.guardrails.wished import bound_of

_FLAGS = re.IGNORECASE | re.VERBOSE
_LESS = r"""cheaper|less\ expensive|lower[ -]priced|more\ affordable|(?:costs?|is|for)\ (?:[$€£]?[\d.,]+\ )?less
    |easier\ on|pays?\ less|(?:lower|smaller)\ price|undercuts?|comes?\ in\ (?:below|under|lower)
    |budget\ (?:pick|choice|option)|(?:wins?|better|ahead)\ on\ price|more\ budget-friendly
    |fraction\ of\ the\ (?:price|cost)"""
_MORE = r"""dearer|pricier|more\ expensive|costlier|higher[ -]priced|costs?\ (?:[$€£]?[\d.,]+\ )?more|pays?\ more
    |(?:higher|steeper|bigger)\ price|comes?\ in\ (?:above|over|higher)"""
_SAYS = re.compile(rf"\b(?:(?P<less>{_LESS})|(?P<more>{_MORE}))\b", _FLAGS)
_WEIGHS = re.compile(
    r"\b(?:(?P<less>lighter|weighs?\ less|less\ heavy)|(?P<more>heavier|weighs?\ (?:[\d.,]+\ \w+\ )?more))\b", _FLAGS
)
_WEIGHS_THE_SAME = re.compile(r"\bweigh(?:s|ed)?\ (?:exactly\ |about\ |roughly\ )?the\ same\b", _FLAGS)
_COVERS = re.compile(
    r"""\b(?:(?P<less>shorter\ (?:warranty|guarantee)|(?:warranty|guarantee)\ is\ shorter)
    |(?P<more>longer\ (?:warranty|guarantee)|(?:warranty|guarantee)\ is\ longer))\b""",
    _FLAGS,
)
_SAME = re.compile(
    r"\b(?:costs?|priced|are|is)\ (?:exactly\ |about\ |roughly\ )?(?:at\ )?the\ same\b(?!\ (?!price|as|amount))"
    r"|\b(?:the|a)\ same\ price\b",
    _FLAGS,
)
_TIMES = re.compile(
    r"\b(?P<times>half|twice|double|two\ times|three\ times|a\ third\ of)\ (?:of\ )?"
    r"(?:the\ (?:price|cost)|what|as\ (?:much|expensive))\b",
    _FLAGS,
)
_FACTORS = {"half": 0.5, "twice": 2.0, "double": 2.0, "two times": 2.0, "three times": 3.0, "a third of": 1 / 3}
_ABOUT = 0.15
"""A share of the price: "half the price" may be said of 46 % of it."""
_MOST = re.compile(
    r"\b(?:(?P<least>cheapest|least\ expensive|lowest\ price)|most\ expensive|dearest|priciest|highest\ price)\b",
    _FLAGS,
)
_FEW = {word: at for at, word in enumerate(["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 2)}
_TOGETHER = re.compile(r"\b(?:and|or|both)\b", re.IGNORECASE)
_WORKED_OUT = re.compile(
    r"\b(?:more|less|differen\w+|gap|between|apart|together|both|total|sum|sav\w+|cheaper|dearer|come\w*\ to|add\w*)\b",
    _FLAGS,
)
_PRICE = re.compile(r"^price: (.+)$", re.MULTILINE)
_WAS = re.compile(r"^was: (.+)$", re.MULTILINE)
_NEAR = Decimal("0.05")
_WEIGHT = re.compile(r"^weight: (.+)$", re.MULTILINE | re.IGNORECASE)
_WARRANTY = re.compile(r"^warranty: (.+)$", re.MULTILINE | re.IGNORECASE)
_GRAMS = {"mg": Decimal("0.001"), "g": Decimal(1), "kg": Decimal(1000), "oz": Decimal("28.35"), "lb": Decimal("453.6")}
_DAYS = {"hour": Decimal(1) / 24, "day": Decimal(1), "week": Decimal(7), "month": Decimal(30), "year": Decimal(365)}
_COUNTED = re.compile(
    rf"(?<![\w$€£.,#-])(?P<count>[2-9]|1\d|20|{'|'.join(_FEW)})(?= ?×| x | (?:of|are|come|cost|for|would|will)\b)",
    re.IGNORECASE,
)
Range = tuple[Decimal, Decimal]
Reads = Callable[[Ledger, str], Range | None]


def wrong_comparison(sentence: str, known: Evidence) -> Verdict:
    ledger = known.ledger
    named = ledger.named(sentence) or _by_their_kind(sentence, ledger)
    axes = ((_SAYS, _range), (_WEIGHS, _weight), (_COVERS, _warranty)) if named else ()
    said = [(m, reads) for words, reads in axes for m in words.finditer(sentence)]
    wrong = [m.group() for m, reads in said if not _holds(sentence, m, named, ledger, reads)]
    weighed = _WEIGHS_THE_SAME.search(sentence)
    pair = list(dict.fromkeys(title for *_, title in named)) or list(ledger.compared)
    if (same := _SAME.search(sentence)) and len(pair) == 2:
        one, other = (_range(ledger, title) for title in pair)
        wrong += [same.group()] if one != other else []
    if weighed and len(pair) == 2:
        wrong += [weighed.group()] if _weight(ledger, pair[0]) != _weight(ledger, pair[1]) else []
    wrong += [m.group() for m in _TIMES.finditer(sentence) if named and not _so_many_times(sentence, m, named, ledger)]
    wrong += [m.group() for m in _MOST.finditer(sentence) if named and not _furthest(sentence, m, named, ledger)]
    return all_known("wrong_comparison", wrong)


def _by_their_kind(sentence: str, ledger: Ledger) -> list[tuple[int, int, str]]:
    """Where two are compared that are no two of a kind: "the tent" and "the boots"."""
    kinds = {title: (re.sub(r"\(.*?\)", "", title).split() or [title])[-1].casefold() for title in ledger.compared}
    if len(kinds) != 2 or len(set(kinds.values())) != 2:
        return []
    found = [
        (m.start(), m.end(), title)
        for title, kind in kinds.items()
        for m in re.finditer(rf"\b(?:the|this|that|these|those)\ {re.escape(kind)}\b", sentence.casefold(), re.VERBOSE)
    ]
    return sorted(found)


def _furthest(sentence: str, said: re.Match[str], named: list[tuple[int, int, str]], ledger: Ledger) -> bool:
    """Of all that was shown."""
    about = owners(sentence, said.start(), said.end(), named)
    one = _range(ledger, about[0]) if len(about) == 1 else None
    others = [price for title in ledger.records if title not in about and (price := _range(ledger, title))]
    if one is None:
        return True
    return all(one[0] <= other[0] for other in others) if said["least"] else all(one[1] >= other[1] for other in others)


def worked_out(sentence: str, ledger: Ledger) -> frozenset[Decimal]:
    """What the sentence may tell without a tool having told it: sums and differences of the prices of the two it names,
    or of the two compared last; so many of the one it names; a round figure that the prices of all of them keep to.
    """
    titles = list(dict.fromkeys(title for *_, title in ledger.named(sentence)))
    found = set(_bounds(sentence, [r for t in titles or ledger.compared if (r := _range(ledger, t))]))
    found |= {price * count for count in _counts(sentence) for price in _prices(titles, ledger)}
    if not _WORKED_OUT.search(sentence):
        return frozenset(found)
    alone = titles if len(titles) < len(ledger.compared) else []
    found |= {value for title in alone for value in _saved(ledger.records.get(title))}
    for one, other in combinations(titles if len(titles) > 1 else ledger.compared, 2):
        first, second = _range(ledger, one), _range(ledger, other)
        if first and second and first[0] == first[1] and second[0] == second[1]:
            found |= {abs(first[0] - second[0]), first[0] + second[0]}
    return frozenset(found)


def _bounds(sentence: str, prices: Sequence[Range]) -> Iterator[Decimal]:
    """Not too far off: a thousand dollars are no bound of a mug."""
    for figure in amounts(sentence) if prices else ():
        bound = bound_of(sentence, figure)
        low, high = min(price[0] for price in prices), max(price[1] for price in prices)
        kept = {
            "upper": high <= figure.value <= 2 * high,
            "lower": low / 2 <= figure.value <= low,
            "near": abs(figure.value - low) <= low * _NEAR and abs(figure.value - high) <= high * _NEAR,
        }
        if kept.get(bound):
            yield figure.value


def _counts(sentence: str) -> Iterator[int]:
    for m in _COUNTED.finditer(sentence):
        said = m["count"].casefold()
        yield _FEW[said] if said in _FEW else int(said)


def _prices(titles: Sequence[str], ledger: Ledger) -> Iterator[Decimal]:
    """Of one product only: "two" of which of several is not told."""
    ranges = [_range(ledger, title) for title in titles]
    yield from (price[0] for price in ranges if len(ranges) == 1 and price and price[0] == price[1])


def _saved(record: Record | None) -> Iterator[Decimal]:
    before = {f.value for line in _WAS.findall(record.text) for f in amounts(line)} if record else set()
    now = {f.value for line in _PRICE.findall(record.text) for f in amounts(line)} if record else set()
    yield from (was - price for was in before for price in now if was > price)


def _holds(sentence: str, said: re.Match[str], named: list[tuple[int, int, str]], ledger: Ledger, reads: Reads) -> bool:
    """The product named last before the word has less, or more, than the one named after it or compared with it."""
    pair = _compared(sentence, said, named, ledger, reads)
    if pair is None:
        return True
    one, other = pair
    return one[1] <= other[0] != one[0] if said["less"] else one[0] >= other[1] != one[1]


def _so_many_times(sentence: str, said: re.Match[str], named: list[tuple[int, int, str]], ledger: Ledger) -> bool:
    pair = _compared(sentence, said, named, ledger, _range)
    if pair is None or not pair[1][0]:
        return True
    factor, (one, other) = _FACTORS[said["times"].casefold()], pair
    return abs(float(one[0] / other[0]) / factor - 1) <= _ABOUT


def _compared(
    sentence: str, said: re.Match[str], named: list[tuple[int, int, str]], ledger: Ledger, reads: Reads
) -> tuple[Range, Range] | None:
    """Of the product that is spoken of, and of the other one; None where the sentence does not tell which."""
    about = owners(sentence, said.start(), said.end(), named)
    if len(about) > 1 and not _TOGETHER.search(sentence[: said.start()]):
        about = about[-1:]
    others = [title for start, _, title in named if start >= said.end() and title not in about]
    others = others or [title for *_, title in named if title not in about]
    others = others or [title for title in ledger.compared if title not in about]
    if len(about) != 1 or not others:
        return None
    one, other = reads(ledger, about[0]), reads(ledger, others[0])
    return (one, other) if one and other else None


def _range(ledger: Ledger, title: str) -> Range | None:
    record = ledger.records.get(title)
    prices = [f.value for line in _PRICE.findall(record.text) for f in amounts(line)] if record else []
    return (min(prices), max(prices)) if prices else None


def _weight(ledger: Ledger, title: str) -> Range | None:
    """In grams."""
    told = _told(_WEIGHT, ledger, title)
    found = [f.value[0] * _GRAMS[f.value[1]] for text in told for f in measured(text)[:1] if f.value[1] in _GRAMS]
    return (min(found), max(found)) if found else None


def _warranty(ledger: Ledger, title: str) -> Range | None:
    """In days."""
    found = [n * _DAYS[unit] for text in _told(_WARRANTY, ledger, title) for n, unit in spans(text)]
    return (min(found), max(found)) if found else None


def _told(line: re.Pattern[str], ledger: Ledger, title: str) -> list[str]:
    record = ledger.records.get(title)
    return line.findall(record.text) if record else []
