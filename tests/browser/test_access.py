"""Anybody can use it: by keyboard, on a phone, zoomed in, in the dark, with a screen reader."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser.conftest import PATIENCE_MS, Visit
from tests.browser.measures import FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW
from tests.browser.standin import Shop

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(loop_scope="session", params=["light", "dark"])
async def phone(request: pytest.FixtureRequest, chromium: Browser, origin: str) -> AsyncIterator[Visit]:
    context = await chromium.new_context(
        viewport={"width": 390, "height": 844}, color_scheme=request.param, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(await context.new_page(), origin)
    visit.watch()
    await visit.page.goto(origin)
    yield visit
    await context.close()
    assert [*visit.complaints, *visit.crashes, *visit.strays] == []


async def whole_tour(visit: Visit) -> None:
    """Every kind of thing that the chat can show, at once."""
    await visit.ask("Show me rain jackets")
    await visit.page.get_by_role("button", name="Add Moorgate Waxed Parka to cart").click()
    await expect(visit.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    for question, shown in (("compare", "table"), ("returns", ".sources"), ("fallback", ".notice")):
        await visit.ask(question)
        await expect(visit.page.locator(shown)).to_be_visible()
    await visit.ask("cancel")
    await expect(visit.page.locator(".confirmation")).to_be_visible()
    await visit.page.get_by_role("button", name="Talk to a person").click()
    await expect(visit.page.get_by_role("button", name="Talk to a person")).to_have_count(0)


async def test_everything_is_done_with_the_keyboard_alone(visit: Visit, shop: Shop) -> None:
    press, typed = visit.page.keyboard.press, visit.page.keyboard.type
    await expect(visit.page.get_by_role("button", name="Where is my order?")).to_be_visible()
    await tab_to(visit, "Your message")
    await typed("Show me rain jackets")
    await press("Enter")
    await expect(visit.page.get_by_role("article")).to_have_count(4)
    await tab_to(visit, "Choose an option of Rill Shell Jacket", backwards=True)
    await press("ArrowDown")
    await tab_to(visit, "Add Rill Shell Jacket to cart")
    await press("Enter")
    await expect(visit.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    await tab_to(visit, "Cart, 1 item", backwards=True)
    await press("Enter")
    await tab_to(visit, "One more of Rill Shell Jacket, navy / M")
    await press("Enter")
    await expect(visit.page.locator(".subtotal")).to_contain_text("$258.00")
    assert await focused(visit) == "One more of Rill Shell Jacket, navy / M"
    await press("Escape")
    await expect(visit.page.get_by_role("heading", name="Your cart")).to_have_count(0)
    assert await focused(visit) == "Cart, 2 items"
    await tab_to(visit, "Talk to a person")
    await press("Space")
    await expect(visit.page.get_by_text("Your chat is in our team's queue")).to_be_focused()
    assert shop.cart == {"RSJ-NVY-M": 2}


async def test_the_open_cart_keeps_the_keyboard_out_of_what_it_covers(visit: Visit) -> None:
    await visit.page.get_by_role("button", name="Cart, 0 items").click()
    seen = set()
    for _ in range(8):
        await visit.page.keyboard.press("Tab")
        seen.add(await focused(visit))
    assert "Close the cart" in seen
    assert not seen & {"Your message", "Talk to a person", "New chat", "Where is my order?"}


async def test_answers_are_told_to_screen_readers_without_reading_every_card(visit: Visit) -> None:
    log = visit.page.get_by_role("log", name="Conversation")
    await expect(log).to_have_attribute("aria-live", "polite")
    await visit.ask("Show me rain jackets")
    await expect(visit.page.get_by_role("list", name="4 products")).to_have_attribute("aria-live", "off")
    await expect(log).to_contain_text("4 products shown.")


async def test_a_growing_answer_never_replaces_what_was_read_out_already(visit: Visit) -> None:
    kept = await visit.page.evaluate(
        """async () => {
            const { show } = await import("/web/text.js");
            const holder = document.createElement("div");
            const base = new URL("/", location.href);
            show(holder, "One **two** thr", base);
            const [first, bold] = holder.firstChild.childNodes;
            show(holder, "One **two** three. Four.\\n\\n- five", base);
            const [now, boldNow] = holder.firstChild.childNodes;
            return [now === first, boldNow === bold, holder.textContent, holder.lastChild.nodeName];
        }"""
    )
    assert kept == [True, True, "One two three. Four.five", "UL"]


async def test_on_a_phone_text_is_legible_and_targets_are_large_light_and_dark(phone: Visit) -> None:
    await whole_tour(phone)
    assert await phone.page.evaluate(FAINT_TEXT) == []
    assert await phone.page.evaluate(SMALL_TARGETS) == []
    await phone.page.get_by_role("button", name="Cart, 1 item").tap()
    await expect(phone.page.locator(".subtotal")).to_be_visible()
    assert await phone.page.evaluate(FAINT_TEXT) == []
    assert await phone.page.evaluate(SMALL_TARGETS) == []
    assert await phone.page.evaluate(WIDER_THAN_THE_WINDOW) == []


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450), (320, 256), (1280, 900)])
async def test_nothing_is_wider_than_the_window_however_far_it_is_zoomed(visit: Visit, width: int, height: int) -> None:
    await visit.page.set_viewport_size({"width": width, "height": height})
    await whole_tour(visit)
    assert await visit.page.evaluate(WIDER_THAN_THE_WINDOW) == []
    await visit.page.get_by_label("Your message").scroll_into_view_if_needed()
    await expect(visit.page.get_by_label("Your message")).to_be_in_viewport()
    await visit.page.get_by_role("button", name="Cart, 1 item").click()
    await visit.page.get_by_role("button", name="Remove Moorgate Waxed Parka").click()
    assert await visit.page.evaluate(WIDER_THAN_THE_WINDOW) == []


async def test_no_movement_for_those_who_asked_for_none(visit: Visit) -> None:
    await visit.page.emulate_media(reduced_motion="reduce")
    await visit.ask("returns")
    moving = await visit.page.evaluate(
        "document.querySelector('shopping-assistant').shadowRoot.getAnimations().map((a) => String(a.animationName))"
    )
    assert moving == []


async def tab_to(visit: Visit, name: str, *, backwards: bool = False) -> None:
    for _ in range(40):
        if await focused(visit) == name:
            return
        await visit.page.keyboard.press("Shift+Tab" if backwards else "Tab")
    raise AssertionError(f"{name!r} cannot be reached with Tab; the last was {await focused(visit)!r}")


async def focused(visit: Visit) -> str:
    """The name of what has the focus, as a screen reader would say it."""
    name: str = await visit.page.evaluate(
        """() => {
            const element = document.querySelector('shopping-assistant').shadowRoot.activeElement;
            const label = element?.getAttribute('aria-label') ?? element?.labels?.[0]?.textContent;
            return label ?? element?.textContent ?? '';
        }"""
    )
    return name
