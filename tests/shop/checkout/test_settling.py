"""What a payment leads to, for every state that the checkout may be in and everything the provider may say."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.shop.checkout.payments import PaymentSession
from assistant.shop.checkout.records import Checkout, CheckoutState, Contact
from assistant.shop.checkout.settling import CANCELLED, OTHER_AMOUNT, PAID_TWICE, Decision, decide
from assistant.shop.money import Money

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CHECKOUT = Checkout(
    "c", "cart", "talk", None, Contact(), None, "", (), (), Money(500), (), NOW, NOW + timedelta(minutes=30),
    session_id="own",
)  # fmt: skip


NOTHING, FULFIL, RELEASE = Decision("nothing"), Decision("fulfil"), Decision("release")


def session(**changes: object) -> PaymentSession:
    opened = PaymentSession("own", "c", "https://pay", "open", Money(500), Money(0), NOW)
    return replace(opened, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("state", "meant"),
    [
        ("awaiting payment", FULFIL),
        ("expired", FULFIL),
        ("cancelled", Decision("refund", CANCELLED)),
        ("paid", NOTHING),
        ("refund due", NOTHING),
        ("refunded", NOTHING),
    ],
)
def test_a_payment_makes_an_order_unless_there_is_one_or_the_shopper_cancelled(
    state: CheckoutState, meant: Decision
) -> None:
    assert decide(replace(CHECKOUT, state=state), session(state="paid"), NOW) == meant


@pytest.mark.parametrize("state", ["paid", "refund due", "refunded"])
def test_a_second_payment_goes_back(state: CheckoutState) -> None:
    found = decide(replace(CHECKOUT, state=state), session(id="another", state="paid"), NOW)
    assert found == Decision("refund", PAID_TWICE)


@pytest.mark.parametrize("minor", [499, 501])
def test_another_amount_goes_back_even_by_a_cent(minor: int) -> None:
    found = decide(CHECKOUT, session(state="paid", amount=Money(minor)), NOW)
    assert found == Decision("refund", OTHER_AMOUNT)


@pytest.mark.parametrize(("back", "meant"), [(499, FULFIL), (500, NOTHING), (501, NOTHING)])
def test_what_went_back_whole_is_not_looked_at_again(back: int, meant: Decision) -> None:
    assert decide(CHECKOUT, session(state="paid", refunded=Money(back)), NOW) == meant


@pytest.mark.parametrize(
    ("changes", "late", "meant"),
    [
        ({"state": "open"}, -1, NOTHING),
        ({"state": "open"}, 0, RELEASE),
        ({"state": "open"}, 1, RELEASE),
        ({"state": "expired"}, -1, RELEASE),
        ({"state": "expired", "id": "another"}, 1, NOTHING),
    ],
)
def test_stock_is_free_again_once_the_page_or_the_hold_has_ended(
    changes: dict[str, object], late: int, meant: Decision
) -> None:
    now = CHECKOUT.held_until + timedelta(seconds=late)
    assert decide(CHECKOUT, session(**changes), now) == meant


@pytest.mark.parametrize("state", ["paid", "expired", "cancelled", "refund due", "refunded"])
def test_a_page_that_ends_changes_nothing_where_nobody_waits(state: CheckoutState) -> None:
    found = decide(replace(CHECKOUT, state=state), session(state="expired"), CHECKOUT.held_until)
    assert found == NOTHING
