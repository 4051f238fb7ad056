"""Cuts a message into the things it asks for: "a red dress under $150, is it returnable?" is two."""

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
_JOIN = re.compile(
    r"""(?<=[a-z0-9)"'])(?<!\.[a-z])[.?!;]+\s+(?=\S) | \s*\n+\s*
    | ,\s*(?:and\s|but\s|also\s|then\s|just\s)?
      (?=(?:is|are|do|does|can|could|what|how|where|when|will|would|who|add|put|remove|show|compare)\s)
    | \s+(?:and|but|also|then)(?:\salso|\sthen)?\s+
      (?=(?:is\sit|are\sthey|do\syou|does\sit|can\si|can\syou|could\syou|what|whats|how|where|when|will|add|put|remove
          |show\sme|tell\sme|compare|i\swant)\b)
    | \s+-\s+(?=(?:is|are|do|does|can|what|how)\s)""",
    _FLAGS,
)
_DECORATION = re.compile(
    r"""^(?:hi|hello|hey|good\s(?:morning|evening|afternoon)|please|ok(?:ay)?|so|well|um+|thanks|thank\syou)\b[\s,.!:-]*""",
    _FLAGS,
)
_ONLY_POINTS = re.compile(
    r"""^(?:and\s|what\sabout\s|how\sabout\s|for\s|about\s)?(?:the\s|that\s|this\s)?
    (?:first|second|third|fourth|fifth|sixth|last|cheap\w+|\d(?:st|nd|rd|th)|\w+)(?:\sone)?\W*$""",
    _FLAGS,
)


def clauses(text: str) -> list[str]:
    """In order; never empty. Words that only point at something join the clause after them."""
    found = [c.strip() for c in _JOIN.split(text) if c and re.search(r"\w", c)]
    joined: list[str] = []
    for clause in found:
        if joined and _ONLY_POINTS.match(joined[-1]) and _points(joined[-1]):
            joined[-1] = f"{joined[-1]}, {clause}"
        else:
            joined.append(clause)
    return joined or [text]


def _points(clause: str) -> bool:
    return bool(re.search(r"\b(?:one|first|second|third|fourth|last|\d(?:st|nd|rd|th))\b", clause, re.IGNORECASE))


def undecorated(text: str) -> str:
    """Without the greeting or "please" in front."""
    bare = text.strip()
    while (shorter := _DECORATION.sub("", bare, count=1)) != bare and shorter:
        bare = shorter
    return bare
