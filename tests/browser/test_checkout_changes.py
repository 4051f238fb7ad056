"""What changes while somebody checks out: a price, the stock, the time. They are told, and nothing old is ordered."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from assistant.testing.clock import FixedClock
from tests.browser.buying import Floor, add, complete, open_cart, open_floor, place, to_the_checkout
from tests.conftest import Builder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def floor(building: Builder, clock: FixedClock, tmp_path: Path, chromium: Browser) -> AsyncIterator[Floor]:
    async with open_floor(building, clock, tmp_path, chromium) as floor:
        yield floor


async def test_a_price_that_changes_is_told_before_the_order_and_again_before_the_yes_counts(floor: Floor) -> None:
    async with floor.shopper() as visit:
        page = visit.page
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        await complete(checkout)
        await floor.push(sku="MUG-WHT", price="16.00")
        await checkout.get_by_role("button", name="Order for $20.33").click()
        await expect(checkout.get_by_role("status")).to_contain_text("A price has changed. The total is $22.47.")
        await visit.keep_picture("change-price-form")
        await checkout.get_by_role("button", name="Order for $22.47").click()
        last = page.locator(".assistant").last
        await expect(last).to_contain_text("First, about your cart: The price of Lark Stoneware Mug (white) went up")
        yes = page.get_by_role("button", name="Yes, do it")
        await expect(yes).to_be_visible()
        await floor.push(sku="MUG-WHT", price="18.00")
        await yes.click()
        went_up = "First, about your cart: The price of Lark Stoneware Mug (white) went up from $16.00 to $18.00."
        await expect(last).to_contain_text(went_up)
        await expect(last).to_contain_text("Something changed since I asked, so nothing was done.")
        question = page.get_by_role("group", name="Please confirm").last
        await expect(question).to_contain_text("Total: $24.62")
        await expect(yes.last).to_be_in_viewport(ratio=1)
        await visit.keep_picture("change-price-asked-again")
        assert await floor.orders("#1044") == []
        await question.get_by_role("button", name="Yes, do it").click()
        await expect(page.get_by_role("region", name="Order #1044")).to_contain_text("$24.62")


async def test_stock_that_went_before_the_yes_is_told_and_nothing_is_ordered(floor: Floor) -> None:
    async with floor.shopper() as visit:
        page = visit.page
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        await complete(checkout)
        await checkout.get_by_role("button", name="Order for $20.33").click()
        yes = page.get_by_role("button", name="Yes, do it")
        await expect(yes).to_be_visible()
        await floor.push(sku="MUG-WHT", stock=0)
        await yes.click()
        told = "Something changed since I asked, so nothing was done.Lark Stoneware Mug (white) is out of stock."
        await expect(page.locator(".assistant").last).to_contain_text(told)
        await visit.keep_picture("change-stock")
        await expect(page.get_by_role("link", name="Go to the payment page")).to_have_count(0)
        assert await floor.orders("#1044") == []
        drawer = await open_cart(visit)
        await expect(drawer.locator(".line")).to_contain_text("Out of stock now")
        await visit.keep_picture("change-stock-cart")


async def test_a_hold_leads_to_its_payment_until_it_runs_out_and_the_cart_is_whole(floor: Floor) -> None:
    async with floor.shopper() as visit:
        page = visit.page
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        await complete(checkout)
        await place(visit, checkout)
        assert (await floor.stock("MUG-WHT"), await floor.stock("MUG-BLU")) == (39, 3)
        await open_cart(visit)
        await page.get_by_role("button", name="Check out").click()
        await expect(checkout.get_by_role("status")).to_contain_text("Order #1044 for $20.33 waits for its payment.")
        await expect(checkout.get_by_role("button", name="Back to the chat")).to_be_focused()
        await visit.keep_picture("checkout-waits")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("link", name="Go to the payment page")).to_be_in_viewport()
        floor.clock.advance(minutes=31)
        await page.clock.fast_forward("31:00")
        order = page.get_by_role("region", name="Order #1044")
        await expect(order).to_contain_text("The time to pay is over, and nothing was charged. Your cart is as it was.")
        await expect(order.get_by_role("link")).to_have_count(0)
        await visit.keep_picture("hold-over")
        assert (await floor.stock("MUG-WHT"), await floor.orders("#1044")) == (40, [])
        await order.get_by_role("button", name="Check out again").click()
        await expect(checkout.get_by_role("button", name="Order for $20.33")).to_be_visible()
        await checkout.get_by_role("button", name="Back to the cart").click()
        await expect(page.locator(".drawer .line")).to_contain_text(["Lark Stoneware Mug"])
        await visit.keep_picture("hold-over-cart")
