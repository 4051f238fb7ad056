"""What became of an order: its parcels, refund and note, for each status. None means the calendar forbids it.

Notes name no day: an ingest may move all dates of a demo so that it happens today.
"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from demo.build import delivery
from demo.build.baskets import Line, subtotal
from demo.build.delivery import Parcel, Service
from demo.build.terms import AS_OF, RETURN_DAYS, RETURN_LABEL, UNPAID_ORDER_LIFE

NOW: Final = datetime.combine(AS_OF, datetime.min.time()) + timedelta(hours=9)
SPLIT_SHARE: Final = 0.25
FAULTY_SHARE: Final = 0.35
SMALLEST_RETURN: Final = Decimal("15.00")


@dataclass(frozen=True)
class Plan:
    """How many orders, and how many days ago they were placed; `comes_back` asks for goods that may be returned."""

    count: int
    days: tuple[int, int]
    comes_back: bool = False


PLANS: Final = {
    "pending payment": Plan(5, (0, 1)),
    "paid": Plan(9, (0, 2)),
    "packing": Plan(7, (1, 2)),
    "shipped": Plan(14, (2, 12)),
    "out for delivery": Plan(5, (4, 7)),
    "delivered": Plan(40, (6, 80)),
    "delayed": Plan(6, (8, 14)),
    "cancelled": Plan(7, (4, 60)),
    "return requested": Plan(6, (9, 28), comes_back=True),
    "returned": Plan(5, (14, 32), comes_back=True),
    "refunded": Plan(6, (25, 70), comes_back=True),
    "partly refunded": Plan(6, (25, 70), comes_back=True),
}


@dataclass(frozen=True)
class Facts:
    placed: datetime
    service: Service
    lines: Sequence[Line]
    shipping: Decimal

    @property
    def dispatched(self) -> date:
        return delivery.dispatch_day(self.placed)


@dataclass(frozen=True)
class Story:
    parcels: tuple[Parcel, ...] = ()
    refunded: Decimal | None = None
    note: str = ""


def tell(draw: random.Random, status: str, facts: Facts) -> Story | None:
    return TELLERS[status](draw, facts)


def _pending(_draw: random.Random, facts: Facts) -> Story | None:
    until = facts.placed + UNPAID_ORDER_LIFE
    if until <= NOW:
        return None
    return Story(note="Waiting for payment. Unpaid orders are cancelled after 24 hours.")


def _waiting(_draw: random.Random, facts: Facts) -> Story | None:
    return Story() if facts.dispatched > AS_OF else None


def _shipped(draw: random.Random, facts: Facts) -> Story | None:
    parcel = delivery.travelling(draw, facts.service, facts.dispatched)
    if not facts.dispatched < AS_OF < parcel.expected:
        return None
    first = delivery.arrived(draw, facts.service, facts.dispatched)
    if len(facts.lines) > 1 and first.delivered and first.delivered < AS_OF:
        return Story((first, parcel), note="Sent in two parcels. The first has arrived.")
    return Story((parcel,))


def _out_for_delivery(draw: random.Random, facts: Facts) -> Story | None:
    parcel = delivery.travelling(draw, facts.service, facts.dispatched)
    soonest = delivery.after(facts.dispatched, facts.service.fastest)
    on_a_sunday_van = facts.service is delivery.STANDARD
    return Story((parcel,)) if on_a_sunday_van and soonest <= AS_OF <= parcel.expected else None


def _delayed(draw: random.Random, facts: Facts) -> Story | None:
    parcel = delivery.travelling(draw, facts.service, facts.dispatched)
    if parcel.expected >= AS_OF:
        return None
    return Story((parcel,), note=f"{facts.service.carrier} reports a delay at its sorting center. No new date yet.")


def _delivered(draw: random.Random, facts: Facts) -> Story | None:
    parcels = [delivery.arrived(draw, facts.service, facts.dispatched)]
    if len(facts.lines) > 2 and draw.random() < SPLIT_SHARE:
        parcels.append(delivery.arrived(draw, facts.service, delivery.after(facts.dispatched, 1)))
    return Story(tuple(parcels)) if delivery.last_delivery(parcels) < AS_OF else None


def _cancelled(draw: random.Random, facts: Facts) -> Story:
    if draw.random() < 0.4:
        return Story(note="Not paid within 24 hours, so cancelled by itself. Nothing was charged.")
    total = subtotal(facts.lines) + facts.shipping
    return Story(refunded=total, note="Cancelled by the shopper before packing and refunded in full.")


def _return_requested(draw: random.Random, facts: Facts) -> Story | None:
    parcel, delivered = _arrived(draw, facts)
    asked = delivered + timedelta(days=draw.randint(1, 8))
    if asked >= AS_OF or asked > delivered + timedelta(days=RETURN_DAYS):
        return None
    return Story((parcel,), note="The return was asked for and the label was sent by e-mail.")


def _returned(draw: random.Random, facts: Facts) -> Story | None:
    parcel, delivered = _arrived(draw, facts)
    back = delivery.after(delivered, draw.randint(5, 14))
    check_by = delivery.after(back, 3)
    if not back < AS_OF < check_by:
        return None
    return Story((parcel,), note="The parcel is back with us. We check it within 3 business days.")


def _refunded(draw: random.Random, facts: Facts) -> Story | None:
    parcel, delivered = _arrived(draw, facts)
    back = delivery.after(delivered, draw.randint(5, 14))
    if back >= AS_OF - timedelta(days=4) or subtotal(facts.lines) < SMALLEST_RETURN:
        return None
    if draw.random() < FAULTY_SHARE:
        whole = subtotal(facts.lines) + facts.shipping
        return Story((parcel,), whole, "Faulty. Refunded in full with shipping.")
    less = subtotal(facts.lines) - RETURN_LABEL
    return Story((parcel,), less, f"Returned and refunded, less ${RETURN_LABEL} for the label.")


def _partly_refunded(draw: random.Random, facts: Facts) -> Story | None:
    parcel, delivered = _arrived(draw, facts)
    back = delivery.after(delivered, draw.randint(5, 14))
    line = facts.lines[-1]
    if len(facts.lines) < 2 or back >= AS_OF - timedelta(days=4) or line.amount < SMALLEST_RETURN:
        return None
    if draw.random() < FAULTY_SHARE:
        return Story((parcel,), line.amount, f"{line.title} was missing from our shelf and was refunded.")
    note = f"{line.title} was returned and refunded, less ${RETURN_LABEL} for the label."
    return Story((parcel,), line.amount - RETURN_LABEL, note)


def _arrived(draw: random.Random, facts: Facts) -> tuple[Parcel, date]:
    parcel = delivery.arrived(draw, facts.service, facts.dispatched)
    return parcel, delivery.last_delivery([parcel])


TELLERS: Final[dict[str, Callable[[random.Random, Facts], Story | None]]] = {
    "pending payment": _pending,
    "paid": _waiting,
    "packing": _waiting,
    "shipped": _shipped,
    "out for delivery": _out_for_delivery,
    "delivered": _delivered,
    "delayed": _delayed,
    "cancelled": _cancelled,
    "return requested": _return_requested,
    "returned": _returned,
    "refunded": _refunded,
    "partly refunded": _partly_refunded,
}
