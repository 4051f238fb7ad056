"""When orders leave and arrive, and what that costs: the shipping policy as code."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from demo.build.customers import Region
from demo.build.terms import (
    CANADA_SHIPPING,
    EXPRESS_SHIPPING,
    FREE_SHIPPING_FROM,
    REMOTE_SHIPPING,
    STANDARD_SHIPPING,
)

NOON: Final = 12
# Federal holidays in the months that the orders cover.
HOLIDAYS: Final = {date(2026, 9, 7), date(2026, 10, 12), date(2026, 11, 11), date(2026, 11, 26)}


@dataclass(frozen=True)
class Service:
    carrier: str
    prefix: str
    site: str
    fastest: int
    slowest: int


STANDARD: Final = Service("Northway Parcel", "NW", "https://track.northway.example", 3, 5)
REMOTE: Final = Service("Northway Parcel", "NW", "https://track.northway.example", 7, 12)
EXPRESS: Final = Service("Arrowline Express", "AL", "https://arrowline.example/t", 2, 2)
CANADA: Final = Service("Borealis Post", "BP", "https://borealis.example/track", 6, 10)


@dataclass(frozen=True)
class Parcel:
    """`delivered` is None while it travels."""

    service: Service
    tracking: str
    expected: date
    delivered: date | None = None

    def as_json(self) -> dict[str, str | None]:
        return {
            "carrier": self.service.carrier,
            "tracking": self.tracking,
            "url": f"{self.service.site}/{self.tracking}",
            "expected": self.expected.isoformat(),
            "delivered": self.delivered.isoformat() if self.delivered else None,
        }


def choose(region: Region, express: bool) -> Service:
    if region == "canada":
        return CANADA
    if region == "remote":
        return REMOTE
    return EXPRESS if express else STANDARD


def charge(service: Service, goods: Decimal) -> Decimal:
    """`goods` is what counts toward free shipping: everything but gift cards."""
    if service is STANDARD:
        return Decimal("0.00") if goods >= FREE_SHIPPING_FROM else STANDARD_SHIPPING
    return {EXPRESS: EXPRESS_SHIPPING, REMOTE: REMOTE_SHIPPING, CANADA: CANADA_SHIPPING}[service]


def dispatch_day(placed: datetime) -> date:
    """The day an order leaves; `placed` is in the warehouse's time."""
    day = placed.date()
    return day if is_business_day(day) and placed.hour < NOON else after(day, 1)


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in HOLIDAYS


def after(day: date, business_days: int) -> date:
    while business_days:
        day += timedelta(days=1)
        business_days -= is_business_day(day)
    return day


def travelling(draw: random.Random, service: Service, dispatched: date) -> Parcel:
    return Parcel(service, _tracking(draw, service), after(dispatched, service.slowest))


def arrived(draw: random.Random, service: Service, dispatched: date) -> Parcel:
    took = draw.randint(service.fastest, service.slowest)
    tracking = _tracking(draw, service)
    return Parcel(service, tracking, after(dispatched, service.slowest), after(dispatched, took))


def last_delivery(parcels: Sequence[Parcel]) -> date:
    return max(parcel.delivered for parcel in parcels if parcel.delivered)


def _tracking(draw: random.Random, service: Service) -> str:
    return f"{service.prefix}{draw.randrange(10**9, 10**10)}"
