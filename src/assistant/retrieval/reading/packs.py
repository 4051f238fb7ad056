"""How many come in a pack: "a single bulb", "a pair", "more than one"."""

import re
from collections.abc import Iterator

from assistant.retrieval.reading.facets import Facet
from assistant.retrieval.reading.negation import Refusals
from assistant.retrieval.reading.reading import Bound

SINGLE = (
    r"\b(?:single|individual|just (?:need )?(?:1|one)|only (?:need |want )?(?:1|one)|one)\b"
    r"(?:,? (?!of|from|you|that|with|than)[\w-]+){{0,2}} {noun}|pack of (?:1|one)\b|one at a time|on its own"
)
PAIR = re.compile(r"\bpairs?\b|\bcouple of them\b|\btwin\b")
SEVERAL = re.compile(r"\bmore than (?:just )?(?:1|one)\b(?! (?:brand|option))|\bmulti-?packs?\b")


def pack_bound(text: str, noun: str, facet: Facet, refusals: Refusals) -> Iterator[Bound]:
    single = re.search(SINGLE.format(noun=re.escape(noun)), text)
    pair = PAIR.search(text)
    if single or pair:
        match, count = (single, 1.0) if single else (pair, 2.0)
        refused = match is not None and refusals.cover(match.start(), match.end())
        yield Bound(facet.key, "!=" if refused else "=", count, f"pack of {count:g}")
    elif SEVERAL.search(text):
        yield Bound(facet.key, ">", 1.0, "pack of more than 1")
