"""Other variants of the same product: before packing, and as an exchange after delivery."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from assistant.errors import (
    BalanceTooLow,
    ChangedAlready,
    ChangeRefused,
    NothingToChange,
    NotInOrder,
    NotReturnable,
    OtherCurrency,
    OtherProduct,
    OutOfStock,
    TooLate,
    UnknownMethod,
    UnknownProduct,
    WrongStatus,
)
from assistant.shop.catalogue import Product
from assistant.shop.changes.requests import ChangeItems, ExchangeItems, Swap
from assistant.shop.changes.rules import ChangeRules, ExchangeRules, ItemRules, Kind
from assistant.shop.money import Money
from assistant.shop.orders import Exchange, Order, OrderLine, Piece
from tests.shop.changes.shop import (
    ADA,
    DELIVERED,
    GIFT,
    GUEST,
    LAMP,
    NOW,
    ORDER,
    SHIRT,
    UNTOLD,
    VISA,
    after,
    balance,
    line,
    moves,
    owes,
    paid,
    planned,
    variant,
)

SAME = ChangeRules(items=ItemRules(same_variant=True), exchanges=ExchangeRules(same_variant=True))


def items(*swaps: Swap, by: str = VISA) -> ChangeItems:
    return ChangeItems("#1", swaps, by)


def exchange(*swaps: Swap, by: str = VISA) -> ExchangeItems:
    return ExchangeItems("#1", swaps, by)


def shirts(**stock: int) -> tuple[Product, Product]:
    return replace(SHIRT, variants=tuple(replace(v, stock=stock.get(v.sku[2:], v.stock)) for v in SHIRT.variants)), LAMP


BLUE = Swap("S-RED", "S-BLU")


def test_a_dearer_variant_is_charged_to_the_cent_and_the_line_is_split() -> None:
    effect = planned(items(BLUE))

    assert moves(effect) == [("charge", 550, VISA)]
    assert effect.words == (
        "Change items of order #1.\nOut: 1 × Shirt (red).\nIn: 1 × Shirt (blue).\n$20.00 before, $25.50 now.\n"
        f"$5.50 is charged to your {VISA} at once."
    )
    done = after(effect)
    assert [(one.sku, one.quantity, one.unit.minor) for one in done.lines] == [
        ("S-RED", 1, 2_000),
        ("S-BLU", 1, 2_550),
        ("LAMP", 1, 9_900),
    ]
    assert (done.total, owes(done), done.items_changed, done.status) == (Money(14_950), 14_950, True, "paid")
    assert effect.stock == {"S-RED": 1, "S-BLU": -1}


def test_a_cheaper_variant_gives_the_difference_back() -> None:
    effect = planned(items(Swap("S-RED", "S-GRN", 2), by="gift card"), products=shirts(GRN=2))

    assert (moves(effect), balance(effect)) == ([("refund", 1_000, "gift card")], Money(6_000))
    assert owes(after(effect)) == after(effect).total.minor == 13_400


def test_one_sku_may_become_several_others() -> None:
    effect = planned(items(BLUE, Swap("S-RED", "S-GRN")), products=shirts(GRN=1))

    assert [(one.sku, one.quantity) for one in after(effect).lines] == [("S-BLU", 1), ("S-GRN", 1), ("LAMP", 1)]
    assert moves(effect) == [("charge", 50, VISA)]
    assert effect.stock == {"S-RED": 2, "S-BLU": -1, "S-GRN": -1}


def test_each_item_counts_at_the_price_that_was_paid_for_it() -> None:
    two_prices = replace(
        ORDER, lines=(line("S-RED", 2_000), line("S-RED", 1_000, 2)), total=Money(4_500), payments=(paid(4_500),)
    )
    effect = planned(items(Swap("S-RED", "S-BLU", 2)), two_prices)

    assert moves(effect) == [("charge", 2 * 2_550 - 3_000, VISA)]
    done = after(effect)
    assert done.total - done.shipping == sum((one.unit * one.quantity for one in done.lines), Money(0))


def test_two_swaps_for_one_variant_need_stock_for_both() -> None:
    both = items(BLUE, Swap("S-RED", "S-BLU"))

    assert planned(both, products=shirts(BLU=2)).stock == {"S-RED": 2, "S-BLU": -2}
    with pytest.raises(OutOfStock, match=r"Only 1 of Shirt \(blue\) are left"):
        planned(both, products=shirts(BLU=1))


def test_what_comes_back_counts_as_stock_before_packing_but_not_in_an_exchange() -> None:
    """The shopper keeps two red shirts at today's price; one is left on the shelf beside theirs."""
    cheaper = (replace(SHIRT, variants=(variant("S-RED", 1_800, 1, Color="red"), *SHIRT.variants[1:])), LAMP)
    same = Swap("S-RED", "S-RED", 2)

    effect = planned(items(same), ORDER, SAME, cheaper)
    assert (moves(effect), effect.stock) == ([("refund", 400, VISA)], {})
    with pytest.raises(OutOfStock, match="Only 1"):
        planned(exchange(same), DELIVERED, SAME, cheaper)


def test_a_swap_of_equal_worth_moves_no_money_and_needs_no_way_to_pay() -> None:
    level = (replace(SHIRT, variants=(SHIRT.variants[0], variant("S-BLU", 2_000, Color="blue"))), LAMP)

    for order, by in ((ORDER, VISA), (ORDER, ""), (GUEST, ""), (GUEST, VISA), (UNTOLD, "original way to pay")):
        effect = planned(items(BLUE, by=by), order, products=level)
        assert (effect.movements, after(effect).payments) == ((), order.payments)
    with pytest.raises(UnknownMethod):
        planned(items(BLUE, by="Amex ending in 1"), products=level)


def test_a_guest_gets_a_difference_back_but_cannot_be_charged_one() -> None:
    cheaper = planned(items(Swap("S-RED", "S-GRN")), GUEST, products=shirts(GRN=1))
    assert moves(cheaper) == [("refund", 500, VISA)]
    with pytest.raises(UnknownMethod, match="person can help"):
        planned(items(BLUE), GUEST)
    with pytest.raises(UnknownMethod, match="person can help"):
        planned(items(BLUE), proved_account=False)


def test_an_order_of_unknown_payments_keeps_adding_up() -> None:
    dearer = after(planned(items(BLUE), UNTOLD))
    assert [(p.way, p.amount.minor, p.method) for p in dearer.payments] == [
        ("payment", 14_400, "original way to pay"),
        ("payment", 550, VISA),
    ]
    cheaper = planned(items(Swap("S-RED", "S-GRN"), by="original way to pay"), UNTOLD, products=shirts(GRN=1))
    assert owes(after(cheaper)) == after(cheaper).total.minor == 13_900


def test_before_anything_was_charged_only_what_is_due_changes() -> None:
    effect = planned(items(BLUE, by=""), replace(UNTOLD, status="pending payment"))

    assert (effect.movements, after(effect).payments, after(effect).total) == ((), (), Money(14_950))
    assert "Nothing was charged yet; $149.50 will be due." in effect.words


def test_a_gift_card_covers_the_difference_to_its_last_cent() -> None:
    exact = replace(ADA, payment_methods=(replace(GIFT, balance=Money(550)),))
    short = replace(ADA, payment_methods=(replace(GIFT, balance=Money(549)),))
    by_gift = items(BLUE, by="gift card")

    effect = planned(by_gift, customer=exact)
    assert effect.customer is not None
    assert effect.customer[1].payment_methods[0].balance == Money(0)
    for request, order in ((by_gift, ORDER), (exchange(BLUE, by="gift card"), DELIVERED)):
        with pytest.raises(BalanceTooLow, match=r"\$5.49, which does not cover \$5.50"):
            planned(request, order, customer=short)


def test_a_product_whose_handle_changed_is_still_the_same_product() -> None:
    renamed = replace(SHIRT, handle="shirt-2026")

    assert planned(items(BLUE), products=(renamed, LAMP))


EURO = replace(SHIRT, variants=(SHIRT.variants[0], variant("S-BLU", 2_000, currency="EUR")))


@pytest.mark.parametrize(
    ("swaps", "products", "error", "says"),
    [
        ([], (SHIRT, LAMP), NothingToChange, "No item was named"),
        ([Swap("S-BLU", "S-RED")], (SHIRT, LAMP), NotInOrder, "holds no S-BLU"),
        ([Swap("S-RED", "S-BLU", 3)], (SHIRT, LAMP), NotInOrder, "not 3"),
        ([BLUE, Swap("S-RED", "S-BLU", 2)], (SHIRT, LAMP), NotInOrder, "not 3"),
        ([Swap("S-RED", "S-BLU", 0)], (SHIRT, LAMP), NotInOrder, "at least 1"),
        ([Swap("S-RED", "LAMP")], (SHIRT, LAMP), OtherProduct, "another variant of the same product, not Lamp"),
        ([Swap("S-RED", "S-RED")], (SHIRT, LAMP), NothingToChange, "holds already"),
        ([Swap("S-RED", "S-GRN")], (SHIRT, LAMP), OutOfStock, r"Shirt \(green\) is out of stock"),
        ([Swap("S-RED", "S-404")], (SHIRT, LAMP), UnknownProduct, "S-404"),
        ([BLUE], (EURO, LAMP), OtherCurrency, "sold in EUR"),
    ],
)
@pytest.mark.parametrize(("kind", "order"), [(ChangeItems, ORDER), (ExchangeItems, DELIVERED)])
def test_why_items_cannot_be_swapped(
    kind: Any, order: Order, swaps: list[Swap], products: Any, error: type[ChangeRefused], says: str
) -> None:
    with pytest.raises(error, match=says):
        planned(kind("#1", tuple(swaps), VISA), order, products=products)


def test_what_is_sold_out_cannot_be_kept_at_todays_price() -> None:
    with pytest.raises(OutOfStock):
        planned(items(Swap("S-RED", "S-RED")), ORDER, SAME, shirts(RED=0))


def test_a_shop_may_allow_one_change_of_items() -> None:
    once = ChangeRules(items=ItemRules(once=True))

    assert "can be changed once" in planned(items(BLUE), rules=once).words
    assert planned(items(BLUE), replace(ORDER, items_changed=True))
    with pytest.raises(ChangedAlready, match="once only"):
        planned(items(BLUE), replace(ORDER, items_changed=True), once)


def test_items_change_before_packing_only() -> None:
    with pytest.raises(WrongStatus, match="After delivery you can ask for an exchange"):
        planned(items(BLUE), replace(ORDER, status="packing"))
    with pytest.raises(ChangedAlready, match="paid back before"):
        planned(items(BLUE), replace(ORDER, refunded=Money(100)))


def test_an_exchange_is_asked_for_and_holds_the_new_item_back() -> None:
    effect = planned(exchange(BLUE), DELIVERED)

    assert effect.words == (
        "Exchange items of order #1.\nYou send back: 1 × Shirt (red).\nYou get: 1 × Shirt (blue).\n"
        "$20.00 before, $25.50 now.\nAn e-mail will say how to send them back.\n"
        f"$5.50 is charged to your {VISA} when the new items leave us."
    )
    done = after(effect)
    assert (done.status, done.lines, done.payments) == ("exchange requested", DELIVERED.lines, DELIVERED.payments)
    old, new = Piece("S-RED", "Shirt (red)", 1, Money(2_000)), Piece("S-BLU", "Shirt (blue)", 1, Money(2_550))
    assert done.exchanged == Exchange(NOW, (old,), (new,), "tok_card", VISA, Money(550))
    assert (effect.stock, effect.customer) == ({"S-BLU": -1}, None)
    assert planned(exchange(BLUE), DELIVERED, ChangeRules(exchanges=ExchangeRules(reserve=False))).stock == {}


def test_a_cheaper_exchange_is_refunded_later() -> None:
    effect = planned(exchange(Swap("S-RED", "S-GRN")), DELIVERED, products=shirts(GRN=1))

    assert moves(effect) == [("refund", 500, VISA)]
    assert balance(effect) is None


def test_an_exchange_has_its_own_window_and_kinds() -> None:
    with pytest.raises(TooLate, match="could be exchanged until"):
        planned(exchange(BLUE), DELIVERED, now=NOW + timedelta(days=30))
    never = ChangeRules(exchanges=ExchangeRules(never=(Kind(why="shirts are final", category="Shirts"),)))
    with pytest.raises(NotReturnable, match="shirts are final"):
        planned(exchange(BLUE), DELIVERED, never)
    with pytest.raises(WrongStatus):
        planned(exchange(BLUE), ORDER)


def test_a_line_of_a_product_that_is_gone_can_become_nothing_else() -> None:
    gone = replace(ORDER, lines=(OrderLine("OLD", "Old shirt", 1, Money(100)),))

    with pytest.raises(OtherProduct):
        planned(items(Swap("OLD", "S-BLU")), gone)
