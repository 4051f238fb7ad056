"""The one script tag on any page of a shop: a bubble that opens a panel, on the shop's own site or another."""

from collections.abc import AsyncIterator, Iterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, expect

from tests.browser.conftest import PATIENCE_MS, Visit, served
from tests.browser.standin import Shop, create_standin

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session")
async def any_page(visit: Visit) -> Visit:
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    await visit.page.goto(f"{visit.origin}somewhere")
    return visit


@pytest.fixture
def other_site() -> Iterator[str]:
    with served(create_standin(Shop())) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def abroad(chromium: Browser, origin: str, other_site: str) -> AsyncIterator[Visit]:
    """A page of another site that carries the shop's widget."""
    context = await chromium.new_context()
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(await context.new_page(), other_site)
    visit.watch()
    await visit.page.goto(f"{other_site}elsewhere?shop={origin}")
    yield visit
    await context.close()


def launcher(visit: Visit) -> Locator:
    return visit.page.get_by_role("button", name="Ask us")


async def test_nothing_is_asked_of_the_shop_until_the_bubble_is_opened(any_page: Visit, shop: Shop) -> None:
    await any_page.page.evaluate("localStorage.clear()")
    before = shop.started
    await any_page.page.reload()
    await expect(launcher(any_page)).to_be_visible()
    assert shop.started == before
    await launcher(any_page).click()
    await expect(any_page.page.get_by_role("dialog", name="Larkfield")).to_be_visible()
    await expect(any_page.page.get_by_label("Your message")).to_be_focused()
    await expect(any_page.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    assert shop.started == before + 1
    assert any_page.complaints == []


async def test_escape_closes_cart_then_panel_and_the_focus_goes_back(any_page: Visit) -> None:
    await launcher(any_page).click()
    await any_page.page.get_by_role("button", name="Cart, 0 items").click()
    await any_page.page.keyboard.press("Escape")
    await expect(any_page.page.get_by_role("button", name="Cart, 0 items")).to_be_focused()
    await any_page.page.keyboard.press("Escape")
    await expect(any_page.page.get_by_role("dialog")).to_have_count(0)
    await expect(launcher(any_page)).to_be_focused()


async def test_beside_the_open_panel_the_page_stays_usable(any_page: Visit) -> None:
    await launcher(any_page).click()
    await any_page.page.get_by_role("link", name="A link").click()
    assert any_page.page.url.endswith("#x")
    await expect(any_page.page.get_by_role("dialog")).to_be_visible()


async def test_on_a_phone_it_fills_the_screen_and_holds_the_focus(any_page: Visit) -> None:
    await any_page.page.set_viewport_size({"width": 390, "height": 844})
    await launcher(any_page).click()
    dialog = any_page.page.get_by_role("dialog")
    box = await dialog.bounding_box()
    assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
    for _ in range(20):
        await any_page.page.keyboard.press("Tab")
        assert await any_page.page.evaluate("document.activeElement.id") != "before"
    await any_page.page.get_by_role("button", name="Close the chat").click()
    await expect(launcher(any_page)).to_be_focused()


async def test_turning_the_phone_keeps_the_chat_open(any_page: Visit) -> None:
    await launcher(any_page).click()
    await any_page.ask("What is your return policy?")
    await expect(any_page.page.locator(".sources")).to_be_visible()
    for width, height in ((390, 844), (844, 390), (1280, 900)):
        await any_page.page.set_viewport_size({"width": width, "height": height})
        await expect(any_page.page.locator(".sources")).to_be_visible()
    await expect(launcher(any_page)).to_have_count(0)


async def test_the_next_page_of_the_shop_goes_on_where_this_one_was(any_page: Visit, shop: Shop) -> None:
    await launcher(any_page).click()
    await any_page.ask("What is your return policy?")
    await expect(any_page.page.locator(".sources")).to_be_visible()
    await any_page.page.goto(f"{any_page.origin}somewhere?next")
    await expect(any_page.page.get_by_role("dialog")).to_contain_text("What is your return policy?")
    assert shop.started == 1


async def test_another_site_carries_it_with_one_script_tag(abroad: Visit, origin: str, shop: Shop) -> None:
    await launcher(abroad).click()
    await abroad.ask("Show me rain jackets")
    card = abroad.page.get_by_role("article").filter(has_text="Rill Shell Jacket")
    await expect(card.get_by_role("link")).to_have_attribute("href", f"{origin}shop/products/rill-shell-jacket")
    await card.get_by_role("button", name="Add Rill Shell Jacket to cart").click()
    await expect(abroad.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    assert shop.cart == {"RSJ-NVY-S": 1}
    assert all(url.startswith(origin) for url in abroad.strays)
    assert [*abroad.complaints, *abroad.crashes] == []


async def test_the_shops_own_buttons_may_ask(any_page: Visit, shop: Shop) -> None:
    await any_page.page.evaluate("document.querySelector('shopping-assistant').ask('What is your return policy?')")
    await expect(any_page.page.locator(".sources")).to_be_visible()
    assert shop.asked == ["What is your return policy?"]
