from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from assistant.errors import (
    ChangeRefused,
    NothingToChange,
    NotInOrder,
    NotReturnable,
    TooLate,
    UnknownMethod,
    WrongReason,
    WrongStatus,
)
from assistant.shop.changes.requests import ReturnItems, Some
from assistant.shop.changes.rules import ChangeRules, Kind, ReturnRules, Season
from assistant.shop.money import Money
from assistant.shop.orders import Fulfilment, Order, Piece
from tests.shop.changes.shop import DELIVERED, GIFT, LAMP, NOW, VISA, after, line, moves, paid, planned

ONE_SHIRT = ReturnItems("#1", (Some("S-RED"),), VISA)


def asks(*some: Some, to: str = VISA, reason: str = "") -> ReturnItems:
    return ReturnItems("#1", some, to, reason)


def rules(**given: Any) -> ChangeRules:
    return ChangeRules(returns=ReturnRules(**given))


def on(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)


def test_a_return_is_asked_for_and_money_moves_once_the_parcel_is_back() -> None:
    effect = planned(asks(Some("S-RED"), Some("LAMP"), reason="Too bright"), DELIVERED)

    assert effect.words == (
        "Return items of order #1.\nYou send back: 1 × Shirt (red), 1 × Lamp.\n"
        "An e-mail will say how to send it back.\n"
        f"$119.00 goes back to your {VISA} once we have it back."
    )
    done = after(effect)
    assert done.returned is not None
    assert (done.status, done.returned.refund, done.returned.method_id) == (
        "return requested",
        Money(11_900),
        "tok_card",
    )
    assert (done.payments, effect.stock, effect.customer) == (DELIVERED.payments, {}, None), "nothing moves yet"


@pytest.mark.parametrize(
    ("wanted", "error", "says"),
    [
        ([], NothingToChange, "holds: 2 × Shirt"),
        ([Some("S-BLU")], NotInOrder, "holds no S-BLU"),
        ([Some("S-RED", 3)], NotInOrder, "holds 2 of Shirt, not 3"),
        ([Some("S-RED", 2), Some("S-RED", 1)], NotInOrder, "not 3"),
        ([Some("S-RED", 0)], NotInOrder, "at least 1"),
        ([Some("S-RED", -1)], NotInOrder, "at least 1"),
    ],
)
def test_only_what_the_order_holds_comes_back(wanted: list[Some], error: type[ChangeRefused], says: str) -> None:
    with pytest.raises(error, match=says):
        planned(asks(*wanted), DELIVERED)


def test_each_item_comes_back_at_the_price_that_was_paid_for_it() -> None:
    """Two at $20.00 and one free: three are not worth $60.00."""
    lines = (line("S-RED", 2_000, 2), line("S-RED", 0))
    effect = planned(
        asks(Some("S-RED", 3)), replace(DELIVERED, lines=lines, total=Money(4_500), payments=(paid(4_500),))
    )

    assert moves(effect) == [("refund", 4_000, VISA)]
    returned = after(effect).returned
    assert returned is not None
    assert returned.pieces == (Piece("S-RED", "Shirt", 2, Money(2_000)), Piece("S-RED", "Shirt", 1, Money(0)))


def test_no_more_comes_back_than_was_paid_for_the_goods() -> None:
    """A discount on the whole order, or what was refunded before."""
    both = asks(Some("S-RED", 2), Some("LAMP"))
    discounted = replace(DELIVERED, total=Money(10_500), payments=(paid(10_500),))
    assert moves(planned(both, discounted)) == [("refund", 10_000, VISA)]
    assert moves(planned(both, replace(DELIVERED, refunded=Money(3_900)))) == [("refund", 10_000, VISA)]
    assert moves(planned(both, replace(DELIVERED, payments=(paid(900),)))) == [("refund", 900, VISA)]


def test_no_more_goes_back_to_a_card_than_it_paid() -> None:
    """Else a gift card could be turned into money."""
    split = replace(DELIVERED, payments=(paid(4_400, GIFT), paid(10_000)))
    all_of_it = (Some("S-RED", 2), Some("LAMP"))

    assert moves(planned(asks(Some("LAMP")), split)) == [("refund", 9_900, VISA)]
    assert moves(planned(asks(*all_of_it, to="gift card"), split)) == [("refund", 13_900, "gift card")]
    with pytest.raises(UnknownMethod, match=r"paid \$100.00 of order #1, so \$139.00 cannot all.*person can help"):
        planned(asks(*all_of_it), split)
    with pytest.raises(UnknownMethod, match=r"Your gift card paid \$44.00"):
        planned(asks(*all_of_it, to="gift card"), split, rules(refund_to=("original",)))


def test_a_payment_of_which_only_the_token_is_known_is_named_by_the_account() -> None:
    bare = replace(DELIVERED, payments=(replace(paid(14_400), method=""),))
    gone = replace(DELIVERED, payments=(replace(paid(14_400), method="", method_id="tok_old"),))

    assert moves(planned(ONE_SHIRT, bare)) == [("refund", 2_000, VISA)]
    assert moves(planned(asks(Some("S-RED"), to="original way to pay"), gone)) == [
        ("refund", 2_000, "original way to pay")
    ]


def test_the_label_is_taken_off_by_where_the_money_goes() -> None:
    fees = rules(fees={"original": "4.95"})

    assert moves(planned(ONE_SHIRT, DELIVERED, fees)) == [("refund", 1_505, VISA)]
    assert "The label costs $4.95, which is taken off the refund." in planned(ONE_SHIRT, DELIVERED, fees).words
    assert moves(planned(asks(Some("S-RED"), to="gift card"), DELIVERED, fees)) == [("refund", 2_000, "gift card")]


@pytest.mark.parametrize("country", ["US", "United States", "usa"])
def test_where_shoppers_pay_the_postage_no_label_is_taken_off(country: str) -> None:
    assert DELIVERED.address
    there = replace(DELIVERED, address=replace(DELIVERED.address, country=country))
    own = rules(fees={"original": "5.95"}, own_postage=("CA", "united states"))
    effect = planned(ONE_SHIRT, there, rules=own)
    returned = after(effect).returned
    assert returned
    assert (returned.fee, returned.refund) == (Money(0), Money(2000))
    assert "you pay for the parcel yourself" in effect.words
    elsewhere = planned(ONE_SHIRT, there, rules=rules(fees={"original": "5.95"}, own_postage=("CA",)))
    assert "The label costs $5.95" in elsewhere.words


def test_a_label_that_costs_all_of_it_is_said_so() -> None:
    effect = planned(ONE_SHIRT, DELIVERED, rules(fees={"original": "20"}))

    assert effect.movements == ()
    assert "nothing is left to refund" in effect.words


@pytest.mark.parametrize("fee", ["-5", "five", "4.9555", ""])
def test_a_fee_that_is_no_amount_is_refused_with_the_rules(fee: str) -> None:
    with pytest.raises(ValidationError):
        rules(fees={"original": fee})


@pytest.mark.parametrize(
    ("order", "to", "allowed", "goes"),
    [
        (DELIVERED, " visa ENDING in 9212 ", ("original", "gift card"), "tok_card"),
        (DELIVERED, "gift card", ("original", "gift card"), "tok_gift"),
        (DELIVERED, "gift card", ("gift card",), "tok_gift"),
        (replace(DELIVERED, payments=(paid(14_400, GIFT),)), "gift card", ("original",), "tok_gift"),
        (replace(DELIVERED, customer_id=None), VISA, ("original", "gift card"), "tok_card"),
        (replace(DELIVERED, payments=()), "original way to pay", ("original",), ""),
        (replace(DELIVERED, payments=(), customer_id=None), "Original way to pay", ("original",), ""),
    ],
)
def test_a_refund_goes_to_how_it_was_paid_or_to_a_gift_card(order: Order, to: str, allowed: Any, goes: str) -> None:
    returned = after(planned(asks(Some("S-RED"), to=to), order, rules(refund_to=allowed))).returned

    assert returned is not None
    assert returned.method_id == goes


@pytest.mark.parametrize(
    ("order", "to", "allowed", "says"),
    [
        (DELIVERED, "PayPal", ("original", "gift card"), "can go to: Visa ending in 9212, gift card."),
        (DELIVERED, "gift card", ("original",), "can go to: Visa ending in 9212."),
        (DELIVERED, VISA, ("gift card",), "can go to: gift card."),
        (replace(DELIVERED, customer_id=None), "gift card", ("original", "gift card"), "can go to: Visa"),
        (replace(DELIVERED, customer_id=None), VISA, ("gift card",), "nowhere"),
        (replace(DELIVERED, payments=()), VISA, ("original",), "can go to: original way to pay."),
    ],
)
def test_a_refund_goes_nowhere_else(order: Order, to: str, allowed: Any, says: str) -> None:
    with pytest.raises(UnknownMethod, match=says):
        planned(asks(Some("S-RED"), to=to), order, rules(refund_to=allowed))


def test_a_gift_card_of_an_account_that_was_not_proved_gets_no_refund() -> None:
    with pytest.raises(UnknownMethod, match=r"can go to: Visa ending in 9212\."):
        planned(asks(Some("S-RED"), to="gift card"), DELIVERED, proved_account=False)


LATER = Season(placed_from=date(2026, 6, 2), placed_to=date(2026, 6, 9), until=date(2026, 8, 31))
SUMMER = Season(placed_from=date(2026, 6, 1), placed_to=date(2026, 6, 1), until=date(2026, 8, 31))


@pytest.mark.parametrize(
    ("given", "last"),
    [
        ({}, date(2026, 7, 5)),
        ({"days": 0}, date(2026, 6, 5)),
        ({"seasons": (SUMMER,)}, date(2026, 8, 31)),
        ({"days": 200, "seasons": (SUMMER,)}, date(2026, 12, 22)),
        ({"seasons": (LATER,)}, date(2026, 7, 5)),
    ],
)
def test_the_window_ends_on_its_last_day(given: dict[str, Any], last: date) -> None:
    """Thirty days from the delivery on June 5; a season makes it longer, never shorter, for orders placed in it."""
    assert planned(ONE_SHIRT, DELIVERED, rules(**given), now=on(last))
    with pytest.raises(TooLate, match=rf"could be returned until {last:%B} {last.day}, {last.year}.*person can help"):
        planned(ONE_SHIRT, DELIVERED, rules(**given), now=on(date.fromordinal(last.toordinal() + 1)))


def test_without_a_known_delivery_the_days_count_from_the_order_and_without_a_limit_never_end() -> None:
    unknown = replace(DELIVERED, fulfilments=(Fulfilment("Post", "P1"),))

    with pytest.raises(TooLate, match="until July 1"):
        planned(ONE_SHIRT, unknown, now=on(date(2026, 7, 2)))
    assert planned(ONE_SHIRT, unknown, rules(days=None), now=on(date(2040, 1, 1)))


def test_the_last_of_several_parcels_counts() -> None:
    parcels = (
        Fulfilment("Post", "1", delivered=date(2026, 6, 20)),
        Fulfilment("Post", "2", delivered=date(2026, 6, 5)),
    )

    assert planned(ONE_SHIRT, replace(DELIVERED, fulfilments=parcels), now=on(date(2026, 7, 20)))


LIGHTS = Kind(why="lamps are final sale", category="lighting")
COTTON = Kind(why="only in the sealed bag", attribute="material", contains="organic")


def test_some_kinds_never_come_back() -> None:
    with pytest.raises(NotReturnable, match="Lamp cannot come back: lamps are final sale"):
        planned(asks(Some("S-RED"), Some("LAMP")), DELIVERED, rules(never=(LIGHTS,)))
    with pytest.raises(NotReturnable, match="sealed bag"):
        planned(ONE_SHIRT, DELIVERED, rules(never=(COTTON,)))
    assert planned(ONE_SHIRT, DELIVERED, rules(never=(LIGHTS, Kind(why="nothing is meant"))))


def test_some_kinds_come_back_under_a_condition_that_is_said() -> None:
    assert "Shirt (red): only in the sealed bag." in planned(ONE_SHIRT, DELIVERED, rules(only_if=(COTTON,))).words
    assert "sealed" not in planned(asks(Some("LAMP")), DELIVERED, rules(only_if=(COTTON,))).words


def test_what_the_shop_no_longer_sells_comes_back_all_the_same() -> None:
    assert planned(ONE_SHIRT, DELIVERED, rules(never=(COTTON,)), (LAMP,))


def test_a_shop_may_name_the_reasons() -> None:
    strict = rules(reasons=("damaged", "too small"))

    returned = after(planned(asks(Some("S-RED"), reason="Too Small"), DELIVERED, strict)).returned
    assert returned is not None
    assert (returned.reason, returned.at) == ("too small", NOW)
    with pytest.raises(WrongReason, match="damaged, too small"):
        planned(asks(Some("S-RED"), reason="ugly"), DELIVERED, strict)


@pytest.mark.parametrize("status", ["paid", "shipped", "return requested", "cancelled"])
def test_only_what_has_arrived_comes_back_and_once(status: Any) -> None:
    with pytest.raises(WrongStatus):
        planned(ONE_SHIRT, replace(DELIVERED, status=status))
