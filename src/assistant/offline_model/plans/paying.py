"""From the cart to the payment page: what was said is kept, what is missing asked for, then the shop proposes."""

from collections.abc import Callable, Generator, Mapping
from typing import Any

from assistant.offline_model.buying.said import Said
from assistant.offline_model.buying.standing import Standing
from assistant.offline_model.buying.wishes import Kind, Wish
from assistant.offline_model.plans.scene import Scene
from assistant.offline_model.steps import ABSENT, Call, Say, Steps
from assistant.offline_model.transcript import Result
from assistant.offline_model.understand import Ask
from assistant.offline_model.wording import cart as carts
from assistant.offline_model.wording import checkout as wording
from assistant.offline_model.wording import talk
from assistant.offline_model.wording.offers import WHICH_CODE


def pay(wish: Wish, where: Standing) -> Steps:
    return (yield from _PLANS[wish.kind](wish.said, where))


def checkout(_ask: Ask, _scene: Scene) -> Steps:
    """Also where the shop has no checkout in its chat."""
    seen = yield Call("show_checkout")
    if seen.error != ABSENT:
        return (yield from _placed(seen))
    result = yield Call("show_cart")
    if result.error:
        return Say(talk.CHECKOUT)
    cart = result.data.get("cart") or {}
    shown = carts.shown(cart)
    return Say(f"{shown}\n{talk.CHECKOUT}" if cart.get("lines") else f"{shown} Tell me what you would like to buy.")


def _place(_said: Said, _where: Standing) -> Steps:
    seen = yield Call("show_checkout")
    return (yield from _placed(seen))


def _placed(seen: Result) -> Steps:
    if stop := _waiting(seen):
        return stop
    return (yield from _onwards(seen.data, ""))


def _details(said: Said, _where: Standing) -> Steps:
    results = yield from _kept(said)
    refused = list(dict.fromkeys(talk.failed(result.error) for result in results if result.error))
    good = [result for result in results if not result.error]
    if not good:
        return Say("\n".join(refused), "abstained")
    data = good[-1].data
    if isinstance(data.get("waits_for_payment"), dict):
        return Say(wording.placed_already(data["waits_for_payment"]))
    bill = data.get("checkout") or {}
    answered = "address" if "address" in " ".join(refused) else ""
    if said.others.get("add_code") and wording.refused_codes(bill):
        refused += wording.refused_codes(bill)
    if refused:
        asked = _asked(bill, but=answered) or wording.READY
        return Say("\n".join([*refused, f"{wording.so_far(bill)} {asked}"]))
    return (yield from _onwards(data, _taken(said)))


def _kept(said: Said) -> Generator[Call, Result, list[Result]]:
    """The address goes first, as a phone number is read by its country; one refusal takes nothing else with it."""
    wanted: list[dict[str, Any]] = [{"address": dict(said.address)}] if said.address else []
    wanted += [{"phone": said.phone}] if said.phone else []
    wanted += [said.others] if said.others or not wanted else []
    results = list[Result]()
    for args in wanted:
        result = yield Call("checkout_details", args)
        results.append(result)
    return results


def _onwards(data: Mapping[str, Any], head: str) -> Steps:
    """What is missing is asked for; when nothing is, the shop proposes the order."""
    bill = data.get("checkout") or {}
    missing = list(map(str, bill.get("missing") or ()))
    if wording.EMPTY in missing:
        return _of_empty_cart(data)
    if missing:
        told = [*wording.refused_codes(bill), f"{head}{wording.so_far(bill)}", *wording.hints(bill)]
        return Say("\n".join([*told, wording.asked(missing)]))
    placed = yield Call("place_order", {}, "\n".join(wording.hints(bill)))
    if placed.error:
        return _failed(placed)
    return Say(wording.state(placed.data.get("placed") or {}))


def _of_empty_cart(data: Mapping[str, Any]) -> Say:
    before = data.get("placed_before")
    told = wording.status(before) if isinstance(before, dict) else ""
    return Say("\n".join(filter(None, (told, f"{wording.EMPTY} Tell me what you would like to buy."))))


def _bill(_said: Said, _where: Standing) -> Steps:
    seen = yield Call("show_checkout")
    return _waiting(seen) or Say(_after(seen, wording.lines(_read(seen))))


def _methods(_said: Said, _where: Standing) -> Steps:
    seen = yield Call("show_checkout")
    return _waiting(seen) or Say(_after(seen, wording.methods(_read(seen))))


def _missing(_said: Said, _where: Standing) -> Steps:
    seen = yield Call("show_checkout")
    return _waiting(seen) or Say(_asked(_read(seen)) or f"Nothing is missing. {wording.READY}")


def _state(_said: Said, _where: Standing) -> Steps:
    seen = yield Call("show_checkout")
    if stop := _waiting(seen):
        return stop
    before = seen.data.get("placed_before")
    return Say(wording.state(before) if isinstance(before, dict) else wording.NOTHING_WAITS)


def _cancel(_said: Said, _where: Standing) -> Steps:
    result = yield Call("cancel_checkout")
    return _failed(result) if result.error else Say(wording.given_up(result.data.get("given_up") or {}))


def _leave(_said: Said, _where: Standing) -> Steps:
    return Say(wording.NOT_ORDERED)
    yield  # what makes this function a generator


def _code(_said: Said, _where: Standing) -> Steps:
    return Say(WHICH_CODE)
    yield  # what makes this function a generator


def _waiting(seen: Result) -> Say | None:
    if seen.error:
        return _failed(seen)
    waits = seen.data.get("waits_for_payment")
    return Say(wording.waits(waits)) if isinstance(waits, dict) else None


def _after(seen: Result, told: str) -> str:
    bill = _read(seen)
    codes = wording.refused_codes(bill)
    return "\n".join([told, *codes, *wording.hints(bill), _asked(bill) or wording.READY])


def _asked(bill: Mapping[str, Any], but: str = "") -> str:
    missing = [str(text) for text in bill.get("missing") or () if not (but and but in str(text))]
    return wording.asked(missing) if missing else ""


def _taken(said: Said) -> str:
    return "Thank you. " if said.anything else ""


def _read(seen: Result) -> Mapping[str, Any]:
    return seen.data.get("checkout") or {}


def _failed(result: Result) -> Say:
    return Say(talk.failed(result.error), "abstained")


_PLANS: Mapping[Kind, Callable[[Said, Standing], Steps]] = {
    "place": _place,
    "details": _details,
    "bill": _bill,
    "methods": _methods,
    "missing": _missing,
    "state": _state,
    "cancel": _cancel,
    "leave": _leave,
    "code": _code,
}
