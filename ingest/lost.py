"""Changes after purchase that a feed's newer word takes back: told, since nobody asked the shopper."""

from collections.abc import Sequence

from assistant.shop.orders import Order, Orders, OrderStatus, feed_digest
from ingest.plan import Plan
from ingest.rows import Item, Noted, Row

ASKED_FOR: dict[OrderStatus, frozenset[OrderStatus]] = {
    "cancelled": frozenset({"cancelled", "refunded"}),
    "return requested": frozenset({"return requested", "returned", "refunded", "partly refunded"}),
    "exchange requested": frozenset({"exchange requested", "returned", "refunded", "partly refunded"}),
}
"""What a shopper's change makes of an order, and the feed's words that agree with it."""


async def lost_changes(rows: Sequence[Row], plan: Plan[Order], orders: Orders) -> list[Noted]:
    """One for each order that was changed here since its feed last spoke, and whose feed knows nothing of it now."""
    if not plan.changed:
        return []
    places = {row.value.number: row for row in rows if isinstance(row, Item) and isinstance(row.value, Order)}
    last, notes = (await orders.last_fed()).orders, []
    for fed in plan.write:
        stored = await orders.get(fed.number) if fed.number in last else None
        if stored is None or feed_digest(stored) == last[fed.number]:
            continue
        if lost := _lost(stored, fed):
            reason = f"order {fed.number} was changed here before, and this takes back its {' and '.join(lost)}"
            hint = f"`assistant timeline {fed.number[1:]}` shows what the shopper was promised"
            notes.append(Noted(places[fed.number].source, places[fed.number].row, reason, hint=hint))
    return notes


def _lost(stored: Order, fed: Order) -> list[str]:
    same = {
        "status": fed.status in ASKED_FOR.get(stored.status, {fed.status}),
        "items": [(line.sku, line.quantity) for line in stored.lines] == [(ln.sku, ln.quantity) for ln in fed.lines],
        "address": stored.address == fed.address,
    }
    return [what for what, agrees in same.items() if not agrees]
