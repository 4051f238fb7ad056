"""What a message asks for: rules for what is certain, the classifier for the rest."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.offline_model.clauses import clauses, undecorated
from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.rules import INJECTION, note_of, ruled
from assistant.offline_model.slots import Slots, read_slots
from assistant.offline_model.spelling import corrected, written_out

SURE = 0.34
_WHAT_NOW = re.compile(
    r"""^\W*(?:(?:and|so)\s)?(?:what\snow|now\swhat|what\s(?:should|can|do|must|could)\s(?:i|we)\sdo(?:\snow|\sabout\s(?:it|that|this))?
    |what\shappens\s(?:now|next)|(?:can|could)\syou\shelp(?:\sme)?|help(?:\sme)?|any\s(?:ideas|advice))\W*$""",
    re.IGNORECASE | re.VERBOSE,
)
SURE_OF_GOODS = 0.2  # a search that finds nothing says so, which is better than not understanding
CLEAR = 0.6
MOST_ASKS = 3
_GOODS = frozenset({"search", "product_question"})
_SMALL = frozenset({"greeting", "thanks", "bye", "yes", "no", "about_bot"})
_ONE_OF_A_KIND = frozenset({"search", "policy", "order_status", "order_change", "human", "complaint"})


@dataclass(frozen=True)
class Ask:
    """One thing that is asked for. `text` is its clause; `agreed` tells that the shopper said yes to a proposal.

    `of_rules` marks a question about a product that may be about the shop's rules as well; `rules` is how likely it is
    that something else is about them.
    """

    intent: str
    text: str
    slots: Slots
    probability: float = 1.0
    agreed: bool = False
    of_rules: bool = False
    rules: float = 0.0


@dataclass(frozen=True)
class _Guess:
    """`text` is the clause as it was said, with its shorthand written out."""

    text: str
    intent: str
    probability: float


def understand(text: str, classifier: IntentClassifier) -> list[Ask]:
    """In order, at most `MOST_ASKS`, never empty. Small talk is dropped beside something to do."""
    if note_of(text) and not INJECTION.search(text):
        return [Ask("note_on_item", text, read_slots(text))]
    parts = _without_what_now(clauses(text))[: MOST_ASKS + 1]
    asks = [_ask(part, guess) for part, guess in zip(parts, _guesses(parts, classifier), strict=True)]
    if INJECTION.search(text) or any(ask.intent == "injection" for ask in asks):
        return [Ask("injection", text, read_slots(text))]
    return _merged(asks)[:MOST_ASKS]


def _without_what_now(parts: Sequence[str]) -> Sequence[str]:
    """After a problem, "what now?" asks nothing of its own."""
    return [part for part in parts if not _WHAT_NOW.match(undecorated(part))] or parts


def _guesses(parts: Sequence[str], classifier: IntentClassifier) -> list[_Guess]:
    """What is not understood as it stands is read once more with its spelling mended.

    Only to tell the intent: these are the words of our phrases, and the pages have others ("candle", not "cancel").
    """
    bare = [undecorated(part) for part in parts]
    read = [written_out((b if len(b.split()) > 2 else p).casefold()) for b, p in zip(bare, parts, strict=True)]
    said = [p if r == p.casefold() or r == b.casefold() else r for p, b, r in zip(parts, bare, read, strict=True)]
    guesses = [_Guess(text, *guess) for text, guess in zip(said, classifier.predict(read), strict=True)]
    mended = [corrected(text, classifier.vocabulary) for text in read]
    doubtful = [at for at, guess in enumerate(guesses) if guess.probability < CLEAR and mended[at] != read[at]]
    for at, guess in zip(doubtful, classifier.predict([mended[at] for at in doubtful]), strict=True):
        better = guess[0] == guesses[at].intent or guess[1] > guesses[at].probability
        guesses[at] = _Guess(said[at], *guess) if better else guesses[at]
    return guesses


def _ask(part: str, guess: _Guess) -> Ask:
    slots = read_slots(part)
    if certain := ruled(written_out(undecorated(part).casefold()), slots, guess.intent):
        return Ask(certain, part, slots)
    needed = SURE_OF_GOODS if guess.intent in _GOODS else SURE
    if guess.probability < needed:
        return Ask("unclear", part, slots, guess.probability)
    return Ask(guess.intent, guess.text if guess.intent == "policy" else part, slots, guess.probability)


def _leans_on_rule(ask: Ask) -> bool:
    """After a question about the rules, "and what does it cost?" is about the rule, not about a product."""
    return ask.intent == "product_question" and ask.slots.points and not ask.slots.which


def _tells_story(ask: Ask) -> bool:
    """Before a question about the rules, words that hardly ask for anything tell how it came about."""
    return ask.probability < CLEAR and ask.intent != "policy" and not ask.text.rstrip().endswith("?")


def _merged(asks: Sequence[Ask]) -> list[Ask]:
    """Unclear scraps join what stands before them, and so does more of the same."""
    solid = [a for a in asks if a.intent not in _SMALL and a.intent != "unclear"]
    if not solid:
        return [max(asks, key=lambda a: a.probability)]
    kept: list[Ask] = []
    for ask in asks:
        same = bool(kept) and kept[-1].intent == ask.intent and ask.intent in _ONE_OF_A_KIND
        same = same or (bool(kept) and kept[-1].intent == "policy" and _leans_on_rule(ask))
        if kept and ask.intent == "policy" and _tells_story(kept[-1]):
            kept[-1] = replace(ask, text=f"{kept[-1].text}, {ask.text}")
            continue
        if kept and (same or ask.intent == "unclear"):
            joined = f"{kept[-1].text}\n{ask.text}"
            kept[-1] = Ask(kept[-1].intent, joined, read_slots(joined), kept[-1].probability)
        elif ask in solid:
            kept.append(ask)
    return kept
