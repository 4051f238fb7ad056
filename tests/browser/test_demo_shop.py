"""The real thing: `assistant demo`, filled and served as a shop owner would, used through its page in a browser."""

import os
import re
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Locator, Page, expect

from tests.browser.conftest import PATIENCE_MS, Visit, find_chromium, free_port
from tests.browser.measures import FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ROOT = Path(__file__).parents[2]
FILL_SECONDS = 240
COFFEE = "Gifts for a coffee lover under $60"


@pytest.fixture(scope="session")
def demo_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    find_chromium()
    folder, port = tmp_path_factory.mktemp("demo"), free_port()
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "OPENAI_"))}
    command = [str(Path(sys.executable).with_name("assistant")), "demo", "--port", str(port)]
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603  # our own command
            command, cwd=folder, env=clean | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}, stdout=log, stderr=log
        )
        try:
            url = f"http://127.0.0.1:{port}/"
            wait_for(url, process, folder / "log")
            yield url
        finally:
            process.terminate()
            process.wait(40)


def wait_for(url: str, process: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + FILL_SECONDS
    while process.poll() is None and time.monotonic() < end:
        try:
            with urlopen(f"{url}health", timeout=5):  # noqa: S310  # our own loopback address
                return
        except (URLError, OSError):
            time.sleep(0.3)
    pytest.fail(f"the demo shop did not start:\n{log.read_text()[-2000:]}")


async def enter(browser: Browser, url: str, **wishes: object) -> Visit:
    context = await browser.new_context(**wishes)  # type: ignore[arg-type]  # playwright types each wish apart
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(await context.new_page(), url)
    visit.watch()
    await visit.page.goto(url)
    return visit


@pytest_asyncio.fixture(loop_scope="session")
async def desk(chromium: Browser, demo_shop: str) -> AsyncIterator[Visit]:
    visit = await enter(chromium, demo_shop, viewport={"width": 1280, "height": 900})
    yield visit
    await visit.page.context.close()
    assert [*visit.complaints, *visit.crashes, *visit.strays] == []


@pytest_asyncio.fixture(loop_scope="session", params=["light", "dark"])
async def phone(request: pytest.FixtureRequest, chromium: Browser, demo_shop: str) -> AsyncIterator[Visit]:
    size = {"width": 390, "height": 844}
    visit = await enter(chromium, demo_shop, viewport=size, color_scheme=request.param, has_touch=True, is_mobile=True)
    yield visit
    await visit.keep_picture(f"phone-{request.param}")
    await visit.page.context.close()
    assert [*visit.complaints, *visit.crashes, *visit.strays] == []


def cards(page: Page) -> Locator:
    return page.get_by_role("article")


def for_sale(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^Add .* to cart$")).and_(page.locator(":enabled")).first


async def all_pictures_show(visit: Visit) -> None:
    await visit.page.wait_for_function(
        """() => {
            const pictures = document.querySelector('shopping-assistant').shadowRoot.querySelectorAll('.card .picture');
            return [...pictures].every((picture) => picture.firstChild && picture.firstChild.naturalWidth > 0);
        }"""
    )


async def test_a_shopper_finds_adds_asks_and_reaches_a_person(desk: Visit) -> None:
    await desk.ask(COFFEE)
    await expect(cards(desk.page).nth(1)).to_be_visible()
    for words in await desk.page.locator(".card .now").all_inner_texts():
        assert float(words.partition("$")[2]) <= 60
    await all_pictures_show(desk)
    await for_sale(desk.page).click()
    await expect(desk.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    await desk.keep_picture("chat")
    await desk.ask("What is your return policy?")
    source = desk.page.locator(".sources a").first
    quote = await desk.page.locator(".sources blockquote").first.inner_text()
    document = await desk.page.context.request.get(str(await source.get_attribute("href")))
    assert words_of(quote) in words_of(await document.text())
    await desk.page.get_by_role("button", name="Talk to a person").first.click()
    await expect(desk.page.get_by_text("Your chat is in our team's queue")).to_be_visible()
    await desk.keep_picture("chat-policy")


async def test_the_cart_is_edited_and_outlives_a_reload_with_the_history(desk: Visit) -> None:
    await desk.ask(COFFEE)
    await for_sale(desk.page).click()
    await desk.page.get_by_role("button", name="Cart, 1 item").click()
    unit = await desk.page.locator(".subtotal strong").inner_text()
    await desk.page.get_by_role("button", name="One more").click()
    await expect(desk.page.get_by_role("button", name="Cart, 2 items")).to_be_visible()
    assert cents(await desk.page.locator(".subtotal strong").inner_text()) == 2 * cents(unit)
    await desk.keep_picture("cart")
    await desk.page.get_by_role("button", name="Remove").click()
    await desk.page.get_by_role("button", name="Undo").click()
    await expect(desk.page.get_by_role("button", name="Cart, 2 items")).to_be_visible()
    await desk.page.reload()
    await expect(desk.page.locator(".shopper")).to_contain_text(COFFEE)
    await expect(cards(desk.page).nth(1)).to_be_visible()
    await expect(desk.page.get_by_role("button", name="Cart, 2 items")).to_be_visible()


async def test_what_goes_with_the_cart_is_suggested_and_added(desk: Visit) -> None:
    await desk.ask("add the Tidewater Pour-Over Set to my cart")
    box = desk.page.get_by_role("region", name="Suggestion")
    await expect(box).to_contain_text("Goes with Tidewater Pour-Over Set.")
    await expect(box.get_by_role("heading", name="Larkfield House Espresso Beans")).to_be_visible()
    await desk.keep_picture("demo-suggestion")
    await desk.ask("yes please")
    await expect(desk.page.locator(".assistant").last).to_contain_text("Larkfield House Espresso Beans")


async def test_a_cart_is_filled_without_touching_the_mouse(desk: Visit) -> None:
    await expect(desk.page.locator(".chip").first).to_be_visible()
    await desk.page.get_by_label("Your message").focus()
    await desk.page.keyboard.type("tents")
    await desk.page.keyboard.press("Enter")
    await expect(cards(desk.page).first).to_be_visible()
    await for_sale(desk.page).focus()
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()


async def test_a_search_is_narrowed_by_a_chip_that_keeps_its_word(desk: Visit) -> None:
    await desk.ask("jackets and coats")
    group = desk.page.get_by_role("group", name="Narrow by Size")
    await expect(group).to_be_visible()
    chip = group.get_by_role("button").last
    count = int(await chip.locator("small").inner_text())
    await chip.focus()
    await desk.page.keyboard.press("Enter")
    await expect(desk.page.locator(".shopper")).to_have_count(2)
    await expect(desk.page.locator(".assistant").last.get_by_role("article")).to_have_count(min(count, 6))
    await desk.keep_picture("narrowed")


async def test_the_conversation_follows_to_the_page_of_a_product(desk: Visit) -> None:
    await desk.ask(COFFEE)
    link = cards(desk.page).first.get_by_role("link")
    title = await link.inner_text()
    await desk.page.goto(str(await link.get_attribute("href")))
    await expect(desk.page.get_by_role("heading", name=title, level=1)).to_be_visible()
    await desk.page.get_by_role("button", name="Ask us").click()
    await expect(desk.page.get_by_role("dialog")).to_contain_text(COFFEE)
    await desk.keep_picture("bubble")


async def test_a_return_goes_from_the_question_over_the_code_to_the_receipt(desk: Visit) -> None:
    await desk.ask("I want to return the sleeping pad of order #1079")
    await expect(desk.page.get_by_text("e-mail address")).to_be_visible()
    await desk.ask("hugo.fontaine@example.org")
    await expect(desk.page.get_by_text("six-digit code")).to_be_visible()
    outbox = await (await desk.page.context.request.get(f"{desk.origin}demo/outbox")).text()
    await desk.ask(re.findall(r"code is (\d{6})", outbox)[0])
    question = desk.page.get_by_role("group", name="Please confirm")
    await expect(question).to_contain_text("Return items of order #1079")
    await desk.page.get_by_role("button", name="Yes, do it").press("Enter")
    receipt = desk.page.get_by_role("region", name="Receipt")
    await expect(receipt).to_contain_text("$153.05")
    await expect(receipt).to_be_in_viewport(ratio=1)
    await desk.keep_picture("demo-return")
    mails = await (await desk.page.context.request.get(f"{desk.origin}demo/outbox")).text()
    assert "This is done: Return items of order #1079" in mails


async def test_it_fits_a_phone_by_day_and_by_night(phone: Visit) -> None:
    await phone.ask(COFFEE)
    await expect(cards(phone.page).nth(1)).to_be_visible()
    await for_sale(phone.page).tap()
    await expect(phone.page.get_by_role("button", name="Cart, 1 item")).to_be_visible()
    for measure in (FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW):
        assert await phone.page.evaluate(measure) == []


def cents(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def words_of(text: str) -> str:
    """Letters and digits only, so that quotation marks and markup do not matter."""
    return re.sub(r"[^a-z0-9]+", " ", re.sub(r"<[^>]+>", " ", text).lower()).strip()
