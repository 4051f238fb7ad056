"""What kind of thing a title names and a question asks for: the noun that all the other words describe."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assistant.retrieval.reading.units import ANY_UNIT
from assistant.retrieval.reading.words import STOP, Token, plain, stems, tokens
from assistant.shop.catalogue import Product

SHORT_TITLE = 8
MOSTLY = 0.5
ENDS_TITLE = re.compile(r"\s(?:with|for|of|by|in)\s|[,(|\u2013\u2014]|\s-\s")
NO_KIND = frozenset({"care"})
HOLDERS = frozenset({"set", "kit", "pair", "trio", "pack"})
VAGUE_KINDS = frozenset(
    stems(
        "gift present outfit gear equipment stuff clothes clothing wear essential accessory item product thing offer "
        "deal sale arrival option recommendation idea new bargain tone shade hue"
    )
)
GIFTS = frozenset(stems("gift present"))
ASKING = re.compile(
    r"\b(?:(?:look|search|shop|hunt|ask|market|wish)\w* for|(?:i'm|we're|am|are|ran|run|running) (?:all )?out of)\b"
)
ENDS_NOUN = re.compile(
    r"(?<!-)\b(?:for|with|without|in|under|over|below|above|between|around|about|up|at|that|which|who|to|from|by|of|on|as|not|no"
    r"|but|so|less|more|is|are|meant|intended|designed|geared|costs?|costing|because|max|and|or|size|like|made|worth|instead|rather|except|than|online|next|this|while|when|if|my|me)\b|[,.;:?!$\u20ac\u00a3\d]"
)
OPENS = re.compile(
    r"^(?:\W|\b(?:hi|hello|hey|please|do|does|you|your|have|has|got|can|could|would|i'm|i'd|i|am|we'd|we|need|want|like|show|find"
    r"|get|give|sell|stock|carry|buy|is|are|there|me|us|my|any|some|a|an|the|what|which|where|looking|love|order|let|see"
    r"|kind|kinds|sort|sorts|of|to|must|just|also|about|how)\b)+"
)
MEASURED = re.compile(rf"\s*\d+(?:\.\d+)?(?:[ -]?(?:{ANY_UNIT}))?[ -](?=[a-z])")
REQUEST = re.compile(
    r"\b(?:need|needs|want|wants|(?:would|i'd|we'd) like|(?:look|search|shop|hunt)\w* for|after|market for|recommend"
    r"|suggest"
    r"|(?:show|find|give|get|pick|sell|fetch|bring) (?:me|us)|gimme|hook (?:me|us) up with|point me (?:to|towards?)"
    r"|(?:do|does|would|will) (?:you|they) (?:have|sell|carry|stock|offer)|(?:have you|you) got|got any|are there"
    r"|is there)"
    r"(?! to\b)(?: (?:an?|some|any|the|your|another|new|all|1))*\s"
)
FEW_WORDS = 8
JOINS = re.compile(r"\b(?:and|or)(?: also)?(?: an?| some)?\s")
ANYTHING = re.compile(r"\b(?:some|any|every|no)things?\b|\bones?\b|\bstuff\b|\bthings?\b")


@dataclass(frozen=True)
class Kind:
    """Products of these categories, and all others whose title is headed by one of the nouns, which are stems.

    `said` is the noun as typed; `before` is the stem of the word in front of it, as in "rain jacket".
    """

    names: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()
    said: str = ""
    before: str = ""

    @property
    def label(self) -> str | None:
        """None for the whole shop."""
        return self.names[0] if len(self.names) == 1 else self.said or None


ANY = Kind()


def title_heads(title: str) -> list[str]:
    """`Harbor Percale Sheet Set` is a set and a sheet; a long title is a description and names no kind."""
    words = [
        token.stem for token in tokens(ENDS_TITLE.split(plain(title), maxsplit=1)[0]) if not token.text[0].isdigit()
    ]
    if not words or len(title.split()) > SHORT_TITLE:
        return []
    heads = words[-2:] if words[-1] in HOLDERS else words[-1:]
    return [head for head in heads if head not in NO_KIND]


def titles_name_kinds(products: Sequence[Product]) -> bool:
    """Not in a shop whose titles are descriptions."""
    return sum(len(product.title.split()) <= SHORT_TITLE for product in products) >= MOSTLY * len(products)


def asked_noun(text: str, words: Iterable[Token]) -> Token | None:
    """The last word before "for", "under" and the like: `rain jacket for my son` asks for a jacket."""
    start = match.end() if (match := ASKING.search(text)) else 0
    start += opening.end() if (opening := OPENS.match(text[start:])) else 0
    start += measure.end() if (measure := MEASURED.match(text[start:])) else 0
    return _noun_from(start, text, words)


def asks_for_a_gift(text: str, words: Iterable[Token]) -> bool:
    """Then whom it is for and the occasion only order what there is."""
    noun = asked_noun(text, words)
    return noun is not None and noun.stem in GIFTS


def asked_nouns(text: str, words: Sequence[Token]) -> list[Token]:
    """With those that follow an "and" or "or": `a headlamp and a water filter`."""
    first = asked_noun(text, words)
    others = (_noun_from(m.end(), text, words) for m in JOINS.finditer(text, first.end)) if first else ()
    return [noun for noun in (first, *others) if noun]


def telling_noun(noun: Token, words: Sequence[Token]) -> Token | None:
    """`socket set` asks for sockets; a set of nothing, and a gift, may be of any kind."""
    place = words.index(noun)
    if noun.stem in HOLDERS and place and words[place - 1].stem not in STOP:
        noun = words[place - 1]
    return None if noun.stem in HOLDERS | VAGUE_KINDS else noun


def requested(text: str, words: Sequence[Token]) -> list[Token]:
    """The words of what is asked for, without the story around it: `the dog chews all. I need a toy` asks for a toy."""
    starts = [match.end() for match in REQUEST.finditer(text)]
    if not starts and len(words) <= FEW_WORDS:
        opening = OPENS.match(text)
        starts = [opening.end() if opening else 0]
    found: dict[int, Token] = {}
    for start in starts:
        ending = ENDS_NOUN.search(text, start)
        end = ending.start() if ending else len(text)
        found |= {token.start: token for token in words if start <= token.start and token.end <= end}
    return [found[place] for place in sorted(found)]


def _noun_from(start: int, text: str, words: Iterable[Token]) -> Token | None:
    ending = ENDS_NOUN.search(text, start)
    end = ending.start() if ending else len(text)
    if ANYTHING.search(text[start:end]):
        return None
    inside = [token for token in words if start <= token.start and token.end <= end and token.stem not in STOP]
    return inside[-1] if inside else None
