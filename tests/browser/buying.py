"""What the tests of the checkout share: a shop over the real assistant, its demo payment page, and a shopper in it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from langchain_core.messages import AIMessage
from playwright.async_api import Browser, Locator, Route, expect

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.shop.orders import Order
from assistant.shop.selling.rules import SellingRules
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel
from tests.api.conftest import SITE, serving
from tests.browser.conftest import Visit, find_chromium, free_port
from tests.browser.standin import PICTURE
from tests.browser.test_after_purchase import at_noon
from tests.conftest import Builder

DESK = {"width": 1280, "height": 900}
PUSH_TOKEN = "a push token that is long enough for a test"
RULES = SellingRules.model_validate({
    "discounts": [
        {"name": "Ten off", "code": "TEN", "percent": "10"},
        {"name": "Big basket", "code": "BIG", "amount": "15", "minimum": "60"},
    ],
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


@dataclass(frozen=True)
class Floor:
    """A shop that is open; its own clock and the page's stand at noon."""

    assistant: Assistant
    url: str
    clock: FixedClock
    client: Any
    browser: Browser

    @asynccontextmanager
    async def shopper(self, **wishes: object) -> AsyncIterator[Visit]:
        """At the chat page; nothing may complain there, and no request leave."""

        async def picture(route: Route) -> None:
            await route.fulfill(body=PICTURE, content_type="image/svg+xml")

        visit = await at_noon(self.browser, self.url, **({"viewport": DESK} | wishes))
        await visit.page.route("**/pictures/*", picture)
        yield visit
        await visit.page.context.close()
        found = [*visit.complaints, *visit.crashes, *visit.strays]
        assert found == [], found

    async def push(self, **offer: object) -> None:
        """As the shop's own system tells of a new price or stock."""
        headers = {"Authorization": f"Bearer {PUSH_TOKEN}"}
        answer = await self.client.put("/api/offers", json={"offers": [offer]}, headers=headers)
        assert answer.json()["counts"] == {"changed": 1}, answer.text

    async def said(self, visit: Visit, path: str) -> Any:
        """What the server says to this very shopper."""
        start = await visit.page.evaluate("document.querySelector('shopping-assistant').session.start")
        headers = {"Authorization": f"Bearer {start['token']}"}
        answer = await self.client.get(f"/api/conversations/{start['id']}{path}", headers=headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def stock(self, sku: str) -> int:
        return (await self.assistant.catalogue.by_sku(sku))[1].stock

    async def orders(self, number: str) -> Sequence[Order]:
        found = await self.assistant.stores.orders.get(number)
        return [found] if found else []


@asynccontextmanager
async def open_floor(
    building: Builder, clock: FixedClock, folder: Path, browser: Browser, steps: Sequence[AIMessage] | None = None
) -> AsyncIterator[Floor]:
    """With the offline model, or with one that plays `steps`."""
    find_chromium()
    port = free_port()
    payments = DemoPayments(DemoBook(folder / "demo.db"), f"http://127.0.0.1:{port}", ("a secret of this test",), clock)
    hosted = ScriptedModel(steps=list(steps)) if steps else None
    async with building(hosted=hosted, payments=payments) as assistant:
        await assistant.stores.selling.set_selling(RULES)
        site = replace(SITE, push_token=PUSH_TOKEN.encode())
        async with serving(create_app(assistant, site), port) as client:
            yield Floor(assistant, f"http://127.0.0.1:{port}/", clock, client, browser)


async def add(visit: Visit, title: str, asked: str) -> None:
    await visit.ask(asked)
    await visit.page.get_by_role("button", name=f"Add {title} to cart").last.click()


async def open_cart(visit: Visit) -> Locator:
    await visit.page.get_by_role("button", name="Cart, ").click()
    await expect(visit.page.get_by_role("heading", name="Your cart")).to_be_focused()
    return visit.page.locator(".drawer")


async def to_the_checkout(visit: Visit) -> Locator:
    await open_cart(visit)
    await visit.page.get_by_role("button", name="Check out").click()
    await expect(visit.page.get_by_role("heading", name="Checkout")).to_be_focused()
    await expect(visit.page.get_by_label("First and last name")).to_be_visible()
    return visit.page.locator(".checkout")


async def fill_in(checkout: Locator, **other: str) -> None:
    for label, value in (FORM | other).items():
        await checkout.get_by_label(label).fill(value)
    await checkout.get_by_label("Country").select_option(label="United States")


async def complete(checkout: Locator) -> None:
    """Until the shop can word the order."""
    await fill_in(checkout)
    await checkout.get_by_role("button", name="Continue").click()
    await checkout.get_by_role("radio", name="Standard").check()
    await expect(checkout.get_by_role("button", name="Order for")).to_be_visible()


async def apply(checkout: Locator, code: str) -> None:
    await checkout.get_by_role("textbox", name="Discount code").fill(code)
    await checkout.get_by_role("button", name="Apply").click()


async def place(visit: Visit, checkout: Locator) -> None:
    """To the order that waits for its payment."""
    await checkout.get_by_role("button", name="Order for").click()
    await visit.page.get_by_role("button", name="Yes, do it").click()
    await expect(visit.page.get_by_role("link", name="Go to the payment page")).to_be_visible()
