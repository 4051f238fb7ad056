"""What happened to a customer's orders, in the order of time: bought, paid, delivered, and all that the trail holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from assistant.shop.changes.ledger import ChangeLedger, Entry
from assistant.shop.customers import Customer
from assistant.shop.orders import Order, Orders, Payment, normal_email, normal_number

MOST_ORDERS = 100
MOST_ENTRIES = 1_000


@dataclass(frozen=True)
class Happening:
    """`what` is a `TrailEvent`, or "ordered", "payment", "refund", "delivered"; `number` None for the account."""

    at: datetime
    what: str
    words: str
    number: str | None = None
    actor: str = ""


def timeline(orders: Sequence[Order], entries: Sequence[Entry]) -> list[Happening]:
    """Oldest first. Payments that a change made are told with the change."""
    changed = {(entry.number, entry.at) for entry in entries if entry.event == "carried out"}
    told = [
        happening for order in orders for happening in _of_order(order) if (order.number, happening.at) not in changed
    ]
    told += [Happening(entry.at, entry.event, entry.words, entry.number, entry.actor) for entry in reversed(entries)]
    return sorted(told, key=lambda happening: happening.at)


async def timeline_of(who: str, orders: Orders, ledger: ChangeLedger) -> list[Happening]:
    """Of an order number, a customer's id or an e-mail address; of an account all that was done to it as well."""
    order = await orders.get(normal_number(who))
    if order is not None:
        return timeline([order], await ledger.trail(number=order.number, limit=MOST_ENTRIES))
    customer = await orders.customer(who) or await orders.customer_by_email(normal_email(who))
    found = await _orders_of(who, customer, orders)
    entries = [entry for one in found for entry in await ledger.trail(number=one.number, limit=MOST_ENTRIES)]
    if customer is not None:
        entries += await ledger.trail(customer_id=customer.id, limit=MOST_ENTRIES)
    once = {entry.id: entry for entry in entries}
    return timeline(found, sorted(once.values(), key=lambda entry: entry.at, reverse=True))


async def _orders_of(who: str, customer: Customer | None, orders: Orders) -> list[Order]:
    by_email = await orders.of_email(normal_email(who), MOST_ORDERS)
    by_account = await orders.of_customer(customer.id, MOST_ORDERS) if customer else ()
    return list({order.number: order for order in (*by_email, *by_account)}.values())


def _of_order(order: Order) -> Iterator[Happening]:
    goods = ", ".join(f"{line.quantity} × {line.title}" for line in order.lines)
    yield Happening(order.placed_at, "ordered", f"{goods}; {order.total} in all.", order.number)
    for payment in order.payments:
        yield Happening(payment.at, payment.way, _moved(payment), order.number)
    for parcel in order.fulfilments:
        if parcel.delivered:
            at = datetime.combine(parcel.delivered, time(), UTC)
            yield Happening(at, "delivered", f"{parcel.carrier} {parcel.tracking}".strip(), order.number)


def _moved(payment: Payment) -> str:
    way = "by" if payment.way == "payment" else "to"
    return f"{payment.amount} {way} {payment.method or 'a way that is not known'}"
