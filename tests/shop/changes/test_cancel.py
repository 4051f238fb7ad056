from dataclasses import replace

import pytest

from assistant.errors import ChangedAlready, WrongReason, WrongStatus
from assistant.shop.changes.requests import CancelOrder
from assistant.shop.changes.rules import CancelRules, ChangeRules
from assistant.shop.money import Money
from assistant.shop.orders import OrderStatus, Payment
from tests.shop.changes.shop import (
    CARD,
    GIFT,
    GUEST,
    NOW,
    ORDER,
    UNTOLD,
    VISA,
    after,
    balance,
    line,
    moves,
    owes,
    paid,
    planned,
)

CANCEL = CancelOrder("#1")


def refund(minor: int, method_id: str = CARD.id, label: str = VISA) -> Payment:
    return Payment("refund", Money(minor), method_id, label, NOW)


def test_all_that_was_paid_goes_back_where_it_came_from_and_the_goods_go_back_to_the_shelf() -> None:
    effect = planned(CancelOrder("#1", "Changed my mind"))

    assert moves(effect) == [("refund", 14_400, VISA)]
    assert effect.words == (
        "Cancel order #1.\nAll of it is cancelled: 2 × Shirt (red), 1 × Lamp.\nReason: Changed my mind.\n"
        f"$144.00 goes back to your {VISA} in 5 to 7 business days."
    )
    done = after(effect)
    assert (done.status, done.refunded, done.cancel_reason) == ("cancelled", Money(14_400), "Changed my mind")
    assert owes(done) == 0
    assert effect.stock == {"S-RED": 2, "LAMP": 1}
    assert effect.customer is None


def test_several_payments_each_get_their_own_back_the_gift_card_at_once() -> None:
    effect = planned(CANCEL, replace(ORDER, payments=(paid(4_400, GIFT), paid(10_000))))

    assert moves(effect) == [("refund", 4_400, "gift card"), ("refund", 10_000, VISA)]
    assert "$44.00 goes back to your gift card at once." in effect.words
    assert balance(effect) == Money(9_400)


def test_what_one_way_got_back_beyond_its_own_is_not_taken_from_it_again() -> None:
    """Paid by card, then an item became cheaper and the gift card got the difference."""
    cheaper = replace(ORDER, payments=(paid(14_400), refund(500, GIFT.id, "gift card")), total=Money(13_900))
    effect = planned(CANCEL, cheaper)

    assert moves(effect) == [("refund", 13_900, VISA)]
    assert owes(after(effect)) == 0
    assert effect.customer is None, "what the gift card got stays on it"


def test_the_same_way_to_pay_under_two_names_is_one() -> None:
    renamed = replace(ORDER, payments=(paid(14_400), refund(400, label="Visa ending in 9212 (2)")))

    assert moves(planned(CANCEL, renamed)) == [("refund", 14_000, VISA)]


def test_what_was_refunded_before_is_not_refunded_again() -> None:
    rules = ChangeRules(cancel=CancelRules(statuses=("partly refunded",)))
    before = replace(ORDER, status="partly refunded", refunded=Money(2_000))
    told = replace(before, payments=(paid(14_400), refund(2_000)))

    for order in (before, told):
        effect = planned(CANCEL, order, rules)
        assert moves(effect) == [("refund", 12_400, VISA)]
        assert after(effect).refunded == Money(14_400)


def test_where_the_feed_does_not_say_how_it_was_paid_all_of_it_goes_back_that_way() -> None:
    effect = planned(CANCEL, UNTOLD)

    assert effect.words.endswith("$144.00 goes back to your original way to pay in 5 to 7 business days.")
    assert (after(effect).refunded, owes(after(effect))) == (Money(14_400), 0)
    assert moves(planned(CANCEL, replace(UNTOLD, refunded=Money(400)))) == [("refund", 14_000, "original way to pay")]


def test_an_order_that_was_not_paid_yet_is_cancelled_without_money() -> None:
    effect = planned(CANCEL, replace(UNTOLD, status="pending payment"))

    assert (effect.movements, after(effect).status, after(effect).refunded) == ((), "cancelled", None)


def test_a_guest_gets_the_money_back_as_well() -> None:
    assert moves(planned(CANCEL, GUEST)) == [("refund", 14_400, VISA)]


def test_a_way_to_pay_that_left_the_account_still_gets_its_money() -> None:
    gone = replace(ORDER, payments=(Payment("payment", Money(14_400), "tok_old", "Amex ending in 1", NOW),))

    assert moves(planned(CANCEL, gone)) == [("refund", 14_400, "Amex ending in 1")]


def test_two_lines_of_one_sku_come_back_together() -> None:
    twice = replace(ORDER, lines=(line("S-RED", 2_000), line("S-RED", 1_000, 2)))

    assert planned(CANCEL, twice).stock == {"S-RED": 3}


@pytest.mark.parametrize("status", ["packing", "shipped", "delivered", "return requested"])
def test_too_late_to_cancel_says_what_is_possible_instead(status: OrderStatus) -> None:
    with pytest.raises(WrongStatus, match=f"“{status}”.* only while it is “pending payment” or “paid”.*ask for a retu"):
        planned(CANCEL, replace(ORDER, status=status))


@pytest.mark.parametrize("status", ["cancelled", "refunded", "returned"])
def test_what_is_over_is_not_offered_a_return(status: OrderStatus) -> None:
    with pytest.raises(WrongStatus) as refused:
        planned(CANCEL, replace(ORDER, status=status))
    assert "return" not in refused.value.message.replace(f"“{status}”", "")


def test_a_shop_may_take_certain_reasons_only() -> None:
    rules = ChangeRules(cancel=CancelRules(reasons=("no longer needed", "ordered by mistake")))

    assert after(planned(CancelOrder("#1", " No longer NEEDED "), rules=rules)).cancel_reason == "no longer needed"
    for reason in ("", "found it cheaper"):
        with pytest.raises(WrongReason, match="no longer needed or ordered by mistake"):
            planned(CancelOrder("#1", reason), rules=rules)


def test_a_shop_may_refuse_to_cancel_what_was_changed() -> None:
    changed, strict = replace(ORDER, items_changed=True), ChangeRules(cancel=CancelRules(after_items_changed=False))

    assert after(planned(CANCEL, changed)).status == "cancelled"
    with pytest.raises(ChangedAlready, match="can no longer be cancelled"):
        planned(CANCEL, changed, strict)
