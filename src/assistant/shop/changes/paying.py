"""Pay for an order in another way."""

from dataclasses import replace

from assistant.errors import ChangedAlready, NothingToChange, PaidOnPage
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.facts import UNKNOWN, Facts, Way, require_status, same_label
from assistant.shop.changes.requests import ChangePayment
from assistant.shop.changes.settling import Settling, require_clear_books


def plan_payment(request: ChangePayment, facts: Facts) -> Effect:
    """Raises `WrongStatus`, `ChangedAlready`, `PaidOnPage`, `UnknownMethod`, `NothingToChange`, `BalanceTooLow`."""
    order = facts.order
    require_status(order, facts.rules.payment.statuses, "the way it is paid can be changed")
    require_clear_books(facts)
    if facts.on_page:
        raise PaidOnPage(
            f"Order {order.number} was paid on the payment page, so how it is paid cannot be changed here. "
            "A person can help."
        )
    paid = list(facts.paid.items())
    if len(paid) != 1 or paid[0][0] == Way("", UNKNOWN):
        raise ChangedAlready(
            f"How order {order.number} is paid cannot be changed here, since it was not paid in exactly one known way. "
            "A person can help."
        )
    old, amount = paid[0]
    method = facts.method(request.method)
    new = Way(method.id, facts.label(method), method)
    if new.id == old.id or (not old.id and same_label(new.label, old.label)):
        raise NothingToChange(f"Order {order.number} is paid by your {old.label} already. Please choose another one.")
    settling = Settling.of(facts).charge(new, amount).refund(old, amount)
    after = replace(order, payments=settling.all_payments)
    title = f"Pay for order {order.number} by {new.label}"
    return Effect("payment", title, (), (order, after), settling.balances, settling.movements)
