"""A question about the rules in the words that shops use for it, for a second look into their pages."""

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
_OWN_WORDS = (
    (re.compile(r"\b(?:opening|business)\s(?:hours|times?)\b|\bwhen\s(?:do|are)\syou\s(?:open|close)\w*", _FLAGS),
     "what are the store hours"),
    (re.compile(r"\bwho\spays\sfor\b|\bdo\si\s(?:have\sto|need\sto)\spay\s(?:for|to)\b", _FLAGS),
     "is there a charge, what does it cost:"),
    (re.compile(r"\b(?:send|bring|give|ship)\s(?:\w+\s)?back\b|\breturn\s(?:shipping|postage)\b", _FLAGS), "returns"),
    (re.compile(r"\bguarantee\b", _FLAGS), "warranty"),
    (re.compile(r"\bmy\scard\s(?:was|is|got|has\sbeen)\s(?:declined|refused|rejected)", _FLAGS), "card declined"),
    (re.compile(r"\bbitcoins?\b|\bcrypto\b", _FLAGS), "cryptocurrency"),
    (re.compile(r"\binstalments?\b|\bklarna\b|\bafterpay\b|\bpay\slater\b", _FLAGS), "installments"),
)  # fmt: skip
_TAIL = re.compile(r"\s(?:on|for|of)\s(?:an?|the|my|your|these|this)?\s?[\w\s-]+$", _FLAGS)
_RULE = re.compile(r"\b(?:warrant(?:y|ies)|return\w*|refund\w*)\b", _FLAGS)


def reworded(question: str) -> str | None:
    """None when there is no other way to ask."""
    said = question.strip().rstrip("?!. ")
    for theirs, ours in _OWN_WORDS:
        said = theirs.sub(ours, said)
    shorter = _TAIL.sub("", said)
    if _RULE.search(shorter) and len(shorter.split()) > 2:
        said = shorter
    return said if said != question.strip().rstrip("?!. ") else None
