"""What a message asks for: rules for what must not be missed, the classifier for the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.slots import Slots, read_slots

SURE = 0.34
INJECTION = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip)\b.{0,30}\b(?:instruction|rule|prompt|polic|verification|check|above|previous)"
    r"|\b(?:system|hidden|initial|secret) (?:prompt|message|instruction)|\bdeveloper mode\b|\bjailbreak|\byou are now\b"
    r"|\b(?:free of charge|for free|100 ?% off|price (?:to|of) (?:zero|0|\$0))\b.{0,60}\b(?:admin|owner|instruction|authori[sz]e)"
    r"|\b(?:i am|i'm|as) (?:the |an? |your )?(?:admin|administrator|developer|owner|store owner|shop owner)\b"
    r"|\b(?:other|another|all) (?:customers?|persons?|people)(?:'s?|s')? (?:orders?|address|e-?mails?|data|details)"
)
_RULES: Sequence[tuple[str, re.Pattern[str]]] = (
    ("injection", INJECTION),
    ("human", re.compile(
        r"\b(?:talk|speak|chat|connect|transfer|put me through|hand me)\b.{0,24}\b(?:human|person|someone|somebody|agent|representative"
        r"|manager|supervisor|colleague|staff|team|support)\b|\b(?:real|live|actual) (?:person|human|agent)\b"
        r"|^\W*(?:human|agent|representative|operator|person)\W*(?:please)?\W*$")),
    ("checkout", re.compile(r"\b(?:check ?out|place (?:the|my|an) order|pay now|proceed to pay\w*)\b")),
    ("recent_orders", re.compile(
        r"\b(?:my|recent|past|previous|all|order|last) (?:orders|order history|purchases|history)\b|\bmy last order\b"
        r"|\b(?:lost|forgot|don'?t (?:know|have|remember)) (?:my |the )?(?:order )?number\b")),
)  # fmt: skip
_CHANGE_ORDER = re.compile(
    r"\b(?:cancel|return|exchange|refund|send (?:it |them |this )?back|change|modify)\b.{0,40}\b(?:order|purchase|parcel|#\w+)"
    r"|\border\b.{0,30}\b(?:cancel|return|exchange|refund)"
)
_GENERAL = re.compile(
    r"^(?:can|could|may|do|does|how|what|when|is|are|who|which|am)\b|\b(?:policy|how long|how many days)\b"
)
_ANY_CART = re.compile(r"\b(?:cart|basket|trolley|bag)\b")
_CART_VERBS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("remove", re.compile(r"\b(?:remove|delete|take (?:\w+ ){0,4}out|empty|clear|get rid of|undo)\b")),
    ("change_quantity", re.compile(r"\b(?:change|update|set|make|increase|reduce|lower)\b.{0,30}\b(?:quantity|qty|to \w+)\b")),
    ("add", re.compile(r"^(?:please |also |and |then |ok(?:ay)? |can you |could you )*(?:add|put|throw|stick|place|pop)\b|\b(?:add|put) (?:\w+ ){1,6}(?:to|in|into) (?:my|the) (?:cart|basket|bag|trolley)\b|\bi(?:'| wi)?ll take\b")),
)  # fmt: skip
_SMALL = frozenset({"greeting", "thanks", "bye", "yes", "no", "about_bot"})
_JOIN = re.compile(
    r"(?<=[a-z0-9)\"'])[.?!;]+\s+(?=\S)|\s*\n+\s*"
    r"|,\s*(?:and |but |also |then )?(?=(?:is|are|do|does|can|could|what|how|where|when|will|would|who|add|put|remove|show|compare) )"
    r"|\s+(?:and|but|also|then)(?: also| then)?\s+(?=(?:is it|are they|do you|does it|can i|can you|could you|what is|what's|whats|how|where|when|will|add|put|remove|show me|tell me|compare|i want) ?)"
    r"|\s+-\s+(?=(?:is|are|do|does|can|what|how) )"
)
_DECORATION = re.compile(r"^(?:hi|hello|hey|good (?:morning|evening|afternoon)|please|ok(?:ay)?|so|well|um+|thanks|thank you)\b[\s,.!:-]*", re.IGNORECASE)  # fmt: skip  # noqa: E501  # one list of words


@dataclass(frozen=True)
class Ask:
    """One thing that is asked for. `text` is its clause, `probability` the classifier's, 1 when a rule decided."""

    intent: str
    text: str
    slots: Slots
    probability: float = 1.0


def understand(text: str, classifier: IntentClassifier, most: int = 3) -> list[Ask]:
    """The things a message asks for, in order; never empty. Small talk is dropped beside something to do."""
    clauses = _clauses(text)[: most + 1] or [text]
    guesses = classifier.predict([undecorated(c).casefold() for c in clauses])
    asks = [_ask(c, *guess) for c, guess in zip(clauses, guesses, strict=True)]
    if any(a.intent == "injection" for a in asks) or INJECTION.search(text.casefold()):
        return [Ask("injection", text, read_slots(text))]
    return _merged(asks)[:most]


def undecorated(text: str) -> str:
    bare = text.strip()
    while (shorter := _DECORATION.sub("", bare, count=1)) != bare and shorter:
        bare = shorter
    return bare


def _clauses(text: str) -> list[str]:
    return [c.strip() for c in _JOIN.split(text) if c and re.search(r"\w", c)]


def _ask(clause: str, guess: str, probability: float) -> Ask:
    slots, bare = read_slots(clause), undecorated(clause).casefold()
    ruled = _rule(bare, slots, guess)
    if ruled:
        return Ask(ruled, clause, slots)
    return Ask(guess if probability >= SURE else "unclear", clause, slots, probability)


def _rule(bare: str, slots: Slots, guess: str) -> str | None:
    for intent, pattern in _RULES:
        if pattern.search(bare):
            return intent
    if slots.order_number:
        return "order_change" if _CHANGE_ORDER.search(bare) or guess == "order_change" else "order_status"
    if _CHANGE_ORDER.search(bare):
        return "policy" if _GENERAL.search(bare) and guess != "order_change" else "order_change"
    if slots.max_price or slots.min_price:
        return None if guess in {"policy", "add", "product_question", "compare"} else "search"
    if guess == "change_quantity":
        return None
    return next((intent for intent, pattern in _CART_VERBS if pattern.search(bare)), None)


def _merged(asks: list[Ask]) -> list[Ask]:
    """Unclear scraps join what stands before them; small talk goes when there is something to do."""
    solid = [a for a in asks if a.intent not in _SMALL and a.intent != "unclear"]
    if not solid:
        return asks[:1] if len(asks) == 1 else [max(asks, key=lambda a: a.probability)]
    kept: list[Ask] = []
    for ask in asks:
        same = kept and kept[-1].intent == ask.intent and ask.intent in {"search", "order_status", "order_change", "human", "complaint"}  # fmt: skip  # noqa: E501  # one set of words
        if same or (ask.intent == "unclear" and kept):
            joined = f"{kept[-1].text} {ask.text}"
            kept[-1] = Ask(kept[-1].intent, joined, read_slots(joined), kept[-1].probability)
        elif ask in solid:
            kept.append(ask)
    return kept
