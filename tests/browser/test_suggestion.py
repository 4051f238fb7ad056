"""What goes with the cart, on the page: why it is shown, added by one press, put away by another and then for good."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from assistant.agent.stores import Kept
from assistant.api import create_app
from assistant.shop.selling.rules import SellingRules
from assistant.testing.model import ScriptedModel, calls, says
from tests.api.conftest import SITE, serving
from tests.browser.conftest import PATIENCE_MS, Visit, find_chromium, free_port
from tests.browser.measures import FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW
from tests.browser.standin import PICTURE
from tests.conftest import Builder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

RULES = SellingRules.model_validate({
    "goes_with": [
        {"of": {"handle": "lark-mug"}, "suggest": {"handle": "drip-kettle"}},
        {"of": {"handle": "hut-tent"}, "suggest": {"handle": "poppy-dress"}},
    ]
})  # fmt: skip
STEPS = [
    step
    for sku in ("MUG-WHT", "HUT-4")
    for step in (calls(("add_to_cart", {"sku": sku})), says("Added."), calls(("show_cart", {})), says("Your cart."))
]


@pytest_asyncio.fixture(loop_scope="session")
async def phone(building: Builder, kept: Kept, chromium: Browser) -> AsyncIterator[Visit]:
    find_chromium()
    await kept.stores.selling.set_selling(RULES)
    port = free_port()
    async with (
        building(hosted=ScriptedModel(steps=STEPS)) as assistant,
        serving(create_app(assistant, SITE), port),
    ):
        context = await chromium.new_context(
            viewport={"width": 390, "height": 844}, color_scheme="dark", has_touch=True, is_mobile=True
        )
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(await context.new_page(), f"http://127.0.0.1:{port}/")
        visit.watch()
        await visit.page.route(
            "**/pictures/**", lambda route: route.fulfill(body=PICTURE, content_type="image/svg+xml")
        )
        await visit.page.goto(visit.origin)
        yield visit
        await context.close()
        assert (visit.crashes, visit.strays) == ([], [])


async def test_a_suggestion_is_added_or_put_away_and_does_not_come_back(phone: Visit) -> None:
    page, box = phone.page, phone.page.get_by_role("region", name="Suggestion")
    await phone.ask("add one MUG-WHT to my cart")
    await expect(box).to_contain_text("Goes with Lark Stoneware Mug.")
    await expect(box).to_contain_text("$59.00")
    for measure in (SMALL_TARGETS, FAINT_TEXT, WIDER_THAN_THE_WINDOW):
        assert await page.evaluate(measure) == [], measure
    await phone.keep_picture("suggestion-phone-dark")
    await box.get_by_role("button", name="No thanks, not Drip Gooseneck Kettle").press("Enter")
    await expect(page.get_by_text("I will not suggest it again in this chat.")).to_be_focused()
    await expect(box).to_have_count(0)
    await phone.ask("show my cart")
    await expect(page.get_by_text("Your cart.")).to_be_visible()
    await expect(box).to_have_count(0)

    await phone.ask("add HUT-4 to my cart")
    await box.get_by_label("Choose an option of Poppy Linen Dress").select_option(label="red / M")
    await expect(box.get_by_role("option")).to_have_count(2)  # what is out of stock is not offered
    await box.get_by_role("button", name="Add Poppy Linen Dress to cart").press("Enter")
    await expect(page.get_by_text("Added to your cart: Poppy Linen Dress.")).to_be_focused()
    await expect(page.get_by_role("button", name="Cart, 3 items")).to_be_visible()
    await phone.ask("show my cart")
    await expect(page.get_by_text("Your cart.")).to_have_count(2)
    await expect(box).to_have_count(0)
