"""A real Chromium over real servers on loopback. One browser serves the whole run; each test gets its own profile."""

import os
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
import uvicorn
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from evals.rendering.browser import FLAGS, installed
from tests.browser.standin import Shop, create_standin

PICTURES = Path(__file__).parents[2] / "artefacts"
PATIENCE_MS = 30_000


def find_chromium() -> str:
    path = installed()
    if path is None and os.environ.get("CI") == "true":
        pytest.fail("CI needs a browser: apt-get install chromium")
    return path or pytest.skip("no Chromium on this machine: apt-get install chromium")


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = find_chromium()
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS])
        yield browser
        await browser.close()


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextmanager
def served(app: Any) -> Iterator[str]:
    """The app on a free port of loopback, in a thread of its own."""
    config = uvicorn.Config(app, port=0, log_level="error", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            thread.join(0.02)
            assert thread.is_alive(), "the server did not start"
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}/"
    finally:
        server.should_exit = True
        thread.join(20)


@dataclass
class Visit:
    """A page under watch: what it complained about, and where it sent requests."""

    page: Page
    origin: str
    complaints: list[str] = field(default_factory=list)
    crashes: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)

    def watch(self) -> None:
        self.page.on("console", self._note)
        self.page.on("pageerror", lambda error: self.crashes.append(str(error)))
        self.page.on("request", lambda request: self._check_origin(request.url))

    async def ask(self, text: str) -> None:
        """Write and press Enter, once the answer before is complete."""
        await self.page.get_by_label("Your message").fill(text)
        await expect(self.page.get_by_role("button", name="Send")).to_be_enabled()
        await self.page.keyboard.press("Enter")

    async def keep_picture(self, name: str) -> None:
        PICTURES.mkdir(exist_ok=True)
        await self.page.screenshot(path=PICTURES / f"{name}.png", animations="disabled")

    def _note(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    def _check_origin(self, url: str) -> None:
        parts = urlsplit(url)
        if parts.scheme in {"http", "https"} and f"{parts.scheme}://{parts.netloc}/" != self.origin:
            self.strays.append(url)


@pytest.fixture
def shop() -> Shop:
    return Shop()


@pytest.fixture
def origin(shop: Shop) -> Iterator[str]:
    with served(create_standin(shop)) as url:
        yield url


@pytest_asyncio.fixture(loop_scope="session")
async def visit(chromium: Browser, origin: str) -> AsyncIterator[Visit]:
    """The chat page of the stand-in; whatever a test does there, no script may crash and no request leave."""
    context = await chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(PATIENCE_MS)
    visit = Visit(await context.new_page(), origin)
    visit.watch()
    await visit.page.goto(origin)
    yield visit
    await context.close()
    assert visit.crashes == []
    assert visit.strays == []
