"""A shopper's page and a person of the shop at once: all arrives once, says who wrote it, and the end is told."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, Route, expect

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.escalation.staff import Staff
from tests.api.desk import HASHED, PASSWORD
from tests.browser.conftest import PATIENCE_MS, Visit, served
from tests.browser.measures import FAINT_TEXT, SMALL_TARGETS, WIDER_THAN_THE_WINDOW

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@dataclass
class Person:
    """Ada, at the console's own routes."""

    client: httpx2.AsyncClient
    chat: str = ""

    async def send(self, path: str, body: Any = None) -> httpx2.Response:
        answer = await self.client.post(f"{self.chat}{path}", json=body, headers={"X-Desk": "1"})
        assert answer.status_code < 300, answer.text
        return answer

    async def take_the_first(self) -> None:
        [row] = (await self.client.get("/console/api/inbox?view=waiting")).json()["rows"]
        self.chat = f"/console/api/conversations/{row['conversation_id']}"
        await self.send("/take")


@dataclass
class Meeting:
    visit: Visit
    ada: Person


@pytest_asyncio.fixture(loop_scope="session", params=[(1280, 900), (390, 844)], ids=["desktop", "phone"])
async def meeting(request: pytest.FixtureRequest, chromium: Browser, assistant: Assistant) -> AsyncIterator[Meeting]:
    await assistant.stores.staff.add(Staff("ada", "Ada", "ada@shop.example", "agent", HASHED))
    width, height = request.param
    with served(create_app(assistant, Site("Larkfield", keep_alive_seconds=1))) as url:
        context = await chromium.new_context(viewport={"width": width, "height": height})
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(await context.new_page(), url)
        visit.watch()
        await visit.page.goto(url)
        async with httpx2.AsyncClient(base_url=url, timeout=20) as client:
            ada = Person(client)
            await ada.send("/console/api/session", {"email": "ada@shop.example", "password": PASSWORD})
            yield Meeting(visit, ada)
        await visit.keep_picture(f"person-{width}")
        await context.close()
    assert visit.crashes == []
    assert visit.strays == []


async def test_from_anger_to_a_person_and_back(meeting: Meeting) -> None:
    visit, ada = meeting.visit, meeting.ada
    page = visit.page
    await visit.ask("This is unacceptable, your service is the worst!")
    await expect(page.get_by_text("Your chat is in our team's queue")).to_be_visible()

    await ada.take_the_first()
    await expect(page.get_by_text("Ada is a person, and answers here.")).to_be_visible()
    for _ in range(2):
        await ada.send("/messages", {"id": "line-0001", "text": "Hello, this is Ada. What went wrong?"})
    await expect(page.get_by_text("Hello, this is Ada. What went wrong?")).to_have_count(1)
    await expect(page.get_by_text("Ada, a person from our team")).to_have_count(1)
    await ada.send("/notes", {"id": "note-0001", "text": "Rather angry."})

    before = await page.locator(".message.assistant").count()
    await lose_the_answer_to(visit, "My mug came in two pieces")
    shown = (await ada.client.get(ada.chat)).json()
    assert [line["text"] for line in shown["lines"]].count("My mug came in two pieces") == 1
    assert shown["page"] == "/"
    await ada.send("/typing")
    await expect(page.get_by_text("Ada is typing")).to_be_visible()
    await expect(page.locator(".message.assistant")).to_have_count(before)
    await page.reload()
    await expect(page.get_by_text("My mug came in two pieces")).to_have_count(1)
    await expect(page.get_by_text("Hello, this is Ada. What went wrong?")).to_have_count(1)
    await ada.send("/messages", {"id": "line-0002", "text": "A new one is on its way."})
    await expect(page.get_by_text("A new one is on its way.")).to_have_count(1)
    await visit.keep_picture(f"with-person-{page.viewport_size['width'] if page.viewport_size else 0}")

    await ada.send("/cart/lines", {"sku": "MUG-WHT", "quantity": 2})
    await expect(page.get_by_text("Ada changed your cart.")).to_be_visible()
    await expect(page.get_by_role("button", name="Cart, 2 items")).to_be_visible()

    await ada.send("/return")
    await expect(page.get_by_text("Ada has left the chat. The assistant answers again.")).to_be_visible()
    assert await page.evaluate(WIDER_THAN_THE_WINDOW) == []
    assert await page.evaluate(SMALL_TARGETS) == []
    assert await page.evaluate(FAINT_TEXT) == []
    await page.get_by_label("A word about it, if you like").fill("kind")
    await page.get_by_role("button", name="5 of 5").press("Enter")
    await expect(page.get_by_text("Thank you. That goes to our team.")).to_be_visible()
    assert (await ada.client.get(ada.chat)).json()["rating"] == {"stars": 5, "word": "kind"}
    await expect(page.get_by_text("Rather angry.")).to_have_count(0)
    await visit.ask("do you have mugs?")
    await expect(page.get_by_role("article").first).to_be_visible()
    await keeps_the_chat(page)


async def keeps_the_chat(page: Page) -> None:
    """As a file, and by mail only to an address that was proved."""
    await page.get_by_role("button", name="Keep chat").press("Enter")
    assert await page.evaluate(WIDER_THAN_THE_WINDOW) == []
    assert await page.evaluate(SMALL_TARGETS) == []
    await page.get_by_role("button", name="Send it by e-mail").press("Enter")
    await expect(page.get_by_text("I send a chat only to an e-mail address that was proved in it")).to_be_visible()
    async with page.expect_download() as saving:
        await page.get_by_role("button", name="Save it as a file").press("Enter")
    saved = (await (await saving.value).path()).read_text("utf-8")  # a small file, in a test
    assert "A new one is on its way." in saved
    assert "Rather angry." not in saved


async def lose_the_answer_to(visit: Visit, text: str) -> None:
    """The message arrives, and what comes back is lost on the way: the page sends it again."""
    lost: list[str] = []

    async def reach_but_hear_nothing(route: Route) -> None:
        lost.append((await route.fetch()).headers["content-type"])
        await route.abort()

    await visit.page.route("**/messages", reach_but_hear_nothing, times=1)
    await visit.ask(text)
    await expect(visit.page.locator(".turn", has_text=text)).to_contain_text("goes out by itself")
    await visit.page.get_by_role("button", name="Try again").click()
    await expect(visit.page.locator(".problem")).to_have_count(0)
    assert len(lost) == 1
