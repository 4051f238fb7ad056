"""Orders: status, list, wishes to change one, and the proof that comes first."""

from assistant.offline_model.buying.standing import standing
from assistant.offline_model.plans.asking import looked_up, quotes
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.slots import order_number_alone
from assistant.offline_model.steps import Call, Say, Steps
from assistant.offline_model.transcript import IdentityNote, Result
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import checkout, talk
from assistant.offline_model.wording import orders as wording
from assistant.offline_model.wording.offers import PERSON, asked_order_number


def order_status(ask: Ask, scene: Scene) -> Steps:
    """Without a number the recent orders are asked for; that tool says what proof it needs."""
    number = ask.slots.order_number
    if number is None and asked_order_number(scene.last_reply):
        number = order_number_alone(ask.text)
    number = number or standing(scene.turns).placed.get("number")
    if number is None:
        return (yield from recent_orders(ask, scene))
    result = yield Call("order_status", {"order_number": number})
    return told(result)


def recent_orders(_ask: Ask, _scene: Scene) -> Steps:
    result = yield Call("recent_orders")
    return told(result)


def told(result: Result) -> Say:
    if result.error:
        return Say(talk.failed(result.error), "abstained")
    if isinstance(result.data.get("placed_here"), dict):
        return Say(checkout.status(result.data["placed_here"]))
    if isinstance(result.data.get("proof"), dict):
        return Say(wording.proof(result.data["proof"]))
    if isinstance(result.data.get("order"), dict):
        return Say(wording.order(result.data["order"]))
    return Say(wording.orders(list(result.data.get("orders") or ())))


def identified(note: IdentityNote) -> Steps:
    """What comes after an e-mail or a code: the order itself, or the note's own words."""
    if note.event != "proved":
        return Say(note.message or talk.UNCLEAR)
    call = Call("order_status", {"order_number": note.order_number}) if note.order_number else Call("recent_orders")
    result = yield call
    return told(result)


def order_change(ask: Ask, scene: Scene) -> Steps:
    """A wish that names no change yet: the shop's rule, then the proof, then what can be done."""
    found = yield from looked_up(ask.text)
    quoted = [] if isinstance(found, Say) else quotes(ask.text, found, scene)
    result = yield Call("recent_orders")
    if result.error:
        return Say("\n".join([*quoted[:1], talk.failed(result.error), PERSON]))
    proof = result.data.get("proof")
    asked = wording.proof(proof) if isinstance(proof, dict) else talk.WHAT_TO_CHANGE
    return Say("\n".join([*quoted[:1], asked]))
