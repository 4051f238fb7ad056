"""Wordings whose intent is certain, so that the classifier need not be asked."""

import re
from collections.abc import Sequence

from assistant.offline_model.comparing import degree, sides_of
from assistant.offline_model.rewording import tells_problem
from assistant.offline_model.slots import Slots

_FLAGS = re.IGNORECASE | re.VERBOSE
INJECTION = re.compile(
    r"""\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,30}
        \b(?:instruction|rule|prompt|polic|verification|check\b|above|previous)
    | \b(?:system|hidden|initial|secret)\s(?:prompt|message|instruction) | \bdeveloper\smode\b | \bjailbreak
    | \b(?:you\sare\snow|from\snow\son\syou)\b
    | \b(?:for\sfree|free\sof\scharge|\d{2,3}\s?%\s?(?:off|discount))\b.{0,60}\b(?:admin|owner|instruction|authori[sz]e)
    | \b(?:i\sam|i'm|as)\s(?:the\s|an?\s|your\s)?(?:admin|administrator|developer|(?:store\s|shop\s)?owner)\b
    | \b(?:other|another|all)\s(?:customers?|persons?|people)(?:'s?|s')?\s(?:orders?|address|e-?mails?|data|details)""",
    _FLAGS,
)
_NO_HUMAN = re.compile(r"\b(?:don'?t|do\snot|no\sneed\sto|rather\snot)\s(?:\w+\s){0,3}(?:talk|speak|chat)\b", _FLAGS)
_HUMAN = re.compile(
    r"""\b(?:talk|speak|chat|connect|transfer|put\sme\sthrough|hand\sme)\b.{0,24}
        \b(?:human|person|someone|somebody|agent|representative|manager|supervisor|colleague|staff|team|support)\b
    | \b(?:real|live|actual)\s(?:person|human|agent)\b(?!.*\byou\b)
    | ^\W*(?:human|agent|representative|operator|person)\W*(?:please)?\W*$""",
    _FLAGS,
)
_EACH = re.compile(
    r"""^(?:which|are|is|do|does|can)\s(?:one\s|ones\s|any\s|all\s|both\s|either\s|each\s|some\s)?
        (?:of\s)?(?:these|those|them|the\stwo)\b(?!.*\b(?:order|parcel|better|best|differ|cheap|light|heav|expensive))""",
    _FLAGS,
)
_FIRST: Sequence[tuple[str, re.Pattern[str]]] = (
    ("injection", INJECTION),
    (
        "about_bot",
        re.compile(
            r"""^(?:are|r)\s(?:you|u)\s(?:a\s|an\s)?(?:real|human|robot|bot|ai|person|machine)\b
            | ^is\s(?:this|it|that)\s(?:an?\s)?(?:(?:real|actual|live)\s)?(?:human|person|bot|ai)\W*$""",
            _FLAGS,
        ),
    ),
    ("human", _HUMAN),
    (
        "checkout",
        re.compile(r"\bcheck\s?out\b(?!\sthe|\sthis) | \bplace\s(?:the|my|an)\sorder\b | \bpay\snow\b", _FLAGS),
    ),
    (
        "recent_orders",
        re.compile(
            r"""\b(?:my|recent|past|previous|all)\s(?:orders|order\shistory|purchases)\b | \bmy\slast\sorder\b
            | \b(?:lost|forgot|don'?t\s(?:know|have|remember))\s(?:my\s|the\s)?(?:order\s)?number\b""",
            _FLAGS,
        ),
    ),
)
_CHANGE_ORDER = re.compile(
    r"""\b(?:cancel|return|exchange|refund|send\s(?:it\s|them\s|this\s)?back|change|modify)\b.{0,40}
        \b(?:order|purchase|parcel|\#\w+)
    | \border\b.{0,30}\b(?:cancel|return|exchange|refund)""",
    _FLAGS,
)
_GENERAL = re.compile(
    r"^(?:can|could|may|do|does|how|what|when|is|are|who|which|am)\b | \b(?:policy|how\slong|how\smany\sdays)\b", _FLAGS
)
_SELLS = re.compile(
    r"^(?:do|did|does)\s(?:you|u|the\sshop)\s(?:also\s)?(?:sell|carry|stock)\b(?!.*\b(?:data|information)\b)", _FLAGS
)
_HAS = re.compile(r"^(?:do\syou|have\syou)\s(?:have|got|sell)\s(?:an?|any|some)\s", _FLAGS)
_RULES = re.compile(
    r"""\bhow\s(?:do|can|should)\s(?:i|you)\s(?:clean|wash|store|season|descale|look\safter|check\smy|reach|find\smy\ssize)\b
    | \b(?:my|an|the)\saccount\b | \bpassword\b | \bnewsletter\b | \bparking\b | \b(?:opening|store)\shours\b
    | \bdo\syou\s(?:rent|repair|mend|fix|sharpen|hire\sout|gift\s?wrap|price\smatch)\b
    | \bhow\smany\s(?:\w+\s)?can\si\s(?:buy|order)\b | \bback\sin\sstock\b | \bcharged\stwice\b
    | \bcard\s(?:was|is|got|has\sbeen|keeps\sbeing)\s(?:declined|refused|rejected)\b
    | \byour\s(?:phone|e-?mail|address)\b | \b(?:bitcoins?|crypto\w*)\b | \bwhich\s(?:carriers?|couriers?)\b
    | \b(?:sell|share|rent)\smy\s(?:personal\s)?(?:data|information|details)\b""",
    _FLAGS,
)
_OF_ONE = re.compile(
    r"""^(?:do\syou\s(?:have|sell|stock)|have\syou\sgot|is|are|does)\sthe\b(?!\s(?:shop|store|delivery|shipping|return))
        .*\b(?:in\s(?:an?\s)?(?:size\s)?\w+|size\s\w+|stock|available)\W*$""",
    _FLAGS,
)
_ASKS = re.compile(r"^(?:which|what|is|are|does|do|has|have)\b", _FLAGS)
_OF_GOODS = frozenset({"search", "compare", "product_question", "unclear", "off_topic"})
_SELDOM = frozenset({"about_bot", "off_topic", "compare", "remove", "unclear", "complaint"})
_LATER = re.compile(r"^\W*(?:\w+\s){0,3}?(?:save|keep|set|put|move)\b.{0,60}\b(?:for\slater|aside)\b", _FLAGS)
_CART: Sequence[tuple[str, re.Pattern[str]]] = (
    (
        "undo_cart",
        re.compile(
            r"""^\W*(?:(?:can|could)\syou\s|actually\s)?(?:undo|revert)\b
            | ^\W*(?:actually\s)?take\s(?:that|it)\sback\W*$
            | ^\W*(?:actually\s)?put\s(?:it|that|them|everything)\sback
              (?:\s(?:in|into|to)\s(?:my|the)\s(?:cart|basket|bag))?\W*(?:please)?\W*$""",
            _FLAGS,
        ),
    ),
    (
        "save_for_later",
        _LATER,
    ),
    (
        "move_to_cart",
        re.compile(
            r"""^\W*(?:\w+\s){0,3}?(?:move|put)\b.{1,60}\bback\s(?:in|into|to)\s(?:my|the)\s(?:cart|basket|bag)\b
            | ^\W*(?:\w+\s){0,3}?move\b.{1,60}\b(?:in)?to\s(?:my|the)\s(?:cart|basket|bag)\b""",
            _FLAGS,
        ),
    ),
    ("remove", re.compile(r"\b(?:remove|delete|take\s(?:\w+\s){0,4}out|empty|clear|get\srid\sof)\b", _FLAGS)),
    (
        "change_quantity",
        re.compile(
            r"""\b(?:change|update|set|increase|reduce|lower)\b.{0,30}\b(?:quantity|qty|to\s(?:\d+|one|two|three|four|five))\b
            | ^(?:actually\s)?make\s(?:it|that|them)\s(?:\d+|one|two|three|four|five|six)\b""",
            _FLAGS,
        ),
    ),
    (
        "add",
        re.compile(
            r"""^(?:please\s|also\s|and\s|then\s|can\syou\s|could\syou\s)*(?:add|put|throw|stick|place|pop)\b
            | \b(?:add|put)\s(?:\w+\s){1,6}(?:to|in|into)\s(?:my|the)\s(?:cart|basket|bag|trolley)\b
            | \bi(?:'|\swi)?ll\stake\b
            | ^buy\s(?!.*\b(?:everything|all)\b)
            | ^(?:get|grab|give)\sme\s(?:\d+|one|two|three|four|five)\b(?!.*\b(?:info|idea|option|suggestion))""",
            _FLAGS,
        ),
    ),
)


_NOTE = re.compile(
    r"""^\W*(?:please\s|can\syou\s|could\syou\s)?(?:(?:add|put|write|include|attach|leave)\s)?
        (?:an?\s|the\s|this\s|my\s)?(?:gift\s|greeting\s)?(?:message|note)\b
        (?P<where>[^:“”"]{0,60}?)(?::|\bsaying\b|\bthat\ssays\b)\s*(?P<said>\S.*)$
    | ^\W*(?:please\s)?(?:remove|delete|clear|drop|take\saway)\s(?:the\s|my\s|that\s)?(?:gift\s|greeting\s)?
        (?:message|note)\b(?P<of>.{0,60})$""",
    _FLAGS | re.DOTALL,
)


def note_of(text: str) -> tuple[str, str] | None:
    """What a shopper wants written on an order, and the words for where; an empty note takes it away."""
    found = _NOTE.match(text)
    if found is None:
        return None
    return (found["said"] or "").strip().strip('"“”'), (found["where"] or found["of"] or "")


def ruled(text: str, slots: Slots, guess: str) -> str | None:
    """The intent that is certain, or None; `guess` is what the classifier would say."""
    if (_RULES.search(text) or tells_problem(text)) and not slots.order_number and not INJECTION.search(text):
        return "policy"
    first = next((intent for intent, pattern in _FIRST if pattern.search(text)), None)
    first = "no" if first == "human" and _NO_HUMAN.search(text) else first
    return first or _about_order(text, slots, guess) or _about_goods(text, slots, guess)


def _about_order(text: str, slots: Slots, guess: str) -> str | None:
    changes = bool(_CHANGE_ORDER.search(text))
    if slots.order_number:
        return "order_change" if changes or guess == "order_change" else "order_status"
    if changes:
        return "policy" if _GENERAL.search(text) and guess != "order_change" else "order_change"
    return None


def sells(text: str) -> bool:
    """Whether it asks if the shop has some kind of goods at all."""
    return bool(_SELLS.search(text) or _HAS.search(text))


def _compares(text: str, slots: Slots) -> bool:
    """Whether it asks which of two has more, or whether the one is so and the other not."""
    two = len(slots.which) > 1 or (bool(degree(text)) and bool(sides_of(text)))
    return two and bool(_ASKS.match(text))


def _about_goods(text: str, slots: Slots, guess: str) -> str | None:
    cart = next((intent for intent, pattern in _CART if pattern.search(text)), None)
    if cart:
        return cart
    if (
        _EACH.search(text)
        and not (slots.extreme or degree(text))
        and re.search(r"\b(?:which|either|any|all|both|each|some)\b", text)
    ):
        return "each"
    compares = guess in _OF_GOODS and _compares(text, slots)
    bounded = slots.max_price is not None or slots.min_price is not None
    if compares or (bounded and guess not in {"policy", "add", "product_question", "compare"}):
        return "compare" if compares else "search"
    if _OF_ONE.search(text) and guess != "order_status":
        return "product_question"
    if _HAS.search(text) and guess in _SELDOM:
        return "search"
    return "search" if _SELLS.search(text) and "gift card" not in text.casefold() else None
