"""Whatever a feed or a model says is shown as words: no markup, no script, no address but safe ones."""

import pytest
from playwright.async_api import Browser, expect

from evals.rendering.payloads import CASES, Classes, Payload, payloads
from evals.suites.rendering import failures, shown, shown_on_pages, unnoticed
from tests.browser.conftest import Visit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

HANDLERS = Classes.read(CASES).handlers
ALL_LINKS = (
    """[...document.querySelector('shopping-assistant').shadowRoot.querySelectorAll('.log a')].map((a) => a.href)"""
)
MARKUP = """[...document.querySelector('shopping-assistant').shadowRoot.querySelectorAll(
    '.log img[src="x"], .log script, .log b, .log [onclick], .log [onerror], .log [onfocus]')].length"""


@pytest.mark.owasp("LLM10:2026")
async def test_markup_in_titles_labels_and_replies_stays_text_and_bad_links_are_none(visit: Visit) -> None:
    await visit.ask("hostile")
    card = visit.page.get_by_role("article")
    await expect(card).to_contain_text("<img src=x onerror=")
    await expect(card).to_contain_text("<script>window.pwned='vendor'</script>")
    await expect(visit.page.locator(".assistant .words").last).to_contain_text("<img src=x onerror=")
    assert await visit.page.evaluate(MARKUP) == 0
    assert await visit.page.evaluate(ALL_LINKS) == [
        "https://shop.example/help",
        f"{visit.origin}pages/returns",
        f"{visit.origin}pages/returns",
    ]
    await card.get_by_role("heading").click()
    await visit.page.get_by_text("press me").click()
    assert await visit.page.evaluate("window.pwned") is None
    assert visit.complaints == []


async def test_what_the_shopper_types_is_never_markup_either(visit: Visit) -> None:
    await visit.ask("<img src=x onerror=\"window.pwned='typed'\">**not bold**")
    await expect(visit.page.locator(".shopper")).to_contain_text("<img src=x onerror=")
    await expect(visit.page.locator(".shopper strong")).to_have_count(0)
    assert await visit.page.evaluate(MARKUP) == 0


async def test_links_open_apart_and_tell_the_other_page_nothing(visit: Visit) -> None:
    await visit.ask("hostile")
    link = visit.page.get_by_role("link", name="good")
    await expect(link).to_have_attribute("rel", "noopener noreferrer")
    await expect(link).to_have_attribute("target", "_blank")


@pytest.mark.owasp("LLM10:2026")
@pytest.mark.parametrize(
    ("address", "followed"),
    [
        ("https://shop.example/x", True),
        ("HTTPS://SHOP.example/x", True),
        ("/pages/returns", True),
        ("https://a.example/x", False),
        ("https://shop.example.a.example/x", False),
        ("https://shop.example@a.example/x", False),
        ("https://a.example\\@shop.example/x", False),
        ("https://someone@shop.example/x", False),
        ("http://shop.example/x", False),
        ("https://shop.example:8443/x", False),
        ("/\\a.example/x", False),
        ("javascript:alert(1)", False),
        (" java\tscript:alert(1)", False),
        ("data:text/html,x", False),
        ("http://a.example/", False),
        ("//a.example/x", False),
        ("vbscript:x", False),
        ("", False),
    ],
)
async def test_only_the_shop_itself_and_the_sites_that_it_names_are_followed(
    visit: Visit, address: str, followed: bool
) -> None:
    found = await visit.page.evaluate(
        """async (address) => {
            const { Places } = await import("/web/places.js");
            const places = new Places(new URL("/", location.href));
            places.know({ links: ["https://shop.example"] });
            return places.link(address);
        }""",
        address,
    )
    assert (found is not None) is followed


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://cdn.shop.example/a.jpg", "https://cdn.shop.example/a.jpg"),
        ("/pictures/a.svg", "pictures/a.svg"),
        ("https://elsewhere.example/a.jpg", "pictures/rill%2Fjacket.svg"),
        ("data:image/svg+xml,<svg/>", "pictures/rill%2Fjacket.svg"),
        ("", "pictures/rill%2Fjacket.svg"),
    ],
)
async def test_a_picture_from_elsewhere_is_drawn_by_the_shop(visit: Visit, address: str, shown: str) -> None:
    found = await visit.page.evaluate(
        """async (address) => {
            const { Places } = await import("/web/places.js");
            const places = new Places(new URL("/", location.href));
            places.know({ pictures: ["https://cdn.shop.example"] });
            return places.picture(address, "rill/jacket");
        }""",
        address,
    )
    assert found == (shown if shown.startswith("https") else f"{visit.origin}{shown}")


@pytest.mark.owasp("LLM10:2026")
async def test_a_sample_of_hostile_texts_runs_and_fetches_nothing_in_any_field(chromium: Browser) -> None:
    some = payloads(40)
    ours = await shown(chromium, HANDLERS, [some])
    assert list(failures(ours)) == []
    assert ours.places > 100


async def test_nor_on_the_pages_that_the_server_writes(chromium: Browser) -> None:
    assert list(failures(await shown_on_pages(chromium, HANDLERS, [payloads(40)]))) == []


async def test_the_same_texts_would_run_and_fetch_without_the_wall(chromium: Browser) -> None:
    live = [Payload(1, "x", "<img src=x onerror=hit(1)>"), Payload(2, "x", "<img src=https://x2.evil.example/x.png>")]
    open_ = await shown(chromium, HANDLERS, [live], walled=False)
    assert (open_.ran, set(open_.fetched.values())) == ({1}, {2})
    assert open_.left
    assert list(unnoticed(open_)) == []
