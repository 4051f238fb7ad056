"""Several things wished for in one message: "a jacket and a mug", "running shoes and also a bottle under $20"."""

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.offline_model.query import PRICE, search_words
from assistant.offline_model.steps import Call, Say
from assistant.offline_model.transcript import Result
from assistant.offline_model.wording import products as wording
from assistant.retrieval.reading.kinds import VAGUE_KINDS, asked_noun
from assistant.retrieval.reading.numbers import normalised
from assistant.retrieval.reading.ordinary import is_ordinary
from assistant.retrieval.reading.synonyms import COLOURS
from assistant.retrieval.reading.words import stems, tokens

MOST = 4
_ALSO = re.compile(r"\b(?:also|plus|as\swell\sas)\b", re.IGNORECASE)
_JOINED = re.compile(
    rf"\s*[,.;]?\s+(?:and|&|{_ALSO.pattern})\s+(?:also\s+)?(?:i(?:'d)?\s(?:also\s)?(?:need|want|like)\s)?",
    re.IGNORECASE,
)
_COMMA = re.compile(r",\s+(?=(?:an?|some)\s)", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:an?|any|some|the|another|\d)\s", re.IGNORECASE)
_HOLDS = re.compile(r"\b(?:with|for|in|of|that|which|has|to)\b", re.IGNORECASE)
_PRICES = ("min_price", "max_price")


@dataclass(frozen=True)
class Wish:
    """`noun` is its stem. What is not `sure` may be a part of the thing before: "a jacket with a hood and a belt"."""

    words: str
    noun: str
    sure: bool


def wishes(query: str) -> tuple[Wish, ...]:
    """Empty where the query names one thing."""
    pieces = [piece for half in _JOINED.split(query) for piece in _COMMA.split(half)]
    nouns = [_noun(piece) for piece in pieces]
    if not 1 < len(pieces) <= MOST or any("," in piece for piece in pieces) or not all(nouns):
        return ()
    held = any(_HOLDS.search(piece) for piece in pieces[:-1])
    plural = all(piece.split()[-1].endswith("s") for piece in pieces)
    sure = bool(_ALSO.search(query)) or (not held and (plural or all(_ARTICLE.match(piece) for piece in pieces[1:])))
    return tuple(
        Wish(search_words(_ARTICLE.sub("", piece)), noun, sure) for piece, noun in zip(pieces, nouns, strict=True)
    )


def _noun(words: str) -> str:
    text = normalised(search_words(_ARTICLE.sub("", words)))
    noun = asked_noun(text, tokens(text))
    plain = noun is None or is_ordinary(noun.text, noun.stem) or noun.stem in COLOURS | VAGUE_KINDS
    return "" if plain or noun is None else noun.stem


def shown_apart(query: str, args: Mapping[str, Any], whole: Result) -> Generator[Call, Result, Say | None]:
    """Each thing looked for by itself where the search for all of them did not find each; None elsewhere."""
    parts = wishes(query)
    named = [_named(part, whole) for part in parts]
    if not parts or (whole.data.get("products") and (all(named) or not any(named))):
        return None
    common, found = _for_all(query, parts, args), list[Result]()
    for part in parts:
        result = yield Call("search_products", {**common, "query": part.words})
        found.append(result)
    kept = [not result.error and _named(part, result) for part, result in zip(parts, found, strict=True)]
    if not any(kept) or not all(held or part.sure for part, held in zip(parts, kept, strict=True)):
        return None
    lines = [_line(part, result, held) for part, result, held in zip(parts, found, kept, strict=True)]
    return Say("\n".join(lines), told=tuple(result for result, held in zip(found, kept, strict=True) if held))


def _for_all(query: str, parts: Sequence[Wish], args: Mapping[str, Any]) -> dict[str, Any]:
    """A price is the own limit of what it was said with after an "also", and where each has one; else it is for all."""
    priced = sum(bool(PRICE.search(part.words)) for part in parts)
    own = priced > 1 or (priced and _ALSO.search(query))
    return {name: value for name, value in args.items() if not (own and name in _PRICES)}


def _named(part: Wish, result: Result) -> bool:
    told = " ".join(f"{p.get('title')} {p.get('category')}" for p in result.data.get("products") or ())
    return part.noun in stems(told)


def _line(part: Wish, result: Result, held: bool) -> str:
    wish = PRICE.sub("", part.words).strip(" ,")
    if held:
        return f"{wish[:1].upper()}{wish[1:]}: {wording.found(result.data)}"
    return wording.by_that_name(wish).strip()
