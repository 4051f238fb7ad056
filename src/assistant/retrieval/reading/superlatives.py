"""Superlatives ("the lightest") pick winners; soft adjectives ("light", "not pricey") only order."""

import re
from collections.abc import Iterable, Iterator, Sequence

from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.reading import Extreme
from assistant.retrieval.reading.units import unit_called
from assistant.retrieval.reading.words import akin, stems

NOT_SUPERLATIVE = (
    "best rest test honest interest forest latest guest west nearest suggest invest request quest modest contest "
    "harvest chest protest arrest"
)
OF_PRICE = re.compile(
    r"expensive|affordable|economical|pric[ei]|cheap|cost|effective|deal|bargain|value|friendly|wallet|pocket"
)
SUPERLATIVE = re.compile(
    r"\b(least expensive|most (?:affordable|economical|(?:in)?expensive|(?:budget|wallet)-friendly|cost-effective)"
    r"|costs? (?:me )?the least|least (?:pricey|costly|amount of money)|lowest[- ](?:priced?|costs?)"
    r"|cheaper is better|whichever is cheaper|cheaper (?:one|option)"
    r"|which(?:\w+| one)? (?:is|one is|would be) (?:the )?cheaper"
    r"|easier on (?:my|the) (?:wallet|pocket)|best (?:deal|price|bargain|value)|least|most"
    rf"|(?!(?:{NOT_SUPERLATIVE.replace(' ', '|')})\b)[a-z]{{2,}}est)\b"
)
BARE = frozenset({"least", "most", "highest", "lowest", "greatest", "maximum", "minimum", "fewest"})
LOW = re.compile(r"(?:lowest|least|min|fewest|smallest|cheap|shortest|easier|whichever|which|most (?!expensive)|best)")
DEAR = re.compile(r"most expensive|highest|priciest|costliest|dearest")
SHORT = {"cheapest": "cheap", "biggest": "big", "longest": "long", "thinnest": "thin", "slimmest": "slim"}
THRIFT = re.compile(r"\b(?:budget|overspend|wallet|money|cash|fortune|bargain|deal)\b")
ENOUGH = 0.79
MOST_EXTREMES = 2
COUNT_BEFORE = re.compile(r"\b(?:the|your|top|me|my|find|show|give|list) (\d{1,2}) (?:most |very )?$")
COUNT_AFTER = re.compile(r" (\d{1,2})\b(?=\s*(?:[.?!,;]|$)| (?:ones?|options?|models?|products?|items?|of|you|that)\b)")
COUNT_OF_NOUN = r" (\d{{1,2}}) (?!pack|port|piece)(?:[a-z-]+ ){{0,2}}{noun}[a-z]*s\b"


def extremes(text: str, facets: Sequence[Facet]) -> list[Extreme]:
    """In the order said, but the price decides last among equals."""
    found: dict[tuple[str, bool], tuple[Facet, Extreme]] = {}
    for match in SUPERLATIVE.finditer(text):
        if not _quantifier(text, match):
            facet = _facet(match[1], _after(text, match.end()), facets)
            if facet:
                lowest = _lowest(match[1], facet)
                found.setdefault((facet.key, lowest), (facet, _extreme(facet, lowest=lowest)))
    ordered = sorted(found.values(), key=lambda pair: pair[0].is_price)
    return [extreme for _, extreme in ordered][:MOST_EXTREMES]


def wanted_count(text: str, noun: str) -> tuple[int, tuple[int, int]] | None:
    """How many winners are asked for, with its place: "the 2 lightest", "the lightest 3 tents" (`noun` is a stem)."""
    for match in SUPERLATIVE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if _quantifier(text, match):
            continue
        counted = COUNT_AFTER.match(after) or (noun and re.match(COUNT_OF_NOUN.format(noun=re.escape(noun)), after))
        if found := COUNT_BEFORE.search(before):
            return int(found[1]), found.span(1)
        if counted and not unit_called(after.split()[1]):
            return int(counted[1]), (match.end() + counted.start(1), match.end() + counted.end(1))
    return None


def leanings(text: str, facets: Sequence[Facet]) -> list[Extreme]:
    """Adjectives that order without filtering: "something light that will not break the bank"."""
    found = [_extreme(facet, lowest=lowest) for facet in facets for lowest in _leaning(text, facet)]
    return found[:MOST_EXTREMES]


def _quantifier(text: str, match: re.Match[str]) -> bool:
    """In "at least 3" and "at most" there is no superlative."""
    if re.search(r"\bat (?:the )?(?:very )?$", text[: match.start()]):
        return True
    return match[1] in {"least", "most"} and bool(re.match(r" (?:\d|of\b|other|people)", text[match.end() :]))


def _after(text: str, end: int) -> list[str]:
    return stems(re.split(r"[.?!;]", text[end:])[0])[:3]


def _facet(word: str, following: Sequence[str], facets: Iterable[Facet]) -> Facet | None:
    best, chosen = ENOUGH, None
    for facet in facets:
        score = _score(word, following, facet)
        if score > best:
            best, chosen = score, facet
    return chosen


def _score(word: str, following: Sequence[str], facet: Facet) -> float:
    score = sum(_names(facet, after) / (1 + 0.5 * place) for place, after in enumerate(following))
    adjective = _adjective(word)
    fits = any(akin(adjective, x) or adjective == x[:-1] for x in facet.quantity.much | facet.quantity.little)
    score += 1.5 * fits
    if facet.is_price:
        return score + 3 * bool(OF_PRICE.search(word))
    return score if fits or word in BARE else 0.4 * score


def _names(facet: Facet, word: str) -> float:
    own = any(word == stem or (len(stem) > 4 and akin(word, stem)) for stem in facet.stems)
    unit = unit_called(word)
    hinted = word in facet.hints or bool(unit and unit.family in facet.families)
    return 2.0 * own + 1.0 * hinted


def _adjective(word: str) -> str:
    word = SHORT.get(word, word)
    word = re.sub(r"^(?:most|least) ", "", word)
    return re.sub(r"(?:(?<=i)est|est)$", "", word).removesuffix("i") + ("y" if word.endswith("iest") else "")


def _lowest(word: str, facet: Facet) -> bool:
    if facet.is_price:
        return not DEAR.search(word) and word != "most"
    adjective = _adjective(word)
    return bool(re.match(r"lowest|least|min|fewest|smallest|shortest", word)) or any(
        akin(adjective, little) for little in facet.quantity.little
    )


def _leaning(text: str, facet: Facet) -> Iterator[bool]:
    for lowest, adjectives in ((True, facet.quantity.little), (False, facet.quantity.much)):
        if not lowest and facet.is_price:
            continue
        if any(_wished(text, adjective) for adjective in adjectives) or (
            lowest and facet.is_price and THRIFT.search(text)
        ):
            yield lowest


def _wished(text: str, adjective: str) -> bool:
    said = re.search(rf"\b{adjective}(?:weight)?(?:-friendly)?\b", text)
    return bool(said) and not re.search(rf"(?:n't|not|no|hate)\b[\w ]{{0,25}}\b{adjective}", text)


def _extreme(facet: Facet, *, lowest: bool) -> Extreme:
    name = facet.name.replace("_", " ").lower()
    words = (
        ("cheapest" if lowest else "most expensive")
        if facet.is_price
        else f"{'lowest' if lowest else 'highest'} {name}"
    )
    return Extreme(facet.key, lowest, words, facet.in_base)
