"""From a wish to a paid order, on the page, over the real assistant and the built-in payment page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from assistant.testing.clock import FixedClock
from assistant.testing.model import calls, says
from tests.browser.buying import Floor, add, complete, fill_in, open_floor, place, to_the_checkout
from tests.conftest import Builder
from tests.goods import usd

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

STEPS = [
    calls(("search_products", {"query": "a gift", "max_price": 50})),
    says("A hand-glazed mug makes a fine gift."),
    calls(("place_order", {})),
    says("It is held for you. You pay on the payment page."),
    calls(("order_status", {"order_number": "#1044"})),
    says("Your order is paid."),
]


@pytest_asyncio.fixture(loop_scope="session")
async def floor(building: Builder, clock: FixedClock, tmp_path: Path, chromium: Browser) -> AsyncIterator[Floor]:
    async with open_floor(building, clock, tmp_path, chromium) as floor:
        yield floor


@pytest_asyncio.fixture(loop_scope="session")
async def hosted(building: Builder, clock: FixedClock, tmp_path: Path, chromium: Browser) -> AsyncIterator[Floor]:
    async with open_floor(building, clock, tmp_path, chromium, STEPS) as floor:
        yield floor


async def test_a_wish_becomes_a_paid_order(hosted: Floor) -> None:
    async with hosted.shopper() as visit:
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        await visit.keep_picture("checkout-empty")
        await fill_in(checkout)
        await checkout.get_by_role("button", name="Continue").click()
        await expect(checkout.get_by_role("status")).to_contain_text("Please choose how it is sent")
        await expect(checkout.get_by_role("radio", name="Standard")).to_be_focused()
        await checkout.get_by_role("radio", name="Standard").press("Space")
        await expect(checkout).to_contain_text("Add $36.00 for free standard shipping.")
        await visit.keep_picture("checkout-form")
        await checkout.get_by_role("button", name="Order for $20.33").click()
        question = visit.page.get_by_role("group", name="Please confirm")
        await expect(question).to_contain_text("Total: $20.33")
        await visit.keep_picture("checkout-question")
        await visit.page.get_by_role("button", name="Yes, do it").click()
        order = visit.page.get_by_role("region", name="Order #1044")
        await expect(order).to_contain_text("held until 12:30")
        await visit.keep_picture("checkout-held")
        await order.get_by_role("link", name="Go to the payment page").click()
        await expect(visit.page.get_by_role("button", name="Pay $20.33")).to_be_visible()
        await visit.keep_picture("checkout-demo-page")
        await visit.page.get_by_role("button", name="Pay $20.33").click()
        receipt = visit.page.get_by_role("region", name="Receipt")
        await expect(receipt).to_contain_text("Paid. Thank you! Order #1044")
        await expect(receipt).to_contain_text("Standard shipping")
        await expect(visit.page.get_by_role("button", name="Cart, 0 items")).to_be_visible()
        await visit.keep_picture("checkout-paid")
        await visit.ask("Where is my order #1044?")
        await expect(visit.page.get_by_text("Your order is paid.")).to_be_visible()
        await visit.keep_picture("checkout-status")
    [order_made] = await hosted.orders("#1044")
    assert (order_made.number, order_made.status, order_made.total) == ("#1044", "paid", usd("20.33"))


async def test_a_declined_payment_charges_nothing_and_the_next_try_ends_in_the_same_chat(floor: Floor) -> None:
    async with floor.shopper() as visit:
        page = visit.page
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        await complete(checkout)
        await place(visit, checkout)
        await page.get_by_role("link", name="Go to the payment page").click()
        await page.get_by_role("radio", name="declines").check()
        await page.get_by_role("button", name="Pay $20.33").click()
        await expect(page.get_by_role("alert")).to_contain_text("declined and nothing was charged")
        await visit.keep_picture("checkout-declined")
        await page.get_by_role("link", name="Cancel and go back").click()
        order = page.get_by_role("region", name="Order #1044")
        await expect(order).to_contain_text("Nothing is charged until you pay there.")
        await visit.keep_picture("checkout-declined-back")
        assert await floor.orders("#1044") == []
        await order.get_by_role("link", name="Go to the payment page").click()
        await page.get_by_role("radio", name="PayPal").check()
        await page.get_by_role("button", name="Pay $20.33").click()
        await expect(page.get_by_role("region", name="Receipt")).to_contain_text("Paid. Thank you! Order #1044")
        await visit.ask("Where is my order?")
        await expect(page.get_by_text("Order #1044 is paid: 1 × Lark Stoneware Mug, $20.33 in all.")).to_be_visible()
        await expect(page.locator(".shopper")).to_contain_text(
            ["I need a gift under $50", "Place the order", "Yes", "Where"]
        )
        await visit.keep_picture("checkout-declined-paid")
    [paid] = await floor.orders("#1044")
    assert [(one.way, one.amount) for one in paid.payments] == [("payment", usd("20.33"))]
