"""Chromium, as the suite starts it: without a network."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from evals.datasets import NoData

if TYPE_CHECKING:
    from playwright.async_api import Browser

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NOWHERE = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"


def installed() -> str | None:
    """Where the machine's browser is."""
    return next(filter(None, map(shutil.which, NAMES)), None)


@asynccontextmanager
async def chromium() -> AsyncIterator["Browser"]:
    """Raises `NoData` where there is none."""
    path = installed()
    try:
        from playwright.async_api import async_playwright  # noqa: PLC0415 -- a development dependency
    except ImportError:
        raise NoData("this suite drives a browser; run `make .venv/dev.done` for its Playwright") from None
    if path is None:
        raise NoData(f"no browser on this machine ({', '.join(NAMES)}): apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*FLAGS, NOWHERE])
        yield browser
        await browser.close()
