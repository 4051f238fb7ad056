"""How a sentence claims to have done something, and which effect has to stand behind it."""

import re
from collections.abc import Sequence

_FLAGS = re.IGNORECASE | re.VERBOSE
_I_DID = r"\bi(?:'ve|\ have|'m|\ am)?(?:\ just)?\ "
_WAS = r"\b(?:has|have|was|were)(?:\ been)?(?:\ now)?\ |\bsuccessfully\ "
_TO_CART = r"(?=.*\b(?:cart|basket|bag)\b)"

# None: no tool of this shop can do it, so nobody may say that it was done or will be
CLAIMS: Sequence[tuple[re.Pattern[str], str | None]] = (
    (re.compile(rf"(?:{_I_DID}|{_WAS})(?:added|put|placed)\b{_TO_CART} | ^\W*added\b", _FLAGS), "added"),
    (re.compile(rf"(?:{_I_DID}|{_WAS})(?:removed|taken\ out)\b | ^\W*removed\b", _FLAGS), "removed"),
    (re.compile(rf"(?:{_I_DID}|{_WAS})(?:changed|updated|set)\b(?=.*\b(?:quantity|cart|basket)\b)", _FLAGS), "changed"),
    (
        re.compile(
            rf"{_I_DID}(?:pass(?:ed|ing)|hand(?:ed|ing)|transferr?(?:ed|ing)|connect(?:ed|ing)|forward(?:ed|ing))\b"
            r"(?=.*\b(?:person|human|colleague|team|agent|staff)\b)",
            _FLAGS,
        ),
        "handed over",
    ),
    (
        re.compile(
            r"\bi(?:'ve|\ have|'ll|\ will)?(?:\ just)?\ "
            r"(?:cancel|refund|process|appl|issu|order|book|reserv|ship|exchang|credit|charg|waiv)\w*\b",
            _FLAGS,
        ),
        None,
    ),
    (
        re.compile(
            r"\b(?:we|someone|a\ colleague|our\ team)(?:\ will|'ll)\ (?:call|phone|e-?mail|contact|reply|get\ back)\b",
            _FLAGS,
        ),
        None,
    ),
)
NO_CLAIM = re.compile(
    r"""\b(?: can(?:not|'t|\ not) | could(?:n't|\ not) | (?:have|has|did|do|will|was)(?:n't|\ not)
    | unable | if | would\ you\ like | shall\ i | should\ i | want\ me\ to )\b""",
    _FLAGS,
)
