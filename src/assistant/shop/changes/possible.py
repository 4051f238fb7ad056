"""What may still be asked for an order, by its status and the shop's rules, and what it takes."""

from dataclasses import dataclass
from datetime import date

from assistant.shop.changes.effect import ChangeKind
from assistant.shop.changes.facts import Facts
from assistant.shop.changes.returning import refund_labels
from assistant.shop.changes.windows import last_day


@dataclass(frozen=True)
class Possible:
    """`kinds` may still be refused for what exactly is asked. Reasons are empty where any will do.

    `refund_to` are the ways to pay that a refund may go to, by label; `until` is the last day to send items back.
    """

    kinds: tuple[ChangeKind, ...] = ()
    cancel_reasons: tuple[str, ...] = ()
    return_reasons: tuple[str, ...] = ()
    refund_to: tuple[str, ...] = ()
    until: date | None = None


def possible(facts: Facts) -> Possible:
    order, rules = facts.order, facts.rules
    once_more = not (order.items_changed and rules.items.once)
    may: dict[ChangeKind, bool] = {
        "cancel": order.status in rules.cancel.statuses
        and (rules.cancel.after_items_changed or not order.items_changed),
        "address": order.status in rules.address.statuses,
        "payment": order.status in rules.payment.statuses and len(order.paid_by()) == 1 and not facts.on_page,
        "items": order.status in rules.items.statuses and once_more,
        "return": order.status in rules.returns.statuses and _in_time(facts, _return_until(facts)),
        "exchange": order.status in rules.exchanges.statuses and _in_time(facts, _exchange_until(facts)),
    }
    return Possible(
        kinds=tuple(kind for kind, allowed in may.items() if allowed),
        cancel_reasons=rules.cancel.reasons if may["cancel"] else (),
        return_reasons=rules.returns.reasons if may["return"] else (),
        refund_to=tuple(refund_labels(facts)) if may["return"] else (),
        until=_return_until(facts) if may["return"] else None,
    )


def _return_until(facts: Facts) -> date | None:
    return last_day(facts.order, facts.rules.returns.days, facts.rules.returns.seasons)


def _exchange_until(facts: Facts) -> date | None:
    return last_day(facts.order, facts.rules.exchanges.days, facts.rules.exchanges.seasons)


def _in_time(facts: Facts, last: date | None) -> bool:
    return last is None or facts.now.date() <= last
