"""Which of several things a shopper's own words mean. Pure; where the words could mean two of them, they mean none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SMALL = re.compile(
    r"(?:an?|the|of|for|with|and|or|in|on|to|by|my|your|our|this|that|these|those|it|its|them|ones?|some|any|is|are|be|i|"
    r"me|you|we|can|could|would|will|please|add|put|buy|order|get|take|want|like|cart|basket|bag|remove|delete)",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"\b(?:it|them|both|all|everything|ones?|each|item|items|thing|product"
    r"|(?:this|that|these|those)"
    r"(?=\W*$|\W*[,.!?]| (?:ones?|to|out|off|away|back|in|into|from|and|please|later|too|instead)\b))\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(
    r"(?:quantity|quantities|number|amount|more|less|fewer|another|extra|additional|just|only|also|too|now|back|away|off|"
    r"out|up|down|later|instead|again|actually|yes|yeah|yep|ok|okay|sure|thanks?|thank|so|then|no|not|don|t|ll|d|ve|m|s|"
    r"change|changed|make|set|update|increase|decrease|reduce|move|save|keep|park|drop|lose|rid|scrap|throw|kick|leave|"
    r"grab|purchase|pick|reserve|give|have|go|love|let|need|longer|cancel|mind|for|from|at|into|but|do|did|"
    r"size|colou?r|wish|list|wishlist|aside|trolley|shopping|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"dozen|pair|couple|single|many|few|time|times|piece|pieces|unit|units|total)",
    re.IGNORECASE,
)
_ALL = re.compile(r"\b(?:all|both|them|these|those|everything|each|every one)\b", re.IGNORECASE)
_PLACES = {
    place: re.compile(rf"\b(?:the\s+)?(?:{words})\b(?!\s+(?:of|time))", re.IGNORECASE)
    for place, words in {
        0: "first|1st|number one|option one|top one",
        1: "second|2nd|number two|option two",
        2: "third|3rd|number three|option three",
        3: "fourth|4th",
        4: "fifth|5th",
        -1: "last one|last",
    }.items()
}


@dataclass(frozen=True)
class Thing:
    """A variant. `options` are its values ("red", "M"); `only` says that its product has no other one in stock."""

    sku: str
    handle: str
    title: str
    options: tuple[str, ...] = ()
    only: bool = True


def means(wish: str, whole: str, thing: Thing, among: Sequence[Thing], seen: Sequence[Thing]) -> bool:
    """Whether a wish means that variant: by its SKU, its name, its place in what was seen, or as the only one there.

    Which one of a product it is may stand anywhere in the `whole` of what was said.
    `among` are all that a name could mean, of which the best named counts; `seen`, in order, what "it" could mean.
    """
    if re.search(rf"(?<![\w-]){re.escape(thing.sku)}(?![\w-])", wish, re.IGNORECASE):
        return True
    return _means_product(wish, thing, among, seen) and _means_variant(_words(whole), thing, among)


def names_better(wish: str, thing: Thing, others: Sequence[Thing]) -> bool:
    """Whether more of the title of one of the others is said."""
    words = _words(wish)
    return any(_told(words, title) > _told(words, thing.title) for title in {one.title for one in others})


def _means_product(text: str, thing: Thing, among: Sequence[Thing], seen: Sequence[Thing]) -> bool:
    words = _words(text)
    titles = {one.handle: one.title for one in (*among, thing)}
    told = {handle: _told(words, title) for handle, title in titles.items()}
    best = max(told.values())
    if best > 0:
        return told[thing.handle] == best and list(told.values()).count(best) == 1
    shown = list(dict.fromkeys(one.handle for one in seen))
    if _ALL.search(text):
        return thing.handle in shown
    places = [place for place, pattern in _PLACES.items() if pattern.search(text) and place < len(shown)]
    if places:
        return thing.handle in {shown[place] for place in places if shown}
    return shown == [thing.handle] and all(_points(line, thing) for line in text.split("\n"))


def _points(text: str, thing: Thing) -> bool:
    """At what is there, before anything else is named: the "it" of "the serum, add it" is not the one lamp there."""
    pointer = _POINTS.search(text)
    return _names_nothing_else(text[: pointer.start()] if pointer else text, thing)


def of_nothing_else(text: str, thing: Thing) -> bool:
    """Whether the text names it, or names nothing at all."""
    return _told(_words(text), thing.title) > 0 or _names_nothing_else(text, thing)


def _names_nothing_else(text: str, thing: Thing) -> bool:
    own = {word for value in thing.options for word in _words(value)}
    return all(_PLAIN.fullmatch(word) or word.isdigit() for word in _words(text) - own)


def _means_variant(words: set[str], thing: Thing, among: Sequence[Thing]) -> bool:
    """Every value that the text names is its own, and no other variant of its product is named as well or better."""
    if thing.only:
        return True
    told = _named(words, thing)
    others = [one for one in among if one.handle == thing.handle and one.sku != thing.sku]
    return told > 0 and all(_named(words, one) < told for one in others)


def _named(words: set[str], thing: Thing) -> int:
    return sum(set(_WORD.findall(value.casefold())) <= words for value in thing.options)


def _told(words: set[str], title: str) -> float:
    """The share of a title's own words that the text has."""
    own = _words(title)
    return len({word for word in own if word in words or _stem(word) in words}) / len(own) if own else 0.0


def _words(text: str) -> set[str]:
    found = {word.casefold() for word in _WORD.findall(text) if not _SMALL.fullmatch(word)}
    return found | {_stem(word) for word in found}


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
