"""A hundred and twenty made-up orders, coherent with the policies, the prices and the calendar."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, Final

from demo.build import baskets, delivery, stories, wallets
from demo.build.baskets import Line, Shelf
from demo.build.customers import Customer, Region, address, guests
from demo.build.families import Family
from demo.build.stories import NOW, PLANS, Story
from demo.build.terms import AS_OF, CURRENCY
from demo.build.variants import expand

SEED: Final = "larkfield orders"
FIRST_NUMBER: Final = 1001
GUEST_SHARE: Final = 0.22
EXPRESS_SHARE: Final = 0.2
WINTER_TIME_FROM: Final = datetime(2026, 11, 1, 2)  # noqa: DTZ001  # the warehouse's wall clock
GUESTS: Final = tuple(guests())
# A return is back and checked by then, whenever it was asked for.
REFUNDED_AFTER: Final = timedelta(days=25)


@dataclass(frozen=True)
class Buyer:
    person: Customer

    @property
    def customer_id(self) -> str | None:
        return self.person.id or None

    @property
    def region(self) -> Region:
        return self.person.region


@dataclass(frozen=True)
class Order:
    """`placed` is the warehouse's wall clock."""

    buyer: Buyer
    status: str
    placed: datetime
    lines: Sequence[Line]
    shipping: Decimal
    story: Story

    @property
    def total(self) -> Decimal:
        return baskets.subtotal(self.lines) + self.shipping

    def as_json(self, number: int) -> dict[str, Any]:
        refunded = self.story.refunded
        return {
            "number": f"#{number}",
            "email": self.buyer.person.email,
            "customer_id": self.buyer.customer_id,
            "status": self.status,
            "placed_at": _zoned(self.placed).isoformat(),
            "lines": [line.as_json() for line in self.lines],
            "shipping": str(self.shipping),
            "total": str(self.total),
            "fulfilments": [parcel.as_json() for parcel in self.story.parcels],
            "refunded": None if refunded is None else str(refunded),
            "note": self.story.note,
            "address": address(self.buyer.person),
            "payments": self._payments(),
        }

    def _payments(self) -> list[dict[str, Any]]:
        """Nothing for an order that was never paid."""
        if self.status == "pending payment" or (self.status == "cancelled" and self.story.refunded is None):
            return []
        gift = any(line.family.gift_card for line in self.lines)
        seed = f"{self.placed.isoformat()} {self.buyer.person.email}"
        paid = wallets.paid(self.buyer.person.id, seed, self.total, by_gift_card=not gift)
        back = wallets.refunded(paid, self.story.refunded or Decimal(0))
        return [
            *(payment.as_json(_zoned(self.placed).isoformat()) for payment in paid),
            *(payment.as_json(_zoned(self._refunded_at()).isoformat()) for payment in back),
        ]

    def _refunded_at(self) -> datetime:
        delivered = [parcel.delivered for parcel in self.story.parcels if parcel.delivered]
        if not delivered:
            return self.placed + timedelta(hours=1)
        return datetime.combine(min(max(delivered) + REFUNDED_AFTER, AS_OF - timedelta(days=1)), time(10))


def orders_json(families: Sequence[Family], customers: Sequence[Customer]) -> str:
    orders = sorted(_all(families, customers), key=lambda order: order.placed)
    rows = [order.as_json(number) for number, order in enumerate(orders, FIRST_NUMBER)]
    whole = {"as_of": AS_OF.isoformat(), "currency": CURRENCY, "orders": rows}
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _all(families: Sequence[Family], customers: Sequence[Customer]) -> Iterator[Order]:
    draw = random.Random(SEED)
    shelf = Shelf([family for family in families if family.status == "active" and not family.gift_card])
    for status, plan in PLANS.items():
        for _ in range(plan.count):
            yield _until_coherent(draw, shelf, customers, status)
    for card in (family for family in families if family.gift_card):
        yield from _gift_card_orders(draw, card, customers)


def _until_coherent(draw: random.Random, shelf: Shelf, customers: Sequence[Customer], status: str) -> Order:
    """Draws again until the calendar allows the status, e.g. a parcel that can have arrived by today."""
    while True:
        order = _draw_order(draw, shelf, customers, status)
        if order:
            return order


def _draw_order(draw: random.Random, shelf: Shelf, customers: Sequence[Customer], status: str) -> Order | None:
    plan = PLANS[status]
    buyer, placed = _buyer(draw, customers), _moment(draw, plan.days)
    express = buyer.region == "contiguous" and draw.random() < EXPRESS_SHARE
    service = delivery.choose(buyer.region, express)
    ground = service is delivery.STANDARD
    lines = shelf.only(returnable=plan.comes_back, ground=ground).basket(draw)
    shipping = delivery.charge(service, baskets.goods(lines))
    if plan.comes_back and buyer.region != "contiguous":
        return None
    story = stories.tell(draw, status, stories.Facts(placed, service, lines, shipping))
    return Order(buyer, status, placed, lines, shipping, story) if story and placed <= NOW else None


def _gift_card_orders(draw: random.Random, card: Family, customers: Sequence[Customer]) -> Iterator[Order]:
    for _ in range(2):
        placed = _moment(draw, (20, 60))
        lines = [Line(card, draw.choice(expand(card)), 1)]
        customer = draw.choice([customer for customer in customers if customer.region == "contiguous"])
        story = _sent_by_mail() if not card.g else _posted(draw, placed)
        yield Order(Buyer(customer), "delivered", placed, lines, Decimal("0.00"), story)


def _sent_by_mail() -> Story:
    return Story(note="The e-gift card was sent by e-mail.")


def _posted(draw: random.Random, placed: datetime) -> Story:
    parcel = delivery.arrived(draw, delivery.STANDARD, delivery.dispatch_day(placed))
    return replace(Story(), parcels=(parcel,))


def _buyer(draw: random.Random, customers: Sequence[Customer]) -> Buyer:
    if draw.random() < GUEST_SHARE:
        return Buyer(GUESTS[draw.randrange(len(GUESTS))])
    return Buyer(draw.choice(customers))


def _moment(draw: random.Random, days: tuple[int, int]) -> datetime:
    midnight = NOW.replace(hour=0, minute=0)
    return midnight - timedelta(days=draw.randint(*days)) + timedelta(minutes=draw.randint(6 * 60, 23 * 60))


def _zoned(placed: datetime) -> datetime:
    return placed.replace(tzinfo=timezone(timedelta(hours=-8 if placed >= WINTER_TIME_FROM else -7)))
