"""Who has ordered before is counted over all orders of the shop, by e-mail address and by account."""

from dataclasses import replace

import pytest

from assistant.agent.stores import Stores
from assistant.errors import Voided
from assistant.shop.customers import Customer
from assistant.shop.money import Money
from assistant.shop.orders import Order, OrderStatus
from assistant.shop.selling.rules import SellingRules
from tests.shop.checkout.till import ADA, CART, NOW, Counter, counter

FIRST = SellingRules.model_validate({"discounts": [{"name": "Hello", "percent": "10", "first_order": True}]})


@pytest.fixture
async def shop(stores: Stores) -> Counter:
    return await counter(stores, rules=FIRST)


async def fed(shop: Counter, email: str, customer: str | None = None, status: OrderStatus = "paid") -> None:
    order = Order("#77", email, customer, status, NOW, (), Money(0), Money(1400))
    people = [Customer(customer, "Somebody", email)] if customer else []
    await shop.stores.orders.replace(people, [order])


@pytest.mark.parametrize(
    ("email", "customer", "status", "ordered"),
    [
        ("Ada@Example.com", None, "delivered", True),
        ("ada@example.com", None, "cancelled", False),
        ("grace@example.com", None, "paid", False),
        ("grace@example.com", "c-1", "paid", True),
        ("grace@example.com", "c-2", "paid", False),
    ],
)
async def test_an_order_that_was_not_cancelled_is_one(
    shop: Counter, email: str, customer: str | None, status: OrderStatus, ordered: bool
) -> None:
    await fed(shop, email, customer, status)
    assert (await shop.stores.checkouts.used("ada@example.com", "c-1")).ordered is ordered
    assert (await shop.stores.checkouts.used("", None)).ordered is None


async def test_somebody_without_an_address_has_not_ordered_what_others_did_without_one(shop: Counter) -> None:
    await fed(shop, "", None)
    assert (await shop.stores.checkouts.used("", "c-1")).ordered is False


async def test_the_first_order_is_cheaper_and_the_second_is_not(shop: Counter) -> None:
    await shop.fill()
    placed = await shop.placed()
    await shop.till.settle((await shop.paid(placed)).id, NOW)
    await shop.fill()
    again = await shop.desk.overview(CART, ADA, NOW)
    assert (placed.total, again.bill.totals.total) == (Money(2520), Money(2800))


async def test_two_first_orders_at_once_are_one(shop: Counter) -> None:
    await shop.fill()
    await shop.fill(cart="conversation:c2")
    other = replace(ADA, conversation_id="c2")
    first, _ = await shop.desk.propose(CART, ADA, NOW)
    second, _ = await shop.desk.propose("conversation:c2", other, NOW)
    await shop.desk.place(CART, ADA, first.id, NOW)
    with pytest.raises(Voided):
        await shop.desk.place("conversation:c2", other, second.id, NOW)
