from dataclasses import replace
from typing import Any

import pytest

from assistant.errors import (
    BadAddress,
    BalanceTooLow,
    ChangedAlready,
    ChangeRefused,
    NothingToChange,
    OtherCurrency,
    UnknownMethod,
    WrongStatus,
)
from assistant.shop.changes.readdressing import plan_default_address
from assistant.shop.changes.requests import ChangeAddress, ChangeDefaultAddress, ChangePayment
from assistant.shop.changes.rules import AddressRules, ChangeRules
from assistant.shop.customers import PaymentMethod
from assistant.shop.money import Money
from assistant.shop.orders import Order, Payment
from tests.shop.changes.shop import (
    ADA,
    CARD,
    GIFT,
    GUEST,
    HOME,
    ORDER,
    PAYPAL,
    PLACED,
    UNTOLD,
    VISA,
    WORK,
    after,
    balance,
    moves,
    owes,
    paid,
    planned,
)

SMALL = replace(ORDER, total=Money(5_000), payments=(paid(5_000),))


def test_the_new_way_is_charged_and_the_old_one_gets_its_money_back() -> None:
    effect = planned(ChangePayment("#1", "paypal"))

    assert moves(effect) == [("charge", 14_400, "PayPal"), ("refund", 14_400, VISA)]
    assert effect.words.startswith("Pay for order #1 by PayPal.\n$144.00 is charged to your PayPal at once.")
    assert owes(after(effect)) == 14_400
    assert list(after(effect).paid_by()) == [("tok_paypal", "PayPal")]


def test_a_gift_card_pays_to_its_last_cent_and_not_a_cent_more() -> None:
    effect = planned(ChangePayment("#1", "gift card"), SMALL)
    assert (moves(effect)[0], balance(effect)) == (("charge", 5_000, "gift card"), Money(0))

    dearer = replace(ORDER, total=Money(5_001), payments=(paid(5_001),))
    with pytest.raises(BalanceTooLow, match=r"holds \$50.00, which does not cover \$50.01"):
        planned(ChangePayment("#1", "gift card"), dearer)


def test_from_a_gift_card_to_a_card_fills_the_gift_card_again() -> None:
    assert balance(planned(ChangePayment("#1", VISA), replace(SMALL, payments=(paid(5_000, GIFT),)))) == Money(10_000)


def test_only_what_is_still_paid_moves_when_the_items_became_cheaper() -> None:
    refund = Payment("refund", Money(500), CARD.id, VISA, PLACED)
    cheaper = replace(ORDER, payments=(paid(14_400), refund), total=Money(13_900))

    assert moves(planned(ChangePayment("#1", "PayPal"), cheaper)) == [
        ("charge", 13_900, "PayPal"),
        ("refund", 13_900, VISA),
    ]


unnamed = Payment("payment", Money(14_400), "", VISA, PLACED)


@pytest.mark.parametrize(
    ("order", "label", "error", "says"),
    [
        (ORDER, VISA, NothingToChange, "paid by your Visa ending in 9212 already"),
        (replace(ORDER, payments=(unnamed,)), VISA, NothingToChange, "already"),
        (ORDER, "Amex ending in 1", UnknownMethod, "They are: Visa ending in 9212, PayPal, gift card."),
        (ORDER, "tok_paypal", UnknownMethod, "not one of your saved"),
        (ORDER, "", UnknownMethod, "not one of your saved"),
        (GUEST, "PayPal", UnknownMethod, "no saved way to pay"),
        (replace(ORDER, payments=(paid(4_400, GIFT), paid(10_000))), "PayPal", ChangedAlready, "exactly one known way"),
        (UNTOLD, "PayPal", ChangedAlready, "exactly one known way"),
        (replace(UNTOLD, status="pending payment"), "PayPal", ChangedAlready, "exactly one known way"),
        (replace(ORDER, refunded=Money(400)), "PayPal", ChangedAlready, "paid back before"),
        (replace(ORDER, status="packing"), "PayPal", WrongStatus, "“packing”"),
    ],
)
def test_why_a_payment_cannot_be_changed(order: Order, label: str, error: type[ChangeRefused], says: str) -> None:
    with pytest.raises(error, match=says):
        planned(ChangePayment("#1", label), order)


def test_a_gift_card_in_another_currency_neither_pays_nor_takes() -> None:
    """Amounts of two currencies compare by their numbers: 99 euros would have covered 50 dollars."""
    foreign = replace(GIFT, balance=Money(9_900, "EUR"))
    ada = replace(ADA, payment_methods=(CARD, foreign))

    with pytest.raises(OtherCurrency, match="is in EUR and this is in USD"):
        planned(ChangePayment("#1", "gift card"), SMALL, customer=ada)
    with pytest.raises(OtherCurrency):
        planned(ChangePayment("#1", VISA), replace(SMALL, payments=(paid(5_000, GIFT),)), customer=ada)


def test_two_ways_to_pay_that_read_alike_are_told_apart() -> None:
    twin = PaymentMethod("tok_twin", "card", "visa", "9212")
    ada = replace(ADA, payment_methods=(CARD, twin))
    effect = planned(ChangePayment("#1", f"{VISA} (2)"), customer=ada)

    assert moves(effect) == [("charge", 14_400, f"{VISA} (2)"), ("refund", 14_400, VISA)]
    assert after(effect).payments[1].method_id == "tok_twin"


def test_who_proved_the_order_but_not_the_account_cannot_use_its_ways_to_pay() -> None:
    with pytest.raises(UnknownMethod, match="no saved way to pay") as refused:
        planned(ChangePayment("#1", "PayPal"), proved_account=False)
    assert PAYPAL.name not in refused.value.message


def test_an_order_goes_to_the_new_address() -> None:
    effect = planned(ChangeAddress("#1", WORK))

    assert after(effect) == replace(ORDER, address=WORK)
    assert effect.words == (
        "Change the address of order #1.\nIt will go to: 9 Kirkgate, Leeds, LS2 7DJ, UK.\n"
        "It was going to: 1 Mill Lane, Leeds, LS1 4AP, United Kingdom."
    )
    assert (effect.movements, effect.stock, effect.customer) == ((), {}, None)


@pytest.mark.parametrize(
    ("order", "changed", "error", "says"),
    [
        (ORDER, {"line1": "1 Mill Lane", "postcode": "LS1 4AP"}, NothingToChange, "goes to that address already"),
        (ORDER, {"line1": " ", "city": ""}, BadAddress, "lacks the street and number and the city"),
        (ORDER, {"country": "France"}, BadAddress, "same country"),
        (replace(ORDER, status="shipped"), {}, WrongStatus, "carrier can often"),
    ],
)
def test_why_an_address_cannot_be_changed(
    order: Order, changed: dict[str, Any], error: type[ChangeRefused], says: str
) -> None:
    base = HOME if "postcode" in changed else WORK
    with pytest.raises(error, match=says):
        planned(ChangeAddress("#1", replace(base, **changed)), order)


@pytest.mark.parametrize(
    ("before", "now"), [("USA", "United States"), ("U.S.A.", "us"), ("Germany", "DE"), ("The Netherlands", "Holland")]
)
def test_a_country_is_the_same_under_each_of_its_names(before: str, now: str) -> None:
    there = replace(ORDER, address=replace(HOME, country=before))

    assert after(planned(ChangeAddress("#1", replace(WORK, country=now)), there)).address is not None


def test_a_shop_may_send_anywhere() -> None:
    anywhere = ChangeRules(address=AddressRules(same_country=False))

    assert planned(ChangeAddress("#1", replace(WORK, country="France")), ORDER, anywhere).order


def test_the_address_of_the_account_changes_for_later_orders_only() -> None:
    effect = plan_default_address(ChangeDefaultAddress(WORK), ADA)

    assert effect.customer == (ADA, replace(ADA, address=WORK))
    assert effect.order is None
    assert "Orders that were placed before keep their address." in effect.words


@pytest.mark.parametrize(
    ("address", "error"), [(HOME, NothingToChange), (replace(WORK, country=""), BadAddress)], ids=["same", "no country"]
)
def test_why_the_address_of_the_account_cannot_be_changed(address: Any, error: type[ChangeRefused]) -> None:
    with pytest.raises(error):
        plan_default_address(ChangeDefaultAddress(address), ADA)
