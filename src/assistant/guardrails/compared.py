"""Which of two products is said to cost more, and by how much: worked out from their records."""

import re
from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations

from assistant.guardrails.evidence import Evidence
from assistant.guardrails.figures import amounts
from assistant.guardrails.ledger import Ledger, Record, owners
from assistant.guardrails.verdict import Verdict, all_known

_FLAGS = re.IGNORECASE | re.VERBOSE
_LESS = (
    r"cheaper|less\ expensive|lower[ -]priced|more\ affordable|(?:costs?|is|for)\ (?:[$€£]?[\d.,]+\ )?less|easier\ on"
)
_MORE = r"dearer|pricier|more\ expensive|costlier|higher[ -]priced|costs?\ (?:[$€£]?[\d.,]+\ )?more"
_SAYS = re.compile(rf"\b(?:(?P<less>{_LESS})|(?P<more>{_MORE}))\b", _FLAGS)
_SAME = re.compile(
    r"\b(?:costs?|priced|are|is)\ (?:exactly\ |about\ |roughly\ )?(?:at\ )?the\ same\b(?!\ (?!price|as|amount))", _FLAGS
)
_MOST = re.compile(
    r"\b(?:(?P<least>cheapest|least\ expensive|lowest\ price)|most\ expensive|dearest|priciest|highest\ price)\b",
    _FLAGS,
)
_TOGETHER = re.compile(r"\b(?:and|or|both)\b", re.IGNORECASE)
_WORKED_OUT = re.compile(
    r"\b(?:more|less|differen\w+|gap|between|apart|together|both|total|sum|sav\w+|cheaper|dearer|come\w*\ to|add\w*)\b",
    _FLAGS,
)
_PRICE = re.compile(r"^price: (.+)$", re.MULTILINE)
_WAS = re.compile(r"^was: (.+)$", re.MULTILINE)
Range = tuple[Decimal, Decimal]


def wrong_comparison(sentence: str, known: Evidence) -> Verdict:
    ledger = known.ledger
    named = ledger.named(sentence)
    said = [m for m in _SAYS.finditer(sentence) if named]
    wrong = [m.group() for m in said if not _holds(sentence, m, named, ledger)]
    if (same := _SAME.search(sentence)) and len({title for *_, title in named}) == 2:
        one, other = (_range(ledger, title) for title in dict.fromkeys(title for *_, title in named))
        wrong += [same.group()] if one != other else []
    wrong += [m.group() for m in _MOST.finditer(sentence) if named and not _furthest(sentence, m, named, ledger)]
    return all_known("wrong_comparison", wrong)


def _furthest(sentence: str, said: re.Match[str], named: list[tuple[int, int, str]], ledger: Ledger) -> bool:
    """Of all that was shown."""
    about = owners(sentence, said.start(), said.end(), named)
    one = _range(ledger, about[0]) if len(about) == 1 else None
    others = [price for title in ledger.records if title not in about and (price := _range(ledger, title))]
    if one is None:
        return True
    return all(one[0] <= other[0] for other in others) if said["least"] else all(one[1] >= other[1] for other in others)


def worked_out(sentence: str, ledger: Ledger) -> frozenset[Decimal]:
    """Sums and differences of prices that the sentence may tell: of the two it names, or of the two compared last."""
    if not _WORKED_OUT.search(sentence):
        return frozenset()
    titles = list(dict.fromkeys(title for *_, title in ledger.named(sentence)))
    alone = titles if len(titles) < len(ledger.compared) else []
    found = {value for title in alone for value in _saved(ledger.records.get(title))}
    for one, other in combinations(titles if len(titles) > 1 else ledger.compared, 2):
        first, second = _range(ledger, one), _range(ledger, other)
        if first and second and first[0] == first[1] and second[0] == second[1]:
            found |= {abs(first[0] - second[0]), first[0] + second[0]}
    return frozenset(found)


def _saved(record: Record | None) -> Iterator[Decimal]:
    before = {f.value for line in _WAS.findall(record.text) for f in amounts(line)} if record else set()
    now = {f.value for line in _PRICE.findall(record.text) for f in amounts(line)} if record else set()
    yield from (was - price for was in before for price in now if was > price)


def _holds(sentence: str, said: re.Match[str], named: list[tuple[int, int, str]], ledger: Ledger) -> bool:
    """The product named last before the word has less, or more, than the one named after it or compared with it."""
    about = owners(sentence, said.start(), said.end(), named)
    if len(about) > 1 and not _TOGETHER.search(sentence[: said.start()]):
        about = about[-1:]
    others = [title for start, _, title in named if start >= said.end() and title not in about]
    others = others or [title for *_, title in named if title not in about]
    others = others or [title for title in ledger.compared if title not in about]
    if len(about) != 1 or not others:
        return True
    one, other = _range(ledger, about[0]), _range(ledger, others[0])
    if one is None or other is None:
        return True
    return one[1] <= other[0] != one[0] if said["less"] else one[0] >= other[1] != one[1]


def _range(ledger: Ledger, title: str) -> Range | None:
    record = ledger.records.get(title)
    prices = [f.value for line in _PRICE.findall(record.text) for f in amounts(line)] if record else []
    return (min(prices), max(prices)) if prices else None
