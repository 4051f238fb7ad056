"""Superlatives ("the lightest") pick winners; soft adjectives ("light", "not pricey") only order."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.retrieval.reading.adjectives import ends, small_is_good, verbs
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.reading import Extreme
from assistant.retrieval.reading.units import unit_called
from assistant.retrieval.reading.words import akin, content, kindred, stems

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
    r"|easier on (?:my|the) (?:wallet|pocket)|best (?:deal|price|bargain|value)|bargain (?=of the)|least|most"
    rf"|(?!(?:{NOT_SUPERLATIVE.replace(' ', '|')})\b)[a-z]{{2,}}est)\b"
)
BARE = frozenset(
    {
        "least",
        "most",
        "highest",
        "lowest",
        "greatest",
        "maximum",
        "minimum",
        "max",
        "min",
        "fewest",
        "best",
        "top",
        "many",
        "much",
        "few",
        "little",
        "high",
        "low",
    }
)
IRREGULAR = {"farthest": "far", "furthest": "far", "worst": "bad"}
OF_THE_BEST = re.compile(r"\b(best|top|maximum|minimum|max|min)\b(?! (?:of|is|at|price|deal|bargain|value)\b| [$\d])")
POSSIBLE = re.compile(
    r"\bas ([a-z]+)((?: [\w-]+){0,4}?) as (?:possible|you (?:have|can|got)|it gets|they come|can be)\b"
)
PURSE = r"(?:wallet|pocket\w*|purse|budget|bank (?:account|balance))\b"
KIND_TO_PURSE = re.compile(
    r"\b(?:kind(?:est|er)?|eas(?:y|ier|iest)|gentle(?:r|st)?|light(?:er|est)?|less painful) (?:on|to|for) "
    rf"(?:my|the) {PURSE}|\b(?:least|less) \w+ (?:on|to|for) (?:my|the|our) {PURSE}"
    r"|\bkeep (?:it|things?|the price) (?:cheap|low)\b|\bcheap is (?:the )?key|\bgot ?ta be cheap\b"
)
THE_BETTER = re.compile(r"\bthe ([a-z]+er|more)((?: [\w-]+){0,5}?),? the better\b")
PLENTY = re.compile(r"\b(?:lots|plenty|loads|tons|heaps|a lot|a bunch|a ton) of ([\w-]+(?: [\w-]+)?)")
ONE_FOR = re.compile(r" (?:one|option|thing|product)s?[\w' ]{0,30}? (?:on|for) ")
BY_THIS = re.compile(r"\b(?:in terms of|when it comes to|in the way of|as far as|regarding) (?:the |its )?([\w -]+)")
COUNTED = frozenset(stems("number amount quantity count"))
OF_A_NUMBER = re.compile(r" (?:number|amount|quantity|count) of\b")
BEST_ASKED = re.compile(r"\b(?:best|top)\b(?!-)")
DEAR = re.compile(r"most expensive|highest|priciest|costliest|dearest")
FEW = frozenset({"lowest", "least", "minimum", "min", "fewest", "smallest", "shortest", "few", "little", "low"})
DOUBLED = re.compile(r"([bdgmnpt])\1$")
THRIFT = re.compile(
    r"\b(?:budget|overspend|wallet|pocket|purse|money|cash|fortune|bargain|deal"
    r"|(?:good|fair|reasonable|decent|low) price)\b"
)
THRIFTY = "cheapest of all"
NEXT = 1.5
ENOUGH = 0.79
MOST_EXTREMES = 2
COUNT_BEFORE = re.compile(r"\b(?:the|your|top|me|my|find|show|give|list) (\d{1,2}) (?:most |very )?$")
COUNT_AFTER = re.compile(r" (\d{1,2})\b(?=\s*(?:[.?!,;]|$)| (?:ones?|options?|models?|products?|items?|of|you|that)\b)")
COUNT_OF_NOUN = r" (\d{{1,2}}) (?!pack|port|piece)(?:[a-z-]+ ){{0,2}}{noun}[a-z]*s\b"


@dataclass(frozen=True)
class Superlative:
    """`word` as said; `adjective` is its plain form; `after` and `before` are stems, nearest first."""

    word: str
    adjective: str
    start: int
    after: tuple[str, ...]
    before: tuple[str, ...] = ()
    flipped: bool = False

    @property
    def bare(self) -> bool:
        """It names no quantity itself."""
        return self.word in BARE


def extremes(text: str, facets: Sequence[Facet], refusals: Refusals) -> list[Extreme]:
    """In the order said, but the price decides last among equals. A refused superlative is none."""
    found: dict[tuple[str, bool], tuple[Facet, Extreme]] = {}
    for said in sorted(_superlatives(text), key=lambda said: said.start):
        facet = _facet(said, facets)
        if facet and (said.word == THRIFTY or not refusals.cover(said.start, said.start + len(said.word))):
            lowest = _lowest(said, facet)
            found.setdefault((facet.key, lowest), (facet, _extreme(facet, lowest=lowest)))
    if not found and BEST_ASKED.search(text):
        soft = [(f, lowest) for f in facets if not f.is_price for lowest in _leaning(text, f)]
        found = {(f.key, lowest): (f, _extreme(f, lowest=lowest)) for f, lowest in soft}
    ordered = sorted(found.values(), key=lambda pair: pair[0].is_price)
    return [extreme for _, extreme in ordered][:MOST_EXTREMES]


def _superlatives(text: str) -> Iterator[Superlative]:
    thrifty = [match.span() for match in KIND_TO_PURSE.finditer(text)]
    for match in SUPERLATIVE.finditer(text):
        if not _quantifier(text, match) and not any(start <= match.start() < end for start, end in thrifty):
            yield _superlative(match[1], text, match)
    for match in POSSIBLE.finditer(text):
        yield Superlative(match[1], match[1], match.start(), tuple(content(match[2])))
    for match in OF_THE_BEST.finditer(text):
        yield _superlative(match[1], text, match)
    for match in THE_BETTER.finditer(text):
        yield Superlative(match[1], re.sub(r"i?er$", "", match[1]), match.start(), tuple(content(match[2])))
    for start, _ in thrifty:
        yield Superlative(THRIFTY, "cheap", start, ())


def _superlative(word: str, text: str, match: re.Match[str]) -> Superlative:
    after = _after(text, match.end())
    before = content(re.split(r"[.?!;,]", text[: match.start()])[-1])[::-1][:2]
    following = re.match(r" ([a-z]+)", text[match.end() :])
    if word in {"most", "least"} and following:
        return Superlative(word, following[1], match.start(), after, tuple(before), flipped=word == "least")
    if OF_A_NUMBER.match(text[match.end() :]):
        word = "lowest" if _adjective(word) in {"small", "low"} else "highest"
    return Superlative(word, _adjective(word), match.start(), after, tuple(before))


def _after(text: str, end: int) -> tuple[str, ...]:
    """Of the same sentence; what follows "in terms of" comes first."""
    sentence = re.split(r"[.?!;]", text[end:])[0]
    named = BY_THIS.search(sentence)
    words = content(named[1])[:2] if named else []
    if not named and (turned := ONE_FOR.match(sentence)):
        words = content(sentence[turned.end() :])[:1]
    return tuple(dict.fromkeys([*words, *(w for w in content(sentence) if not w[0].isdigit() and w not in COUNTED)]))[
        :3
    ]


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
    """Adjectives that order without filtering: "something light that will not break the bank"; the price comes last."""
    found = [(facet, lowest) for facet in facets for lowest in _leaning(text, facet)]
    found.sort(key=lambda pair: pair[0].is_price)
    return [_extreme(facet, lowest=lowest) for facet, lowest in found][:MOST_EXTREMES]


def _quantifier(text: str, match: re.Match[str]) -> bool:
    """In "at least 3" and "at most" there is no superlative."""
    if match[1] not in {"least", "most"}:
        return False
    if re.search(r"\bat (?:the )?(?:very )?$", text[: match.start()]):
        return True
    people = "people" if not text[: match.start()].endswith("the ") else "other"
    return bool(re.match(rf" (?:\d|of\b|other|{people})", text[match.end() :]))


def _facet(said: Superlative, facets: Iterable[Facet]) -> Facet | None:
    best, chosen = ENOUGH, None
    for facet in facets:
        score = _score(said, facet)
        if score > best:
            best, chosen = score, facet
    return chosen


def _score(said: Superlative, facet: Facet) -> float:
    score = sum(_names(facet, after) / (1 + 0.5 * place) for place, after in enumerate(said.after))
    score += sum(0.4 * _names(facet, before) for before in said.before) if said.bare else 0
    score += any(before in verbs(facet.name_stems) for before in said.before)
    if said.word in {"best", "top", "max", "min", "maximum", "minimum"}:
        return score if _own_name(said.after, facet) else 0.0
    if facet.is_price:
        named = said.bare and any(_names(facet, word) for word in said.after[:1])
        return 3.0 * bool(OF_PRICE.search(said.word)) + 2.0 * named
    score += NEXT * _own_name(said.after[:1], facet)
    much, little = ends(facet.name_stems)
    fits = _means(said.adjective, much | little)
    return score + 1.5 if fits else score if said.bare else 0.4 * score


def _own_name(after: Sequence[str], facet: Facet) -> bool:
    """Whether the first words are the attribute's own name."""
    words = [*after[:2], "".join(after[:2])]
    return any(word == own or kindred(word, own) for word in words for own in facet.stems)


def _means(adjective: str, words: Iterable[str]) -> bool:
    return any(akin(adjective, word) or adjective == word[:-1] for word in words)


def _names(facet: Facet, word: str) -> float:
    own = any(word == stem or (len(stem) > 4 and akin(word, stem)) for stem in facet.stems)
    unit = unit_called(word)
    hinted = word in facet.hints or bool(unit and unit.family in facet.families)
    return 2.0 * own + 1.0 * hinted


def _adjective(word: str) -> str:
    word = re.sub(r"^(?:most|least) ", "", word)
    if word in IRREGULAR or not word.endswith("est"):
        return IRREGULAR.get(word, word)
    plain = re.sub(r"iest$", "y", word).removesuffix("est")
    return DOUBLED.sub(r"\1", plain)


def _lowest(said: Superlative, facet: Facet) -> bool:
    if facet.is_price:
        return not DEAR.search(said.word) and said.word not in {"most", "much", "high"}
    much, little = ends(facet.name_stems)
    if said.word in {"best", "top"}:
        return small_is_good(facet.name_stems)
    if _means(said.adjective, little):
        return not said.flipped
    if _means(said.adjective, much):
        return said.flipped
    return said.word in FEW


def _leaning(text: str, facet: Facet) -> Iterator[bool]:
    if any(_own_name(content(match[1]), facet) for match in PLENTY.finditer(text)) and not facet.is_price:
        yield False
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
    return Extreme(facet.key, lowest, words, facet.base_unit)
