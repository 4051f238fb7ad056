"""From a wish to a paid order, on the page, over the real assistant and the built-in payment page."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Route, expect

from assistant.agent.assistant import Assistant
from assistant.agent.stores import Kept
from assistant.api import create_app
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.shop.selling.rules import SellingRules
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from tests.api.conftest import SITE, serving
from tests.browser.conftest import Visit, find_chromium, free_port
from tests.browser.standin import PICTURE
from tests.browser.test_after_purchase import at_noon
from tests.conftest import Builder
from tests.goods import usd

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

DESK = {"width": 1280, "height": 900}
RULES = SellingRules.model_validate({
    "shipping": {"zones": [{"countries": ["US"], "methods": [
        {"name": "Standard", "price": "4.95", "free_from": "50", "days": "3 to 5 working days"},
        {"name": "Express", "price": "14.95", "days": "1 to 2 working days"},
    ]}]},
    "taxes": {"rates": [{"country": "US", "regions": ["CA"], "rate": "7.25"}]},
})  # fmt: skip
FORM = {
    "First and last name": "Ada Lovelace",
    "E-mail for the confirmation": "ada@example.com",
    "Street and number": "1 Main St",
    "City": "Oakland",
    "State or region": "CA",
    "Postcode": "94601",
}
STEPS = [
    calls(("search_products", {"query": "a gift", "max_price": 50})),
    says("A hand-glazed mug makes a fine gift."),
    calls(("place_order", {})),
    says("It is held for you. You pay on the payment page."),
    calls(("order_status", {"order_number": "#1044"})),
    says("Your order is paid."),
]


@pytest_asyncio.fixture(loop_scope="session")
async def served(
    building: Builder, kept: Kept, clock: FixedClock, tmp_path: Path
) -> AsyncIterator[tuple[Assistant, str]]:
    find_chromium()
    await kept.stores.selling.set_selling(RULES)
    port = free_port()
    payments = DemoPayments(
        DemoBook(tmp_path / "demo.db"), f"http://127.0.0.1:{port}", ("a secret of this test",), clock
    )
    async with (
        building(hosted=ScriptedModel(steps=list(STEPS)), payments=payments) as assistant,
        serving(create_app(assistant, SITE), port),
    ):
        yield assistant, f"http://127.0.0.1:{port}/"


async def come_in(chromium: Browser, url: str, **wishes: object) -> Visit:
    async def picture(route: Route) -> None:
        await route.fulfill(body=PICTURE, content_type="image/svg+xml")

    visit = await at_noon(chromium, url, **wishes)
    await visit.page.route("**/pictures/*", picture)
    return visit


async def leave(visit: Visit) -> None:
    await visit.page.context.close()
    assert [*visit.complaints, *visit.crashes, *visit.strays] == []


async def to_the_checkout(visit: Visit) -> Locator:
    await visit.ask("I need a gift under $50")
    await visit.page.get_by_role("button", name="Add Lark Stoneware Mug to cart").click()
    await visit.page.get_by_role("button", name="Cart, 1 item").click()
    await visit.page.get_by_role("button", name="Check out").click()
    await expect(visit.page.get_by_role("heading", name="Checkout")).to_be_focused()
    return visit.page.locator(".checkout")


async def fill_in(checkout: Locator, **other: str) -> None:
    for label, value in (FORM | other).items():
        await checkout.get_by_label(label).fill(value)
    await checkout.get_by_label("Country").select_option(label="United States")


async def test_a_wish_becomes_a_paid_order(chromium: Browser, served: tuple[Assistant, str]) -> None:
    assistant, url = served
    visit = await come_in(chromium, url, viewport=DESK)
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
    await leave(visit)
    [order_made, *_] = await assistant.stores.orders.of_email("ada@example.com")
    assert (order_made.number, order_made.status, order_made.total) == ("#1044", "paid", usd("20.33"))
