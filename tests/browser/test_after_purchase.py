"""A return, from the question over the code to the receipt, on the page and over the real assistant."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from assistant.agent.assistant import Assistant
from assistant.api import create_app
from assistant.testing.clock import FixedClock
from assistant.testing.model import ScriptedModel, calls, says
from tests.agent.after_purchase import RETURN, moved_in
from tests.api.conftest import SITE, serving
from tests.browser.conftest import Visit, find_chromium
from tests.browser.measures import FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW
from tests.browser.test_demo_shop import enter
from tests.conftest import NOON, Builder

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]

LOOK = calls(("order_status", {"order_number": "#2002"}))
STEPS = [
    LOOK,
    says("Which e-mail address did you order with?"),
    says("If that is right, a code is on its way. Please type it here."),
    LOOK,
    says("Which item shall go back, and where may the refund go?"),
    calls(("return_items", RETURN)),
    says("That is arranged."),
]


@pytest_asyncio.fixture(loop_scope="session")
async def served(building: Builder) -> AsyncIterator[tuple[Assistant, str]]:
    find_chromium()
    async with building(hosted=ScriptedModel(steps=list(STEPS))) as assistant:
        await moved_in(assistant.stores)
        async with serving(create_app(assistant, SITE)) as client:
            yield assistant, f"{str(client.base_url).rstrip('/')}/"


async def at_noon(browser: Browser, url: str, **wishes: object) -> Visit:
    """The page and the shop have one clock."""
    visit = await enter(browser, url, **wishes)
    await visit.page.clock.install(time=NOON)
    await visit.page.reload()
    return visit


async def up_to_the_question(visit: Visit, assistant: Assistant) -> None:
    await visit.ask("I would like to send a mug of order #2002 back")
    await expect(visit.page.get_by_text("Which e-mail address")).to_be_visible()
    await visit.ask("ada@example.com")
    await expect(visit.page.get_by_text("a code is on its way")).to_be_visible()
    [mail, *_] = await assistant.outbox.recent()
    [code] = re.findall(r"\b\d{6}\b", mail.body)
    await visit.ask(code)
    await expect(visit.page.get_by_role("article", name="Order #2002")).to_contain_text("delivered")
    await visit.ask("one mug, back to my Visa please")
    await expect(visit.page.get_by_role("group", name="Please confirm")).to_contain_text("$14.00")


async def test_a_return_goes_from_the_question_to_the_receipt(chromium: Browser, served: tuple[Assistant, str]) -> None:
    assistant, url = served
    visit = await at_noon(chromium, url, viewport={"width": 1280, "height": 900})
    await up_to_the_question(visit, assistant)
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_be_in_viewport()
    await visit.keep_picture("return-question")
    await visit.page.reload()
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_be_in_viewport()
    await visit.page.get_by_role("button", name="Yes, do it").press("Enter")
    receipt = visit.page.get_by_role("region", name="Receipt")
    await expect(receipt).to_contain_text("Return items of order #2002")
    await expect(receipt).to_contain_text("$14.00")
    await expect(receipt).to_be_in_viewport(ratio=1)
    await visit.keep_picture("return-receipt")
    order = await assistant.stores.orders.get("#2002")
    assert order
    assert order.status == "return requested"
    await visit.page.reload()
    await expect(visit.page.get_by_role("region", name="Receipt")).to_contain_text("$14.00")
    await visit.page.context.close()
    assert [*visit.complaints, *visit.crashes, *visit.strays] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_no_leaves_everything_as_it_was_also_on_a_phone(
    chromium: Browser, served: tuple[Assistant, str], scheme: str
) -> None:
    assistant, url = served
    size = {"width": 390, "height": 844}
    visit = await at_noon(chromium, url, viewport=size, color_scheme=scheme, has_touch=True, is_mobile=True)
    await up_to_the_question(visit, assistant)
    for measure in (FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW):
        assert await visit.page.evaluate(measure) == []
    await expect(visit.page.get_by_role("button", name="No, leave it")).to_be_in_viewport()
    await visit.keep_picture(f"return-phone-{scheme}")
    await visit.page.get_by_role("button", name="No, leave it").tap()
    await expect(visit.page.get_by_text("That is arranged.")).to_be_visible()
    await expect(visit.page.get_by_role("region", name="Receipt")).to_have_count(0)
    order = await assistant.stores.orders.get("#2002")
    assert order
    assert order.status == "delivered"
    await visit.page.context.close()


async def test_an_offer_that_expired_can_no_longer_be_agreed_to(
    chromium: Browser, served: tuple[Assistant, str], clock: FixedClock
) -> None:
    assistant, url = served
    visit = await at_noon(chromium, url, viewport={"width": 1280, "height": 900})
    await up_to_the_question(visit, assistant)
    clock.advance(minutes=10)
    await visit.page.clock.fast_forward("10:00")
    await expect(visit.page.get_by_text("This offer has expired")).to_be_visible()
    await expect(visit.page.get_by_role("button", name="Yes, do it")).to_have_count(0)
    await visit.keep_picture("return-expired")
    await visit.page.context.close()
    order = await assistant.stores.orders.get("#2002")
    assert order
    assert order.status == "delivered"
