"""Which category a question speaks of: named by its words, or made plain by words only its products use."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.kinds import ANY, Kind, asked_nouns
from assistant.retrieval.reading.words import STOP, Token, akin, stems

HEAD, NAME_WORD = 1.0, 0.4
CLEAR_EVIDENCE, CLEAR_LEAD = 0.6, 1.3
FEW = 4
CHILDREN = frozenset(stems("kids children toddler baby babies boys girls"))
MISSPELT = 86
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
    """`names` holds each category's stems; `heads` those that name it alone; `evidence` weighs other words."""

    names: Mapping[str, tuple[str, ...]]
    heads: Mapping[str, tuple[str, ...]]
    evidence: Evidence
    nouns: frozenset[str]

    def choose(self, text: str, words: Sequence[Token], units: Iterable[str]) -> "Choice":
        """No category when nothing is named and no category's own words stand out."""
        telling = {token.stem for token in words} - CHILDREN
        evidence = self._evidence(telling | {f"unit:{unit}" for unit in units})
        named = self._named(text, words)
        best = max(named.values(), default=0.0)
        if best >= HEAD:
            equals = {name: evidence.get(name, 0.0) for name, score in named.items() if score == best}
            heads = {name: evidence.get(name, 0.0) for name, score in named.items() if score >= HEAD}
            wider = self._kind(heads, words, alone=True) if best > HEAD else None
            return Choice(self._kind(equals, words, alone=best == HEAD), named=True, wider=wider)
        titled = [noun for noun in asked_nouns(text, words) if noun.stem in self.nouns]
        if titled:
            nouns, said = tuple(noun.stem for noun in titled), " and ".join(noun.text for noun in titled)
            return Choice(Kind((), nouns, said, _before(titled[0], words)), named=True)
        for name, score in self._named(text, [t for t in words if t.stem not in CHILDREN]).items():
            evidence[name] = evidence.get(name, 0.0) + score
        clear = self._clearest(evidence, lead=CLEAR_LEAD)
        return Choice(Kind((clear,)) if clear and evidence[clear] >= CLEAR_EVIDENCE else ANY)

    def _kind(self, equals: Mapping[str, float], words: Sequence[Token], *, alone: bool) -> Kind:
        """All categories that the same noun heads; said alone, it also means what is so titled elsewhere."""
        chosen = self._clearest(equals, lead=1.0) or min(equals)
        said = [token for token in words if any(_same(token.stem, head) for head in self.heads[chosen])]
        noun = said[-1]
        names = tuple(n for n in sorted(equals) if any(_same(noun.stem, head) for head in self.heads[n]))
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
        """A head counts 1, every other word of the name a little; a head that is only a purpose counts as a word."""
        scores: dict[str, float] = {}
        for name, own in self.names.items():
            chief = self.heads[name]
            heads = [token for token in words if any(_same(token.stem, head) for head in chief)]
            wanted = [token for token in heads if not PURPOSE.search(text[: token.start])]
            others = sum(any(_same(token.stem, word) for token in words) for word in own if word not in chief)
            score = NAME_WORD * others + (HEAD if wanted else NAME_WORD if heads else 0)
            if score:
                scores[name] = score
        return scores


def category_heads(name: str) -> tuple[str, ...]:
    """The noun of each part: `Jackets & coats` is called by either."""
    parts = re.split(r"&|,|\band\b", re.split(r"[>/|]", name)[-1].casefold().replace("_", " "))
    return tuple(words[-1] for part in parts if (words := [word for word in stems(part) if word not in STOP]))


def _before(noun: Token, words: Sequence[Token]) -> str:
    place = words.index(noun)
    return words[place - 1].stem if place and words[place - 1].stem not in STOP else ""


def _same(asked: str, own: str) -> bool:
    if akin(asked, own) and abs(len(asked) - len(own)) <= 2:
        return True
    return len(own) > 4 and asked[0] == own[0] and asked not in STOP and fuzz.ratio(asked, own) >= MISSPELT


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
    return Categories(names, heads, {word: tuple(by_name.items()) for word, by_name in weights.items()}, nouns)


def _rarity(categories: int, total: int) -> float:
    return math.log(total / categories) / math.log(total) if total > 1 else 0.0


def _facet_words(facets: Iterable[Facet]) -> Iterable[tuple[str, float]]:
    for facet in facets:
        for word in facet.stems:
            yield word, 0.15
        for unit in facet.units:
            yield f"unit:{unit.name}", 0.3
        for alias in facet.aliases:
            for word in alias:
                if word not in STOP:
                    yield word, (0.4 if facet.is_brand else 0.2) / len(alias)
