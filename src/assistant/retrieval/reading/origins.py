"""Countries that a question wants things to come from, and of which nothing in the shop speaks."""

import re
from collections.abc import Iterator
from functools import cache

from babel import Locale

from assistant.retrieval.reading.asked import Asked
from assistant.retrieval.reading.kinds import asked_noun
from assistant.retrieval.reading.reading import Unknown
from assistant.retrieval.reading.words import akin, plain, stems

_COUNTRY = 2
_ALSO = ("uk", "usa", "america", "england", "scotland", "wales", "holland")
_MADE = r"(?:made|produced|grown|woven|roasted|crafted|handcrafted|manufactured|sewn|knitted|brewed|bottled|imported)"


def unknown_origins(asked: Asked) -> Iterator[Unknown]:
    """What is "from Italy" counts behind the thing itself: a friend may come from anywhere."""
    for match in _origin().finditer(asked.question.text):
        if not (match["made"] or _behind_the_thing(asked, match.start())):
            continue
        if not all(asked.said_in_scope(word) for word in stems(match["place"])):
            yield Unknown(match["place"].title(), demanded=True)


def _behind_the_thing(asked: Asked, start: int) -> bool:
    before = [token for token in asked.question.words if token.end <= start][-1:]
    noun = asked_noun(asked.question.text, asked.question.words)
    heads = (*asked.heads, *([noun.stem] if noun else []))
    return any(akin(token.stem, head) for token in before for head in heads)


@cache
def _origin() -> re.Pattern[str]:
    names = (name for code, name in Locale("en").territories.items() if len(code) == _COUNTRY and code.isalpha())
    places = sorted({*_ALSO, *(plain(name) for name in names)}, key=len, reverse=True)
    listed = "|".join(map(re.escape, places))
    return re.compile(rf"(?:(?P<made>\b{_MADE} (?:in|from))|(?<=\w) from) (?:the )?(?P<place>{listed})\b")
