"""Reads a short message as the answer to the question that the last reply asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.refer import named_products, wished_options
from assistant.offline_model.refining import narrows_a_list, refines
from assistant.offline_model.rewording import ARRIVES
from assistant.offline_model.slots import Slots, order_number_alone, read_slots
from assistant.offline_model.transcript import Turn
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording.offers import (
    added,
    asked_about_line,
    asked_order_number,
    asked_what_to_add,
    offered_one,
)

SHORT = 7
MAYBE = 0.5
_LOOSE = frozenset({"unclear", "no", "compare", "off_topic", "change_quantity", "complaint", "policy"})
_STANDS_ALONE = frozenset(
    {
        "human",
        "injection",
        "policy",
        "order_change",
        "checkout",
        "show_cart",
        "bye",
        "remove",
        "no",
        "undo_cart",
        "note_on_item",
    }
)


def resumed(asks: Sequence[Ask], text: str, scene: Scene) -> list[Ask]:
    """The asks as they are, or the one that an earlier question left open, completed by this message."""
    if len(asks) == 1 and (intent := _led_to(asks[0], text, scene)):
        return [replace(asks[0], intent=intent)]
    if len(asks) > 1 or len(text.split()) > SHORT or asks[0].intent in _STANDS_ALONE:
        return list(asks)
    return [_answered(asks[0], text, scene)]


def _led_to(ask: Ask, text: str, scene: Scene) -> str:
    """What a guess means after what was just shown or done; "" where it stands."""
    if _narrows(ask, text, scene):
        return "search"
    if _before_ordering(ask, scene):
        return "policy"
    more = added(scene.last_reply) and ask.probability < 1 and ask.intent in _GOODS
    return "add" if more and _ALSO.match(text) else ""


def _answered(ask: Ask, text: str, scene: Scene) -> Ask:
    reply = scene.last_reply
    if asked_order_number(reply) and order_number_alone(text):
        return replace(ask, intent="order_status")
    if asked_what_to_add(reply) and ask.intent == "product_question" and _ASKS_BACK.match(text):
        return _completed("product_question", text, _open(scene.turns, asked_what_to_add))
    counted = offered_one(reply) and _only_counts(text)
    if counted or (asked_what_to_add(reply) and _picks(ask, text, scene)):
        agreed = counted or ask.intent == "yes"
        return _completed("add", text, _open(scene.turns, asked_what_to_add), agreed=agreed)
    if asked_about_line(reply) and ask.intent not in {"search", "order_status"}:
        return _completed(_cart_intent(scene.turns), text, _open(scene.turns, asked_about_line))
    if ask.intent in _LOOSE and not ask.slots.points and refines(text, scene.focus):
        return replace(ask, intent="search")
    return ask


def _before_ordering(ask: Ask, scene: Scene) -> bool:
    """When a product that was looked at would arrive, where no order has been spoken of."""
    ordered = any(result.tool in _OF_ORDERS for turn in scene.turns for result in turn.results)
    guessed = ask.intent == "order_status" and ask.probability < 1
    return guessed and bool(scene.focus.product) and not ordered and bool(_ARRIVES.search(ask.text))


_ARRIVES = re.compile(ARRIVES, re.IGNORECASE | re.VERBOSE)
_OF_ORDERS = frozenset({"recent_orders", "order_status", "order_details", "prove_identity"})
_ALSO = re.compile(
    r"^\W*(?:oh\s)?(?:and|also|plus)\s(?:also\s)?(?:the|an?|one|two|three|four|another|\d+)\s(?!.*\?)", re.IGNORECASE
)
_GOODS = frozenset({"search", "product_question", "unclear", "compare"})
_ASKS_BACK = re.compile(r"^\W*(?:and\s|but\s)?(?:is|are|does|do|how|what|which|when|why)\b", re.IGNORECASE)


def _narrows(ask: Ask, text: str, scene: Scene) -> bool:
    """A wish that was guessed to be something else, said to a list about which nothing was asked."""
    sure = ask.probability == 1 or (ask.intent in {"no", "thanks", "bye"} and ask.probability > MAYBE)
    guessed = not sure and ask.intent not in {"human", "injection", "add", "each"}
    asked = asked_what_to_add(scene.last_reply) or asked_about_line(scene.last_reply)
    return guessed and not asked and narrows_a_list(text, scene.focus)


_BESIDE_A_COUNT = re.compile(
    r"\b(?:yes|yeah|ok(?:ay)?|sure|please|make|it|that|them|of|just|add|i'll|take|want|pieces?)\b", re.IGNORECASE
)


def _only_counts(text: str) -> bool:
    """Whether the answer says how many and nothing else: "2", "make it two", "yes, 3 please"."""
    return read_slots(text).quantity is not None and len(re.findall(r"\w+", _BESIDE_A_COUNT.sub(" ", text))) == 1


def _picks(ask: Ask, text: str, scene: Scene) -> bool:
    products = [scene.focus.product] if scene.focus.product else scene.focus.shown
    slots = ask.slots
    chosen = wished_options(text, [*products, *scene.focus.shown]) or named_products(text, scene.focus)
    return bool(chosen or slots.which or slots.extreme or slots.sku or ask.intent in {"add", "yes"})


def _open(turns: Sequence[Turn], asked: Callable[[str], bool]) -> list[str]:
    """What the shopper said in the turns that led up to the open question, oldest first."""
    texts = list[str]()
    for turn in reversed(turns):
        if not asked(turn.reply):
            break
        texts.insert(0, turn.text)
    return texts


def _completed(intent: str, text: str, earlier: Sequence[str], *, agreed: bool = False) -> Ask:
    """The newest words decide which item and how many; older ones fill what they leave out."""
    whole = " ".join([*earlier, text])
    old, new = read_slots(" ".join(earlier)), read_slots(text)
    slots = Slots(
        quantity=new.quantity or old.quantity,
        which=new.which or old.which,
        extreme=new.extreme or old.extreme,
        sku=new.sku or old.sku,
        points=new.points or old.points,
    )
    return Ask(intent, whole, slots, agreed=agreed)


def _cart_intent(turns: Sequence[Turn]) -> str:
    told = " ".join(_open(turns, asked_about_line)).casefold()
    return (
        "remove"
        if re.search(r"\b(?:remove|delete|take|drop|get rid|undo|without|don'?t want)\b", told)
        else "change_quantity"
    )
