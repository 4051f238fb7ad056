"""What a change owes to a payment page: each refund to the page it was paid on, and no more than came in there."""

from dataclasses import replace
from datetime import UTC, datetime

from assistant.shop.changes.effect import Effect
from assistant.shop.checkout.owing import owed_by
from assistant.shop.checkout.records import RefundDue
from assistant.shop.money import Money
from assistant.shop.orders import Order, Payment

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def moved(way: str, minor: int, page: str) -> Payment:
    return Payment(way, Money(minor, "EUR"), page, "PayPal", NOW)  # type: ignore[arg-type]


BEFORE = Order(
    number="#1001",
    email="ada@example.com",
    customer_id=None,
    status="paid",
    placed_at=NOW,
    lines=(),
    shipping=Money(0, "EUR"),
    total=Money(1700, "EUR"),
    payments=(
        moved("payment", 1000, "pay_1"),
        moved("payment", 700, "pay_2"),
        moved("refund", 100, "pay_1"),
        moved("payment", 50, "pay_1"),
    ),
)


def effect(*fresh: Payment) -> Effect:
    after = replace(BEFORE, payments=(*BEFORE.payments, *fresh))
    return Effect("cancel", "Cancel order #1001", (), (BEFORE, after))


def test_each_new_refund_is_owed_with_what_came_in_on_its_page() -> None:
    fresh = moved("refund", 900, "pay_1"), moved("payment", 5, "pay_1"), moved("refund", 30, "pay_2")
    owed = owed_by(effect(*fresh), "p-1", NOW)
    assert len({one.id for one in owed}) == 2
    assert [replace(one, id="") for one in owed] == [
        RefundDue("", "#1001", page, Money(back, "EUR"), Money(paid, "EUR"), "Cancel order #1001", NOW)
        for page, back, paid in (("pay_1", 900, 1050), ("pay_2", 30, 700))
    ]


def test_the_same_change_owes_the_same_refund_and_another_one_owes_its_own() -> None:
    one = effect(moved("refund", 900, "pay_1"))
    assert owed_by(one, "p-1", NOW) == owed_by(one, "p-1", NOW)
    assert owed_by(one, "p-1", NOW)[0].id != owed_by(one, "p-2", NOW)[0].id


def test_a_way_to_pay_that_is_not_known_is_owed_nothing_from_here() -> None:
    assert owed_by(effect(moved("refund", 900, "")), "p-1", NOW) == ()


def test_a_change_that_leaves_the_order_alone_owes_nothing() -> None:
    assert owed_by(replace(effect(), order=None), "p-1", NOW) == ()
