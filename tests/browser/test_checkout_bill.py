"""The bill beside the order button: each part a line, as the server says it; a code counts or says why not."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from assistant.testing.clock import FixedClock
from tests.browser.buying import Floor, add, apply, complete, open_floor, to_the_checkout
from tests.browser.conftest import Visit
from tests.conftest import Builder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

REFUSALS = {
    "summer": "The code SUMMER is not one of ours. Please check how it is spelt.",
    "BIG": "The code BIG needs goods for $60.00; $46.00 is missing.",
}


@pytest_asyncio.fixture(loop_scope="session")
async def floor(building: Builder, clock: FixedClock, tmp_path: Path, chromium: Browser) -> AsyncIterator[Floor]:
    async with open_floor(building, clock, tmp_path, chromium) as floor:
        yield floor


async def shown(checkout: Locator) -> list[str]:
    """The lines between the form and the button."""
    rows = await checkout.locator(".due li, .due .whole").all_inner_texts()
    return [" ".join(row.split()) for row in rows]


async def told(floor: Floor, visit: Visit) -> list[str]:
    """The same lines of what the server says."""
    view = await floor.said(visit, "/checkout")
    named = {"shipping": "{} shipping"}
    parts = [
        (named.get(p["kind"], "{}").format(p["label"]), p["amount"]) for p in view["parts"] if p["kind"] != "goods"
    ]
    lines = [("Subtotal", view["subtotal"]), *parts, ("Total", view["total"])]
    return [f"{label} {amount['text']}" for label, amount in lines]


async def test_a_code_that_does_not_hold_says_why_beside_its_field_and_is_never_counted(floor: Floor) -> None:
    async with floor.shopper() as visit:
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        field = checkout.get_by_role("textbox", name="Discount code")
        for code, why in REFUSALS.items():
            await apply(checkout, code)
            await expect(field).to_have_accessible_description(why)
            await expect(field).to_have_attribute("aria-invalid", "true")
            await expect(field).to_be_focused()
            assert await shown(checkout) == ["Subtotal $14.00", "Total so far $14.00"]
            view = await floor.said(visit, "/checkout")
            assert (view["codes"], view["total"]["text"]) == ([], "$14.00")
            await visit.keep_picture(f"code-refused-{code.lower()}")
        await apply(checkout, "TEN")
        await expect(checkout.get_by_role("status")).to_contain_text("The code TEN is used. The total is $12.60.")
        await expect(field).not_to_have_attribute("aria-invalid", "true")


async def test_each_part_of_the_bill_is_a_line_beside_the_button_as_the_server_says_it(floor: Floor) -> None:
    async with floor.shopper() as visit:
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        await apply(checkout, "ten")
        await complete(checkout)
        lines = ["Subtotal $14.00", "Ten off -$1.40", "Standard shipping $4.95", "Tax 7.25% $1.27", "Total $18.82"]
        assert await shown(checkout) == lines == await told(floor, visit)
        await expect(checkout.locator(".due")).to_contain_text("Add $37.40 for free standard shipping.")
        await expect(checkout.get_by_role("button", name="Order for $18.82")).to_be_in_viewport(ratio=1)
        await visit.keep_picture("bill-parts")
        await checkout.get_by_role("button", name="Back to the cart").click()
        for quantity in range(2, 5):
            await visit.page.get_by_role("button", name="One more of").click()
            await expect(visit.page.get_by_role("button", name=f"Cart, {quantity} items")).to_be_visible()
        await visit.page.get_by_role("button", name="Check out").click()
        await expect(checkout.get_by_role("button", name="Order for $54.05")).to_be_visible()
        assert "Standard shipping $0.00" in await shown(checkout)
        assert await shown(checkout) == await told(floor, visit)
        await expect(checkout.locator(".hint")).to_have_count(0)
        await visit.keep_picture("bill-free-shipping")
