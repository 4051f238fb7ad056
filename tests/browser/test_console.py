"""The console and a shopper's page in two browsers: from anger to resolution and back to the assistant."""

import re
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from assistant.agent.assistant import Assistant
from assistant.shop.handoff_policy import Policy
from tests.agent.after_purchase import moved_in, proved
from tests.api.desk import PASSWORD
from tests.browser.measures import SMALL_TARGETS, WIDER_THAN_THE_WINDOW
from tests.browser.office import DESKTOP, PHONE, Office, grave_faults, open_office

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

ANGRY = "This is unacceptable, your service is the worst!"
HOSTILE = "<img src=x onerror=\"document.title='taken'\"><script>alert(1)</script> [click](javascript:alert(2))"


@pytest_asyncio.fixture(loop_scope="session")
async def office(chromium: Browser, assistant: Assistant) -> AsyncIterator[Office]:
    async with open_office(chromium, assistant) as office:
        yield office


async def write(page: Page, text: str, label: str = "Your reply") -> None:
    await page.get_by_label(label).fill(text)
    await page.keyboard.press("Enter")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_from_anger_to_resolution_and_back(office: Office, size: tuple[int, int]) -> None:
    """Live on both sides, by keyboard at the desk and by touch on the phone."""
    ada, shopper = await office.console("Ada", size), await office.shopper(size)
    await expect(ada.get_by_text("Nobody waits")).to_be_visible()
    await shopper.ask("do you have mugs?")
    await shopper.ask(ANGRY)
    row = ada.locator(".row", has_text="Angry")
    await expect(row).to_contain_text(ANGRY)
    await expect(row).to_contain_text("Answer in")
    await expect(ada).to_have_title("(1) Larkfield console")

    await open_and_take(ada, by_keys=size == DESKTOP)
    await expect(shopper.page.get_by_text("Ada is a person, and answers here.")).to_be_visible()
    await ada.get_by_label("Your reply").press_sequentially("Hello")
    await expect(shopper.page.get_by_text("Ada is typing")).to_be_visible()
    await write(ada, "Hello, this is Ada. What went wrong?")
    await expect(shopper.page.get_by_text("Hello, this is Ada. What went wrong?")).to_have_count(1)
    await shopper.page.get_by_label("Your message").press_sequentially("My")
    await expect(ada.get_by_text("The shopper is typing")).to_be_visible()
    await shopper.ask("My mug came in two pieces")
    await expect(ada.locator(".said.shopper", has_text="two pieces")).to_have_count(1)
    await ada.get_by_role("button", name="Note", exact=True).click()
    await write(ada, "Check with the warehouse.", "Your note")
    await expect(ada.locator(".said.note", has_text="warehouse")).to_have_count(1)
    await ada.screenshot(path=f"artefacts/console-{size[0]}.png", animations="disabled")

    await ada.get_by_role("button", name="Hand back").click()
    await expect(shopper.page.get_by_text("Ada has left the chat. The assistant answers again.")).to_be_visible()
    assert await grave_faults(shopper.page) == []
    await shopper.page.get_by_role("button", name="5 of 5").click()
    await expect(ada.get_by_text("The shopper rated it 5 of 5")).to_be_visible()
    await expect(shopper.page.get_by_text("Check with the warehouse.")).to_have_count(0)
    await expect(ada.locator(".said.staff", has_text="What went wrong?")).to_have_count(1)
    await expect(ada.get_by_role("button", name="Take over")).to_be_visible()


async def open_and_take(page: Page, *, by_keys: bool) -> None:
    await page.locator(".row").first.wait_for()
    if by_keys:
        await page.keyboard.press("j")
        await page.keyboard.press("Enter")
        await expect(page.locator(".packet, .summary")).to_contain_text("First asked")
        await page.keyboard.press("t")
    else:
        await page.locator(".row").first.click()
        await page.get_by_role("button", name="Take over").click()
    await expect(page.get_by_text("You have this chat")).to_be_visible()


async def test_a_broken_connection_loses_nothing_and_doubles_nothing(office: Office) -> None:
    ada, shopper = await office.console("Ada"), await office.shopper()
    await shopper.ask(ANGRY)
    await open_and_take(ada, by_keys=False)
    lost = 0

    async def lose_the_answer(route: Route) -> None:
        nonlocal lost
        if not lost:
            await route.fetch()
        lost += 1
        await (route.abort() if lost == 1 else route.continue_())

    await ada.route("**/messages", lose_the_answer)
    await write(ada, "Written once")
    await expect(shopper.page.get_by_text("Written once")).to_have_count(1)
    await expect(ada.locator(".pending")).to_have_count(0)
    assert lost == 2

    await ada.context.set_offline(True)
    await expect(ada.get_by_text("Connecting again")).to_be_visible()
    await write(ada, "Written offline")
    await expect(ada.get_by_text("You are offline.")).to_be_visible()
    await shopper.ask("Are you still there?")
    await ada.context.set_offline(False)
    await expect(ada.get_by_text("Live", exact=True)).to_be_visible()
    await expect(shopper.page.get_by_text("Written offline")).to_have_count(1)
    for text in ("Written once", "Written offline", "Are you still there?"):
        await expect(ada.locator(".log").get_by_text(text)).to_have_count(1)
    await expect(ada.locator(".pending")).to_have_count(0)

    await ada.get_by_label("Your reply").fill("Half a thought")
    await ada.context.clear_cookies()
    await shopper.ask("I still wait for an answer")
    await expect(ada.get_by_text("what you were writing is kept")).to_be_visible()
    await ada.get_by_label("Password").fill(PASSWORD)
    await ada.get_by_role("button", name="Sign in").click()
    await expect(ada.get_by_label("Your reply")).to_have_value("Half a thought")
    await expect(ada.locator(".log").get_by_text("I still wait for an answer")).to_have_count(1)


async def test_whoever_has_the_chat_fills_the_cart_and_cancels_an_order(office: Office, assistant: Assistant) -> None:
    await moved_in(assistant.stores)
    ada, shopper = await office.console("Ada"), await office.shopper()
    await shopper.ask(ANGRY)
    await open_and_take(ada, by_keys=False)
    await ada.get_by_role("button", name="Add a product").click()
    await write(ada, "white mug", "Find a product")
    await ada.get_by_role("dialog").locator(".person").first.click()
    await ada.get_by_role("button", name="One more of").click()
    await expect(shopper.page.get_by_role("button", name="Cart, 2 items")).to_be_visible()
    await ada.get_by_role("button", name="One less of").click()
    await expect(shopper.page.get_by_role("button", name="Cart, 1 item", exact=True)).to_be_visible()

    conversation = await assistant.conversations.get(ada.url.partition("#")[2])
    assert conversation
    await proved(assistant.stores, conversation)
    await ada.reload()
    await ada.locator(".order-part:not([open]) summary", has_text="#2001").click()
    await ada.get_by_role("button", name="Change items, order #2001").click()
    await ada.get_by_label("Poppy Linen Dress, red, S becomes").select_option("POP-RED-M")
    await ada.get_by_role("button", name="Show what it does").click()
    await expect(ada.get_by_role("dialog")).to_contain_text("Poppy Linen Dress")
    await ada.get_by_role("button", name="Leave it").click()
    await ada.get_by_role("button", name="Cancel, order #2001").click()
    await ada.get_by_role("button", name="Show what it does").click()
    await expect(ada.get_by_role("dialog")).to_contain_text("Refund")
    await ada.screenshot(path="artefacts/console-change.png", animations="disabled")
    await ada.get_by_role("button", name="Do it").click()
    await expect(shopper.page.get_by_text("I have done this for you")).to_be_visible()
    await expect(ada.locator(".order-part", has_text="#2001")).to_contain_text("cancelled")


async def test_qa_reads_what_shoppers_write_as_text_notes_and_cannot_answer(office: Office) -> None:
    quinn, shopper = await office.console("Quinn"), await office.shopper()
    await shopper.ask(HOSTILE)
    await shopper.ask(ANGRY)
    await quinn.locator(".row", has_text="Angry").click()
    await expect(quinn.locator(".said.shopper").first).to_contain_text(HOSTILE)
    await write(quinn, "Well kept.", "Your note")
    await expect(quinn.locator(".said.note", has_text="Well kept.")).to_have_count(1)
    await quinn.get_by_label("Add a tag", exact=True).fill("<b>bold</b>")
    await quinn.keyboard.press("Enter")
    await expect(quinn.locator(".inbox").get_by_text("<b>bold</b>")).to_be_visible()
    assert await quinn.locator(".desk :is(img:not([alt='']), script, b), a[href^=javascript]").count() == 0
    for name in ("Take over", "Give to …", "Reply", "Canned replies"):
        await expect(quinn.get_by_role("button", name=name, exact=True)).to_have_count(0)
    await quinn.locator(".said").first.press("t")
    await quinn.get_by_role("button", name="Menu").click()
    await expect(quinn.get_by_role("button", name="Sign out")).to_be_visible()
    await expect(quinn.get_by_role("button", name="Staff")).to_have_count(0)
    await expect(quinn.get_by_text("Waits for a person")).to_be_visible()
    assert await quinn.title() == "(1) Larkfield console"


async def test_who_steps_in_uncalled_is_seen_at_once(office: Office) -> None:
    ada, shopper = await office.console("Ada"), await office.shopper()
    await shopper.ask("do you have mugs?")
    await ada.get_by_role("button", name="AI", exact=True).click()
    await ada.locator(".row", has_text="do you have mugs?").click()
    await ada.get_by_role("button", name="Take over").click()
    await expect(shopper.page.get_by_text("Ada is a person, and answers here.")).to_be_visible()
    await write(ada, "We do, and I can help you choose.")
    await expect(shopper.page.get_by_text("We do, and I can help you choose.")).to_have_count(1)


async def test_a_chat_finds_somebody_by_itself_and_another_when_they_leave_unheard(
    office: Office, assistant: Assistant
) -> None:
    await assistant.stores.handoff_policy.set_policy(Policy(assign="freest"))
    ada, shopper = await office.console("Ada"), await office.shopper()
    await shopper.ask(ANGRY)
    await expect(shopper.page.get_by_text("Ada is a person, and answers here.")).to_be_visible()
    await expect(ada.get_by_role("button", name="Mine").locator(".count")).to_have_text("1 chat")
    olive = await office.console("Olive")
    await menu(ada, "Sign out")
    await expect(shopper.page.get_by_text("Olive is a person, and answers here.")).to_be_visible()
    await olive.get_by_role("button", name="Mine").click()
    await olive.locator(".row", has_text=ANGRY).click()
    await expect(olive.get_by_text("You have this chat")).to_be_visible()


async def test_an_owner_writes_a_reply_and_adds_somebody_who_uses_it(office: Office) -> None:
    olive, shopper = await office.console("Olive"), await office.shopper()
    await menu(olive, "Canned replies")
    await olive.get_by_role("button", name="New reply").click()
    await olive.get_by_label("Title").fill("Broken")
    await olive.get_by_label("Text").fill("I send you a new one today.")
    await olive.get_by_role("button", name="Save").click()
    await expect(olive.get_by_text("I send you a new one today.")).to_be_visible()
    await olive.keyboard.press("Escape")
    password = uuid4().hex
    await menu(olive, "Staff")
    await olive.get_by_role("button", name="Add somebody").click()
    for label, value in {"Name": "Cy", "E-mail": "cy@shop.example", "Password": password}.items():
        await olive.get_by_role("dialog").last.get_by_label(label, exact=True).fill(value)
    await olive.get_by_role("button", name="Save").click()
    await expect(olive.get_by_text("cy@shop.example")).to_be_visible()
    await olive.keyboard.press("Escape")
    await menu(olive, "Sign out")
    await olive.get_by_label("E-mail").fill("cy@shop.example")
    await olive.get_by_label("Password").fill(password)
    await olive.get_by_role("button", name="Sign in").click()
    await shopper.ask(ANGRY)
    await open_and_take(olive, by_keys=True)
    await olive.get_by_role("button", name="Canned replies").click()
    await olive.get_by_role("button", name="Broken").click()
    await expect(olive.get_by_label("Your reply")).to_have_value("I send you a new one today.")
    await olive.keyboard.press("Enter")
    await shopper.ask("how long do I have to return it?")
    await expect(olive.locator(".said.shopper", has_text="how long")).to_have_count(1)
    await olive.get_by_role("button", name="Suggested replies").click()
    await olive.get_by_role("dialog").get_by_role("button", name="From ").first.click()
    await expect(olive.get_by_label("Your reply")).to_have_value(re.compile("days"))


async def test_what_was_asked_in_vain_is_answered_for_everybody_and_kept_as_a_case(office: Office) -> None:
    olive, shopper = await office.console("Olive"), await office.shopper()
    await shopper.ask("Do you donate to charity?")
    await expect(shopper.page.get_by_text("I could not find that in our pages")).to_be_visible()
    await menu(olive, "Questions for our pages")
    await olive.get_by_role("button", name="Answer: Do you donate").click()
    await olive.get_by_label("Answer", exact=True).fill("Yes, one percent of what we sell.")
    await sound(olive)
    await olive.get_by_role("button", name="Approve").click()
    await expect(olive.get_by_text("Suggested by Olive. It goes live with the next")).to_be_visible()
    await expect(olive.get_by_text("Nothing was asked in vain lately.")).to_be_visible()
    await olive.get_by_role("button", name="See the chat").click()
    await olive.get_by_role("button", name="Keep as a case for evals").click()
    await expect(olive.get_by_role("button", name="Kept as a case for evals")).to_have_attribute("aria-pressed", "true")
    await olive.get_by_role("button", name="Suggest for our pages").click()
    await expect(olive.get_by_label("Question", exact=True)).to_have_value("Do you donate to charity?")


async def menu(page: Page, name: str) -> None:
    await page.get_by_role("button", name="Menu").click()
    await page.locator(".menu").get_by_role("button", name=name).click()


async def test_anybody_can_use_it_at_each_width_and_in_each_light(office: Office) -> None:
    """Axe (contrast too), size of targets and no sideways scrolling: sign-in, inbox, chat and what lies beside it."""
    shopper = await office.shopper()
    await shopper.ask("do you have mugs?")
    await shopper.ask(ANGRY)
    page = await office.console("Ada")
    for width, height in (DESKTOP, PHONE):
        await page.set_viewport_size({"width": width, "height": height})
        await page.goto(f"{office.url}console#")
        await sound(page)
        await page.locator(".row").first.click()
        await expect(page.locator(".said")).to_have_count(4)
        await sound(page)
        if width < DESKTOP[0]:
            await page.get_by_role("button", name="About this chat").click()
            await expect(page.get_by_role("heading", name="About this chat")).to_be_focused()
            await sound(page)
    await menu(page, "Sign out")
    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    await sound(page)


async def sound(page: Page) -> None:
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        assert await grave_faults(page) == []
    assert await page.evaluate(SMALL_TARGETS) == []
    assert await page.evaluate(WIDER_THAN_THE_WINDOW) == []
