"""Send items of a delivered order back."""

from dataclasses import replace

from assistant.errors import UnknownMethod, WrongReason
from assistant.shop.changes.effect import Effect, Movement
from assistant.shop.changes.facts import Facts, Way, require_status, same_label
from assistant.shop.changes.goods import listed, pieces, worth
from assistant.shop.changes.readdressing import country_key
from assistant.shop.changes.requests import ReturnItems
from assistant.shop.changes.rules import RefundTo
from assistant.shop.changes.settling import in_steps, paid_back_elsewhere, require_currency
from assistant.shop.changes.windows import kinds_of, require_kinds, require_window
from assistant.shop.customers import PaymentMethod
from assistant.shop.money import Money
from assistant.shop.orders import Return


def plan_return(request: ReturnItems, facts: Facts) -> Effect:
    """Raises `WrongStatus`, `TooLate`, `NotReturnable`, `NotInOrder`, `UnknownMethod`, `WrongReason`.

    Money moves once the parcel has arrived and was checked.
    """
    order, rules = facts.order, facts.rules.returns
    require_status(order, rules.statuses, "its items can be returned")
    require_window(order, rules.days, rules.seasons, facts.now, "returned")
    out = pieces(order, request.items)
    require_kinds(facts, out, rules.never)
    way, to = _where(request.method, facts)
    own = _own_postage(facts)
    fee = facts.nothing if own else facts.rules.return_fee(to, facts.nothing.currency)
    refund = max(min(worth(out, facts.nothing), _paid_for_goods(facts)) - fee, facts.nothing)
    refund, stepped = in_steps(facts, refund) if to == "original" else (refund, ())
    _require_share(way, to, refund, facts)
    wanted = Return(facts.now, out, way.id, way.label, refund, fee, _reason(request.reason, rules.reasons))
    after = replace(order, status="return requested", returned=wanted)
    conditions = dict.fromkeys(f"{p.title}: {kind.why}." for p in out for kind in kinds_of(facts, p, rules.only_if))
    details = (
        f"You send back: {listed(out)}.",
        *conditions,
        *_fee(fee, refund),
        *stepped,
        *(("There is no label from your country, so you pay for the parcel yourself.",) if own else ()),
        "An e-mail will say how to send it back.",
    )
    moves = (Movement("refund", refund, way.label, "once we have it back"),) if refund.minor else ()
    return Effect("return", f"Return items of order {order.number}", details, (order, after), None, moves)


def _own_postage(facts: Facts) -> bool:
    address = facts.order.address
    own = map(country_key, facts.rules.returns.own_postage)
    return address is not None and country_key(address.country) in own


def _paid_for_goods(facts: Facts) -> Money:
    """The most that can come back for items: less than their prices where a discount was on the whole order."""
    order, nothing = facts.order, facts.nothing
    paid = sum(facts.paid.values(), nothing) - paid_back_elsewhere(order, nothing)
    return max(min(order.total - order.shipping - (order.refunded or nothing), paid), nothing)


def _where(label: str, facts: Facts) -> tuple[Way, RefundTo]:
    """Where the refund goes: a way the order was paid, or a gift card of the customer's, as far as the shop lets it."""
    allowed = facts.rules.returns.refund_to
    method = next((method for name, method in facts.saved.items() if same_label(name, label)), None)
    for way in facts.paid:
        if "original" in allowed and (same_label(way.label, label) or (method and method.id == way.id)):
            return way, "original"
    if method and method.kind == "gift card" and "gift card" in allowed:
        return Way(method.id, facts.label(method), method), "gift card"
    known = refund_labels(facts)
    if not known:
        raise UnknownMethod(f"There is nowhere that a refund of order {facts.order.number} can go. A person can help.")
    raise UnknownMethod(f"A refund of order {facts.order.number} can go to: {', '.join(known)}.")


def _require_share(way: Way, to: RefundTo, refund: Money, facts: Facts) -> None:
    """No more goes back to a card than it paid; a gift card may take all of it where the shop says so."""
    require_currency(way, refund)
    if to == "gift card" or (_is_gift_card(way.method) and "gift card" in facts.rules.returns.refund_to):
        return
    if (share := facts.paid[way]) < refund:
        raise UnknownMethod(
            f"Your {way.label} paid {share} of order {facts.order.number}, so {refund} cannot all go back there. "
            f"A refund can go to: {', '.join(refund_labels(facts))}. For a refund in parts a person can help."
        )


def _is_gift_card(method: PaymentMethod | None) -> bool:
    return method is not None and method.kind == "gift card"


def refund_labels(facts: Facts) -> list[str]:
    """Where a refund of this order may go, as the shopper names it."""
    allowed = facts.rules.returns.refund_to
    original = [way.label for way in facts.paid] if "original" in allowed else []
    cards = [name for name, m in facts.saved.items() if m.kind == "gift card"] if "gift card" in allowed else []
    return list(dict.fromkeys([*original, *cards]))


def _fee(fee: Money, refund: Money) -> tuple[str, ...]:
    if not fee.minor:
        return ()
    if not refund.minor:
        return (f"The label costs {fee}, so that nothing is left to refund.",)
    return (f"The label costs {fee}, which is taken off the refund.",)


def _reason(given: str, allowed: tuple[str, ...]) -> str:
    if not allowed or not given.strip():
        return given.strip()
    for reason in allowed:
        if reason.casefold() == given.strip().casefold():
            return reason
    raise WrongReason(f"A return is taken for one of these reasons: {', '.join(allowed)}.")
