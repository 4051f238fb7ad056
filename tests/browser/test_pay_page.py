"""The demo's payment page in a real browser: by keyboard, on a phone, in the dark; it declines, pays and goes back."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from assistant.api import Site, create_app
from assistant.payments.demo import DemoPayments
from assistant.payments.demo_book import DemoBook
from assistant.shop.checkout.records import Checkout
from assistant.testing.clock import FixedClock
from tests.api.conftest import serving
from tests.browser.conftest import PATIENCE_MS, Visit
from tests.browser.measures import FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW
from tests.conftest import Builder
from tests.shop.checkout.till import RULES, Counter

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@asynccontextmanager
async def at_the_page(
    building: Builder, folder: Path, clock: FixedClock, browser: Browser, **wishes: object
) -> AsyncIterator[tuple[Visit, Counter, Checkout]]:
    """A browser at the payment page of an order, in a shop that runs in this process."""
    demo = DemoPayments(DemoBook(folder / "demo.db"), "http://elsewhere.example", ("secret",), clock)
    async with building(payments=demo) as assistant, serving(create_app(assistant, Site("Larkfield"))) as client:
        counter = Counter(assistant.stores, assistant.checkout.desk, assistant.checkout.till, demo)
        await counter.stores.selling.set_selling(RULES)
        await counter.fill()
        placed = await counter.placed(now=clock())
        session = await counter.till.pay_page(placed.id, clock())
        context = await browser.new_context(**wishes)  # type: ignore[arg-type]  # playwright types each wish apart
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(await context.new_page(), f"{client.base_url}/")
        visit.watch()
        await visit.page.goto(f"{client.base_url}/pay/{session.id}")
        yield visit, counter, placed
        await context.close()
        assert [*visit.crashes, *visit.strays] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_page_is_read_and_touched_on_a_phone(
    building: Builder, tmp_path: Path, clock: FixedClock, chromium: Browser, scheme: str
) -> None:
    phone = {"viewport": {"width": 360, "height": 740}, "color_scheme": scheme, "is_mobile": True, "has_touch": True}
    async with at_the_page(building, tmp_path, clock, chromium, **phone) as (visit, _, placed):
        await expect(visit.page.get_by_role("heading")).to_have_text(f"Pay {placed.total}")
        for measure in (FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW):
            assert await visit.page.evaluate(measure) == []
        await visit.keep_picture(f"pay-page-{scheme}")
        assert visit.complaints == []


async def test_a_decline_is_told_and_the_keyboard_alone_pays(
    building: Builder, tmp_path: Path, clock: FixedClock, chromium: Browser
) -> None:
    async with at_the_page(building, tmp_path, clock, chromium) as (visit, counter, placed):
        page, press = visit.page, visit.page.keyboard.press
        for key in ("Tab", "ArrowDown", "ArrowDown", "Tab", "Enter"):
            await press(key)
        await expect(page.get_by_role("alert")).to_contain_text("nothing was charged")
        assert await counter.state(placed) == "awaiting payment"
        for key in ("Tab", "ArrowDown", "Tab", "Enter"):
            await press(key)
        await page.wait_for_url("**/?paid=1")
        assert await counter.state(placed) == "paid"
        await page.go_back()
        await expect(page.get_by_role("status")).to_contain_text("Paid with PayPal")
        await expect(page.get_by_role("button")).to_have_count(0)


async def test_cancel_goes_back_and_leaves_the_order_to_be_paid_later(
    building: Builder, tmp_path: Path, clock: FixedClock, chromium: Browser
) -> None:
    async with at_the_page(building, tmp_path, clock, chromium) as (visit, counter, placed):
        await visit.page.get_by_role("link", name="Cancel and go back").click()
        await visit.page.wait_for_url(visit.origin)
        assert await counter.state(placed) == "awaiting payment"
