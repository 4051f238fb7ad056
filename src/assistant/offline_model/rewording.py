"""A question about the rules in the words that shops use for it, for a second look into their pages."""

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
_WAS = r"(?:was\s|is\s|got\s|has\sbeen\s|keeps\sbeing\s|has\s)?"
_DATA = r"(?:data|information|details|e-?mails?)"
_DAMAGED = (
    r"\b(?:arrived|came|delivered|turned\sup)\s(?:\w+\s){0,2}(?:damaged|broken|torn|crushed|wet|faulty|smashed)\b"
)
_NEVER_CAME = r"(?:has\s|have\s)?(?:never|not|n't|hasn't|didn't|did\snot)\s(?:yet\s)?(?:arrived?|come|came|showed\sup)"
BROKE = r"""\b(?:broke|broken|ripped|tore|torn|cracked|snapped|split|leaks?|leaking|peeling|unravell?ed
    |stopped\sworking|fell\sapart|came\s(?:off|apart|loose)|(?:doesn't|does\snot|won't|no\slonger)\s(?:work|turn\son|charge))\b"""
ARRIVES = r"""\bwhen\s(?:would|could|can|will|does)\s(?:it|they|this|these|that|the\s\w+)\s
    (?:arrive|come|get\s(?:here|there)|be\s(?:here|delivered|shipped))\b"""
_OWN_WORDS = (
    (re.compile(r"""^.*\b(?:store|shop)(?:'s)?\s(?:hours|times)\b.*$
        | \b(?:opening|business)\s(?:hours|times?)\b|\bwhen\s(?:do|are)\syou\s(?:open|close)\w*""", _FLAGS),
     "what are the store hours"),
    (re.compile(r"\bwho\spays\sfor\b|\bdo\si\s(?:have\sto|need\sto)\spay\s(?:for|to)\b", _FLAGS),
     "is there a charge, what does it cost:"),
    (re.compile(r"\b(?:send|bring|give|ship)\s(?:\w+\s)?back\b|\breturn\s(?:shipping|postage)\b", _FLAGS), "returns"),
    (re.compile(r"\bguarantee\b", _FLAGS), "warranty"),
    (re.compile(rf"""^.*\bcard\s{_WAS}(?:declined|refused|rejected).*$
        | ^.*\bpayment\s{_WAS}(?:failed|declined).*$""", _FLAGS),
     "card declined"),
    (re.compile(r"^.*\b(?:bitcoins?|crypto)\b.*$", _FLAGS), "do you take cryptocurrency, ways to pay"),
    (re.compile(r"^.*\b(?:phone|telephone)\snumber\b.*$", _FLAGS), "reach a person by phone, what number"),
    (re.compile(r"^.*\bwhich\s(?:carriers?|couriers?)\b.*$|^.*\bwho\s(?:delivers|ships)\b.*$", _FLAGS),
     "standard and express parcels carriers"),
    (re.compile(rf"^.*\b(?:sell|share|rent)\s(?:my|our|customer)\s(?:personal\s)?{_DATA}\b.*$", _FLAGS),
     "do you sell or rent personal data to anybody"),
    (re.compile(rf"^(?!how\s|what\s).*{_DAMAGED}.*$", _FLAGS), "my parcel arrived damaged"),
    (re.compile(rf"^.*\b(?:parcel|package|order|delivery)\s{_NEVER_CAME}.*$", _FLAGS),
     "tracking says delivered but I have nothing, lost parcel"),
    (re.compile(r"^.*\b(?:wrong|old)\s(?:\w+\s)?address\b.*$", _FLAGS), "can I change the delivery address"),
    (re.compile(r"^.*\b(?:ordered|bought|chose|got)\s(?:it\s)?(?:in\s)?the\swrong\s(?:size|colou?r)\b.*$", _FLAGS),
     "how do I exchange for another size"),
    (re.compile(rf"^(?!(?:how|what|do|does|is|are|can|could|may|will|would|should)\s).*{BROKE}.*$", _FLAGS),
     "how do I make a warranty claim for a fault"),
    (re.compile(rf"^.*?{ARRIVES}.*$", _FLAGS), "how long does delivery take after dispatch"),
    (re.compile(r"\binstalments?\b|\bklarna\b|\bafterpay\b|\bpay\slater\b", _FLAGS), "installments"),
)  # fmt: skip
_TAIL = re.compile(r"\s(?:on|for|of)\s(?:an?|the|my|your|these|this)?\s?[\w\s-]+$", _FLAGS)
_RULE = re.compile(r"\b(?:warrant(?:y|ies)|return\w*|refund\w*)\b", _FLAGS)


_PROBLEM = re.compile(
    rf"""{_DAMAGED} | \b(?:card|payment)\s{_WAS}(?:declined|refused|rejected|failed)\b
    | \b(?:entered|gave|typed|put|used|wrote|sent\sit\sto)\b.{{0,12}}\b(?:wrong|old)\s(?:\w+\s)?(?:address|e-?mail)\b
    | \b(?:ordered|bought|chose|got|received|sent\sme)\s(?:it\s)?(?:in\s)?the\swrong\s\w+ | \bcharged\s(?:me\s)?twice\b
    | \b(?:the|my|its|one|a)\s(?:\w+\s){{0,6}}?{BROKE}""",
    _FLAGS,
)
_WISH = re.compile(r"\b(?:need|looking\sfor|want|show|recommend|find|replace\w*|buy|instead)\b", _FLAGS)


def tells_problem(text: str) -> bool:
    """Whether it states something that went wrong, which the pages about the rules speak of."""
    return bool(_PROBLEM.search(text)) and not _WISH.search(text)


def reworded(question: str) -> str | None:
    """None when there is no other way to ask."""
    said = question.strip().rstrip("?!. ")
    for theirs, ours in _OWN_WORDS:
        said = theirs.sub(ours, said)
    shorter = _TAIL.sub("", said)
    if _RULE.search(shorter) and len(shorter.split()) > 2:
        said = shorter
    return said if said != question.strip().rstrip("?!. ") else None
