from collections import Counter
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, get_args

import pytest

from assistant.shop.orders import OrderStatus
from demo.build import delivery, terms
from tests.demo.files import read_json, rows

ORDERS: list[dict[str, Any]] = read_json("orders.json")["orders"]
CUSTOMERS: dict[str, dict[str, Any]] = {each["id"]: each for each in read_json("customers.json")["customers"]}
SHELF = {row["Variant SKU"]: row for row in rows()}
AS_OF = date.fromisoformat(read_json("orders.json")["as_of"])
NOT_SENT = {"pending payment", "paid", "packing", "cancelled"}
ARRIVED = {"delivered", "return requested", "returned", "refunded", "partly refunded"}


def goods(order: dict[str, Any], *, gift_cards: bool = True) -> Decimal:
    kept = [line for line in order["lines"] if gift_cards or not line["sku"].startswith(("LF-GIFT", "LF-GBOX"))]
    return sum((line["quantity"] * Decimal(line["unit"]) for line in kept), Decimal(0))


def region(order: dict[str, Any]) -> str:
    if order["customer_id"] is None:
        return "contiguous"
    address = CUSTOMERS[order["customer_id"]]["addresses"][0]
    if address["country"] == "CA":
        return "canada"
    return "remote" if address["region"] in {"AK", "HI"} else "contiguous"


def day_placed(order: dict[str, Any]) -> date:
    return datetime.fromisoformat(order["placed_at"]).date()


def test_there_are_120_orders_numbered_as_they_came() -> None:
    assert [order["number"] for order in ORDERS] == [f"#{number}" for number in range(1001, 1121)]
    times = [datetime.fromisoformat(order["placed_at"]) for order in ORDERS]
    assert times == sorted(times)


def test_every_status_is_there_several_times() -> None:
    counts = Counter(order["status"] for order in ORDERS)
    asked_for_here = {"exchange requested"}
    assert set(counts) == set(get_args(OrderStatus)) - asked_for_here
    assert min(counts.values()) >= 5


def test_lines_name_real_variants_at_their_prices_and_totals_add_up() -> None:
    for order in ORDERS:
        for line in order["lines"]:
            assert line["unit"] == SHELF[line["sku"]]["Variant Price"], order["number"]
        assert Decimal(order["total"]) == goods(order) + Decimal(order["shipping"]), order["number"]


def test_shipping_is_what_the_policy_asks() -> None:
    for order in ORDERS:
        charged = Decimal(order["shipping"])
        where, counted = region(order), goods(order, gift_cards=False)
        if where == "canada":
            allowed = {terms.CANADA_SHIPPING}
        elif where == "remote":
            allowed = {terms.REMOTE_SHIPPING}
        elif not counted or counted >= terms.FREE_SHIPPING_FROM:
            allowed = {Decimal(0), terms.EXPRESS_SHIPPING}
        else:
            allowed = {terms.STANDARD_SHIPPING, terms.EXPRESS_SHIPPING}
        assert charged in allowed, order["number"]


def test_the_carrier_fits_what_was_paid_for() -> None:
    carriers = {
        terms.EXPRESS_SHIPPING: "Arrowline Express",
        terms.CANADA_SHIPPING: "Borealis Post",
        terms.REMOTE_SHIPPING: "Northway Parcel",
    }
    for order in ORDERS:
        expected = carriers.get(Decimal(order["shipping"]), "Northway Parcel")
        assert {each["carrier"] for each in order["fulfilments"]} <= {expected}, order["number"]


def test_power_banks_travel_by_ground_only() -> None:
    for order in ORDERS:
        if any(line["sku"].startswith("LF-ANV") for line in order["lines"]):
            assert Decimal(order["shipping"]) in {Decimal(0), terms.STANDARD_SHIPPING}, order["number"]


def test_dates_fit_the_status() -> None:
    for order in ORDERS:
        parcels = order["fulfilments"]
        digital = all(line["sku"].startswith("LF-GIFT") for line in order["lines"])
        assert bool(parcels) != (order["status"] in NOT_SENT or digital), order["number"]
        arrivals = [date.fromisoformat(each["delivered"]) for each in parcels if each["delivered"]]
        assert all(day_placed(order) < arrival < AS_OF for arrival in arrivals), order["number"]
        if order["status"] in ARRIVED:
            assert len(arrivals) == len(parcels), order["number"]
        elif parcels:
            assert len(arrivals) < len(parcels), order["number"]


@pytest.mark.parametrize(("status", "late"), [("delayed", True), ("shipped", False), ("out for delivery", False)])
def test_only_delayed_parcels_are_past_their_day(status: str, late: bool) -> None:
    for order in (each for each in ORDERS if each["status"] == status):
        waited = [date.fromisoformat(each["expected"]) for each in order["fulfilments"] if not each["delivered"]]
        assert [day < AS_OF for day in waited] == [late] * len(waited), order["number"]


def test_unpaid_orders_are_younger_than_24_hours() -> None:
    for order in (each for each in ORDERS if each["status"] == "pending payment"):
        assert AS_OF - day_placed(order) <= timedelta(hours=24), order["number"]


def test_refunds_are_whole_part_or_less_the_label() -> None:
    for order in ORDERS:
        refunded = None if order["refunded"] is None else Decimal(order["refunded"])
        total = Decimal(order["total"])
        if order["status"] == "refunded":
            assert refunded in {total, goods(order) - terms.RETURN_LABEL}, order["number"]
        elif order["status"] == "partly refunded":
            assert refunded is not None
            assert 0 < refunded < goods(order), order["number"]
        elif order["status"] == "cancelled":
            assert refunded in {None, total}, order["number"]
        else:
            assert refunded is None, order["number"]


def test_only_what_may_come_back_comes_back() -> None:
    returns = {
        row["Handle"]: row["Returns (product.metafields.custom.returns)"] for row in SHELF.values() if row["Title"]
    }
    for order in (each for each in ORDERS if each["status"] in ARRIVED - {"delivered"}):
        rules = {returns[SHELF[line["sku"]]["Handle"]] for line in order["lines"]}
        assert rules == {terms.RETURNS["standard"]}, order["number"]


def test_customers_and_guests_use_reserved_addresses() -> None:
    assert len(CUSTOMERS) == 40
    domains = {order["email"].split("@")[1] for order in ORDERS} | {
        customer["email"].split("@")[1] for customer in CUSTOMERS.values()
    }
    assert domains == {"example.com", "example.org", "example.net"}
    for order in ORDERS:
        if order["customer_id"] is not None:
            assert order["email"] == CUSTOMERS[order["customer_id"]]["email"], order["number"]
    guests = {order["email"] for order in ORDERS if order["customer_id"] is None}
    assert len(guests) >= 8
    assert not guests & {customer["email"] for customer in CUSTOMERS.values()}


def test_parcels_leave_the_same_day_only_before_noon_on_a_business_day() -> None:
    friday = datetime(2026, 11, 20, 11, 59)  # noqa: DTZ001  # the warehouse's wall clock
    assert delivery.dispatch_day(friday) == date(2026, 11, 20)
    assert delivery.dispatch_day(friday + timedelta(minutes=1)) == date(2026, 11, 23)
    assert delivery.after(date(2026, 11, 25), 1) == date(2026, 11, 27), "Thanksgiving is no business day"


def test_notes_name_no_day_so_that_dates_may_be_moved() -> None:
    months = ("September", "October", "November", "December")
    assert not [order["note"] for order in ORDERS if any(month in order["note"] for month in months)]
    assert sum(bool(order["note"]) for order in ORDERS) >= 30
