"""Every change after purchase can be made on the demo shop, its money adds up, and its pages say what its rules do."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import get_args

import pytest

from assistant.errors import ShopError
from assistant.shop.catalogue import Product, Variant
from assistant.shop.changes.effect import ChangeKind, Effect
from assistant.shop.changes.facts import Facts
from assistant.shop.changes.plan import plan
from assistant.shop.changes.readdressing import plan_default_address
from assistant.shop.changes.requests import (
    CancelOrder,
    ChangeAddress,
    ChangeDefaultAddress,
    ChangeItems,
    ChangePayment,
    ExchangeItems,
    OrderRequest,
    ReturnItems,
    Some,
    Swap,
)
from assistant.shop.customers import Address, Customer
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderLine, OrderStatus
from demo.build import wallets
from ingest.readers import read, reader_for
from ingest.rows import FeedFile, Item
from tests.demo.files import DEMO, policy, rules, section

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
ELSEWHERE = Address("12 Tannery Row", "Eugene", "97401", "US", region="OR")
NOTHING = Money(0)
RULES = rules()


def _values(name: str) -> Iterator[object]:
    file = FeedFile(DEMO / name, name)
    reader = reader_for(file.path)
    assert reader is not None
    return (row.value for row in read(file, reader) if isinstance(row, Item))


ORDERS = [value for value in _values("orders.json") if isinstance(value, Order)]
CUSTOMERS = {value.id: value for value in _values("customers.json") if isinstance(value, Customer)}
PRODUCTS = [value for value in _values("products.csv") if isinstance(value, Product)]
GOODS = {variant.sku: (product, variant) for product in PRODUCTS for variant in product.variants}


def facts(order: Order) -> Facts:
    return Facts(order, CUSTOMERS.get(order.customer_id or ""), GOODS, RULES, NOW)


def others(line: OrderLine) -> list[Variant]:
    product, own = GOODS[line.sku]
    return [v for v in product.variants if v.sku != own.sku and v.stock >= line.quantity]


def requests(order: Order) -> Iterator[OrderRequest]:
    customer = CUSTOMERS.get(order.customer_id or "")
    labels = list(facts(order).saved) if customer else [payment.method for payment in order.payments]
    yield CancelOrder(order.number)
    yield ChangeAddress(order.number, ELSEWHERE)
    for label in labels:
        yield ChangePayment(order.number, label)
        yield ReturnItems(order.number, (Some(order.lines[0].sku),), label)
        for other in others(order.lines[0]):
            swaps = (Swap(order.lines[0].sku, other.sku),)
            yield ChangeItems(order.number, swaps, label)
            yield ExchangeItems(order.number, swaps, label)


def effects() -> Iterator[tuple[Order, Effect]]:
    for order in ORDERS:
        for request in requests(order):
            try:
                yield order, plan(request, facts(order))
            except ShopError:
                continue


EFFECTS = list(effects())


@pytest.mark.parametrize("kind", ["cancel", "address", "payment", "items", "return", "exchange"])
def test_each_change_can_be_made_on_several_orders(kind: ChangeKind) -> None:
    assert len({order.number for order, effect in EFFECTS if effect.kind == kind}) >= 3


def test_everybody_can_move_house() -> None:
    for customer in CUSTOMERS.values():
        assert plan_default_address(ChangeDefaultAddress(ELSEWHERE), customer).customer


def test_a_refund_can_go_to_a_gift_card_without_a_fee_and_elsewhere_less_the_label() -> None:
    asked = [effect.order[1].returned for _, effect in EFFECTS if effect.order]
    fees = {(back.method == "gift card", str(back.fee)) for back in asked if back}
    assert fees >= {(True, "$0.00"), (False, "$5.95")}


def test_what_was_paid_and_given_back_is_what_the_order_came_to() -> None:
    for order in ORDERS:
        paid = sum(p.amount.minor if p.way == "payment" else -p.amount.minor for p in order.payments)
        left = order.total.minor - (order.refunded.minor if order.refunded else 0)
        assert paid == (left if order.payments else 0), order.number
        unpaid = order.status == "pending payment" or (order.status == "cancelled" and order.refunded is None)
        assert bool(order.payments) != unpaid, order.number
        assert all(order.placed_at <= p.at <= NOW for p in order.payments), order.number


def test_every_way_an_order_was_paid_is_on_its_customers_account() -> None:
    for order in ORDERS:
        customer = CUSTOMERS.get(order.customer_id or "")
        saved = {method.id for method in customer.payment_methods} if customer else {""}
        assert {payment.method_id for payment in order.payments} <= saved, order.number
        assert order.address is not None, order.number
        assert order.address == (customer.address if customer else order.address), order.number


def test_there_are_several_cards_gift_cards_and_orders_paid_in_two_ways() -> None:
    kinds = [sorted(method.kind for method in customer.payment_methods) for customer in CUSTOMERS.values()]
    assert all(kinds)
    assert sum(each.count("card") > 1 for each in kinds) >= 5
    assert sum("gift card" in each for each in kinds) >= 5
    assert any(each.count("card") > 1 and "gift card" in each for each in kinds)
    assert sum(len(order.paid_by()) > 1 for order in ORDERS) >= 5
    assert wallets.of("") == []


def test_no_gift_card_bought_a_gift_card() -> None:
    bought = [order for order in ORDERS if any(line.handle.endswith("gift-card") for line in order.lines)]
    assert bought
    assert not [p for order in bought for p in order.payments if p.method == "gift card"]


def test_lines_name_the_product_and_options_that_were_bought() -> None:
    for line in (line for order in ORDERS for line in order.lines):
        product, variant = GOODS[line.sku]
        assert (line.handle, line.options) == (product.handle, variant.options)


def test_final_sale_and_gift_cards_stay_and_hygiene_goods_come_back_sealed() -> None:
    kinds = {"Final sale": "final sale", "Not returnable": "gift cards cannot"}
    template = next(order for order in ORDERS if order.status == "delivered" and order.customer_id)
    for product in PRODUCTS:
        says, variant = product.attributes["Returns"], product.variants[0]
        line = OrderLine(variant.sku, product.title, 1, variant.price, product.handle, variant.options)
        order = replace(template, lines=(line,), placed_at=NOW, total=variant.price, shipping=NOTHING, payments=())
        request = ReturnItems(order.number, (Some(variant.sku),), "original way to pay")
        held = next((why for start, why in kinds.items() if says.startswith(start)), "")
        if held:
            with pytest.raises(ShopError, match=held):
                plan(request, facts(order))
        else:
            words = plan(request, facts(order)).words
            assert ("unopened" in words, "liner" in words) == ("unopened" in says, "liner" in says), product.title


def test_what_the_pages_say_without_figures_is_what_the_rules_do() -> None:
    returns, changes = policy("returns-and-exchanges.md"), policy("order-changes.md")
    costs = section(returns, "What a return costs")
    assert ("Store credit on a Larkfield gift card | Free" in costs) == ("gift card" not in RULES.returns.fees)
    assert "exchanged or refunded" in section(returns, "Gift cards cannot be returned")
    assert ("address in the same country" in changes) == RULES.address.same_country
    assert set(RULES.address.statuses) == set(RULES.items.statuses) == set(RULES.cancel.statuses)
    assert ("Returns from Canada" in costs) == ("CA" in RULES.returns.own_postage)
    assert all(f"| {status} |" in changes for status in get_args(OrderStatus))
    assert "sends a code" in (DEMO / "faqs" / "orders.md").read_text(encoding="utf-8")
    assert not RULES.read_by_name
