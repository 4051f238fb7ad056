"""The wish of a message in the words of a search."""

import re

from assistant.offline_model.clauses import undecorated

LONGEST_QUERY = 500
_FLAGS = re.IGNORECASE | re.VERBOSE
_LEAD = re.compile(
    r"""^(?: (?:and\s|or\s)?(?:what|how)\sabout\s | (?:can|could|would|will)\syou\s | please\s
    | i(?:'d|'m|m)?\s(?:am\s|would\s)?(?:just\s)?(?:looking|searching|shopping|lookin|after|want|need|like)(?:\sfor)?
      (?:\sto\s(?:see|buy|get|find|order))?\s
    | (?:do|did|does)\s(?:you|u|the\sshop)\s(?:also\s)?(?:have|sell|carry|stock|got)\s | have\syou\sgot\s
    | (?:show|find|get|give|recommend|suggest|search)(?:\s(?:me|us))?(?:\sfor)?\s | lookin(?:g)?\s(?:to\sbuy\s|for\s)
    | got\s | any\s | some\s | help\sme\s(?:find|pick|choose)\s | what\s(?:kind\sof\s|sort\sof\s)? | which\s
    | is\sthere\s | are\sthere\s | browse\s | see\s | a\sfew\s | need\s | want\s | for\s )""",
    _FLAGS,
)
_TAIL = re.compile(
    r"(?:\s+(?:do\syou\s(?:have|sell|carry)|please|pls|have\syou\sgot|you\shave|to\sbuy|are\sthere))+\W*$ | [?!.\s]+$",
    _FLAGS,
)
PRICE = re.compile(
    r"""\b(?:for\s)?(?:under|below|less\sthan|cheaper\sthan|up\sto|no\smore\sthan|at\smost|max(?:imum)?(?:\sof)?|within
        |over|above|more\sthan|at\sleast|between)
    \s*[$€£]?\s*\d+(?:[.,]\d+)?(?:\s*(?:and|to|-)\s*[$€£]?\s*\d+(?:[.,]\d+)?)?(?:\s*(?:dollars?|bucks|usd|euros?|[$€£]))?""",
    _FLAGS,
)


def search_words(text: str) -> str:
    """The wish, without the words around it."""
    wish = undecorated(" ".join(text.split()))
    while (shorter := _TAIL.sub("", _LEAD.sub("", wish, count=1)).strip()) != wish and shorter:
        wish = shorter
    return wish.strip(" ,.?!")
