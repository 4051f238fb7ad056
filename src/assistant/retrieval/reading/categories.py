"""Which category a question speaks of: named by its words, or made plain by words only its products use."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.kinds import ANY, Kind, asked_nouns, telling_noun
from assistant.retrieval.reading.ordinary import is_english
from assistant.retrieval.reading.words import STOP, WORD, Token, akin, plain, stem, stems

HEAD, NAME_WORD = 1.0, 0.4
FEW = 4
CHILDREN = frozenset(stems("kids children toddler baby babies boys girls"))
MISSPELT = 86
LITTLE = re.compile(r"ies?$")
OWNED = re.compile(
    r"\b(?:my|our|i own|(?:i|we)(?:'ve| have)?(?: just| recently)? (?:got|have|bought)(?! to\b)|hands on)"
    r" (?:(?!for\b|of\b|with\b|to\b|about\b)[\w-]+ ){0,3}$"
)
MASS = frozenset({
    "luggage", "furniture", "jewelry", "jewellery", "knitwear", "underwear", "footwear", "outerwear", "swimwear",
    "bedding", "lighting", "cookware", "bakeware", "tableware", "glassware", "lingerie", "hosiery", "clothing",
    "equipment", "makeup",
})  # fmt: skip
PURPOSE = re.compile(r"\bfor (?:my|our|his|her|their|the) (?:\w+ )?$")

Evidence = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True)
class Choice:
    """`named` tells a category that was called by its name from one that other words only point to.

    `wider` has all that the same noun heads, where more of the category's name was said: boots for rain boots.
    """

    kind: Kind = ANY
    named: bool = False
    wider: Kind | None = None


@dataclass(frozen=True)
class Categories:
    """`names` holds each category's stems; `heads` those that name it alone; `evidence` weighs other words.

    `parts` has the words of each category's attributes: a camera has a lens.
    """

    names: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]
    evidence: Evidence
    nouns: frozenset[str]
    parts: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def choose(self, text: str, words: Sequence[Token], units: Iterable[str]) -> "Choice":
        """Of the whole shop when nothing is named: see `guesses`."""
        evidence = self._told_by(words, units)
        named = self._named(text, words)
        best = max(named.values(), default=0.0)
        if best >= HEAD:
            equals = {name: evidence.get(name, 0.0) for name, score in named.items() if score == best}
            heads = {name: evidence.get(name, 0.0) for name, score in named.items() if score >= HEAD}
            wider = self._kind(heads, words, alone=True) if best > HEAD else None
            return Choice(self._kind(equals, words, alone=best == HEAD), named=True, wider=wider)
        told = (telling_noun(noun, words) for noun in asked_nouns(text, words))
        titled = [noun for noun in told if noun and noun.stem in self.nouns]
        if titled:
            nouns, said = tuple(noun.stem for noun in titled), " and ".join(noun.text for noun in titled)
            return Choice(Kind((), nouns, said, _before(titled[0], words)), named=True)
        return Choice()

    def guesses(self, text: str, words: Sequence[Token], units: Iterable[str]) -> list[tuple[str, float]]:
        """Categories that a question's words point to without naming them, the likeliest first."""
        evidence = self._told_by(words, units)
        for name, score in self._named(text, [t for t in words if t.stem not in CHILDREN]).items():
            evidence[name] = evidence.get(name, 0.0) + score
        return sorted(evidence.items(), key=lambda pair: (-pair[1], pair[0]))

    def _told_by(self, words: Sequence[Token], units: Iterable[str]) -> dict[str, float]:
        telling = {token.stem for token in words} - CHILDREN
        return self._evidence(telling | {f"unit:{unit}" for unit in units})

    def _kind(self, equals: Mapping[str, float], words: Sequence[Token], *, alone: bool) -> Kind:
        """All categories that the same noun heads; said alone, it also means what is so titled elsewhere."""
        chosen = self._clearest(equals, lead=1.0) or min(equals)
        said = [token for token in words if any(_same(token, head) for head in self.heads[chosen])]
        if not said:  # called by its first words
            return Kind((chosen,))
        noun = said[-1]
        names = tuple(n for n in sorted(equals) if any(_same(noun, head) for head in self.heads[n]))
        return Kind(names, (noun.stem,) if alone else (), noun.text, _before(noun, words) if alone else "")

    def _evidence(self, words: Iterable[str]) -> dict[str, float]:
        total: dict[str, float] = defaultdict(float)
        for word in words:
            for name, weight in self.evidence.get(word, ()):
                total[name] += weight
        return total

    @staticmethod
    def _clearest(scores: Mapping[str, float], lead: float) -> str | None:
        ordered = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
        if len(ordered) < 2:
            return ordered[0][0] if ordered else None
        return ordered[0][0] if ordered[0][1] > ordered[1][1] * lead else None

    def _named(self, text: str, words: Sequence[Token]) -> dict[str, float]:
        """A head counts 1, every other word of its phrase a little, as does a head that is only a purpose or a part."""
        said = self._said(words)
        named_by_some = {name: own for name, own in self.names.items() if not said.keys().isdisjoint(self._words[name])}
        heads_of = {name: _places(said, self.heads[name]) for name in named_by_some}
        wanted = {
            name: [place for place in heads if not PURPOSE.search(text[: words[place].start])]
            for name, heads in heads_of.items()
        }
        short_of = {name for name, own in named_by_some.items() if _called_shortly(own, words)}
        whole = {name for name, heads in wanted.items() if heads or name in short_of}
        scores: dict[str, float] = {}
        for name, own in named_by_some.items():
            chief, heads = self.heads[name], heads_of[name]
            near = {k for head in heads for k in range(max(0, head - len(own)), min(len(words), head + 2))}
            others = sum(word in said and (not near or bool(near & said[word])) for word in own if word not in chief)
            short = not heads and name in short_of
            named = short or (wanted[name] and not self._only_a_part(name, whole, wanted, words, text))
            others = others if heads or short or len(own) < 3 else 0
            score = NAME_WORD * others + (HEAD if named else NAME_WORD if heads else 0)
            if score:
                scores[name] = score
        return scores

    def _said(self, words: Sequence[Token]) -> dict[str, frozenset[int]]:
        """Where each word of the categories' names is said. Words that are the same begin with the same letter."""
        said = {}
        things = [(place, token) for place, token in enumerate(words) if not self._does(token)]
        for word in {word for _, token in things for word in self._by_letter.get(token.stem[:1], ())}:
            places = frozenset(place for place, token in things if _same(token, word))
            if places:
                said[word] = places
        return said

    def _does(self, token: Token) -> bool:
        """A doing and no thing: "backpacking" asks for no backpack, though "bedding" is bedding."""
        return token.text.endswith("ing") and token.stem != token.text and token.stem not in self._doings

    @cached_property
    def _doings(self) -> frozenset[str]:
        words = (word for name in self.names for word in WORD.findall(plain(name)))
        return frozenset(stem(word) for word in words if word.endswith("ing"))

    @cached_property
    def _words(self) -> Mapping[str, frozenset[str]]:
        return {name: frozenset((*own, *self.heads[name])) for name, own in self.names.items()}

    @cached_property
    def _by_letter(self) -> Mapping[str, Sequence[str]]:
        by_letter: dict[str, list[str]] = defaultdict(list)
        for word in frozenset().union(*self._words.values()):
            by_letter[word[:1]].append(word)
        return dict(by_letter)

    def _only_a_part(
        self,
        name: str,
        whole: Iterable[str],
        wanted: Mapping[str, Sequence[int]],
        words: Sequence[Token],
        text: str,
    ) -> bool:
        """The lens of "a camera with a wide lens", but not the one of "a camera lens" or "I have a camera"."""
        for other in whole:
            if wanted[other] and all(OWNED.search(text[: words[place].start]) for place in wanted[other]):
                continue
            if other == name or not all(words[place].stem in self.parts.get(other, ()) for place in wanted[name]):
                continue
            joined = any(place - 1 in wanted[other] for place in wanted[name])
            mutual = any(words[place].stem in self.parts.get(name, ()) for place in wanted[other])
            if not joined and not mutual:
                return True
        return False


def category_heads(name: str) -> tuple[str, ...]:
    """The noun of each part: `Jackets & coats` is called by either, `point and shoot cameras` by its last noun only."""
    last = re.split(r"[>/|]", name)[-1].casefold().replace("_", " ")
    parts = [part for part in re.split(r"&|,|\band\b", last) if part.strip()]
    if " and " in last and parts and parts[-1].rstrip().endswith("s"):
        parts = [part for part in parts[:-1] if part.rstrip().endswith("s") or part.strip() in MASS] + parts[-1:]
    return tuple(words[-1] for part in parts if (words := [word for word in stems(part) if word not in STOP]))


def _before(noun: Token, words: Sequence[Token]) -> str:
    place = words.index(noun)
    return words[place - 1].stem if place and words[place - 1].stem not in STOP else ""


def _places(said: Mapping[str, frozenset[int]], heads: Iterable[str]) -> list[int]:
    return sorted(frozenset().union(*(said.get(head, ()) for head in heads)))


def _called_shortly(own: Sequence[str], words: Sequence[Token]) -> bool:
    """A `point and shoot` is a camera by its first two words."""
    said = [token.stem for token in words if token.stem not in STOP]
    first = list(own[:2])
    return len(own) > 2 and any(said[place : place + 2] == first for place in range(len(said)))


def _same(token: Token, own: str) -> bool:
    """A seater is good English and no sweater; a beanie is no bean."""
    asked = token.stem
    if akin(asked, own) and abs(len(asked) - len(own)) <= 2:
        return asked == own or not LITTLE.search(token.text)
    like = len(own) > 4 and asked[0] == own[0] and fuzz.ratio(asked, own) >= MISSPELT
    return like and asked not in STOP and not is_english(token.text)


def learn_categories(
    names: Mapping[str, tuple[str, ...]],
    sizes: Mapping[str, int],
    share: Mapping[str, Counter[str]],
    facets: Mapping[str, Iterable[Facet]],
    nouns: frozenset[str],
) -> Categories:
    spread = Counter(word for words in share.values() for word in words)
    weights: dict[str, dict[str, float]] = defaultdict(dict)
    rare = {word: _rarity(count, len(names)) for word, count in spread.items()}
    for name in names:
        for word, count in share[name].items():
            if word not in STOP and not word[0].isdigit() and rare[word] > 0:
                weights[word][name] = rare[word] * count / max(sizes[name], FEW)
        for word, weight in _facet_words(facets[name]):
            weighed = weight * rare.get(word, 1.0)
            weights[word][name] = max(weights[word].get(name, 0.0), weighed)
    heads = {name: category_heads(name) for name in names}
    known = {word: tuple(by_name.items()) for word, by_name in weights.items()}
    parts = {name: frozenset(word for facet in facets[name] for word in facet.stems) for name in names}
    return Categories(names, heads, known, nouns, parts)


def _rarity(categories: int, total: int) -> float:
    return math.log(total / categories) / math.log(total) if total > 1 else 0.0


def _facet_words(facets: Iterable[Facet]) -> Iterable[tuple[str, float]]:
    for facet in facets:
        for word in facet.stems:
            yield word, 0.15
        for unit in facet.units:
            yield f"unit:{unit.name.removeprefix('fluid ')}", 0.3
        for alias in facet.aliases:
            for word in alias:
                if word not in STOP:
                    yield word, (0.4 if facet.is_brand else 0.2) / len(alias)
