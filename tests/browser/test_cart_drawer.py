"""The drawer over the real shop: notes, a gift message, saved for later, undo, and what changed since it was seen."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from assistant.testing.clock import FixedClock
from tests.browser.buying import Floor, add, open_cart, open_floor
from tests.conftest import Builder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

MUG = "Lark Stoneware Mug, white"


@pytest_asyncio.fixture(loop_scope="session")
async def floor(building: Builder, clock: FixedClock, tmp_path: Path, chromium: Browser) -> AsyncIterator[Floor]:
    async with open_floor(building, clock, tmp_path, chromium) as floor:
        yield floor


async def test_notes_are_kept_and_a_line_that_was_saved_or_removed_comes_back_with_its_own(floor: Floor) -> None:
    async with floor.shopper() as visit:
        page = visit.page
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        drawer = await open_cart(visit)
        await drawer.get_by_role("button", name=f"Add a note for {MUG}").click()
        await drawer.get_by_role("textbox", name=f"Note for {MUG}").fill("In blue paper")
        await drawer.get_by_role("button", name="Save note").click()
        await expect(drawer.get_by_role("button", name=f"Change note for {MUG}")).to_be_focused()
        await drawer.get_by_role("button", name="Add a gift message").click()
        await drawer.get_by_role("textbox", name="Gift message").fill("Happy birthday, Grace!")
        await drawer.get_by_role("button", name="Save gift message").click()
        await expect(drawer).to_contain_text("“Happy birthday, Grace!”")
        await visit.keep_picture("drawer-notes")
        cart = await floor.said(visit, "/cart")
        assert (cart["lines"][0]["message"], cart["message"]) == ("In blue paper", "Happy birthday, Grace!")

        await drawer.get_by_role("button", name=f"Save for later: {MUG}").click()
        await expect(page.get_by_role("button", name="Cart, 0 items")).to_be_visible()
        await expect(drawer.get_by_role("heading", name="Saved for later")).to_be_visible()
        await visit.keep_picture("drawer-saved")
        await drawer.get_by_role("button", name=f"Move to cart: {MUG}").click()
        await expect(drawer).to_contain_text("“In blue paper”")
        await drawer.get_by_role("button", name=f"Remove {MUG}").click()
        await expect(drawer.get_by_role("button", name="Undo")).to_be_focused()
        await visit.keep_picture("drawer-removed")
        await drawer.get_by_role("button", name="Undo").click()
        await expect(drawer).to_contain_text("“In blue paper”")
        await expect(page.get_by_role("button", name="Cart, 1 item")).to_be_visible()


async def test_a_price_that_changed_is_told_on_top_of_the_drawer_once(floor: Floor) -> None:
    async with floor.shopper() as visit:
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        await expect(visit.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
        await floor.push(sku="MUG-WHT", price="16.00")
        drawer = await open_cart(visit)
        told = drawer.get_by_role("status").first
        await expect(told).to_contain_text("The price of Lark Stoneware Mug (white) went up from $14.00 to $16.00.")
        await expect(told).to_contain_text("It came to $14.00 and comes to $16.00 now.")
        await visit.keep_picture("drawer-news")
        assert (await floor.said(visit, "/cart"))["news"] == []
        await visit.page.keyboard.press("Escape")
        await open_cart(visit)
        await expect(drawer.locator(".subtotal")).to_contain_text("$16.00")
        await expect(told).to_be_empty()
