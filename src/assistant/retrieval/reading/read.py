"""Reading a question, start to end."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from assistant.retrieval.reading.asked import Asked
from assistant.retrieval.reading.averages import AverageReader
from assistant.retrieval.reading.bounds import Binder, BoundReader
from assistant.retrieval.reading.categories import Choice
from assistant.retrieval.reading.chatter import CHATTER, MOOD, PHRASE
from assistant.retrieval.reading.described import SHORT_QUESTION, in_front
from assistant.retrieval.reading.explained import Understood, explained
from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.features import FEATURES, spans_of, wanted_features
from assistant.retrieval.reading.kinds import ANY, Kind, asks_for_a_gift, requested
from assistant.retrieval.reading.measured import amounts_in_words, told_in_words
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.numbers import Measure, measures, normalised
from assistant.retrieval.reading.packs import pack_bound
from assistant.retrieval.reading.people import AGED, FACETS, GROUPS, wanted_ages, wanted_group
from assistant.retrieval.reading.polarity import Place, refused
from assistant.retrieval.reading.reading import PRICE, Bound, Feature, Reading, Wish, unrefused
from assistant.retrieval.reading.superlatives import SUPERLATIVE, extremes, leanings, wanted_count
from assistant.retrieval.reading.unknowns import UnknownReader
from assistant.retrieval.reading.values import (
    DERIVED,
    PURPOSE,
    SAME,
    SEARCHING,
    Mention,
    Question,
    mentions,
    question_of,
    yes_no,
)
from assistant.retrieval.reading.vocabulary import Vocabulary
from assistant.retrieval.reading.wishes import wishes
from assistant.retrieval.reading.words import STOP, Token, akin, tokens

IN_STOCK = re.compile(r"\b(?:in stock|available (?:now|today|right now)|currently available|ready to ship)\b")
ON_SALE = re.compile(r"\b(?:on sale|discounted|marked down|reduced|on clearance|in the sale|special offers?)\b")
FREE = (" free", "-free")
MOST_GUESSES, CLEAR, LEAD = 6, 0.6, 0.2
INSISTS = re.compile(r"\b(?:only|must|has to|have to|needs to be|(?:made|built|designed|meant|intended) for)\b")


@dataclass(frozen=True)
class Spans:
    """Which parts of the text were understood."""

    taken: tuple[tuple[int, int], ...]

    def cover(self, start: int, end: int) -> bool:
        return any(start < e and s < end for s, e in self.taken)


def read(
    question: str, vocabulary: Vocabulary, category: str | None = None, currency: str = "USD", kind: Kind | None = None
) -> Reading:
    """`category` or `kind` is one that the caller already knows; otherwise it is read from the words."""
    text = normalised(question)
    asked = question_of(question, text, tokens(text))
    numbers = measures(text)
    choice = Choice(kind or (Kind((category,)) if category else ANY), named=kind != ANY)
    if category is None and kind is None:
        units = [number.unit.name for number in numbers if number.unit]
        choice = vocabulary.chooser.choose(text, asked.words, units)
        if choice.kind == ANY:
            guesses = vocabulary.chooser.guesses(text, asked.words, units)[:MOST_GUESSES]
            choice = _home(asked, vocabulary, numbers, currency, guesses)
    reading = _ScopeReader(asked, vocabulary, choice, currency).read(numbers)
    if choice.kind == ANY and (only := _only_home(reading, vocabulary)):
        choice = Choice(Kind((only,)))
        reading = _ScopeReader(asked, vocabulary, choice, currency).read(numbers)
    if len(asked.words) > SHORT_QUESTION and _grounded(reading):
        reading = replace(reading, topic="")
    return replace(reading, implied=not choice.named, wider=choice.wider)


def _grounded(reading: Reading) -> bool:
    """Something other than the price was understood: in a long question the rest is talk, not a topic."""
    return bool(reading.wishes or reading.features or any(bound.facet != PRICE for bound in reading.bounds))


def _home(
    question: Question,
    vocabulary: Vocabulary,
    numbers: Sequence[Measure],
    currency: str,
    guesses: Sequence[tuple[str, float]],
) -> Choice:
    """Of the likeliest categories the one that explains clearly more of the question; else the whole shop."""
    scores: dict[str, float] = {}
    for name, evidence in guesses:
        scope = _ScopeReader(question, vocabulary, Choice(Kind((name,))), currency)
        scores[name] = evidence + scope.explains(numbers)
    first, *others = sorted(scores, key=lambda name: -scores[name]) or [""]
    clear = first and scores[first] >= CLEAR and (not others or scores[first] >= scores[others[0]] + LEAD)
    return Choice(Kind((first,))) if clear else Choice()


def _only_home(reading: Reading, vocabulary: Vocabulary) -> str | None:
    """The one category whose products have all the values and numbers that were asked for or refused."""
    numbers = {*(bound.facet for bound in reading.bounds), *(extreme.facet for extreme in reading.extremes)} - {PRICE}
    if not numbers and not reading.wishes:
        return None
    homes = [
        name
        for name, scope in vocabulary.categories.items()
        if numbers <= scope.facets.keys()
        and all(w.facet in scope.facets and w.values & scope.facets[w.facet].holders.keys() for w in reading.wishes)
    ]
    return homes[0] if len(homes) == 1 else None


@dataclass(frozen=True)
class _Parts(Understood):
    """With what the rest of a reading is made from; `count` is how many are wanted."""

    count: int
    taken: Spans
    spans: Spans
    unknowns: UnknownReader


class _ScopeReader:
    """One question within one scope."""

    def __init__(self, question: Question, vocabulary: Vocabulary, choice: Choice, currency: str) -> None:
        self._question, self._vocabulary, self._choice = question, vocabulary, choice
        self._scope = scope = vocabulary.scope(choice.kind)
        self._refusals = Refusals(question.text)
        self._flags: list[Token] = []
        self._asked_about = {word for facet in scope.facets.values() for word in facet.hints} if scope.name else set()
        self._binder = Binder(scope.numbers, currency, frozenset(scope.stems))

    def explains(self, numbers: Sequence[Measure]) -> float:
        """How much of the question this scope explains."""
        return explained(self._parts(numbers), self._scope.facets)

    def read(self, numbers: Sequence[Measure]) -> Reading:
        text, parts = self._question.text, self._parts(numbers)
        named = parts.named
        read_as = [*wishes(named, self._judged(named), text), *parts.flags]
        hard = [wish for wish in read_as if not self._only_orders(wish, named)]
        rest = self._rest(parts.spans)
        return Reading(
            free_text=" ".join(dict.fromkeys(token.text for token in rest)),
            topic=" ".join(dict.fromkeys(token.text for token in self._topic(rest, named, parts.bounds))),
            category=self._choice.kind.label,
            kind=self._choice.kind,
            bounds=tuple(unrefused(parts.bounds)),
            wishes=tuple(hard),
            preferences=tuple(wish for wish in read_as if wish not in hard),
            features=tuple(self._features(parts.taken)),
            described=parts.unknowns.described(),
            extremes=tuple(parts.extremes),
            best=max(1, parts.count),
            leanings=() if parts.extremes else tuple(leanings(text, self._scope.numbers)),
            group=wanted_group(text),
            ages=wanted_ages(text),
            in_stock=bool(IN_STOCK.search(text)),
            on_sale=bool(ON_SALE.search(text)),
            unknown=tuple(parts.unknown),
        )

    def _parts(self, numbers: Sequence[Measure]) -> _Parts:
        text = self._question.text
        named = self._mentions(wanted_group(text))
        flags = list(self._yes_no(named))
        best = extremes(text, self._scope.numbers, self._refusals)
        count = wanted_count(text, self._scope.stems[-1] if self._scope.stems else "") if best else None
        taken = Spans((*((m.start, m.end) for m in named), *([count[1]] if count else [])))
        bound = self._bounds(numbers, taken)
        bounds = [b for _, some in bound for b in some]
        bounds += [*AverageReader(text, self._binder, self._refusals).read(), *self._packs(bounds)]
        spans = self._spans(named, bound)
        asked, unbound = self._asked(spans.cover, named), [number for number, some in bound if not some]
        flags += amounts_in_words(asked, unbound)
        unknowns = UnknownReader(asked)
        unknown = unknowns.read(unbound)
        return _Parts(named, flags, bounds, best, unknown, count[0] if count else 1, taken, spans, unknowns)

    def _asked(self, used: Callable[[int, int], bool], named: Sequence[Mention]) -> Asked:
        known = (self._question, self._scope, self._vocabulary, self._refusals, used)
        return Asked(
            *known,
            brands=[(m.start, m.end) for m in named if m.facet.is_brand],
            heads=self._heads(),
            named=self._choice.named,
            derived=[(m.start, m.end) for m in named if m.quality == DERIVED],
            kind=self._choice.kind,
        )

    def _heads(self) -> tuple[str, ...]:
        """Stems of the nouns that may name what is asked for."""
        kind = self._choice.kind
        return (*kind.nouns, *(head for name in kind.names for head in self._vocabulary.chooser.heads[name]))

    def _mentions(self, group: str | None) -> list[Mention]:
        """A named group of people is read once, as such, and not as a value too."""
        found = mentions(self._question, self._scope, self._vocabulary)
        return [m for m in found if not (group and m.facet.key in FACETS) and not self._by_the_way(m)]

    def _by_the_way(self, mention: Mention) -> bool:
        """A feature that a value only adds at its end: "USB-C, wireless" is how it is charged."""
        said = self._question.text[mention.start : mention.end]
        return said in FEATURES and not any(said in value.casefold().split(",")[0] for value in mention.values)

    def _judged(self, named: Sequence[Mention]) -> Mapping[Mention, bool]:
        """Which of the values named are refused."""
        rules = self._refusals
        places = [Place(m.start, m.end, m.facet.key, m.facet.is_brand, rules.cover(m.start, m.end)) for m in named]
        told = zip(named, refused(self._question.text, places, self._scope.stems), strict=True)
        return {mention: no and not mention.facet.is_absence for mention, no in told}

    def _yes_no(self, named: Sequence[Mention]) -> Iterator[Wish]:
        facets = [facet for facet in self._scope.facets.values() if facet.kind == "yes/no" and facet.stems]
        for facet, token in yes_no(self._question, facets, named):
            self._flags.append(token)
            refused = self._says_no(facet, token)
            values = facet.values_saying(not refused)
            name = facet.name.replace("_", " ").lower()
            yield Wish(facet.key, values, f"not {name}" if refused else name)

    def _says_no(self, facet: Facet, token: Token) -> bool:
        """Of what is free of something, "no grains" and "grain-free" say yes."""
        before = self._refusals.before(token.start, token.end)
        if not facet.is_absence:
            return before or self._refusals.dismissed(token.end)
        return before and self._question.text[token.end :].startswith(FREE)

    def _only_orders(self, wish: Wish, named: Sequence[Mention]) -> bool:
        """An occasion or a season says when a product shines, not where it fails, unless the shopper insists."""
        facet = self._scope.facets[wish.facet]
        soft = facet.is_soft and not wish.refused and not INSISTS.search(self._question.text)
        return soft and not (facet.is_use and self._in_front(named, wish.facet))

    def _in_front(self, named: Iterable[Mention], facet: str) -> bool:
        """Said of the thing itself: a "hiking pack" is one for hiking."""
        front = {token.start for token in in_front(self._question, self._heads())}
        return any(m.facet.key == facet and m.start in front for m in named)

    def _features(self, taken: Spans) -> Iterator[Feature]:
        flags = [(token.start, token.end) for token in self._flags]
        used = Spans((*taken.taken, *flags))
        return wanted_features(self._question.text, self._refusals, used.cover)

    def _bounds(self, numbers: Sequence[Measure], taken: Spans) -> list[tuple[Measure, Sequence[Bound]]]:
        reader = BoundReader(self._question.text, self._binder, self._refusals)
        aged = Spans(tuple(match.span() for match in AGED.finditer(self._question.text)))
        free = [n for n in numbers if not taken.cover(n.start, n.end) and not aged.cover(n.start, n.end)]
        bare = {n for n in free if told_in_words(self._question.text, n, list(self._scope.facets.values()))}
        return [*reader.read([n for n in free if n not in bare]), *((n, []) for n in bare)]

    def _packs(self, bounds: Iterable[Bound]) -> Iterator[Bound]:
        facet = next((facet for facet in self._scope.numbers if "pack" in facet.stems), None)
        if facet and self._scope.name and not any(bound.facet == facet.key for bound in bounds):
            yield from pack_bound(self._question.text, self._scope.stems[-1], facet, self._refusals)

    def _spans(self, named: Iterable[Mention], bound: Iterable[tuple[Measure, Sequence[Bound]]]) -> Spans:
        text = self._question.text
        patterns = (IN_STOCK, ON_SALE, SUPERLATIVE, AGED, PHRASE, *GROUPS.values())
        return Spans(
            (
                *((m.start, m.end) for m in named),
                *((token.start, token.end) for token in self._flags),
                *((n.start, n.end) for n, _ in bound),
                *spans_of(text),
                *(match.span() for pattern in patterns for match in pattern.finditer(text)),
            )
        )

    def _topic(self, rest: Sequence[Token], named: Sequence[Mention], bounds: Sequence[Bound]) -> list[Token]:
        """Where values or measures tell what is meant, a story beside the request need not be spoken of."""
        if asks_for_a_gift(self._question.text, self._question.words):
            return []
        told = self._flags or any(m.quality == SAME for m in named) or any(b.facet != PRICE for b in bounds)
        asked = requested(self._question.text, self._question.words) if told else rest
        return [token for token in rest if token in asked and self._of_the_topic(token)]

    def _of_the_topic(self, token: Token) -> bool:
        """Neither a mood ("something warm") nor what it is only meant for ("for my mother")."""
        before = self._question.text[: token.start]
        purpose = PURPOSE.search(before) and not SEARCHING.search(before)
        return token.stem not in MOOD and token.stem not in self._asked_about and not purpose

    def _rest(self, spans: Spans) -> list[Token]:
        """Words that nothing explained; they rank, and without a category they must be spoken of."""
        own = set(self._scope.stems)
        return [
            token
            for token in self._question.words
            if token.stem not in STOP | CHATTER
            and not token.text[0].isdigit()
            and not any(akin(token.stem, word) for word in own)
            and not spans.cover(token.start, token.end)
        ]
