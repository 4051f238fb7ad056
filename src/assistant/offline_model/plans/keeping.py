"""What is done with a cart beside buying: taking a change back, saving for later, notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from assistant.offline_model.focus import Record
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.refer import lines_meant
from assistant.offline_model.rules import note_of
from assistant.offline_model.slots import read_slots
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import cart as wording
from assistant.offline_model.wording import talk
from assistant.offline_model.wording.offers import WHICH_LINE
from assistant.offline_model.words import content

NOTHING_SAVED = "Nothing is saved for later."


def undo(_ask: Ask, _scene: Scene) -> Steps:
    return (yield from _done(Call("undo_cart"), wording.undone))


def save_for_later(ask: Ask, scene: Scene) -> Steps:
    cart = yield from _cart()
    line = _one(ask.text, scene, cart.get("lines") or ())
    if line is None:
        return Say(f"{wording.shown(cart)}\n{WHICH_LINE}" if cart.get("lines") else wording.shown(cart))
    return (yield from _done(Call("save_for_later", {"sku": str(line["sku"])}), wording.saved))


def move_to_cart(ask: Ask, scene: Scene) -> Steps:
    cart = yield from _cart()
    saved = cart.get("saved") or ()
    line = _one(ask.text, scene, saved)
    if line is None:
        return Say(f"{wording.shown(cart)}\nWhich one shall I move?" if saved else NOTHING_SAVED)
    return (yield from _done(Call("move_to_cart", {"sku": str(line["sku"])}), wording.moved))


def note(ask: Ask, scene: Scene) -> Steps:
    said, where = note_of(ask.text) or ("", "")
    if not content(where) or {"cart", "order", "everything"} & set(where.casefold().split()):
        return (yield from _done(Call("note_on_item", {"message": said}), wording.noted))
    cart = yield from _cart()
    line = _one(where, scene, cart.get("lines") or ())
    if line is None:
        return Say(f"{wording.shown(cart)}\n{WHICH_LINE}" if cart.get("lines") else wording.shown(cart))
    return (yield from _done(Call("note_on_item", {"message": said, "sku": str(line["sku"])}), wording.noted))


def _cart() -> Any:
    seen = yield Call("show_cart")
    return seen.data.get("cart") or {}


def _one(text: str, scene: Scene, lines: Sequence[Record]) -> Record | None:
    meant = lines_meant(text, read_slots(text), replace(scene.focus, cart={"lines": list(lines)}))
    return meant[0] if len(meant) == 1 else None


def _done(call: Call, worded: Callable[[Mapping[str, Any]], str]) -> Steps:
    result = yield call
    return Say(talk.failed(result.error), "abstained") if result.error else Say(worded(result.data))
