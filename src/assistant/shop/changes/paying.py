"""Pay for an order in another way."""

from dataclasses import replace

from assistant.errors import ChangedAlready, NothingToChange
from assistant.shop.changes.effect import Effect
from assistant.shop.changes.facts import Facts, require_status
from assistant.shop.changes.requests import ChangePayment
from assistant.shop.changes.settling import Settling


def plan_payment(request: ChangePayment, facts: Facts) -> Effect:
    """Raises `WrongStatus`, `ChangedAlready`, `UnknownMethod`, `NothingToChange`, `BalanceTooLow`."""
    order = facts.order
    require_status(order, facts.rules.payment.statuses, "the way it is paid can be changed")
    paid = order.paid_by()
    if len(paid) != 1:
        raise ChangedAlready(
            f"Order {order.number} has not been paid in exactly one way, so that cannot be changed here. "
            "A person can help."
        )
    ((old_id, old_label), amount) = next(iter(paid.items()))
    method = facts.method(request.method)
    if method.id == old_id:
        raise NothingToChange(f"Order {order.number} is paid by your {old_label} already. Please choose another one.")
    settling = Settling.of(facts).charge(method, amount).refund(old_id, old_label, amount)
    after = replace(order, payments=order.payments + settling.payments)
    title = f"Pay for order {order.number} by {facts.label(method)}"
    return Effect("payment", title, (), (order, after), settling.balances, settling.movements)
