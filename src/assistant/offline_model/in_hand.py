"""Whether a message asks about the product in hand, whatever its wording; a small learnt model decides.

`evals/train_in_hand.py` tells what it was trained on. The product's own words are masked, so that what it learnt
about questions holds for goods that it never saw.
"""

import re
from collections.abc import Sequence
from pathlib import Path

from assistant.offline_model.focus import Record
from assistant.offline_model.intents import IntentClassifier
from assistant.offline_model.slots import read_slots
from assistant.offline_model.understand import Ask
from assistant.offline_model.words import is_plain, stem, tokens

WEIGHTS = Path(__file__).parent / "in_hand.npz"
ABOUT, OTHER = "about", "other"
LIKELY, CERTAIN = 0.7, 0.9
_KEPT = frozenset(
    {"product_question", "each", "add", "change_quantity", "checkout", "show_cart", "human", "order_change", "identity"}
)
_SMALL = frozenset({"yes", "no", "thanks", "bye", "greeting"})
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SEVERAL = re.compile(r"\bproduct(?:[\s,/&()+.’'-]+product)+\b")
_QUESTION = re.compile(
    r"\?\s*$|^(?:what|when|where|who|which|why|how|is|are|do|does|did|can|could|will|would|may|must|should)\b",
    re.IGNORECASE,
)
_ORDERS = re.compile(r"#\s?\w*\d|\b(?:orders?|ordered|parcel|package|shipment|delivery|tracking)\b", re.IGNORECASE)


def masked(text: str, product: Record) -> str:
    """With "product" in place of the words that name the product in hand, its kind or its maker."""
    named = " ".join(str(product.get(field) or "") for field in ("title", "category", "vendor"))
    names = {stem(token) for token in tokens(named) if not is_plain(token)}
    return _SEVERAL.sub("product", _WORD.sub(lambda m: "product" if stem(m[0].casefold()) in names else m[0], text))


def about_in_hand(asks: Sequence[Ask], text: str, product: Record | None, model: IntentClassifier) -> list[Ask]:
    """One question about the product in place of asks that are less sure than that; else the asks as they are."""
    doubtful = [ask for ask in asks if ask.intent != "product_question"]
    if product is None or not doubtful or any(ask.intent in _KEPT | _SMALL for ask in doubtful):
        return list(asks)
    said = masked(text, product)
    row = model.probabilities([said])[0]
    likely = float(row[model.labels.index(ABOUT)])
    if likely < LIKELY or any(likely < _needed(ask, text, named=said != text) for ask in doubtful):
        return list(asks)
    of_rules = any(ask.intent == "policy" for ask in doubtful)
    return [Ask("product_question", text, read_slots(text), likely, of_rules=of_rules)]


def _needed(ask: Ask, text: str, *, named: bool) -> float:
    """How likely it has to be a question about the product to outweigh what it was taken for.

    A rule asked of the product by name ("the warranty of these boots") is first looked for in its record.
    """
    if ask.intent == "policy" and named:
        return LIKELY
    if ask.probability < 1:
        return 0.0 if ask.intent == "unclear" else ask.probability
    # a rule that matched a single word ("clear", a year that looks like an order's number) is no proof in a question
    loose = ask.intent in {"order_status", "remove", "search", "policy"} and _QUESTION.search(text)
    return 2.0 if not loose or _ORDERS.search(text) else CERTAIN
