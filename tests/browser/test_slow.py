"""On a slow network answers overtake each other, and people press before the page is ready: no press is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, Route, expect

from assistant.agent.assistant import Assistant
from assistant.testing.clock import FixedClock
from tests.browser.buying import add, complete, open_floor, to_the_checkout
from tests.browser.conftest import Visit
from tests.browser.office import open_office
from tests.browser.standin import Shop
from tests.conftest import Builder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
STARTING = "**/api/conversations"
RESUMING = "**/api/conversations/c*"
CART = "**/cart"
CHECKOUT = "**/checkout"


@asynccontextmanager
async def held(page: Page, pattern: str) -> AsyncIterator[asyncio.Event]:
    """Answers to the pattern wait until the block ends; the event tells that one was made and waits."""
    waiting, go_on, delivered = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def late(route: Route) -> None:
        answer = await route.fetch()
        waiting.set()
        await go_on.wait()
        await route.fulfill(response=answer)
        delivered.set()

    await page.route(pattern, late)
    yield waiting
    go_on.set()
    await delivered.wait()
    await page.unroute(pattern)


@asynccontextmanager
async def looking_late(visit: Visit) -> AsyncIterator[None]:
    """With a parka in the cart and the drawer open; what the shop says of the cart comes once the block is over."""
    await with_a_parka(visit)
    late = visit.page.expect_request_finished(lambda request: request.url.endswith("/cart"))
    async with late, held(visit.page, CART) as waiting:
        await visit.page.get_by_role("button", name="Cart, 1 item").click()
        await waiting.wait()
        yield
    await visit.page.evaluate("new Promise((seen) => setTimeout(seen, 100))")


async def with_a_parka(visit: Visit) -> None:
    await visit.ask("Show me rain jackets")
    await visit.page.get_by_role("button", name="Add Moorgate Waxed Parka to cart").click()
    await expect(visit.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()


@pytest.mark.parametrize(("pattern", "forgotten"), [(STARTING, True), (RESUMING, False)])
async def test_a_person_asked_for_before_the_chat_is_ready_is_called(
    visit: Visit, shop: Shop, pattern: str, forgotten: bool
) -> None:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    if forgotten:
        await visit.page.evaluate("localStorage.clear()")
    async with held(visit.page, pattern) as waiting:
        await visit.page.reload()
        await waiting.wait()
        await visit.page.get_by_role("button", name="Talk to a person").click()
        assert shop.handoff is None
    await expect(visit.page.get_by_text("Your chat is in our team's queue")).to_be_visible()
    assert shop.handoff is not None


async def test_a_look_at_the_cart_that_comes_late_does_not_undo_what_was_changed_since(visit: Visit) -> None:
    async with looking_late(visit):
        await visit.page.get_by_role("button", name="One more of Moorgate Waxed Parka").click()
        await expect(visit.page.locator(".subtotal")).to_contain_text("$296.00")
    await expect(visit.page.locator(".subtotal")).to_contain_text("$296.00")


async def test_a_look_at_the_cart_leaves_a_note_that_is_being_written(visit: Visit) -> None:
    async with looking_late(visit):
        await visit.page.get_by_role("button", name="Add a gift message").click()
        await visit.page.keyboard.type("Happy ")
    await visit.page.keyboard.type("birthday")
    await expect(visit.page.get_by_role("textbox", name="Gift message")).to_have_value("Happy birthday")


async def test_each_press_counts_while_the_one_before_is_still_on_its_way(visit: Visit, shop: Shop) -> None:
    await with_a_parka(visit)
    await visit.page.get_by_role("button", name="Cart, 1 item").click()
    async with held(visit.page, "**/cart/lines/MWP-OLV-M") as waiting:
        await visit.page.get_by_role("button", name="One more of Moorgate Waxed Parka").click()
        await waiting.wait()
        await visit.page.get_by_role("button", name="Save for later: Moorgate Waxed Parka").click()
    await expect(visit.page.get_by_text("Saved Moorgate Waxed Parka for later.")).to_be_visible()
    assert (shop.cart, shop.saved) == ({}, {"MWP-OLV-M": 2})


async def test_two_quick_presses_of_more_are_two_more(visit: Visit, shop: Shop) -> None:
    await visit.ask("Show me rain jackets")
    card = visit.page.get_by_role("article").filter(has_text="Rill Shell Jacket")
    await card.get_by_role("combobox").select_option("navy / M")
    await card.get_by_role("button", name="Add Rill Shell Jacket to cart").click()
    await visit.page.get_by_role("button", name="Cart, 1 item").click()
    async with held(visit.page, "**/cart/lines/RSJ-NVY-M") as waiting:
        await visit.page.get_by_role("button", name="One more of Rill Shell Jacket").click()
        await waiting.wait()
        await visit.page.get_by_role("button", name="One more of Rill Shell Jacket").click()
    await expect(visit.page.get_by_role("button", name="Cart, 3 items")).to_be_attached()
    assert shop.cart == {"RSJ-NVY-M": 3}


async def test_a_person_asked_for_while_the_shop_cannot_be_reached_is_called_once_it_can(
    visit: Visit, shop: Shop
) -> None:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    await visit.page.evaluate("localStorage.clear()")
    await visit.page.route(STARTING, lambda route: route.abort())
    await visit.page.reload()
    await expect(visit.page.get_by_role("alert")).to_have_count(1)
    await visit.page.get_by_role("button", name="Talk to a person").click()
    await expect(visit.page.get_by_role("alert")).to_have_count(1)
    await visit.page.unroute(STARTING)
    await visit.page.get_by_role("button", name="Try again").click()
    await expect(visit.page.get_by_text("Your chat is in our team's queue")).to_be_visible()
    assert shop.handoff is not None


async def test_a_yes_that_could_not_be_sent_does_not_say_that_it_was(visit: Visit, shop: Shop) -> None:
    await visit.ask("cancel")
    box = visit.page.locator(".confirmation")
    await expect(box).to_be_visible()
    await visit.page.evaluate("document.querySelector('shopping-assistant').turns.busy = true")
    await box.get_by_role("button", name="Yes, do it").click()
    await expect(box).not_to_contain_text("You agreed to this.")
    await expect(box.get_by_role("button", name="Yes, do it")).to_be_enabled()
    await visit.page.evaluate("document.querySelector('shopping-assistant').turns.busy = false")
    await box.get_by_role("button", name="Yes, do it").click()
    await expect(box).to_contain_text("You agreed to this.")
    assert shop.asked == ["cancel", "Yes, do it"]


async def test_at_the_checkout_each_choice_counts_and_nothing_written_meanwhile_is_lost(
    building: Builder, clock: FixedClock, tmp_path: Path, chromium: Browser
) -> None:
    async with open_floor(building, clock, tmp_path, chromium) as floor, floor.shopper() as visit:
        await add(visit, "Lark Stoneware Mug", "I need a gift under $50")
        checkout = await to_the_checkout(visit)
        await complete(checkout)
        async with held(visit.page, CHECKOUT) as waiting:
            await checkout.get_by_role("radio", name="Express").check()
            await waiting.wait()
            await checkout.get_by_role("button", name="Order for $20.33").click()
        await expect(checkout.get_by_role("status")).to_contain_text("A price has changed. The total is $31.05.")
        async with held(visit.page, CHECKOUT) as waiting:
            await checkout.get_by_role("radio", name="Standard").check()
            await waiting.wait()
            await checkout.get_by_role("radio", name="Express").check()
        await expect(visit.page.locator(".checkout[aria-busy]")).to_have_count(0)
        await expect(checkout.get_by_role("button", name="Order for $31.05")).to_be_visible()
        assert (await floor.said(visit, "/checkout"))["method"] == "Express"
        await checkout.get_by_label("City").fill("Berkeley")
        async with held(visit.page, CHECKOUT) as waiting:
            await checkout.get_by_role("button", name="Continue").click()
            await waiting.wait()
            await checkout.get_by_label("Phone").fill("555 0100")
        await expect(checkout.get_by_role("status")).to_contain_text("You wrote more meanwhile.")
        await expect(checkout.get_by_label("Phone")).to_have_value("555 0100")


async def test_staff_press_twice_for_two_more_and_the_focus_stays(chromium: Browser, assistant: Assistant) -> None:
    async with open_office(chromium, assistant) as office:
        ada, shopper = await office.console("Ada"), await office.shopper()
        await shopper.ask("I want to talk to a person about a white mug")
        await ada.locator(".row").first.click()
        await ada.get_by_role("button", name="Take over").click()
        await ada.get_by_role("button", name="Add a product").click()
        await ada.get_by_label("Find a product").fill("white mug")
        await ada.keyboard.press("Enter")
        await ada.get_by_role("dialog").locator(".person").first.click()
        more = ada.get_by_role("button", name="One more of")
        async with held(ada, "**/cart/lines/*") as waiting:
            await more.click()
            await waiting.wait()
            await more.click()
        await expect(shopper.page.get_by_role("button", name="Cart, 3 items")).to_be_visible()
        await expect(ada.get_by_role("heading", name="Cart (3)")).to_be_visible()
        await expect(more).to_be_focused()
