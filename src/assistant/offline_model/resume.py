"""Reads a short message as the answer to the question that the last reply asked."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.query import refines
from assistant.offline_model.refer import named_products, wished_options
from assistant.offline_model.slots import Slots, order_number_alone, read_slots
from assistant.offline_model.transcript import Turn
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording.offers import asked_about_line, asked_order_number, asked_what_to_add, offered_one

SHORT = 7
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
    reply = scene.last_reply
    if len(asks) > 1 or len(text.split()) > SHORT or asks[0].intent in _STANDS_ALONE:
        return list(asks)
    if asked_order_number(reply) and order_number_alone(text):
        return [replace(asks[0], intent="order_status")]
    counted = offered_one(reply) and _only_counts(text)
    if counted or (asked_what_to_add(reply) and _picks(asks[0], text, scene)):
        agreed = counted or asks[0].intent == "yes"
        return [_completed("add", text, _open(scene.turns, asked_what_to_add), agreed=agreed)]
    if asked_about_line(reply) and asks[0].intent not in {"search", "order_status"}:
        return [_completed(_cart_intent(scene.turns), text, _open(scene.turns, asked_about_line))]
    if asks[0].intent in _LOOSE and not asks[0].slots.points and refines(text, scene.focus):
        return [replace(asks[0], intent="search")]
    return list(asks)


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
