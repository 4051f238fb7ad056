"""The whole checkout by keyboard alone, on a narrow screen in the dark; axe's rules hold at every step."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Locator, Page, expect

from assistant.testing.clock import FixedClock
from tests.browser.buying import FORM, Floor, open_floor
from tests.browser.conftest import Visit
from tests.browser.measures import FAINT_TEXT, FOCUS_UNSEEN, WIDER_THAN_THE_WINDOW
from tests.browser.test_access import focused
from tests.conftest import Builder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

NARROW: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "color_scheme": "dark",
    "reduced_motion": "reduce",
    "bypass_csp": True,  # axe measures with styles of its own
}
MUG = "Lark Stoneware Mug, white"


@pytest_asyncio.fixture(loop_scope="session")
async def floor(building: Builder, clock: FixedClock, tmp_path: Path, chromium: Browser) -> AsyncIterator[Floor]:
    async with open_floor(building, clock, tmp_path, chromium) as floor:
        yield floor


class Keys:
    """A shopper without a mouse, who sees at every step where the focus is."""

    def __init__(self, visit: Visit) -> None:
        self.visit, self.page = visit, visit.page

    async def to(self, name: str, *, backwards: bool = False) -> None:
        seen = list[str]()
        for _ in range(40):
            seen.append(await focused(self.visit))
            if seen[-1].startswith(name):
                return
            await self.page.keyboard.press("Shift+Tab" if backwards else "Tab")
            assert await self.page.evaluate(FOCUS_UNSEEN) == []
        raise AssertionError(f"{name!r} cannot be reached with Tab; passed were {seen}")

    async def press(self, name: str, *, backwards: bool = False) -> None:
        await self.to(name, backwards=backwards)
        await self.page.keyboard.press("Enter")

    async def write(self, name: str, text: str) -> None:
        await self.to(name)
        await self.page.keyboard.type(text)

    async def at(self, name: str) -> None:
        """The focus came there by itself."""
        for _ in range(20):
            if (await focused(self.visit)).startswith(name):
                return
            await self.page.wait_for_timeout(50)
        raise AssertionError(f"the focus is at {await focused(self.visit)!r}, not at {name!r}")

    @property
    def here(self) -> Locator:
        return self.page.locator("shopping-assistant :focus")

    async def keep_picture(self, name: str) -> None:
        await self.visit.keep_picture(name)
        await holds(self.page)


async def holds(page: Page) -> None:
    await page.wait_for_load_state()  # a button can be found before the style sheet has come
    assert await page.evaluate(FAINT_TEXT) == []
    assert await page.evaluate(WIDER_THAN_THE_WINDOW) == []
    found = await Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


async def test_the_checkout_is_done_with_the_keyboard_alone_on_a_narrow_screen_in_the_dark(floor: Floor) -> None:
    async with floor.shopper(**NARROW) as visit:
        keys = Keys(visit)
        await into_the_cart(keys)
        await through_the_form(keys)
        await to_the_receipt(keys)
    [paid] = await floor.orders("#1044")
    assert paid.note == "Lark Stoneware Mug (white): In blue paper"


async def into_the_cart(keys: Keys) -> None:
    page, press = keys.page, keys.page.keyboard.press
    await keys.write("Your message", "I need a gift under $50")
    await press("Enter")
    await expect(page.get_by_role("button", name="Add Lark Stoneware Mug to cart")).to_be_visible()
    await keys.press("Add Lark Stoneware Mug to cart", backwards=True)
    await expect(page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    await keys.press("Cart, 1 item", backwards=True)
    await keys.press(f"One more of {MUG}")
    await expect(page.get_by_role("button", name="Cart, 2 items")).to_be_visible()
    await keys.at(f"One more of {MUG}")
    await press("Escape")
    await keys.at("Cart, 2 items")
    await press("Enter")
    await keys.press(f"Add a note for {MUG}")
    await page.keyboard.type("In blue paper")
    await press("Tab")
    await press("Enter")
    await expect(page.get_by_text("“In blue paper”")).to_be_visible()
    await keys.at(f"Change note for {MUG}")
    await keys.keep_picture("keyboard-cart")
    await keys.press("Check out")


async def through_the_form(keys: Keys) -> None:
    page, press = keys.page, keys.page.keyboard.press
    checkout = page.locator(".checkout")
    await expect(page.get_by_role("heading", name="Checkout")).to_be_focused()
    await keys.write("Discount code", "nope")
    await press("Enter")
    await expect(keys.here).to_have_accessible_description(
        "The code NOPE is not one of ours. Please check how it is spelt."
    )
    await page.keyboard.type("TEN")  # what was refused is selected
    await press("Enter")
    await expect(checkout.get_by_role("status")).to_contain_text("The code TEN is used.")
    await keys.at("Discount code")
    await keys.press("Continue")
    await expect(checkout.get_by_role("status")).to_contain_text("Please look at the marked fields.")
    await keys.at("First and last name")
    await expect(keys.here).to_have_accessible_description("Please fill this in.")
    await keys.keep_picture("keyboard-form-refused")
    for label in ("First and last name", "E-mail for the confirmation"):
        await keys.write(label, FORM[label])
    await keys.write("Country", "United States")
    for label in ("Street and number", "City", "State or region", "Postcode"):
        await keys.write(label, FORM[label])
    await press("Enter")
    await expect(checkout.get_by_role("status")).to_contain_text("Please choose how it is sent")
    await press("Space")
    await expect(checkout.get_by_role("button", name="Order for")).to_be_visible()
    await keys.at("Standard")
    await keys.keep_picture("keyboard-form")
    await press("Escape")
    await keys.at("Check out")
    await press("Enter")
    await expect(checkout.get_by_role("button", name="Order for")).to_be_visible()
    await keys.press("Order for")


async def to_the_receipt(keys: Keys) -> None:
    page = keys.page
    await expect(page.get_by_role("button", name="Yes, do it")).to_be_in_viewport(ratio=1)
    await keys.keep_picture("keyboard-question")
    await keys.press("Yes, do it")
    await expect(page.get_by_role("link", name="Go to the payment page")).to_be_in_viewport(ratio=1)
    await keys.keep_picture("keyboard-held")
    await keys.press("Go to the payment page")
    await expect(page.get_by_role("button", name="Pay $")).to_be_visible()
    await holds(page)
    for key in ("Tab", "ArrowDown", "Tab", "Enter"):
        await page.keyboard.press(key)
    await expect(page.get_by_role("region", name="Receipt")).to_contain_text("Paid. Thank you! Order #1044")
    await keys.keep_picture("keyboard-receipt")
