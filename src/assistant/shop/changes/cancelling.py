"""Cancel a whole order."""

from dataclasses import replace

from assistant.errors import ChangedAlready, WrongReason
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.facts import Facts, Way, require_status
from assistant.shop.changes.goods import held
from assistant.shop.changes.requests import CancelOrder
from assistant.shop.changes.settling import Settling, paid_back_elsewhere
from assistant.shop.money import Money

INSTEAD = "Once it has arrived you can ask for a return."


def plan_cancel(request: CancelOrder, facts: Facts) -> Effect:
    """Raises `WrongStatus`, `ChangedAlready`, `WrongReason`."""
    order, rules = facts.order, facts.rules.cancel
    instead = "" if order.status in {"cancelled", "refunded", "returned"} else INSTEAD
    require_status(order, rules.statuses, "it can be cancelled", instead)
    if order.items_changed and not rules.after_items_changed:
        raise ChangedAlready(f"The items of order {order.number} were changed, so it can no longer be cancelled.")
    reason = _reason(request.reason, rules.reasons)
    settling = Settling.of(facts)
    for way, amount in _shares(facts):
        settling = settling.refund(way, amount)
    back = sum((m.amount for m in settling.movements), facts.nothing)
    after = replace(
        order,
        status="cancelled",
        cancel_reason=reason,
        payments=settling.all_payments,
        refunded=(order.refunded or facts.nothing) + back if back.minor else order.refunded,
    )
    details = (f"All of it is cancelled: {held(order)}.", *((f"Reason: {reason}.",) if reason else ()))
    stock: dict[str, int] = {}
    for line in order.lines:
        stock[line.sku] = stock.get(line.sku, 0) + line.quantity
    return Effect(
        "cancel", f"Cancel order {order.number}", details, (order, after), settling.balances, settling.movements, stock
    )


def _shares(facts: Facts) -> list[tuple[Way, Money]]:
    """What goes back to each way the order was paid; what the feed says was paid back already does not."""
    shares, nothing = facts.paid, facts.nothing
    back = paid_back_elsewhere(facts.order, nothing)
    for way in reversed(shares):
        back, shares[way] = max(back - shares[way], nothing), max(shares[way] - back, nothing)
    return [(way, share) for way, share in shares.items() if share.minor]


def _reason(given: str, allowed: tuple[str, ...]) -> str:
    wanted = given.strip().casefold()
    for reason in allowed:
        if reason.casefold() == wanted:
            return reason
    if allowed:
        raise WrongReason(f"An order can be cancelled for one of these reasons: {' or '.join(allowed)}.")
    return given.strip()
