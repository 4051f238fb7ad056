"""Send items of a delivered order back."""

from dataclasses import replace

from assistant.errors import UnknownMethod, WrongReason
from assistant.shop.changes.effect import Effect, Movement
from assistant.shop.changes.facts import Facts, require_status
from assistant.shop.changes.goods import listed, pieces, worth
from assistant.shop.changes.requests import ReturnItems
from assistant.shop.changes.rules import RefundTo
from assistant.shop.changes.windows import kinds_of, require_kinds, require_window
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
    method_id, label, to = _where(request.method, facts)
    fee = facts.rules.return_fee(to, facts.nothing.currency)
    refund = max(worth(out, facts.nothing) - fee, facts.nothing)
    wanted = Return(facts.now, out, method_id, label, refund, fee, _reason(request.reason, rules.reasons))
    after = replace(order, status="return requested", returned=wanted)
    conditions = [f"{p.title}: {kind.why}." for p in out for kind in kinds_of(facts, p, rules.only_if)]
    details = (f"You send back: {listed(out)}.", *conditions, *_fee(fee), "An e-mail will say how to send it back.")
    moves = (Movement("refund", refund, label, "once we have it back"),) if refund.minor else ()
    return Effect("return", f"Return items of order {order.number}", details, (order, after), None, moves)


def _where(label: str, facts: Facts) -> tuple[str, str, RefundTo]:
    """Where the refund goes: a way the order was paid, or a gift card of the customer's, as far as the shop lets it."""
    allowed = facts.rules.returns.refund_to
    for method_id, name in facts.order.paid_by():
        if name.casefold() == label.strip().casefold() and "original" in allowed:
            return method_id, name, "original"
    method = facts.method(label)
    name = facts.label(method)
    if method.kind == "gift card" and "gift card" in allowed:
        return method.id, name, "gift card"
    raise UnknownMethod(f"A refund of order {facts.order.number} can go to: {', '.join(refund_labels(facts))}.")


def refund_labels(facts: Facts) -> list[str]:
    """Where a refund of this order may go, as the shopper names it."""
    allowed = facts.rules.returns.refund_to
    original = [name for _id, name in facts.order.paid_by()] if "original" in allowed else []
    methods = facts.customer.payment_methods if facts.customer else ()
    cards = [facts.label(m) for m in methods if m.kind == "gift card"] if "gift card" in allowed else []
    return list(dict.fromkeys([*original, *cards]))


def _fee(fee: Money) -> tuple[str, ...]:
    return (f"The label costs {fee}, which is taken off the refund.",) if fee.minor else ()


def _reason(given: str, allowed: tuple[str, ...]) -> str:
    if not allowed or not given.strip():
        return given.strip()
    for reason in allowed:
        if reason.casefold() == given.strip().casefold():
            return reason
    raise WrongReason(f"A return is taken for one of these reasons: {', '.join(allowed)}.")
