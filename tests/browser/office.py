"""The shop with its staff: a shopper's page and consoles, each in a browser of its own, over one real server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, expect

from assistant.agent.assistant import Assistant
from assistant.api import Site, create_app
from assistant.escalation.staff import Role, Staff
from tests.api.desk import HASHED, PASSWORD
from tests.browser.conftest import PATIENCE_MS, Visit, served

DESKTOP, PHONE = (1440, 900), (360, 740)
GRAVE = {"serious", "critical"}
STAFF: dict[str, Role] = {"Ada": "agent", "Bo": "agent", "Olive": "owner", "Quinn": "qa"}


@dataclass
class Office:
    browser: Browser
    url: str
    visits: list[Visit] = field(default_factory=list)

    async def shopper(self, size: tuple[int, int] = DESKTOP) -> Visit:
        return await self._enter("", size)

    async def console(self, name: str, size: tuple[int, int] = DESKTOP) -> Page:
        """Signed in already, with the inbox live."""
        page = (await self._enter("console", size)).page
        await page.get_by_label("E-mail").fill(f"{name.lower()}@shop.example")
        await page.get_by_label("Password").fill(PASSWORD)
        await page.get_by_role("button", name="Sign in").click()
        await expect(page.get_by_text("Live", exact=True)).to_be_visible()
        return page

    async def _enter(self, path: str, size: tuple[int, int]) -> Visit:
        context = await self.browser.new_context(viewport={"width": size[0], "height": size[1]})
        context.set_default_timeout(PATIENCE_MS)
        visit = Visit(await context.new_page(), self.url)
        visit.watch()
        self.visits.append(visit)
        await visit.page.goto(f"{self.url}{path}")
        return visit


@asynccontextmanager
async def open_office(browser: Browser, assistant: Assistant) -> AsyncIterator[Office]:
    """Whatever a test does there, no script may crash and no request leave."""
    for name, role in STAFF.items():
        await assistant.stores.staff.add(Staff(name.lower(), name, f"{name.lower()}@shop.example", role, HASHED))
    with served(create_app(assistant, Site("Larkfield", keep_alive_seconds=1))) as url:
        office = Office(browser, url)
        yield office
        for visit in office.visits:
            await visit.page.context.close()
    assert [fault for visit in office.visits for fault in (*visit.crashes, *visit.strays)] == []


async def grave_faults(page: Page) -> list[str]:
    """What axe calls serious or worse."""
    found = (await Axe().run(page)).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:120]}" for one in found if one["impact"] in GRAVE]
